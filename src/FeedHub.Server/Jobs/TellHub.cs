using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>
/// Tells the WebSub hub of the catalog when stories have appeared or changed. What it owes is a number in the database: a burst is one telling, and
/// a restart or a hub that is away loses none. Of several processes the matcher's tells.
/// </summary>
public sealed partial class TellHub(
    WebSubHubs hubs, StoryStore stories, StoryPipeline pipeline, CurrentCatalog catalog, TimeProvider time, ILogger<TellHub> logger)
    : BackgroundService
{
    private static readonly string[] Formats = ["atom", "rss", "json"];
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = LookEvery;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stoppingToken);
            string? failure;
            try
            {
                failure = await TellAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What is owed stands in the database; nothing is lost.
                failure = exception.Message;
            }

            if (failure is not null)
            {
                Log.Failed(logger, failure);
            }

            pause = failure is null ? LookEvery : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
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

        foreach (var format in Formats)
        {
            if (await hubs.TellAsync(new Uri(hub), $"{link}/feed.{format}", cancellationToken) is { } failure)
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
