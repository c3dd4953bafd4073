using System.Diagnostics;

namespace FeedHub.Fetching;

/// <summary>A bounded number of permits, first come first served; <see cref="Gates"/> lists them all. Thread-safe.</summary>
/// <param name="order">Its place among all gates.</param>
/// <param name="permits">How many may be held at once.</param>
internal sealed class Gate(string name, int order, int permits) : IDisposable
{
    private readonly SemaphoreSlim _free = new(permits);
    private int _held;

    public string Name => name;

    public int Order => order;

    public int Held => Volatile.Read(ref _held);

    public async Task<Permit> EnterAsync(CancellationToken cancellationToken) => (await EnterAsync(Timeout.InfiniteTimeSpan, cancellationToken))!;

    /// <returns>Null: none came free within <paramref name="patience"/>.</returns>
    public async Task<Permit?> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        PermitHolder.Current?.Expect(this);
        return await _free.WaitAsync(patience, cancellationToken) ? Grant(() => _free.Release()) : null;
    }

    /// <summary>Counts a permit that was waited for elsewhere.</summary>
    public Permit Grant(Action release)
    {
        Interlocked.Increment(ref _held);
        var holder = PermitHolder.Current;
        holder?.Took(this);
        return new Permit(() =>
        {
            Interlocked.Decrement(ref _held);
            holder?.Gave(this);
            release();
        });
    }

    public void Dispose() => _free.Dispose();
}

/// <summary>What is held of a gate; given back when first disposed.</summary>
internal sealed class Permit(Action release) : IDisposable
{
    private Action? _release = release;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}

/// <summary>One poll or exchange, as far as gates are concerned: what it holds, to see that it keeps to their order.</summary>
internal sealed class PermitHolder
{
    private static readonly AsyncLocal<PermitHolder?> Ambient = new();

    private readonly List<Gate> _held = [];

    /// <summary>Whom this asynchronous flow belongs to; null: nobody watches.</summary>
    public static PermitHolder? Current => Ambient.Value;

    /// <summary>Makes this asynchronous flow, to the end of the method that calls, one holder, unless it is part of one already.</summary>
    [Conditional("DEBUG")]
    public static void Begin() => Ambient.Value ??= new PermitHolder();

    /// <exception cref="InvalidOperationException">Waiting now could be waiting for ever, which is a defect.</exception>
    public void Expect(Gate gate)
    {
        lock (_held)
        {
            if (_held.Find(held => held.Order >= gate.Order) is { } held)
            {
                throw new InvalidOperationException($"Waits for the gate \"{gate.Name}\" while it holds a permit of \"{held.Name}\".");
            }
        }
    }

    public void Took(Gate gate)
    {
        lock (_held)
        {
            _held.Add(gate);
        }
    }

    public void Gave(Gate gate)
    {
        lock (_held)
        {
            _held.Remove(gate);
        }
    }
}
