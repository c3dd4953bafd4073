using System.Net;

namespace FeedHub.Server;

/// <summary>
/// The hub's public address: the catalog's <c>link</c>, else what the request says if its host is allowed. Without settings these are this machine's
/// names and IP addresses, so that a forged Host header never ends up in a page or a feed.
/// </summary>
public sealed class HubAddress(CurrentCatalog current, HubOptions options)
{
    private readonly string[] _allowed =
        [.. (options.AllowedHosts ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Ascii)];

    /// <summary>In ASCII, without trailing slash.</summary>
    public string Of(HttpRequest request) => current.Catalog.Link ?? $"{request.Scheme}://{request.Headers.Host}{request.PathBase.ToUriComponent()}";

    public async Task CheckHostAsync(HttpContext context, RequestDelegate next)
    {
        if (NameOf(context.Request) is { } host && IsAllowed(host))
        {
            await next(context);
            return;
        }

        await Results.Problem(
            "This hub does not go by that name. Its owner can set \"link\" in feeds.json or FeedHub:AllowedHosts.",
            statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
    }

    /// <summary>In ASCII, without port; null: it is no name at all.</summary>
    private static string? NameOf(HttpRequest request)
    {
        try
        {
            return Uri.TryCreate($"http://{request.Host.ToUriComponent()}/", UriKind.Absolute, out var named) && named is { PathAndQuery: "/", UserInfo: "" }
                ? named.Host
                : null;
        }
        catch (ArgumentException)
        {
            // What cannot be decoded would throw again in whatever page looks at it.
            return null;
        }
    }

    /// <summary>As requests name it.</summary>
    private static string Ascii(string host) => new HostString(host).ToUriComponent();

    private bool IsAllowed(string host) =>
        _allowed.Any(allowed => allowed == "*" || allowed.Equals(host, StringComparison.OrdinalIgnoreCase)
            || (allowed.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)))
        || (Uri.TryCreate(current.Catalog.Link, UriKind.Absolute, out var link) && link.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
        || (_allowed.Length == 0 && IsOwn(host));

    private static bool IsOwn(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
