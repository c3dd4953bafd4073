using System.Globalization;
using FeedHub.Storage;

namespace FeedHub.Server.WebSub;

/// <summary>
/// Where WebSub hubs verify subscriptions and send what is new: addresses that only the hub was told. What is sent is taken in only when it
/// is signed with the secret that only the hub was told.
/// </summary>
internal static class WebSubEndpoints
{
    private const int LongestChallenge = 4096;
    private const int LongestLeaseSeconds = 60 * 60 * 24 * 30;

    /// <summary>A lease is renewed when so much of it has passed.</summary>
    private const double RenewAfter = 0.8;

    private static readonly TimeSpan AskDeniedAgainAfter = TimeSpan.FromDays(1);

    public static void MapWebSub(this WebApplication app)
    {
        app.MapGet(WebSubSubscriber.Path + "{token}", VerifyAsync).ExcludeFromDescription();
        app.MapPost(WebSubSubscriber.Path + "{token}", (string token, HttpContext context, WebSubReceiver receiver) => receiver.TakeAsync(token, context, context.RequestAborted)).ExcludeFromDescription();
    }

    /// <summary>W3C WebSub §5.3: says yes to what was asked for, and to nothing else.</summary>
    private static async Task<IResult> VerifyAsync(
        string token, HttpRequest request, SubscriptionStore subscriptions, CurrentCatalog catalog, TimeProvider time, CancellationToken cancellationToken)
    {
        var (mode, topic, challenge) = (Said("hub.mode"), Said("hub.topic"), Said("hub.challenge"));
        if (await subscriptions.FindAsync(token, cancellationToken) is not { } subscription || topic != subscription.Topic || WebSubReceiver.WantedBy(subscription, catalog) is null)
        {
            return Results.NotFound();
        }

        var now = time.GetUtcNow();
        if (mode == "denied")
        {
            await subscriptions.DeniedAsync(token, now + AskDeniedAgainAfter, cancellationToken);
            return Results.Ok();
        }

        if (mode != "subscribe" || challenge.Length is 0 or > LongestChallenge)
        {
            return Results.NotFound();
        }

        var lease = int.TryParse(Said("hub.lease_seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLeaseSeconds))
            : WebSubSubscriber.Lease;
        await subscriptions.VerifiedAsync(token, now + lease, now + (lease * RenewAfter), cancellationToken);
        return Results.Text(challenge, "text/plain; charset=utf-8");

        string Said(string name) => request.Query[name].ToString();
    }
}
