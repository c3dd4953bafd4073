using System.Text;
using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>What cleaning made of one HTML body.</summary>
/// <param name="IsTruncated">It ended in an excerpt marker (<c>[…]</c>).</param>
public sealed record CleanText(string Text, bool IsTruncated)
{
    /// <summary>Share of its characters that stand in lines of nothing but links: 0 to 1.</summary>
    internal double LinkShare { get; init; }

    /// <summary>Address of the first picture that belongs to the text, as written; null: none.</summary>
    public string? ImageUrl { get; init; }
}

/// <summary>Any HTML becomes exactly its text, in linear time; never throws on input.</summary>
public static class HtmlText
{
    /// <summary>A feed may escape its markup twice, or three times.</summary>
    private const int MaxReadings = 3;

    /// <summary>One paragraph a line.</summary>
    public static CleanText Clean(string html, CleaningOptions options) => Marked(Read(Source(html, options), options), html);

    /// <summary>The same of a body that may be no markup at all: where there is no tag in it, its line ends are meant.</summary>
    public static CleanText CleanBody(string html, CleaningOptions options)
    {
        var source = Source(html, options);
        return html.AsSpan().Trim().ContainsAny('\n', '\r') && !MarkupSource.MayHoldTag(source)
            ? Marked(Read(Unwrap(source), options, TextMode.Preformatted), html)
            : Marked(Read(source, options), html);
    }

    /// <summary>The same on a single line.</summary>
    public static string CleanTitle(string html, CleaningOptions options) => Clean(html, ForTitles(options)).Text;

    /// <summary>A title that claims to be no markup.</summary>
    public static string CleanPlainTitle(string text, CleaningOptions options) => CleanPlain(text, ForTitles(options)).Text;

    /// <summary>Text that is declared to be no markup: its line ends are meant, and so are tags in it (rule 12).</summary>
    public static CleanText CleanPlain(string text, CleaningOptions options) =>
        Marked(ReadPlain(Unwrap(MarkupSource.PreparePlain(text)), TextMode.Preformatted, options), text);

    /// <summary>Longer than is read: the rest is missing, and is said to be.</summary>
    private static CleanText Marked(CleanText read, string source) => source.Length > MarkupSource.MaxLength ? read with { IsTruncated = true } : read;

    /// <summary>The text of markup so broken that nothing is left of it when it is read as HTML: its tags are merely cut out.</summary>
    internal static CleanText Strip(string? html, CleaningOptions options)
    {
        var result = new StringBuilder();
        var rest = (html ?? "").AsSpan();
        rest = rest[..Math.Min(rest.Length, MarkupSource.MaxLength)];
        while (!rest.IsEmpty)
        {
            var start = rest.IndexOf('<');
            result.Append(start < 0 ? rest : rest[..start]);
            rest = start < 0 ? [] : rest[start..];
            var end = rest.IndexOf('>');
            rest = end < 0 ? [] : rest[(end + 1)..];
            result.Append("<br>");
        }

        return Clean(result.ToString(), options);
    }

    private static CleaningOptions ForTitles(CleaningOptions options) =>
        options with { SingleLine = true, RemoveBoilerplate = false, RemoveLines = [], ListMarkers = false };

    private static string Source(string html, CleaningOptions options)
    {
        var source = MarkupSource.Prepare(html);
        return options.Remove.IsEmpty ? source : Selectors.Remove(source, options.Remove);
    }

    private static CleanText ReadPlain(string text, TextMode mode, CleaningOptions options)
    {
        using var lines = new LineBuilder(text.Length, options.KeepBidiMarks, options.StripTatweel);
        lines.Append(text, mode);
        lines.Break();
        return TextFinish.Finish(lines, options);
    }

    private static CleanText Read(string source, CleaningOptions options, TextMode mode = TextMode.None)
    {
        if (!source.AsSpan().ContainsAny('<', '&'))
        {
            return ReadPlain(source, mode, options);
        }

        string? image = null;
        for (var reading = 1; ; reading++)
        {
            using var reader = HtmlReader.Read(source, options, mode);
            image ??= reader.ImageUrl;
            if (reader.HasStrayTag && MarkupSource.EscapeStray(source) is var mended && !ReferenceEquals(mended, source))
            {
                source = mended;
                continue;
            }

            if (reading < MaxReadings && options.DecodeDoubleEscaped && reader.Lines.HasMarkup && ReadAgain(reader.Lines) is { } again)
            {
                source = Source(again, options);
                continue;
            }

            return TextFinish.Finish(reader.Lines, options) with { ImageUrl = image };
        }
    }

    /// <summary>HTML of what still holds markup after reading; null where nothing does.</summary>
    private static string? ReadAgain(LineBuilder lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Lines)
        {
            if (!line.Is(LineTraits.Dropped))
            {
                text.Append(lines.Text(line)).Append('\n');
            }
        }

        return MarkupSource.Unescape(text.ToString())?.Replace("\n", "<br>", StringComparison.Ordinal);
    }

    /// <summary>Pretty-printed XML breaks lines and indents the next: that is wrapping, not a line end.</summary>
    private static string Unwrap(string text)
    {
        if (!text.AsSpan().Trim().ContainsAny('\n', '\r'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var isWrapped = i > 0 && lines[i].Length > 0 && lines[i][0] is ' ' or '\t' && !string.IsNullOrWhiteSpace(lines[i - 1]);
            result.Append(isWrapped ? ' ' : '\n').Append(lines[i]);
        }

        return result.ToString();
    }
}
