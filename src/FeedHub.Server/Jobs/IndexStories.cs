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
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Stories wait to be indexed; nothing is lost.
                health.DatabaseFailed();
                Log.Paused(logger, exception.Message);
            }

            await Task.Delay(LookEvery, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Indexing for search pauses and will be tried again: {Reason}")]
        public static partial void Paused(ILogger logger, string reason);
    }
}
