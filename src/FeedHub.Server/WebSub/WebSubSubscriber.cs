using System.Security.Cryptography;
using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Server.WebSub;

/// <summary>
/// Keeps subscriptions at the WebSub hubs that feeds name, where feeds.json says <c>webSub</c>: asked for once a poll has found the hub, again
/// before their lease ends, and ever more seldom while a hub stays silent. Polling goes on beside them. Of several processes the matcher's asks.
/// </summary>
public sealed partial class WebSubSubscriber(
    WebSubClient hubs, SubscriptionStore subscriptions, StoryPipeline pipeline, CurrentCatalog catalog, HubHealth health, TimeProvider time, ILogger<WebSubSubscriber> logger)
    : HubWorker(health, time, logger)
{
    /// <summary>Callbacks are <c>{link}/websub/{token}</c>.</summary>
    public const string Path = "/websub/";

    /// <summary>Asked for; hubs may give more or less.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromDays(7);

    private const int MaxAtOnce = 100;
    private const int MaxHubsAtOnce = 8;
    private const int SecretBytes = 32;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    protected override string Work => "Subscribing at WebSub hubs";

    protected override TimeSpan Every => TimeSpan.FromSeconds(3);

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var wanted = catalog.Subscribed;
        if (wanted.Count == 0 || !pipeline.IsMatcher || catalog.Catalog.Link is not { } link)
        {
            return false;
        }

        // A hub is asked for one feed after the other.
        var due = await subscriptions.DueAsync(wanted, link + Path, Time.GetUtcNow(), MaxAtOnce, cancellationToken);
        await Parallel.ForEachAsync(
            due.GroupBy(one => one.Hub),
            new ParallelOptions { MaxDegreeOfParallelism = MaxHubsAtOnce, CancellationToken = cancellationToken },
            async (feeds, cancel) =>
            {
                foreach (var feed in feeds)
                {
                    await AskAsync(feed, link + Path, cancel);
                }
            });
        return false;
    }

    private async Task AskAsync(DueSubscription due, string callbacks, CancellationToken cancellationToken)
    {
        var subscription = due.Before is { } before && (before.Hub, before.Topic, before.Callback) == (due.Hub, due.Topic, callbacks + before.Token)
            ? before with { Unanswered = before.Unanswered + 1 }
            : New(due, callbacks);

        // Stored first: a hub may verify before it answers.
        var pause = ShortestPause * Math.Pow(2, Math.Min(subscription.Unanswered - 1, 10));
        await subscriptions.AskedAsync(subscription, Time.GetUtcNow() + (pause < LongestPause ? pause : LongestPause), cancellationToken);
        var failure = Uri.TryCreate(due.Hub, UriKind.Absolute, out var hub)
            ? await hubs.SubscribeAsync(hub, due.Topic, subscription.Callback, subscription.Secret, Lease, cancellationToken)
            : "its address is none";
        if (failure is not null)
        {
            Log.Refused(Logger, catalog.Find(due.FeedId)?.Title ?? due.FeedId, hub?.IdnHost ?? "", failure);
        }
    }

    private static Subscription New(DueSubscription due, string callbacks)
    {
        var (token, secret) = (RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true), RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true));
        return new Subscription(due.FeedId, due.Hub, due.Topic, callbacks + token, token, secret, null, 1);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: its WebSub hub at {Hub} does not take our subscription, which stays with polling: {Reason}")]
        public static partial void Refused(ILogger logger, string feed, string hub, string reason);
    }
}
