using static FeedHub.Cleaning.JunkWords;

namespace FeedHub.Cleaning;

/// <summary>Cuts what stands at the end of a line and is none of its text: "appeared first on", "read more", addresses of pictures.</summary>
internal static class JunkEnds
{
    private const int LongestFooter = 600;
    private const int FooterLines = 3;
    private const int LongestInvitation = 300;
    private const int LongestWords = 60;

    /// <summary>"The post", "هذه المقالة": the title comes next.</summary>
    private const int TitleWithin = 2;

    /// <summary>"The post … appeared first on …" leaves one of the last lines, or the last sentence of one, where it links.</summary>
    public static void CutFooter(LineBuilder text, SourceNames names)
    {
        var left = FooterLines;
        for (var i = text.Lines.Count - 1; i >= 0 && left > 0; i--)
        {
            var line = text.Lines[i];
            if (line.Is(LineTraits.Dropped | LineTraits.Blank))
            {
                continue;
            }

            left--;
            var start = FooterStart(text.Span(line.Content, line.End));
            if (start >= 0 && !LeadsElsewhere(text, line, line.Content + start, names))
            {
                continue;
            }

            if (start == 0)
            {
                text.Lines[i] = line with { Traits = line.Traits | LineTraits.Dropped };
            }
            else if (start > 0)
            {
                text.Lines[i] = line with { End = line.Content + text.Span(line.Content, line.Content + start).TrimEnd(' ').Length };
            }
        }
    }

    /// <summary>Its title or its end is a link, or it names the site: a sentence may link anything between.</summary>
    private static bool LeadsElsewhere(LineBuilder text, in TextLine line, int start, SourceNames names)
    {
        var links = text.LinksOf(line);
        var title = links.First >= start ? links.First : links.Last;
        return (title >= start && (text.Span(start, title).Trim(' ').Count(' ') < TitleWithin || !Characters.IsVisible(text.Span(links.LastEnd, line.End))))
            || HoldsAddress(text.Span(start, line.End)) || names.AreIn(text.Span(start, line.End));
    }

    /// <summary>Where the sentence starts that is a footer; -1: none is.</summary>
    private static int FooterStart(ReadOnlySpan<char> line)
    {
        var far = line.Length - LongestFooter;
        for (var start = far > 0 ? NextSentence(line, far) : 0; start >= 0; start = NextSentence(line, start))
        {
            if (MayBeFooter(line[start..]) && IsFooter(ArabicText.MatchingForm(line[start..].ToString())))
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>Behind the next mark that ends a sentence and a space; -1: there is none.</summary>
    private static int NextSentence(ReadOnlySpan<char> line, int from)
    {
        while (line[from..].IndexOfAny(SentenceEnds) is >= 0 and var found)
        {
            from += found + 1;
            if (from + 1 < line.Length && line[from] == ' ')
            {
                return from + 1;
            }
        }

        return -1;
    }

    private static bool MayBeFooter(ReadOnlySpan<char> line)
    {
        Span<char> buffer = stackalloc char[LongestWord];
        return FooterWord.Contains(Fold(Word(line, 0, out _), buffer));
    }

    private static bool IsFooter(string form)
    {
        foreach (var (start, middle) in Footers)
        {
            if (form.StartsWith(start, StringComparison.Ordinal) && form.Contains(middle, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Cuts a link that says "read more" from the end of the last line, or the same words behind an excerpt's marker.</summary>
    public static bool CutTrailingInvitation(LineBuilder text)
    {
        var i = text.Lines.FindLastIndex(line => !line.Is(LineTraits.Dropped | LineTraits.Blank));
        if (i < 0)
        {
            return false;
        }

        var line = text.Lines[i];
        var links = text.LinksOf(line);
        var isLink = links.Last > line.Content && links.LastEnd - links.Last <= LongestInvitation && !Characters.IsVisible(text.Span(links.LastEnd, line.End));
        var start = isLink ? links.Last : EndOfMarker(text.Span(line.Content, line.End)) is > 0 and var end ? line.Content + end : -1;
        if (start < 0 || !IsInvitation(text.Span(start, line.End), isLink))
        {
            return false;
        }

        // Of an excerpt's marker in a line of its own the brackets stay, and tell that the text before it was cut.
        var rest = text.Span(line.Content, start).TrimEnd(' ');
        text.Lines[i] = Characters.IsVisible(rest) || rest.ContainsAny('[', '(')
            ? line with { End = line.Content + rest.Length }
            : line with { Traits = line.Traits | LineTraits.Dropped };
        return true;
    }

    private static bool IsInvitation(ReadOnlySpan<char> words, bool isLink)
    {
        var form = ArabicText.MatchingForm(words.ToString());
        return ReadMore.Contains(form) || (isLink && Array.Exists(TitledReadMore, start => form.StartsWith(start, StringComparison.Ordinal)));
    }

    /// <summary>Where <c>[…]</c> or an ellipsis ends that has a few words behind it; 0: nowhere.</summary>
    private static int EndOfMarker(ReadOnlySpan<char> line)
    {
        var at = line.LastIndexOfAny(EllipsisEnds);
        return at > 0 && line.Length - at is > 1 and <= LongestWords && (line[at] == '…' || line[..(at + 1)].EndsWith("…]", StringComparison.Ordinal) || line[..(at + 1)].EndsWith("...]", StringComparison.Ordinal) || line[..(at + 1)].EndsWith("...", StringComparison.Ordinal)) ? at + 1 : 0;
    }

    /// <summary>The address of a picture at the end of a post on Twitter shows nothing.</summary>
    public static void CutPictureAddresses(LineBuilder text)
    {
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            var content = text.Span(line.Content, line.End);
            var word = content.LastIndexOf(' ') + 1;
            var at = word + content[word..].LastIndexOf("pic.", StringComparison.Ordinal);
            if (at < word || !(content[at..].StartsWith("pic.twitter.com/", StringComparison.Ordinal) || content[at..].StartsWith("pic.x.com/", StringComparison.Ordinal)))
            {
                continue;
            }

            var rest = content[..at].TrimEnd(' ').Length;
            text.Lines[i] = rest > 0 ? line with { End = line.Content + rest } : line with { Traits = line.Traits | LineTraits.Dropped };
        }
    }
}
