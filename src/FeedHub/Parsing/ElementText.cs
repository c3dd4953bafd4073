using System.Buffers.Text;
using System.Text;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>An element's content: text, or markup where it has elements of its own.</summary>
/// <param name="IsMarkup">Child elements were written out as they stand.</param>
/// <param name="IsCut">It was longer than the limit.</param>
internal readonly record struct ElementText(string Value, bool IsMarkup, bool IsCut = false)
{
    private const int MaxCharacters = 1024 * 1024;
    private const int MaxDepth = 256;
    private const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Reads the element the reader stands on and moves past it. No recursion; what is beyond the limits is left out and said.</summary>
    public static ElementText Read(XmlReader reader, Problems problems)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return new ElementText("", false);
        }

        var top = reader.Depth;
        reader.Read();

        // One run of text, as nearly always: no copy.
        if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
        {
            var isMarkup = IsMarkupInCData(reader);
            var only = reader.Value;
            reader.Read();
            if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == top)
            {
                reader.Read();
                return Bounded(only, false, problems);
            }

            return ReadMixed(reader, top, only, isMarkup, problems);
        }

        return ReadMixed(reader, top, "", false, problems);
    }

    private static ElementText ReadMixed(XmlReader reader, int top, string before, bool beforeIsMarkup, Problems problems)
    {
        var content = new StringBuilder(before);
        var (isMarkup, isCut) = (false, false);
        while (!reader.EOF && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == top))
        {
            if (reader.NodeType == XmlNodeType.Element && !isMarkup)
            {
                isMarkup = true;
                content = beforeIsMarkup ? content : new StringBuilder(Escaped(content.ToString()));
            }

            if (content.Length > MaxCharacters || reader.Depth - top > MaxDepth)
            {
                isCut = true;
                problems.Add($"A field is larger or deeper than {MaxCharacters} characters or {MaxDepth} levels; the rest of it was left out.");
                SkipTo(reader, top);
                break;
            }

            Append(content, reader, isMarkup);
            reader.Read();
        }

        reader.Read();
        return Bounded(content.ToString(), isMarkup, problems) is var text && isCut ? text with { IsCut = true } : text;
    }

    private static void Append(StringBuilder content, XmlReader reader, bool isMarkup)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                AppendTag(content, reader);
                break;
            case XmlNodeType.EndElement:
                content.Append("</").Append(reader.LocalName).Append('>');
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                content.Append(isMarkup && !IsMarkupInCData(reader) ? Escaped(reader.Value) : reader.Value);
                break;
        }
    }

    /// <summary>Tags in a CDATA section that stands between tags are meant as tags.</summary>
    private static bool IsMarkupInCData(XmlReader reader) =>
        reader.NodeType == XmlNodeType.CDATA && (reader.Value.Contains("</", StringComparison.Ordinal) || reader.Value.Contains("/>", StringComparison.Ordinal));

    private static void AppendTag(StringBuilder content, XmlReader reader)
    {
        var isEmpty = reader.IsEmptyElement;
        content.Append('<').Append(reader.LocalName);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
            {
                content.Append(' ').Append(reader.Name).Append("=\"").Append(Escaped(reader.Value).Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
            }

            if (content.Length > MaxCharacters)
            {
                break;
            }
        }

        reader.MoveToElement();
        content.Append(isEmpty ? " />" : ">");
    }

    private static void SkipTo(XmlReader reader, int top)
    {
        while (!reader.EOF && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == top))
        {
            reader.Read();
        }
    }

    private static string Escaped(string text) =>
        text.AsSpan().ContainsAny('&', '<', '>')
            ? text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            : text;

    /// <summary>Text of any dialect within the limit; what is beyond it is left out and said.</summary>
    public static ElementText Bounded(string text, bool isMarkup, Problems problems)
    {
        text = XmlCharacters.WithoutForbidden(WithoutControls(text));
        if (text.Length <= MaxCharacters)
        {
            return new ElementText(text, isMarkup);
        }

        problems.Add($"A field is longer than {MaxCharacters} characters; the rest of it was left out.");
        return new ElementText(text[..(char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)], isMarkup, IsCut: true);
    }

    /// <summary><c>&amp;#146;</c> means windows-1252's 146 to everybody who writes it.</summary>
    private static string WithoutControls(string text) =>
        text.AsSpan().ContainsAnyInRange('\u0080', '\u009F')
            ? string.Create(text.Length, text, static (mended, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    mended[i] = source[i] is >= '\u0080' and <= '\u009F' ? Windows1252[source[i] - '\u0080'] : source[i];
                }
            })
            : text;

    /// <summary>What base64 stands for (Atom 0.3 <c>mode="base64"</c>); the text itself where it is none.</summary>
    public static string FromBase64(string text)
    {
        var compact = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(compact.Length) + 3];
        return Convert.TryFromBase64String(compact, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : text;
    }
}
