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
            return trimmed;
        }

        // A path is an absolute file address to Uri on Unix: it is resolved first.
        var isRelative = !Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || trimmed[0] == '/';
        return isRelative && Uri.TryCreate(baseAddress, UriKind.Absolute, out var from) && Uri.TryCreate(from, trimmed, out uri) && IsWeb(uri.ToString())
            ? uri.ToString()
            : null;
    }

    private static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;
}
