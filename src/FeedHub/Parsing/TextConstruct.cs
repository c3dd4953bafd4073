using System.Xml;

namespace FeedHub.Parsing;

/// <summary>A title, summary or body: what it says and whether markup is to be read in it (RFC 4287 §3.1; Atom 0.3's <c>mode</c>; RSS, where nobody says).</summary>
/// <param name="Markup">Null: empty.</param>
/// <param name="IsText">It is text by its type.</param>
internal readonly record struct TextConstruct(string? Markup, bool IsText)
{
    /// <summary>Reads the element the reader stands on and moves past it.</summary>
    public static TextConstruct Read(XmlReader reader, Vocabulary vocabulary, Problems problems)
    {
        var type = reader.GetAttribute("type")?.Trim().ToLowerInvariant();
        var mode = reader.GetAttribute("mode")?.Trim().ToLowerInvariant();
        var content = ElementText.Read(reader, problems);
        var value = mode == "base64" || (vocabulary == Vocabulary.Atom && IsBinaryType(type)) ? ElementText.FromBase64(content.Value) : content.Value;
        if (string.IsNullOrWhiteSpace(value))
        {
            return default;
        }

        var isText = vocabulary == Vocabulary.Atom && !content.IsMarkup && (type is null or "text" or "text/plain");
        return new TextConstruct(value, isText);
    }

    /// <summary>A media type that is neither text nor XML is carried in base64 (RFC 4287 §4.1.3.3).</summary>
    private static bool IsBinaryType(string? type) =>
        type is not null && type.Contains('/', StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.Ordinal)
        && !type.EndsWith("+xml", StringComparison.Ordinal) && !type.EndsWith("/xml", StringComparison.Ordinal);
}
