using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>From lines to the text that is published: junk lines out, excerpt marker read, options of the source applied.</summary>
internal static class TextFinish
{
    private const string Ellipsis = "…";

    private static readonly string[] ExcerptMarkers = ["[…]", "[...]", "[. . .]", "(…)", "[…", "[..."];

    public static CleanText Finish(LineBuilder lines, CleaningOptions options)
    {
        var invited = options.RemoveBoilerplate && JunkLines.Mark(lines, options);
        var markedAlone = EndsInMarkerAlone(lines);
        var unwanted = options.SingleLine && lines.Lines.TrueForAll(line => line.Is(LineTraits.Blank)) ? LineTraits.Dropped : LineTraits.Dropped | LineTraits.Blank;
        lines.Lines.RemoveAll(line => line.Is(unwanted) || line.End <= line.Content);
        var marked = ReadExcerptMarker(lines) || (markedAlone && lines.Lines.Count > 0 && !EndsInEllipsis(lines.Text(lines.Lines[^1])));
        var isTruncated = lines.Lines.Count > 0 && (marked || markedAlone || invited || EndsInEllipsis(lines.Text(lines.Lines[^1])));
        var text = RewritesLines(options, lines) ? Rewrite(lines, options, marked) : Join(lines, options, marked);
        return new CleanText(text, isTruncated) { LinkShare = LinkShare(lines) };
    }

    private static double LinkShare(LineBuilder lines)
    {
        var (all, linked) = (0, 0);
        foreach (var line in lines.Lines)
        {
            var length = line.End - line.Content;
            all += length;
            linked += line.Is(LineTraits.Linked) && lines.LinksOf(line) is var links && links.First == line.Content && !links.TextAfter ? length : 0;
        }

        return all == 0 ? 0 : (double)linked / all;
    }

    private static bool RewritesLines(CleaningOptions options, LineBuilder lines) =>
        lines.HasLiteralMarkup || options.KeepBidiMarks || options.FixPunctuationSpacing || options.FoldDigits || !options.RemoveLines.IsEmpty;

    private static string Separator(CleaningOptions options) => options.SingleLine ? " " : options.ParagraphSeparator;

    private static string Join(LineBuilder lines, CleaningOptions options, bool marked)
    {
        var separator = Separator(options);
        var length = marked ? Ellipsis.Length : 0;
        foreach (var line in lines.Lines)
        {
            length += line.End - line.Start + separator.Length;
        }

        if (lines.Lines.Count == 0)
        {
            return "";
        }

        return string.Create(length - separator.Length, (lines, separator, marked), static (target, state) =>
        {
            var isFirst = true;
            foreach (var line in state.lines.Lines)
            {
                if (!isFirst)
                {
                    state.separator.CopyTo(target);
                    target = target[state.separator.Length..];
                }

                isFirst = false;
                state.lines.Text(line).CopyTo(target);
                target = target[(line.End - line.Start)..];
            }

            if (state.marked)
            {
                Ellipsis.CopyTo(target);
            }
        });
    }

    private static string Rewrite(LineBuilder lines, CleaningOptions options, bool marked)
    {
        var removed = LinePattern.ReadAll(options.RemoveLines);
        var kept = new List<string>(lines.Lines.Count);
        foreach (var line in lines.Lines)
        {
            var text = Rewrite(new string(lines.Text(line)), options);
            if (removed.Length == 0 || !LinePattern.Matches(removed, ArabicText.MatchingForm(text)))
            {
                kept.Add(text);
            }
        }

        return string.Join(Separator(options), kept) + (marked && kept.Count > 0 ? Ellipsis : "");
    }

    private static string Rewrite(string line, CleaningOptions options)
    {
        line = line.Replace(Characters.LiteralLess, '<').Replace(Characters.LiteralAmpersand, '&');
        line = options.KeepBidiMarks ? BidiMarks.Balance(line) : line;
        line = options.FixPunctuationSpacing ? Punctuation.FixSpacing(line) : line;
        return options.FoldDigits ? Punctuation.FoldDigits(line) : line;
    }

    /// <summary>Cuts a final <c>[…]</c>; true where the text ends in <c>…</c> instead.</summary>
    private static bool ReadExcerptMarker(LineBuilder lines)
    {
        if (lines.Lines.Count == 0)
        {
            return false;
        }

        var last = lines.Lines[^1];
        var text = lines.Span(last.Content, last.End);
        foreach (var marker in ExcerptMarkers)
        {
            if (text.EndsWith(marker, StringComparison.Ordinal))
            {
                // A bracket that only the marker would have closed goes with it, or the ellipsis would make a marker anew.
                return CutMarker(lines, text[..^marker.Length].TrimEnd(" [("));
            }
        }

        return false;
    }

    private static bool CutMarker(LineBuilder lines, ReadOnlySpan<char> rest)
    {
        if (Characters.IsVisible(rest))
        {
            lines.Lines[^1] = lines.Lines[^1] with { End = lines.Lines[^1].Content + rest.Length };
            return !EndsInEllipsis(rest);
        }

        lines.Lines.RemoveAt(lines.Lines.Count - 1);
        return lines.Lines.Count > 0 && !EndsInEllipsis(lines.Text(lines.Lines[^1]));
    }

    /// <summary>The marker stands in a paragraph of its own.</summary>
    private static bool EndsInMarkerAlone(LineBuilder lines)
    {
        var last = lines.Lines.FindLast(line => !line.Is(LineTraits.Dropped));
        return last.End > last.Content && last.End - last.Content <= 8 && ExcerptMarkers.Contains(lines.Text(last).ToString());
    }

    private static bool EndsInEllipsis(ReadOnlySpan<char> text) =>
        text.EndsWith(Ellipsis, StringComparison.Ordinal) || text.EndsWith("...", StringComparison.Ordinal);
}
