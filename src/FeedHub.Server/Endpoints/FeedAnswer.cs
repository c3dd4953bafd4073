using Microsoft.Net.Http.Headers;

namespace FeedHub.Server.Endpoints;

/// <summary>A rendered feed over HTTP: validators, variants, deltas (RFC 9110, RFC 3229). The way a thousand readers take, so it allocates little.</summary>
internal static class FeedAnswer
{
    /// <summary>RFC 9110 §13.1: If-None-Match decides where it is sent.</summary>
    public static bool IsUnchanged(HttpRequest request, RenderedFeed feed)
    {
        if (request.Headers.IfNoneMatch is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                if (HoldsTag(line, feed))
                {
                    return true;
                }
            }

            return false;
        }

        return request.Headers.IfModifiedSince is { Count: > 0 } date
            && HeaderUtilities.TryParseDate(date.ToString(), out var since)
            && feed.LastModified.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    private static bool HoldsTag(ReadOnlySpan<char> line, RenderedFeed feed)
    {
        foreach (var part in line.Split(','))
        {
            var tag = line[part].Trim();
            tag = tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
            if (tag is "*" || feed.IsTaggedBy(tag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>200 with the variant that the client takes, or 304.</summary>
    public static Task WriteAsync(HttpContext context, RenderedFeed feed)
    {
        var encoding = Encoding(context.Request);
        WriteHeaders(context.Response.Headers, feed, encoding);
        if (IsUnchanged(context.Request, feed))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        return WriteBodyAsync(context, feed.ContentType, encoding switch { "br" => feed.Brotli, "gzip" => feed.Gzip, _ => feed.Bytes });
    }

    /// <summary>226 with what is new to the client.</summary>
    public static Task WriteDeltaAsync(HttpContext context, RenderedFeed feed, byte[] delta)
    {
        var headers = context.Response.Headers;
        WriteHeaders(headers, feed, null);
        context.Response.StatusCode = StatusCodes.Status226IMUsed;
        headers["IM"] = "feed";
        headers.CacheControl = "no-store, im";
        return WriteBodyAsync(context, feed.ContentType, delta);
    }

    private static void WriteHeaders(IHeaderDictionary headers, RenderedFeed feed, string? encoding)
    {
        headers.ETag = feed.ETag(encoding);
        headers.LastModified = feed.LastModifiedHeader;
        headers.CacheControl = feed.CacheControl;
        headers.Vary = "Accept-Encoding, A-IM";
        headers.AccessControlAllowOrigin = "*";
        if (feed.Link is { } link)
        {
            headers.Link = link;
        }
    }

    private static Task WriteBodyAsync(HttpContext context, string contentType, byte[] bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Null: as it is.</summary>
    private static string? Encoding(HttpRequest request)
    {
        var (gzip, brotli) = (false, false);
        foreach (var line in request.Headers.AcceptEncoding)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var coding = line.AsSpan(part).Trim();
                var parameters = coding.IndexOf(';');
                var name = parameters < 0 ? coding : coding[..parameters].TrimEnd();
                if (parameters >= 0 && IsZero(coding[(parameters + 1)..]))
                {
                    continue;
                }

                gzip |= name.Equals("gzip", StringComparison.OrdinalIgnoreCase);
                brotli |= name.Equals("br", StringComparison.OrdinalIgnoreCase);
            }
        }

        return brotli ? "br" : gzip ? "gzip" : null;
    }

    /// <summary>A weight of 0, however many: "do not".</summary>
    private static bool IsZero(ReadOnlySpan<char> parameters)
    {
        var at = parameters.IndexOf('=');
        return at >= 0 && parameters[..at].Trim().Equals("q", StringComparison.OrdinalIgnoreCase) && parameters[(at + 1)..].Trim().TrimEnd('0') is "" or "." or "0.";
    }
}
