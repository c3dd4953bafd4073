using System.Collections.Concurrent;
using System.IO.Hashing;

namespace FeedHub.Server;

/// <summary>
/// Pages for people as they were last rendered: whoever has a page already gets 304, and while the database is away the last one stands.
/// Thread-safe.
/// </summary>
public sealed class LastPages
{
    private const int MaxPages = 256;
    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Page> _pages = new(StringComparer.Ordinal);

    /// <summary>A filter around the endpoints that render pages.</summary>
    public async ValueTask<object?> ServeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var address = $"{context.Request.Headers.Host}{context.Request.Path}{context.Request.QueryString}";
        Page? last = null;
        try
        {
            return await next(invocation) is IResult result ? new Kept(this, address, result) : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && _pages.TryGetValue(address, out last))
        {
            return new Last(last);
        }
    }

    private void Keep(string address, Page page)
    {
        if (_pages.Count >= MaxPages || _pages.Values.Sum(kept => (long)kept.Bytes.Length) > MaxBytes)
        {
            _pages.Clear();
        }

        _pages[address] = page;
    }

    private sealed record Page(byte[] Bytes, string ContentType)
    {
        /// <summary>Weak: compression on the way changes the bytes, not the page.</summary>
        public string ETag { get; } = $"W/\"{XxHash64.HashToUInt64(Bytes):x16}\"";

        public async Task WriteAsync(HttpContext context)
        {
            context.Response.Headers.ETag = ETag;
            context.Response.Headers.CacheControl = "no-cache";
            if (context.Request.Headers.IfNoneMatch.Any(tags => tags is not null && tags.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == ETag || "W/" + tag == ETag || tag == "*")))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            context.Response.ContentType = ContentType;
            context.Response.ContentLength = Bytes.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(Bytes, context.RequestAborted);
            }
        }
    }

    private sealed class Kept(LastPages pages, string address, IResult result) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var body = httpContext.Response.Body;
            using var rendered = new MemoryStream();
            httpContext.Response.Body = rendered;
            try
            {
                await result.ExecuteAsync(httpContext);
            }
            finally
            {
                httpContext.Response.Body = body;
            }

            var page = new Page(rendered.ToArray(), httpContext.Response.ContentType ?? "text/html; charset=utf-8");
            if (httpContext.Response.StatusCode == StatusCodes.Status200OK)
            {
                pages.Keep(address, page);
                await page.WriteAsync(httpContext);
            }
            else if (!HttpMethods.IsHead(httpContext.Request.Method))
            {
                await body.WriteAsync(page.Bytes, httpContext.RequestAborted);
            }
        }
    }

    private sealed class Last(Page page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => page.WriteAsync(httpContext);
    }
}
