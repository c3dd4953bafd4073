namespace FeedHub.Fetching;

/// <summary>
/// The cookies (RFC 6265) of one exchange: some sites set one and redirect to see whether it comes back. Each goes to the host that set it and to no
/// other, whatever domain it names, and is forgotten with the exchange.
/// </summary>
/// <remarks>Not <c>CookieContainer</c>: it takes a comma within a value for the end of the cookie.</remarks>
internal sealed class ExchangeCookies
{
    private const int MaxCookies = 50;
    private const int MaxLength = 4096;

    private readonly List<Cookie> _cookies = [];

    /// <param name="headers">Set-Cookie headers; what is no cookie is passed over.</param>
    public void Add(Uri from, IEnumerable<string> headers)
    {
        foreach (var header in headers.Where(header => header.Length <= MaxLength))
        {
            var parts = header.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].IndexOf('=', StringComparison.Ordinal) is > 0 and var end)
            {
                Set(from, parts[0][..end].TrimEnd(), parts[0][(end + 1)..].TrimStart(), parts.AsSpan(1));
            }
        }
    }

    /// <summary>The Cookie header to send there (RFC 6265 §5.4); empty: none.</summary>
    public string For(Uri to) =>
        string.Join("; ", _cookies.Where(cookie => cookie.IsFor(to)).OrderByDescending(cookie => cookie.Path.Length).Select(cookie => $"{cookie.Name}={cookie.Value}"));

    private void Set(Uri from, string name, string value, ReadOnlySpan<string> attributes)
    {
        // §5.1.4: without a path, the folder it came from.
        var cookie = new Cookie(from.IdnHost, name, value, from.AbsolutePath[..Math.Max(1, from.AbsolutePath.LastIndexOf('/'))], false);
        var isDeleted = false;
        foreach (var attribute in attributes)
        {
            var (key, said) = attribute.Split('=', 2, StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : (attribute, "");
            switch (key.ToLowerInvariant())
            {
                case "path" when said.StartsWith('/'):
                    cookie = cookie with { Path = said };
                    break;
                case "secure":
                    cookie = cookie with { IsSecure = true };
                    break;
                case "max-age":
                    isDeleted = said is "0" || said.StartsWith('-');
                    break;
            }
        }

        _cookies.RemoveAll(other => (other.Host, other.Name, other.Path) == (cookie.Host, cookie.Name, cookie.Path));
        if (!isDeleted && _cookies.Count < MaxCookies)
        {
            _cookies.Add(cookie);
        }
    }

    private sealed record Cookie(string Host, string Name, string Value, string Path, bool IsSecure)
    {
        public bool IsFor(Uri to) =>
            to.IdnHost == Host && (!IsSecure || to.Scheme == "https") && to.AbsolutePath.StartsWith(Path, StringComparison.Ordinal)
            && (Path.EndsWith('/') || to.AbsolutePath.Length == Path.Length || to.AbsolutePath[Path.Length] == '/');
    }
}
