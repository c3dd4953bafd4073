using System.Collections.Concurrent;

namespace FeedHub.Fetching;

/// <summary>
/// How much of us each host has to bear, over all feeds, jobs and redirects of this process: so many requests at once, first come
/// first served, and so many a second. Hosts never wait for each other. Thread-safe.
/// </summary>
/// <param name="perSecond">0: no spacing.</param>
internal sealed class HostBudget(int maxPerHost, double perSecond, TimeProvider time)
{
    /// <summary>More remembered hosts than this, and the idle ones are forgotten.</summary>
    private const int ManyHosts = 20_000;

    private readonly ConcurrentDictionary<string, HostLane> _lanes = new();

    public Gate Gate { get; } = new("host lane", 1, int.MaxValue);

    /// <summary>False: a page of this host hung a moment ago.</summary>
    public bool MayAskForPages(string host) => !_lanes.TryGetValue(host, out var lane) || !lane.ArePagesResting;

    /// <summary>Waits for the host's turn; dispose what is returned to end it.</summary>
    /// <returns>Null: the turn did not come within <paramref name="patience"/>.</returns>
    public async Task<HostTurn?> EnterAsync(string host, TimeSpan patience, CancellationToken cancellationToken)
    {
        PermitHolder.Current?.Expect(Gate);
        if (_lanes.Count > ManyHosts)
        {
            ForgetIdle();
        }

        while (true)
        {
            var lane = _lanes.GetOrAdd(host, static (_, budget) => budget.NewLane(), this);
            if (lane.TryJoin(out var waiter))
            {
                return waiter is null || await WaitAsync(lane, waiter, patience, cancellationToken) ? new HostTurn(lane, Gate) : null;
            }

            // It was forgotten between being found and being joined.
            _lanes.TryRemove(KeyValuePair.Create(host, lane));
        }
    }

    private async Task<bool> WaitAsync(HostLane lane, TaskCompletionSource waiter, TimeSpan patience, CancellationToken cancellationToken)
    {
        var came = false;
        try
        {
            await waiter.Task.WaitAsync(patience, time, cancellationToken);
            return came = true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            if (!came)
            {
                lane.Leave(waiter);
            }
        }
    }

    private HostLane NewLane() => new(Math.Max(1, maxPerHost), perSecond > 0 ? TimeSpan.FromSeconds(1 / perSecond) : TimeSpan.Zero, time);

    private void ForgetIdle()
    {
        foreach (var (host, lane) in _lanes)
        {
            if (lane.TryClose())
            {
                _lanes.TryRemove(KeyValuePair.Create(host, lane));
            }
        }
    }
}

/// <summary>A request that has its host's turn.</summary>
internal sealed class HostTurn : IDisposable
{
    private readonly HostLane _lane;
    private readonly Permit _permit;
    private bool _hasAsked = true;

    public HostTurn(HostLane lane, Gate gate)
    {
        _lane = lane;
        _permit = gate.Grant(() => lane.Exit(_hasAsked));
    }

    /// <summary>True where the host's last exchange ran into the deadline.</summary>
    public bool IsSlow => _lane.IsSlow;

    /// <summary>How long the host wants none of its feeds asked for; null: it does not mind.</summary>
    public TimeSpan? AwayFor => _lane.AwayFor;

    public bool ArePagesResting => _lane.ArePagesResting;

    public void SaidTooMany(TimeSpan? retryAfter) => _lane.SaidTooMany(retryAfter);

    public void Welcomed() => _lane.Welcomed();

    /// <summary>The host is a machine of our own network, which answers for many publishers.</summary>
    public void IsInside() => _lane.IsInside = true;

    /// <param name="inTime">False: the exchange ran into the deadline.</param>
    public void Ended(bool inTime, bool isPage)
    {
        _lane.IsSlow = !inTime;
        if (isPage && !inTime)
        {
            _lane.PageHung();
        }
    }

    /// <summary>Nothing will be sent in this turn.</summary>
    public void Unused() => _hasAsked = false;

    public void Dispose() => _permit.Dispose();
}
