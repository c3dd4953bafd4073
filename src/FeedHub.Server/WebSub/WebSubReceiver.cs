using System.Security.Cryptography;
using System.Text;
using FeedHub.Server.Jobs;
using FeedHub.Sources;
using FeedHub.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace FeedHub.Server.WebSub;

/// <summary>Takes in what WebSub hubs send, as a poll that nobody had to ask for. Thread-safe.</summary>
internal sealed class WebSubReceiver(
    SubscriptionStore subscriptions, CurrentCatalog catalog, FeedStore feeds, LeaseKeeper keeper, FeedPipeline pipeline, HubOptions options, PollSignal signal, PollLog polls, TimeProvider time)
    : IDisposable
{
    /// <summary>Larger ones are left to the next poll.</summary>
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>Permits of a bulkhead: however many hubs send at once, bodies do not pile up.</summary>
    private readonly SemaphoreSlim _places = new(2);

    public void Dispose() => _places.Dispose();

    /// <summary>W3C WebSub §7: takes in what is signed, under the feed's lease.</summary>
    public async Task<IResult> TakeAsync(string token, HttpContext context, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(token, cancellationToken) is not { } subscription)
        {
            return Results.NotFound();
        }

        if (WantedBy(subscription, catalog) is not { } source)
        {
            // §7: so the hub may end it.
            return Results.StatusCode(StatusCodes.Status410Gone);
        }

        if (!await _places.WaitAsync(options.FetchTimeout, cancellationToken))
        {
            return Later(context);
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(options.FetchTimeout);
            var body = await ReadAsync(context, (int)Math.Min(MaxBodyBytes, source.MaxBodyBytes ?? options.MaxBodyBytes), deadline.Token);
            if (body is null)
            {
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            }

            if (!IsSigned(body, context.Request.Headers["X-Hub-Signature"].ToString(), subscription.Secret))
            {
                // §7.1: said to nobody, so that nobody can try.
                return Results.Accepted();
            }

            var leased = await feeds.LeaseAsync(time.GetUtcNow(), LeaseKeeper.LeaseFor, 1, [source.Id], force: true, cancellationToken);
            if (leased is not [var feed])
            {
                return Later(context);
            }

            using var kept = keeper.Keep(feed);

            // Whoever sent it may hang up; what has begun is brought to its end.
            var report = await pipeline.TakePushAsync(feed, source, catalog.Catalog, new Push(body, context.Request.ContentType, subscription.Until), CancellationToken.None);
            polls.Add(report);
            if (report.Added + report.Changed > 0)
            {
                signal.ArticlesCame();
            }

            return Results.Accepted();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status408RequestTimeout);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Null: feeds.json does not want it any more.</summary>
    internal static FeedSource? WantedBy(Subscription subscription, CurrentCatalog catalog) =>
        catalog.Find(subscription.FeedId) is { Enabled: true, WebSub: true } source ? source : null;

    /// <summary>The feed is being polled, or there is no room: hubs send again.</summary>
    private static IResult Later(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Null: more than that.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context, int maxBytes, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return null;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maxBytes;
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, cancellationToken);
            return body.ToArray();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>W3C WebSub §7.1: <c>method=signature</c>, the signature in hexadecimal.</summary>
    private static bool IsSigned(byte[] body, string said, string secret)
    {
        var (method, signature) = said.Split('=', 2) is [var first, var second] ? (first.Trim(), second.Trim()) : ("", "");
        HashAlgorithmName? algorithm = method switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (algorithm is not { } known)
        {
            return false;
        }

        var expected = Convert.ToHexStringLower(CryptographicOperations.HmacData(known, Encoding.UTF8.GetBytes(secret), body));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature.ToLowerInvariant()));
    }
}
