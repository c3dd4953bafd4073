namespace FeedHub.Fetching;

/// <summary>
/// A fixed amount of memory that large bodies share, each taking more as it grows, first come first served. Where nothing is left one body
/// at a time may go beyond it (overdraft), so that they never wait for each other. Thread-safe.
/// </summary>
internal sealed class MemoryBudget(long total)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(MemoryShare Share, long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private long _used;
    private MemoryShare? _beyond;

    public Gate Gate { get; } = new("memory", 5, int.MaxValue);

    /// <summary>An empty share; dispose it to give back what it has taken.</summary>
    public MemoryShare Open() => new(this);

    internal async Task TakeAsync(MemoryShare share, long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<(MemoryShare, long, TaskCompletionSource Turn)> waiter;
        lock (_gate)
        {
            if ((_waiting.Count == 0 || _beyond == share) && TryGive(share, bytes))
            {
                return;
            }

            waiter = _waiting.AddLast((share, bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        try
        {
            await waiter.Value.Turn.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                if (waiter.List is not null)
                {
                    _waiting.Remove(waiter);
                }
            }
        }
    }

    internal void Return(MemoryShare share)
    {
        lock (_gate)
        {
            _used -= share.Bytes;
            share.Bytes = 0;
            _beyond = _beyond == share ? null : _beyond;
            while (_waiting.First is { } next && TryGive(next.Value.Share, next.Value.Bytes))
            {
                _waiting.RemoveFirst();
                next.Value.Turn.SetResult();
            }
        }
    }

    private bool TryGive(MemoryShare share, long bytes)
    {
        if (_used + bytes > total)
        {
            if (_beyond is not null && _beyond != share)
            {
                return false;
            }

            _beyond = share;
        }

        _used += bytes;
        share.Bytes += bytes;
        return true;
    }
}

/// <summary>What one body holds of a <see cref="MemoryBudget"/>.</summary>
internal sealed class MemoryShare(MemoryBudget budget) : IDisposable
{
    /// <summary>Guarded by the budget.</summary>
    public long Bytes { get; internal set; }

    private Permit? _permit;

    /// <summary>Waits for so much more.</summary>
    public async Task TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        if (_permit is null)
        {
            PermitHolder.Current?.Expect(budget.Gate);
        }

        await budget.TakeAsync(this, bytes, cancellationToken);
        _permit ??= budget.Gate.Grant(static () => { });
    }

    public void Dispose()
    {
        // What came in the moment of giving up waiting has no permit yet.
        budget.Return(this);
        _permit?.Dispose();
    }
}
