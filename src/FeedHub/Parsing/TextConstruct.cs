using System.Xml;

namespace FeedHub.Parsing;

/// <summary>A title, summary or body: what it says and whether markup is to be read in it (RFC 4287 §3.1; Atom 0.3's <c>mode</c>; RSS, where nobody says).</summary>
/// <param name="Markup">Null: empty.</param>
/// <param name="IsText">It is text by its type.</param>
/// <param name="IsDeclared">The publisher declared how it is escaped (text, XHTML): undone once, it is what was meant.</param>
/// <param name="IsCut">It was longer than FeedHub reads.</param>
internal readonly record struct TextConstruct(string? Markup, bool IsText, bool IsDeclared, bool IsCut)
{
    /// <summary>Reads the element the reader stands on and moves past it.</summary>
    public static TextConstruct Read(XmlReader reader, Vocabulary vocabulary, Problems problems)
    {
        var type = reader.GetAttribute("type")?.Trim().ToLowerInvariant();
        var mode = reader.GetAttribute("mode")?.Trim().ToLowerInvariant();
        var content = ElementText.Read(reader, problems);
        var value = mode == "base64" ? ElementText.FromBase64(content.Value) : content.Value;
        if (string.IsNullOrWhiteSpace(value))
        {
            return default;
        }

        var isAtom = vocabulary == Vocabulary.Atom;
        var isText = isAtom && !content.IsMarkup && mode != "escaped" && (type is null || IsPlain(type));
        var isXhtml = isAtom && content.IsMarkup && type is "xhtml" or "application/xhtml+xml";
        return new TextConstruct(value, isText, isText || isXhtml, content.IsCut);
    }

    /// <summary>Of Atom content: a media type that is neither text nor XML (RFC 4287 §4.1.3.3) is a file, whose letters say nothing.</summary>
    public static bool IsBinary(string? written)
    {
        var type = MediaType(written);
        var (kind, name) = type.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? (type[..slash], type[(slash + 1)..]) : ("", "");
        return kind switch
        {
            "image" or "audio" or "video" or "font" or "model" => !name.EndsWith("+xml", StringComparison.Ordinal),
            "application" => !(name is "xml" or "json" or "html" or "text" || name.EndsWith("+xml", StringComparison.Ordinal) || name.EndsWith("+json", StringComparison.Ordinal)),
            _ => false,
        };
    }

    private static bool IsPlain(string type) =>
        MediaType(type) is "text" or "plain" or ['t', 'e', 'x', 't', '/', ..] and not ("text/html" or "text/xml");

    /// <summary>Without parameters.</summary>
    private static string MediaType(string? written) => (written ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
