using System.Collections.Concurrent;

namespace FeedHub.Storage;

/// <summary>
/// Heartbeat: leases are short, so that what a dead process held goes on elsewhere within seconds, and the living renew theirs for as long as they
/// need them, however long a poll waits or a machine dawdles. Thread-safe.
/// </summary>
public sealed class LeaseKeeper(FeedStore feeds, TimeProvider time)
{
    /// <summary>What a lease is given for, and renewed for.</summary>
    public static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(10);

    /// <summary>How often to call <see cref="RenewAsync"/>.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Kept> _kept = new();

    /// <summary>Renews the lease until what this returns is disposed.</summary>
    public IDisposable Keep(LeasedFeed leased)
    {
        var kept = new Kept(leased.Lease, time.GetTimestamp(), null);
        _kept[leased.FeedId] = kept;
        return new Keeping(() => _kept.TryRemove(KeyValuePair.Create(leased.FeedId, kept)));
    }

    /// <summary>Renews leases that wait in a queue until somebody claims them, but no longer than this: jobs can be lost.</summary>
    public void Keep(IEnumerable<LeasedFeed> queued, TimeSpan atMost)
    {
        foreach (var leased in queued)
        {
            _kept[leased.FeedId] = new Kept(leased.Lease, time.GetTimestamp(), time.GetTimestamp() + (long)(atMost.TotalSeconds * time.TimestampFrequency));
        }
    }

    /// <summary>Renews what has not been renewed for a while; what is no longer ours is let go.</summary>
    /// <exception cref="StorageUnavailableException">The database is away; nothing was renewed.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var (now, due) = (time.GetTimestamp(), new Dictionary<string, Kept>());
        foreach (var (id, kept) in _kept)
        {
            if (kept.Until < now)
            {
                _kept.TryRemove(KeyValuePair.Create(id, kept));
            }
            else if (time.GetElapsedTime(kept.RenewedAt, now) >= RenewEvery)
            {
                due.Add(id, kept);
            }
        }

        if (due.Count == 0)
        {
            return;
        }

        var renewed = await feeds.RenewAsync(due.ToDictionary(feed => feed.Key, feed => feed.Value.Lease), time.GetUtcNow(), LeaseFor, cancellationToken);
        foreach (var (id, kept) in due)
        {
            if (!renewed.Contains(id))
            {
                _kept.TryRemove(KeyValuePair.Create(id, kept));
            }

            kept.RenewedAt = now;
        }
    }

    /// <summary>Goes on until cancelled. While the database is away nobody else can take a lease either.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await RenewAsync(cancellationToken);
            }
            catch (StorageUnavailableException)
            {
                // The next tick tries again.
            }
        }
    }

    /// <param name="until">Timestamp of the end of keeping it; null: none.</param>
    private sealed class Kept(long lease, long since, long? until)
    {
        public long Lease => lease;

        public long? Until => until;

        public long RenewedAt { get; set; } = since;
    }

    private sealed class Keeping(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
