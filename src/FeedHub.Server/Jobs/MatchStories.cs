using FeedHub.Server.Telemetry;
using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>
/// The one matcher: a loop and no Hangfire job, since its index lives in this process's memory. Of several processes the one that holds
/// the matcher's lease works; the others wait for it to run out.
/// </summary>
public sealed class MatchStories(
    StoryPipeline pipeline, CurrentCatalog catalog, PollSignal signal, HubHealth health, HubMetrics metrics, TimeProvider time,
    ILogger<MatchStories> logger)
    : HubWorker(health, time, logger)
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await pipeline.ReleaseAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            // The database is away; the lease runs out by itself.
        }
    }

    protected override string Work => "Matching";

    protected override TimeSpan Every => TimeSpan.FromSeconds(2);

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var startedAt = Time.GetTimestamp();
        metrics.Matched(await pipeline.RunAsync(catalog.Find, catalog.Catalog.KeepDays, cancellationToken), Time.GetElapsedTime(startedAt));
        Health.Matched();
        Health.DatabaseAnswered();
        return false;
    }

    /// <summary>Articles that came wake it.</summary>
    protected override Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitForArticlesAsync(atMost, cancellationToken);
}
