using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>
/// Looks where the feeds of sources went that fail for good, one after the other and each once a day at most, and stores what their sites announce, for
/// people to read; feeds.json is theirs. Of several processes the matcher's looks.
/// </summary>
public sealed partial class FindLostFeeds(
    AnnouncedFeeds announced, FeedFetcher fetcher, StoryPipeline pipeline, CurrentCatalog current, HubHealth health, TimeProvider time, ILogger<FindLostFeeds> logger)
    : HubWorker(health, time, logger)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromDays(1);

    protected override string Work => "Looking for lost feeds";

    protected override TimeSpan Every => TimeSpan.FromSeconds(5);

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (pipeline.IsMatcher && await announced.TakeAsync(Time.GetUtcNow(), AgainAfter, cancellationToken) is { } lost)
        {
            await LookAsync(lost, cancellationToken);
        }

        return false;
    }

    private async Task LookAsync(LostFeed lost, CancellationToken cancellationToken)
    {
        var site = Uri.TryCreate(lost.Site, UriKind.Absolute, out var page) ? page : null;
        var found = await new LostFeedSearch(fetcher).FindAsync(lost.Url, site, current.Find(lost.FeedId)?.Language ?? current.Catalog.Language, cancellationToken);
        await announced.FoundAsync(lost, found, cancellationToken);
        if (found is not null)
        {
            Log.Announced(Logger, lost.FeedId, found);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed} fails for good; its site announces now: {Announced} (feedhub check --fix writes it to feeds.json)")]
        public static partial void Announced(ILogger logger, string feed, Uri announced);
    }
}
