using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>Lines that belong to the page and not to the article: share labels, read-also and follow-us lines, "appeared first on".</summary>
internal static class JunkLines
{
    private const int EdgeLines = 2;
    private const int FewestInsetBlanks = 3;

    /// <summary>
    /// Marks the lines to leave out. Words alone prove nothing, for all of them are also news: a line goes only with a second sign. It is or holds
    /// a link, names the source, stands over a list of links, follows an ellipsis, or stands in a run of such lines.
    /// </summary>
    /// <returns>The text ended in an invitation to read the rest elsewhere.</returns>
    /// <param name="options">Between the paragraphs of a page, a line that is nothing but a link leads to another article.</param>
    public static bool Mark(LineBuilder text, CleaningOptions options)
    {
        var names = new SourceNames(options.SourceTitles);
        JunkEnds.CutFooter(text, names);
        JunkEnds.CutPictureAddresses(text);
        var wasCut = JunkEnds.CutTrailingInvitation(text);
        var lines = text.Lines;
        if (options.IsPage)
        {
            MarkInsets(text);
        }

        LineKind[]? kinds = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var kind = lines[i].Is(LineTraits.Dropped | LineTraits.Blank) ? LineKind.Text : JunkJudge.Judge(text, lines[i], names);
            if (kind != LineKind.Text)
            {
                (kinds ??= new LineKind[lines.Count])[i] = kind;
            }
        }

        return (kinds is not null && Drop(text, kinds, names)) || wasCut;
    }

    private static void MarkInsets(LineBuilder text)
    {
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            if (line.Marker == 0 && !line.Is(LineTraits.Heading | LineTraits.Dropped) && line.Is(LineTraits.Linked) && text.IsAllLink(line) && text.Text(line).Count(' ') >= FewestInsetBlanks)
            {
                text.Lines[i] = line with { Traits = line.Traits | LineTraits.Dropped };
            }
        }
    }

    private static bool Drop(LineBuilder text, LineKind[] kinds, SourceNames names)
    {
        var shown = new List<int>(kinds.Length);
        for (var i = 0; i < kinds.Length; i++)
        {
            if (!text.Lines[i].Is(LineTraits.Dropped | LineTraits.Blank))
            {
                shown.Add(i);
            }
        }

        MarkLists(text, kinds, shown);
        var invited = false;
        for (var at = 0; at < shown.Count;)
        {
            var end = at;
            while (end < shown.Count && kinds[shown[end]] != LineKind.Text)
            {
                end++;
            }

            if (end == at)
            {
                invited = false;
                at++;
                continue;
            }

            var isRun = IsRun(kinds, shown, at, end);
            for (; at < end; at++)
            {
                var isOut = isRun || HasSecondSign(text, kinds, shown, at, names);
                invited = isOut && (invited || kinds[shown[at]] == LineKind.ReadMore);
                text.Lines[shown[at]] = isOut ? text.Lines[shown[at]] with { Traits = text.Lines[shown[at]].Traits | LineTraits.Dropped } : text.Lines[shown[at]];
            }
        }

        return invited;
    }

    /// <summary>The links under a label go with it; a label with none under it is a heading.</summary>
    private static void MarkLists(LineBuilder text, LineKind[] kinds, List<int> shown)
    {
        for (var at = 0; at < shown.Count; at++)
        {
            if (kinds[shown[at]] != LineKind.Label)
            {
                continue;
            }

            var label = at;
            while (at + 1 < shown.Count && IsMostlyLink(text, text.Lines[shown[at + 1]]))
            {
                kinds[shown[++at]] = LineKind.ReadAlso;
            }

            kinds[shown[label]] = at > label ? LineKind.ListLabel : LineKind.Label;
        }
    }

    /// <summary>Two such lines at an edge of the text, or three anywhere, of which one says more than a name.</summary>
    private static bool IsRun(LineKind[] kinds, List<int> shown, int start, int end)
    {
        var needed = start == 0 || end == shown.Count ? 2 : 3;
        return end - start >= needed && shown.Slice(start, end - start).Exists(line => kinds[line] is not (LineKind.Platform or LineKind.Counter));
    }

    private static bool HasSecondSign(LineBuilder text, LineKind[] kinds, List<int> shown, int at, SourceNames names)
    {
        var line = text.Lines[shown[at]];
        return kinds[shown[at]] switch
        {
            LineKind.ListLabel => true,
            LineKind.Counter => at < EdgeLines || at >= shown.Count - EdgeLines,
            LineKind.ReadMore when at > 0 && at == shown.Count - 1 && EndsOpen(text.Text(text.Lines[shown[at - 1]])) => true,
            _ => line.Is(LineTraits.Linked) || JunkWords.HoldsAddress(text.Span(line.Content, line.End)) || names.AreIn(text.Span(line.Content, line.End)),
        };
    }

    private static bool EndsOpen(ReadOnlySpan<char> line) =>
        line.EndsWith("…", StringComparison.Ordinal) || line.EndsWith("...", StringComparison.Ordinal) || line.EndsWith("…]", StringComparison.Ordinal) || line.EndsWith("...]", StringComparison.Ordinal);

    /// <summary>A link, and behind it no more than what kind of thing it leads to: <c>[VIDEO]</c>.</summary>
    private static bool IsMostlyLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        return links.First == line.Content && (links.LastEnd - links.First) * 10 >= (line.End - line.Content) * 7;
    }
}
