namespace FeedHub.Sources;

/// <summary>Which request headers a source may set.</summary>
internal static class RequestHeaders
{
    /// <summary>RFC 9110 §5.1.</summary>
    public const string NamePattern = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    private static readonly Dictionary<string, string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept-Encoding"] = "FeedHub decodes what it asks for.",
        ["A-IM"] = "FeedHub asks for deltas by itself.",
        ["Connection"] = "It belongs to the connection.",
        ["Content-Length"] = "A request for a feed has no body.",
        ["Expect"] = "A request for a feed has no body.",
        ["Host"] = "It is made from the address.",
        ["If-Modified-Since"] = "FeedHub sends what the server gave.",
        ["If-None-Match"] = "FeedHub sends what the server gave.",
        ["Proxy-Authorization"] = "Feeds are fetched without a proxy.",
        ["Range"] = "Feeds are fetched whole.",
        ["TE"] = "It belongs to the connection.",
        ["Trailer"] = "It belongs to the connection.",
        ["Transfer-Encoding"] = "A request for a feed has no body.",
        ["Upgrade"] = "It belongs to the connection.",
        ["User-Agent"] = "Use the key \"userAgent\".",
    };

    /// <summary>RFC 9110 §5.1, §5.5; null: fine.</summary>
    public static (string? Mistake, string? Suggestion) Check(string name, string value) =>
        Ours.TryGetValue(name, out var reason) ? ($"The header {name} cannot be set.", reason)
        : name.Length == 0 || !name.All(IsTokenLetter) ? ($"\"{Wording.Shown(name)}\" is no header name.", "Letters, digits and - only.")
        : value.Any(letter => letter is < ' ' and not '\t' or > '~') ? ($"The value of the header {name} is not plain ASCII.", "Percent-encode it.")
        : (null, null);

    private static bool IsTokenLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal);
}
