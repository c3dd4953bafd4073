namespace FeedHub.Sources;

/// <summary>Which request headers a source may set.</summary>
internal static class RequestHeaders
{
    /// <summary>RFC 9110 §5.1.</summary>
    public const string NamePattern = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    private static readonly Dictionary<string, Phrase> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept-Encoding"] = new("FeedHub decodes what it asks for.", "يفك FeedHub ما يطلبه بنفسه."),
        ["A-IM"] = new("FeedHub asks for deltas by itself.", "يطلب FeedHub الفروق بنفسه."),
        ["Connection"] = new("It belongs to the connection.", "هي من شأن الاتصال."),
        ["Content-Length"] = new("A request for a feed has no body.", "طلب الخلاصة بلا متن."),
        ["Expect"] = new("A request for a feed has no body.", "طلب الخلاصة بلا متن."),
        ["Host"] = new("It is made from the address.", "تؤخذ من العنوان."),
        ["If-Modified-Since"] = new("FeedHub sends what the server gave.", "يرسل FeedHub ما أعطاه الخادم."),
        ["If-None-Match"] = new("FeedHub sends what the server gave.", "يرسل FeedHub ما أعطاه الخادم."),
        ["Proxy-Authorization"] = new("Feeds are fetched without a proxy.", "تُجلب الخلاصات بلا وسيط."),
        ["Range"] = new("Feeds are fetched whole.", "تُجلب الخلاصات كاملة."),
        ["TE"] = new("It belongs to the connection.", "هي من شأن الاتصال."),
        ["Trailer"] = new("It belongs to the connection.", "هي من شأن الاتصال."),
        ["Transfer-Encoding"] = new("A request for a feed has no body.", "طلب الخلاصة بلا متن."),
        ["Upgrade"] = new("It belongs to the connection.", "هي من شأن الاتصال."),
        ["User-Agent"] = new("Use the key \"userAgent\".", "استعمل المفتاح \"userAgent\"."),
    };

    /// <summary>RFC 9110 §5.1, §5.5; null: fine.</summary>
    public static (Phrase? Mistake, Phrase? Suggestion) Check(string name, string value) =>
        Ours.TryGetValue(name, out var reason) ? (new($"The header {name} cannot be set.", $"لا يمكن ضبط الترويسة {name}."), reason)
        : name.Length == 0 || !name.All(IsTokenLetter) ? (new($"\"{Wording.Shown(name)}\" is no header name.", $"لا يصلح \"{Wording.Shown(name)}\" اسماً لترويسة."), new("Letters, digits and - only.", "أحرف لاتينية وأرقام وشرطة - فقط."))
        : value.Any(letter => letter is < ' ' and not '\t' or > '~') ? (new($"The value of the header {name} is not plain ASCII.", $"قيمة الترويسة {name} ليست ASCII خالصاً."), new("Percent-encode it.", "رمّزها بعلامة النسبة المئوية (percent-encoding)."))
        : (null, null);

    private static bool IsTokenLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal);
}
