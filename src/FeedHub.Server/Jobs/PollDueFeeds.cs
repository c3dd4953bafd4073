using System.ComponentModel;
using FeedHub.Storage;
using Hangfire;

namespace FeedHub.Server.Jobs;

/// <summary>
/// The dispatcher: one recurring job that leases the feeds whose time has come and enqueues their polls, all feeds of a host in one job.
/// It runs for one tick and looks again whenever the next feed is due, so a pace of seconds is kept although the job recurs more slowly.
/// </summary>
public sealed class PollDueFeeds(
    FeedStore feeds, LeaseKeeper leases, CurrentCatalog catalog, PollSignal signal, HubHealth health, IBackgroundJobClient jobs, TimeProvider time)
{
    public const string JobId = "poll-due-feeds";

    /// <summary>How long one run lasts; the job recurs as often.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    /// <summary>Time a job may wait in the queue before its feeds are leased again, while the process that enqueued it lives.</summary>
    private static readonly TimeSpan QueuedAtMost = TimeSpan.FromSeconds(60);

    private const int MaxLeasedAtOnce = 2_000;
    private const int FeedsPerJob = 32;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BusyHostWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    [DisplayName("Find the feeds that are due")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The run before may last into this one's first moment; a third has no business here.
        if (!await signal.Dispatching.WaitAsync(Tick / 2, cancellationToken))
        {
            return;
        }

        try
        {
            var startedAt = time.GetTimestamp();
            do
            {
                var wait = await DispatchAsync(cancellationToken);
                await signal.WaitForFeedsAsync(wait, cancellationToken);
            }
            while (time.GetElapsedTime(startedAt) < Tick);
        }
        finally
        {
            signal.Dispatching.Release();
        }
    }

    /// <summary>Returns how long nothing will be due.</summary>
    private async Task<TimeSpan> DispatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            // First what is ours: a machine that dawdled must not take its own feeds for those of the dead.
            await leases.RenewAsync(cancellationToken);
            var leased = await feeds.LeaseAsync(time.GetUtcNow(), LeaseKeeper.LeaseFor, MaxLeasedAtOnce, null, force: false, cancellationToken);
            leases.Keep(leased, QueuedAtMost);
            foreach (var batch in Batches(leased))
            {
                jobs.Enqueue<PollFeeds>(job => job.RunAsync(batch, CancellationToken.None));
            }

            health.Dispatched();
            health.DatabaseAnswered();
            return leased.Count == MaxLeasedAtOnce
                ? ShortestWait
                : Bounded(await feeds.NextDueAsync(cancellationToken) - time.GetUtcNow(), leased.Count == 0);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The database is away: nothing is due until it answers, and nothing is lost.
            health.DatabaseFailed(exception);
            return LongestWait;
        }
    }

    /// <param name="isWaiting">Nothing was leased: what is due nevertheless waits for another feed of its host.</param>
    private static TimeSpan Bounded(TimeSpan? untilDue, bool isWaiting) =>
        untilDue is not { } wait || wait > LongestWait ? LongestWait
        : isWaiting && wait <= TimeSpan.Zero ? BusyHostWait
        : wait < ShortestWait ? ShortestWait
        : wait;

    /// <summary>Whole hosts, about <see cref="FeedsPerJob"/> feeds together.</summary>
    private IEnumerable<Dictionary<string, long>> Batches(IReadOnlyList<LeasedFeed> leased)
    {
        var batch = new Dictionary<string, long>();
        foreach (var host in leased.GroupBy(feed => catalog.Find(feed.FeedId)?.Url.Host))
        {
            foreach (var feed in host)
            {
                batch[feed.FeedId] = feed.Lease;
            }

            if (batch.Count >= FeedsPerJob)
            {
                yield return batch;
                batch = [];
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
