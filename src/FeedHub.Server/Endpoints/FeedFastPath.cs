using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;

namespace FeedHub.Server.Endpoints;

/// <summary>
/// Answers what readers ask all day, a feed that is rendered already, before anything else looks at the request: whatever was asked for in these very
/// words before, by a name the hub goes by, and still stands. Everything else goes on to the routes. Thread-safe.
/// </summary>
internal sealed class FeedFastPath(RenderedFeeds feeds)
{
    private const int MaxRequests = 1_024;
    private const int MaxLength = 256;

    private readonly ConcurrentDictionary<(string Scheme, string Host, string Base, string Target), Revalidated<string, RenderedFeed>> _asked = new();

    /// <summary>A route found this for the request.</summary>
    public void Keep(HttpRequest request, Revalidated<string, RenderedFeed> feed)
    {
        var key = Key(request);
        if (key.Target.Length > MaxLength || key.Host.Length > MaxLength || (_asked.TryGetValue(key, out var kept) && kept == feed))
        {
            return;
        }

        if (_asked.Count >= MaxRequests)
        {
            _asked.Clear();
        }

        _asked[key] = feed;
    }

    public Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if ((!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            || request.Headers.ContainsKey("A-IM")
            || !_asked.TryGetValue(Key(request), out var kept)
            || feeds.Ready(kept) is not { } feed)
        {
            return next(context);
        }

        Safety.Write(context);
        return FeedAnswer.WriteAsync(context, feed);
    }

    private static (string Scheme, string Host, string Base, string Target) Key(HttpRequest request) =>
        (request.Scheme, request.Headers.Host.ToString(), request.PathBase.Value ?? "", request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget);
}
