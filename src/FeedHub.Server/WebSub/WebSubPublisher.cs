using FeedHub.Fetching;
using FeedHub.Publishing;
using FeedHub.Storage;

namespace FeedHub.Server.WebSub;

/// <summary>
/// Tells the WebSub hub of the catalog when stories have appeared or changed. What it owes is a number in the database: a burst is one telling, and
/// a restart or a hub that is away loses none. Of several processes the matcher's tells.
/// </summary>
public sealed partial class WebSubPublisher(
    WebSubClient hubs, StoryStore stories, StoryPipeline pipeline, CurrentCatalog catalog, HubHealth health, TimeProvider time, ILogger<WebSubPublisher> logger)
    : HubWorker(health, time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private TimeSpan _pause = LookEvery;

    protected override string Work => "Telling the WebSub hub";

    /// <summary>Ever longer while the hub is away.</summary>
    protected override TimeSpan Every => _pause;

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var failure = await TellAsync(cancellationToken);
        if (failure is not null)
        {
            Log.Failed(Logger, failure);
        }

        _pause = failure is null ? LookEvery : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        return false;
    }

    /// <summary>Null: nothing is owed any more.</summary>
    private async Task<string?> TellAsync(CancellationToken cancellationToken)
    {
        if (!pipeline.IsMatcher || catalog.Catalog is not { WebSubHub: { } hub, Link: { } link })
        {
            return null;
        }

        var version = (await stories.MarkAsync(cancellationToken)).Version;
        if (await stories.ToldVersionAsync(cancellationToken) == version)
        {
            return null;
        }

        foreach (var format in FeedFormat.All)
        {
            if (await hubs.TellAsync(new Uri(hub), $"{link}/feed.{format.Ending}", cancellationToken) is { } failure)
            {
                return failure;
            }
        }

        await stories.ToldAsync(version, cancellationToken);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The WebSub hub could not be told of new stories and will be told later: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
