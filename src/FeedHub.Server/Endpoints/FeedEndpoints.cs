using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Server.Endpoints;

/// <summary>The merged feed and its narrowed kin in three formats, with pages, validators, deltas and compressed variants.</summary>
internal static class FeedEndpoints
{
    public const int MaxLimit = 1_000;

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Formats = ["atom", "rss", "json"];

    public static void MapFeeds(this WebApplication app)
    {
        foreach (var format in Formats)
        {
            app.MapMethods($"/feed.{format}", Methods, (HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                AnswerAsync(context, feeds, new FeedPage("/feed", "/", current.Catalog.Title, format)));

            app.MapMethods($"/tags/{{tag}}/feed.{format}", Methods, (string tag, HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                feeds.FeedsOfTag(tag) is { Count: > 0 } ids
                    ? AnswerAsync(context, feeds, new FeedPage($"/tags/{Uri.EscapeDataString(tag)}/feed", $"/?tag={Uri.EscapeDataString(tag)}", $"{current.Catalog.Title}: {tag}", format, ids))
                    : NotFoundAsync(context, "No source carries that tag."));

            app.MapMethods($"/sources/{{id}}/feed.{format}", Methods, (string id, HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                current.Find(id) is { } source
                    ? AnswerAsync(context, feeds, new FeedPage($"/sources/{id}/feed", $"/sources/{id}", source.Title ?? id, format, [id]))
                    : NotFoundAsync(context, "There is no such source."));

            app.MapMethods($"/search/feed.{format}", Methods, (HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                context.Request.Query["q"].ToString() is { Length: > 0 and <= SearchQueryLimit } query && !string.IsNullOrWhiteSpace(query)
                    ? AnswerAsync(context, feeds, new FeedPage("/search/feed", "/search?q=" + Uri.EscapeDataString(query), $"{current.Catalog.Title}: {query}", format, Search: query))
                    : BadRequestAsync(context, $"Write what to search for: ?q=… (at most {SearchQueryLimit} characters)."));
        }
    }

    public const int SearchQueryLimit = 500;

    public static Task BadRequestAsync(HttpContext context, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);

    public static Task NotFoundAsync(HttpContext context, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);

    private static async Task AnswerAsync(HttpContext context, RenderedFeeds feeds, FeedPage page)
    {
        if (!Number(context, "limit", MaxLimit, out var limit))
        {
            await BadRequestAsync(context, $"limit is a whole number from 1 to {MaxLimit}.");
            return;
        }

        if (!Number(context, "before", long.MaxValue, out var before))
        {
            await BadRequestAsync(context, "before is a whole number from 1.");
            return;
        }

        page = page with { Limit = (int?)limit, Before = before };
        var address = context.RequestServices.GetRequiredService<HubAddress>().Of(context.Request);
        var feed = await feeds.GetAsync(address, page, context.RequestAborted);
        var headers = context.Response.Headers;
        var (encoding, bytes) = Variant(context.Request, feed);
        headers.ETag = feed.ETag(encoding);
        headers.LastModified = HeaderUtilities.FormatDate(feed.LastModified);
        headers.CacheControl = page.Before is null ? "public, max-age=60" : "public, max-age=3600";
        headers.Vary = "Accept-Encoding, A-IM";
        if (feeds.Hub is { } hub)
        {
            // W3C WebSub §4: subscribers look here first.
            headers.Link = $"<{hub}>; rel=\"hub\", <{address}{page.Path}.{page.Format}{page.Query}>; rel=\"self\"";
        }

        headers.AccessControlAllowOrigin = "*";
        if (IsUnchanged(context.Request, feed))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (await DeltaAsync(context, feeds, address, page) is { } delta)
        {
            context.Response.StatusCode = StatusCodes.Status226IMUsed;
            headers["IM"] = "feed";
            headers.ETag = feed.ETag(null);
            headers.CacheControl = "no-store, im";
            await WriteAsync(context, feed.ContentType, delta);
            return;
        }

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        await WriteAsync(context, feed.ContentType, bytes);
    }

    /// <summary>Null: the client asked for none, or has to read everything.</summary>
    private static async Task<byte[]?> DeltaAsync(HttpContext context, RenderedFeeds feeds, string address, FeedPage page)
    {
        var asks = context.Request.Headers["A-IM"].ToString().Split(',').Any(kind => kind.Split(';')[0].Trim().Equals("feed", StringComparison.OrdinalIgnoreCase));
        if (!asks || page.Before is not null)
        {
            return null;
        }

        var tag = context.Request.Headers.IfNoneMatch.ToString().Split(',')[0];
        return RenderedFeed.Seen(tag) is { } seen ? await feeds.DeltaAsync(address, page, seen, context.RequestAborted) : null;
    }

    /// <summary>RFC 9110 §13.1: If-None-Match decides where it is sent.</summary>
    private static bool IsUnchanged(HttpRequest request, RenderedFeed feed)
    {
        if (request.Headers.IfNoneMatch.Count > 0)
        {
            return request.Headers.IfNoneMatch.Any(line => line is not null && line.Split(',').Any(tag => Plain(tag) is "*" || feed.IsTaggedBy(Plain(tag))));
        }

        return HeaderUtilities.TryParseDate(request.Headers.IfModifiedSince.ToString(), out var since)
            && feed.LastModified.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();

        static string Plain(string tag) => tag.Trim() is var plain && plain.StartsWith("W/", StringComparison.Ordinal) ? plain[2..] : plain;
    }

    private static (string? Encoding, byte[] Bytes) Variant(HttpRequest request, RenderedFeed feed)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        return Accepts("br") ? ("br", feed.Brotli) : Accepts("gzip") ? ("gzip", feed.Gzip) : (null, feed.Bytes);

        bool Accepts(string coding) => accepted.Split(',').Any(part =>
            part.Split(';') is [var name, .. var rest] && name.Trim().Equals(coding, StringComparison.OrdinalIgnoreCase)
            && !rest.Any(quality => quality.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));
    }

    private static async Task WriteAsync(HttpContext context, string contentType, byte[] bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    /// <summary>True with null where it is not given; false where it is no number in range, or given twice.</summary>
    private static bool Number(HttpContext context, string name, long most, out long? number)
    {
        number = null;
        var given = context.Request.Query[name];
        if (given.Count == 0)
        {
            return true;
        }

        var isNumber = long.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return given.Count == 1 && isNumber && value >= 1 && value <= most;
    }
}
