using FeedHub.Server.Telemetry;
using FeedHub.Storage;
using Hangfire;

namespace FeedHub.Server.Jobs;

/// <summary>Polls a batch of leased feeds side by side. Running twice, late or never is harmless: the lease decides.</summary>
public sealed partial class PollFeeds(
    FeedPipeline pipeline, FeedStore feeds, LeaseKeeper keeper, CurrentCatalog catalog, PollSignal signal, PollLog polls, TimeProvider time,
    ILogger<PollFeeds> logger)
{
    /// <param name="leases">Feed id to lease; ids only, since the dashboard shows arguments.</param>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(Dictionary<string, long> leases, CancellationToken cancellationToken)
    {
        var held = await feeds.ClaimAsync(leases, time.GetUtcNow(), LeaseKeeper.LeaseFor, cancellationToken);
        await Task.WhenAll(held.Select(feed => PollAsync(feed, cancellationToken)));
    }

    private async Task PollAsync(LeasedFeed leased, CancellationToken cancellationToken)
    {
        if (catalog.Find(leased.FeedId) is not { Enabled: true } source)
        {
            return;
        }

        using var kept = keeper.Keep(leased);
        using var activity = HubTelemetry.Source.StartActivity("poll")?.SetTag("feedhub.feed", leased.FeedId);
        try
        {
            var report = await pipeline.PollAsync(leased, source, catalog.Catalog, cancellationToken);
            activity?.SetTag("feedhub.result", report.Result.ToString());
            polls.Add(report);
            if (report.Added + report.Changed > 0)
            {
                signal.ArticlesCame();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await feeds.ReleaseAsync([leased], CancellationToken.None);
        }
        catch (Exception exception)
        {
            // One feed never costs the others; its lease runs out and it is polled again.
            Log.Broke(logger, exception, leased.FeedId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Polling {Feed} broke off; it will be tried again.")]
        public static partial void Broke(ILogger logger, Exception exception, string feed);
    }
}
