using System.Collections.Concurrent;
using System.IO.Hashing;

namespace FeedHub.Server;

/// <summary>
/// Pages for people as they were last rendered: whoever has a page already gets 304, a crowd shares one rendering a second, and while the
/// database is away the last one stands. Thread-safe.
/// </summary>
public sealed class PageOutputCache(TimeProvider time) : IDisposable
{
    /// <summary>Renderings at once; whoever comes on top of them belongs to a crowd.</summary>
    private static readonly int AtOnce = 2 * Environment.ProcessorCount;

    /// <summary>What a crowd may be shown.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const int MaxPages = 256;
    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(AtOnce);

    public void Dispose() => _turns.Dispose();

    /// <summary>A filter around the endpoints that render pages.</summary>
    public async ValueTask<object?> ServeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var request = context.Request;
        var address = $"{request.Scheme}://{request.Headers.Host}{request.PathBase} {request.Path}{request.QueryString}";
        if (!await _turns.WaitAsync(TimeSpan.Zero))
        {
            if (FreshOf(address) is { } shared)
            {
                return new Last(shared);
            }

            await _turns.WaitAsync(context.RequestAborted);
            if (FreshOf(address) is { } meanwhile)
            {
                _turns.Release();
                return new Last(meanwhile);
            }
        }

        try
        {
            return new Kept(this, address, (IResult)(await next(invocation))!);
        }
        catch (Exception exception)
        {
            _turns.Release();
            if (exception is OperationCanceledException || !_pages.TryGetValue(address, out var last))
            {
                throw;
            }

            return new Last(last);
        }
    }

    private Page? FreshOf(string address) => _pages.TryGetValue(address, out var page) && time.GetElapsedTime(page.RenderedAt) < Fresh ? page : null;

    private long Now => time.GetTimestamp();

    private void Keep(string address, Page page)
    {
        if (_pages.Count >= MaxPages || _pages.Values.Sum(kept => (long)kept.Bytes.Length) > MaxBytes)
        {
            _pages.Clear();
        }

        _pages[address] = page;
    }

    /// <param name="RenderedAt">A timestamp of the clock.</param>
    private sealed record Page(byte[] Bytes, string ContentType, long RenderedAt)
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

    /// <summary>Holds a turn, and gives it back once others can have the page.</summary>
    private sealed class Kept(PageOutputCache pages, string address, IResult result) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var page = await RenderAsync(httpContext);
            if (httpContext.Response.StatusCode == StatusCodes.Status200OK)
            {
                await page.WriteAsync(httpContext);
            }
            else if (!HttpMethods.IsHead(httpContext.Request.Method))
            {
                await httpContext.Response.Body.WriteAsync(page.Bytes, httpContext.RequestAborted);
            }
        }

        private async Task<Page> RenderAsync(HttpContext context)
        {
            var renderedAt = pages.Now;
            var body = context.Response.Body;
            using var rendered = new MemoryStream();
            context.Response.Body = rendered;
            try
            {
                await result.ExecuteAsync(context);
                var page = new Page(rendered.ToArray(), context.Response.ContentType ?? "text/html; charset=utf-8", renderedAt);
                if (context.Response.StatusCode == StatusCodes.Status200OK)
                {
                    pages.Keep(address, page);
                }

                return page;
            }
            finally
            {
                context.Response.Body = body;
                pages._turns.Release();
            }
        }
    }

    private sealed class Last(Page page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => page.WriteAsync(httpContext);
    }
}
