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

        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || uri.IsFile)
        {
            trimmed = trimmed.StartsWith("//", StringComparison.Ordinal) ? "https:" + trimmed : trimmed;
            if (!Uri.TryCreate(trimmed, UriKind.Absolute, out uri)
                && !(Uri.TryCreate(baseAddress, UriKind.Absolute, out var from) && Uri.TryCreate(from, trimmed, out uri)))
            {
                return null;
            }

            trimmed = uri.OriginalString == trimmed ? trimmed : uri.ToString();
        }

        return (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0 ? trimmed : null;
    }
}
