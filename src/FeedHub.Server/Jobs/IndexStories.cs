using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>Keeps the search index behind the stories by a moment: indexing inside a poll would cost more than the poll.</summary>
public sealed partial class IndexStories(SearchIndex search, HubHealth health, TimeProvider time, ILogger<IndexStories> logger) : BackgroundService
{
    private const int Batch = 500;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await search.IndexAsync(Batch, stoppingToken) == Batch)
                {
                    continue;
                }
            }
            catch (StorageUnavailableException exception)
            {
                health.DatabaseFailed(exception);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Stories wait to be indexed; nothing is lost.
                Log.Paused(logger, exception);
            }

            await Task.Delay(LookEvery, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Indexing for search pauses and will be tried again.")]
        public static partial void Paused(ILogger logger, Exception exception);
    }
}
