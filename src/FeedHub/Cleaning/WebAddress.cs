namespace FeedHub.Cleaning;

/// <summary>Links as they may be published: absolute http(s), nothing else.</summary>
internal static class WebAddress
{
    private const int Longest = 4096;

    /// <summary>Null for <c>javascript:</c>, <c>data:</c>, <c>file:</c>, and for what is no address.</summary>
    /// <param name="baseAddress">Where relative links start; null: relative links are none.</param>
    public static string? Absolute(string? address, string? baseAddress)
    {
        var trimmed = address?.Trim() ?? "";
        if (trimmed.Length is 0 or > Longest || trimmed.Any(char.IsControl))
        {
            return null;
        }

        trimmed = trimmed.StartsWith("//", StringComparison.Ordinal) ? "https:" + trimmed : trimmed;
        if (IsWeb(trimmed))
        {
            return WithoutUser(trimmed);
        }

        // A path is an absolute file address to Uri on Unix: it is resolved first.
        var isRelative = !Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || trimmed[0] == '/';
        return isRelative && Uri.TryCreate(baseAddress, UriKind.Absolute, out var from) && Uri.TryCreate(from, trimmed, out uri) && IsWeb(uri.ToString())
            ? WithoutUser(uri.ToString())
            : null;
    }

    // A name and password in a link are somebody's secret, or dress the address up as another one (RFC 9110 §4.2.4).
    private static string WithoutUser(string address)
    {
        var host = address.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = address.AsSpan(host).IndexOfAny('/', '?', '#') is >= 0 and var length ? host + length : address.Length;
        var at = address.AsSpan(host, end - host).LastIndexOf('@');
        return at < 0 ? address : address[..host] + address[(host + at + 1)..];
    }

    private static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;
}
