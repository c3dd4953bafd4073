using Microsoft.AspNetCore.HttpOverrides;

namespace FeedHub.Server;

/// <summary>
/// Path base: where below its host the hub stands for whoever asks. The setting <c>FeedHub:PathBase</c>, else the path of the catalog's <c>link</c>; only
/// where neither is given, <c>X-Forwarded-Prefix</c> of a trusted proxy, which may have it from a stranger. The proxy may take it off the path, or leave it.
/// </summary>
public sealed class HubPath(CurrentCatalog current, HubOptions options)
{
    private const int MaxLength = 256;

    /// <summary>The link that <see cref="_ofLink"/> was taken from; parsed once per catalog rather than per request.</summary>
    private (string? Link, PathString Path) _ofLink;

    /// <summary>Whatever a request says; empty: none.</summary>
    public PathString Configured => options.PathBase.HasValue ? options.PathBase : OfLink();

    /// <summary>RFC 7239's forerunners, from trusted proxies only; of others nothing is believed.</summary>
    public static ForwardedHeadersOptions Forwarded(IEnumerable<System.Net.IPNetwork> trusted)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in trusted)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        return forwarded;
    }

    /// <summary>Segments of letters, digits and what needs no escaping, without a slash at the end; empty: it is no path base.</summary>
    /// <param name="text">Not escaped.</param>
    public static PathString Parse(string? text)
    {
        var path = (text ?? "").TrimEnd('/');
        var isPath = path.Length <= MaxLength
            && path.StartsWith('/')
            && !path.Contains("//", StringComparison.Ordinal)
            && !path.Split('/').Any(part => part is "." or "..")
            && path.All(letter => char.IsLetterOrDigit(letter) || letter is '/' or '-' or '.' or '_' or '~');
        return isPath ? new PathString(path) : PathString.Empty;
    }

    /// <summary>Sets the request's scheme and path base, and takes the latter off its path where it still stands there.</summary>
    public Task TakeOffAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        // A proxy that does not set X-Forwarded-Proto passes on a stranger's: javascript:, wss:, HTTPS:.
        request.Scheme = request.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        request.PathBase = options.PathBase.HasValue || current.Catalog.Link is not null ? Configured
            : request.PathBase.HasValue ? Parse(request.PathBase.Value)
            : PathString.Empty;
        if (request.PathBase.HasValue && request.Path.StartsWithSegments(request.PathBase, StringComparison.Ordinal, out var rest))
        {
            request.Path = rest.HasValue ? rest : "/";
        }

        return next(context);
    }

    private PathString OfLink()
    {
        var (link, path) = _ofLink;
        if (ReferenceEquals(link, current.Catalog.Link))
        {
            return path;
        }

        link = current.Catalog.Link;
        path = Uri.TryCreate(link, UriKind.Absolute, out var url) ? Parse(Uri.UnescapeDataString(url.AbsolutePath)) : PathString.Empty;
        _ofLink = (link, path);
        return path;
    }
}
