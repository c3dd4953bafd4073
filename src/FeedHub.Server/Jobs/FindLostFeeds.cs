using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>
/// Looks where the feeds of sources went that fail for good, one after the other and each once a day at most, and stores what their sites announce, for
/// people to read; feeds.json is theirs. Of several processes the matcher's looks.
/// </summary>
public sealed partial class FindLostFeeds(
    AnnouncedFeeds announced, FeedFetcher fetcher, StoryPipeline pipeline, CurrentCatalog current, TimeProvider time, ILogger<FindLostFeeds> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (pipeline.IsMatcher && await announced.TakeAsync(time.GetUtcNow(), AgainAfter, stoppingToken) is { } lost)
                {
                    await LookAsync(lost, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Tomorrow again.
                Log.Paused(logger, exception.Message);
            }
        }
    }

    private async Task LookAsync(LostFeed lost, CancellationToken cancellationToken)
    {
        var site = Uri.TryCreate(lost.Site, UriKind.Absolute, out var page) ? page : null;
        var found = await new LostFeedSearch(fetcher).FindAsync(lost.Url, site, current.Find(lost.FeedId)?.Language ?? current.Catalog.Language, cancellationToken);
        await announced.FoundAsync(lost, found, cancellationToken);
        if (found is not null)
        {
            Log.Announced(logger, lost.FeedId, found);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed} fails for good; its site announces now: {Announced} (feedhub check --fix writes it to feeds.json)")]
        public static partial void Announced(ILogger logger, string feed, Uri announced);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for lost feeds pauses: {Reason}")]
        public static partial void Paused(ILogger logger, string reason);
    }
}
