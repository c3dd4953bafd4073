using FeedHub.Server.Telemetry;
using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>
/// The one matcher: a loop and no Hangfire job, since its index lives in this process's memory. Of several processes the one that holds
/// the matcher's lease works; the others wait for it to run out.
/// </summary>
public sealed partial class MatchStories(
    StoryPipeline pipeline, CurrentCatalog catalog, PollSignal signal, HubHealth health, HubMetrics metrics, TimeProvider time,
    ILogger<MatchStories> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var startedAt = time.GetTimestamp();
                metrics.Matched(await pipeline.RunAsync(catalog.Find, catalog.Catalog.KeepDays, stoppingToken), time.GetElapsedTime(startedAt));
                health.Matched();
                health.DatabaseAnswered();
                await signal.WaitForArticlesAsync(LookEvery, stoppingToken);
            }
            catch (StorageUnavailableException exception)
            {
                health.DatabaseFailed(exception);
                await Task.Delay(LookEvery, time, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Articles wait in the database; nothing is lost.
                Log.Paused(logger, exception);
                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Matching pauses and will be tried again.")]
        public static partial void Paused(ILogger logger, Exception exception);
    }
}
