namespace FeedHub.Parsing;

/// <summary>
/// What a strict reader accepts, but should not see: a tag with a million attributes, that keeps it busy for half a minute, elements nested a million
/// deep, and a CDATA section that does not close, and so takes the next entries with it up to the end of the next section.
/// </summary>
internal static class XmlTraps
{
    private const int MaxTagCharacters = 65_536;
    private const int MaxDepth = 1_000;
    private const string CDataStart = "<![CDATA[";

    public static bool IsIn(string text)
    {
        var depth = 0;
        for (var open = text.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            var end = EndOfMarkup(text, open);
            depth += end < 0 ? 0 : Deeper(text, open, end);
            if (end < 0 || depth > MaxDepth)
            {
                return true;
            }

            open = text.IndexOf('<', end);
        }

        return false;
    }

    /// <summary>How many levels a tag leads down; an end tag leads one up.</summary>
    private static int Deeper(string text, int open, int end) =>
        open + 1 >= text.Length ? 0
        : text[open + 1] == '/' ? -1
        : char.IsLetter(text[open + 1]) && text[end - 2] != '/' ? 1
        : 0;

    /// <summary>Where the markup at <paramref name="open"/> ends; negative: not within a tag's limit.</summary>
    private static int EndOfMarkup(string text, int open)
    {
        var rest = text.AsSpan(open);
        var mark = rest.StartsWith(CDataStart, StringComparison.Ordinal) ? "]]>" : rest.StartsWith("<!--", StringComparison.Ordinal) ? "-->" : "";
        if (mark.Length > 0)
        {
            var close = rest.IndexOf(mark, StringComparison.Ordinal);
            return close < 0 ? text.Length
                : mark == "]]>" && EndOfEntryWithin(rest[CDataStart.Length..close]) >= 0 ? -1
                : open + close + mark.Length;
        }

        if (rest.Length < 2 || !(char.IsLetter(rest[1]) || rest[1] == '_'))
        {
            return open + 1;
        }

        var end = EndOfTag(rest[..Math.Min(rest.Length, MaxTagCharacters)]);
        return end >= 0 ? open + end
            : rest.Length > MaxTagCharacters ? -1
            : text.Length;
    }

    /// <summary>Behind its <c>&gt;</c>, values in quotes passed over; negative: it does not end.</summary>
    private static int EndOfTag(ReadOnlySpan<char> tag)
    {
        for (var at = 1; ;)
        {
            var next = tag[at..].IndexOfAny('>', '"', '\'');
            at += next;
            if (next < 0)
            {
                return -1;
            }

            if (tag[at] == '>')
            {
                return at + 1;
            }

            var quote = tag[(at + 1)..].IndexOf(tag[at]);
            if (quote < 0)
            {
                return -1;
            }

            at += quote + 2;
        }
    }

    /// <summary>Where the entry ends around a CDATA section that does not close; negative: the section is sound.</summary>
    public static int EndOfEntryWithin(ReadOnlySpan<char> section)
    {
        var next = section.IndexOf(CDataStart, StringComparison.Ordinal);
        return next < 0 ? -1 : Math.Max(section[..next].IndexOf("</item>", StringComparison.OrdinalIgnoreCase), section[..next].IndexOf("</entry>", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Where the end tag of the entry around stands; negative: nowhere.</summary>
    public static int EndOfEntry(ReadOnlySpan<char> text)
    {
        for (var at = 0; ;)
        {
            var next = text[at..].IndexOf("</", StringComparison.Ordinal);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (IsEndOfEntry(text[at..]))
            {
                return at;
            }

            at += 2;
        }
    }

    /// <summary>
    /// Where the entry ends around a comment that does not close before it, from the comment's own start; negative: the comment is sound.
    /// Whole entries inside a comment were put out of the feed on purpose.
    /// </summary>
    public static int EndOfEntryBefore(ReadOnlySpan<char> comment)
    {
        var end = EndOfEntry(comment);
        return end >= 0 && comment[..end].IndexOf("<item", StringComparison.OrdinalIgnoreCase) < 0 && comment[..end].IndexOf("<entry", StringComparison.OrdinalIgnoreCase) < 0 ? end : -1;
    }

    private static bool IsEndOfEntry(ReadOnlySpan<char> tag) =>
        tag.StartsWith("</item>", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("</entry>", StringComparison.OrdinalIgnoreCase);
}
