namespace FeedHub.Cleaning;

/// <summary>Lines that belong to the page and not to the article: share labels, read-also and follow-us lines, "appeared first on".</summary>
internal static partial class JunkLines
{
    private const int LongestAppeal = 160;
    private const int LongestReadAlso = 300;
    private const int LongestFooter = 600;
    private const int FooterLines = 3;
    private const int LongestFirstWord = 16;

    /// <summary>Marks the lines to leave out.</summary>
    /// <returns>The text ended in an invitation to read the rest elsewhere.</returns>
    public static bool Mark(LineBuilder text)
    {
        var lines = text.Lines;
        MarkFooters(text);
        var wasCut = CutTrailingInvitation(text);
        var invited = false;
        var afterLabel = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Is(LineTraits.Dropped | LineTraits.Blank))
            {
                continue;
            }

            var kind = afterLabel && IsAllLink(text, line) ? LineKind.ReadAlso : Judge(text, line);
            afterLabel = kind == LineKind.Label || (afterLabel && kind == LineKind.ReadAlso);
            if (kind == LineKind.Text)
            {
                invited = false;
                continue;
            }

            Drop(lines, i);
            invited |= kind == LineKind.ReadMore;
        }

        return invited || wasCut;
    }

    private static LineKind Judge(LineBuilder text, in TextLine line)
    {
        var content = text.Span(line.Content, line.End);
        if (content.Length > LongestReadAlso)
        {
            return LineKind.Text;
        }

        // Most lines are told from a label by their first word, without making strings.
        Span<char> buffer = stackalloc char[LongestFirstWord];
        var first = Fold(Word(content, 0, out var end), buffer);
        if (!FirstWord.TryGetValue(first, out var verb))
        {
            return LineKind.Text;
        }

        if (!Characters.IsVisible(content[end..]))
        {
            return JudgeWord(verb, line.Is(LineTraits.Heading));
        }

        var readAlso = JudgeReadAlso(content, verb, end, text.LinksOf(line), line.Content);
        return readAlso != LineKind.Text || content.Length > LongestAppeal ? readAlso : JudgeLabel(content, line, text);
    }

    private static LineKind JudgeWord(string word, bool isHeading) =>
        ReadMore.Contains(word) ? LineKind.ReadMore
        : RelatedLabels.Contains(word) ? LineKind.Label
        : ShareVerbs.Contains(word) || FollowLabels.Contains(word) || (!isHeading && IsPlatform(word)) ? LineKind.Junk
        : LineKind.Text;

    private static LineKind JudgeLabel(ReadOnlySpan<char> content, in TextLine line, LineBuilder text)
    {
        var form = ArabicText.MatchingForm(content.ToString());
        if (ReadMore.Contains(form) || (IsAllLink(text, line) && TitledReadMore.Any(start => form.StartsWith(start, StringComparison.Ordinal))))
        {
            return LineKind.ReadMore;
        }

        var words = form.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return RelatedLabels.Contains(form) ? LineKind.Label
            : IsLabelOfLink(text, line) ? LineKind.ReadAlso
            : IsShareLabel(words, line.Is(LineTraits.Heading)) || IsFollowUs(words) || FollowLabels.Contains(form) ? LineKind.Junk
            : LineKind.Text;
    }

    /// <summary>"Related: " and then nothing but a link.</summary>
    private static bool IsLabelOfLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        if (links.First <= line.Content || links.TextAfter)
        {
            return false;
        }

        var label = text.Span(line.Content, links.First).TrimEnd(' ');
        return label[^1] is ':' or '|' or '-' or '–' or '»' or '…' && RelatedLabels.Contains(ArabicText.MatchingForm(label.ToString()));
    }

    private static LineKind JudgeReadAlso(ReadOnlySpan<char> content, string verb, int end, LineLinks links, int start)
    {
        var isRead = ReadVerbs.Contains(verb);
        if (!isRead && !WatchVerbs.Contains(verb))
        {
            return LineKind.Text;
        }

        // "اقرأ/ي": to him or to her.
        var second = Word(content, end, out end);
        second = second is "ي" ? Word(content, end, out end) : second;
        if (second.IsEmpty || !Also.Contains(ArabicText.MatchingForm(second.ToString())))
        {
            return LineKind.Text;
        }

        var rest = content[end..].TrimStart(' ');
        var isMore = second[^1] == 'د';
        if (!Characters.IsVisible(rest))
        {
            return isMore ? LineKind.ReadMore : LineKind.Label;
        }

        var isLinked = links.First >= 0 && links.First - start <= content.Length - rest.Length && !links.TextAfter;
        var isSetOff = !char.IsLetterOrDigit(rest[0]) && !char.IsHighSurrogate(rest[0]) && rest[0] is not ('،' or ',' or '(');
        var isTitle = isRead && !isMore && content.Length <= LongestAppeal && content[^1] != '.';
        return isLinked || isSetOff || isTitle ? LineKind.ReadAlso : LineKind.Text;
    }

    /// <summary>The matching form of one word of Arabic or ASCII letters.</summary>
    private static ReadOnlySpan<char> Fold(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c is Characters.Tatweel or 'ء' || Characters.IsMark(c))
            {
                continue;
            }

            if (length == target.Length)
            {
                return [];
            }

            target[length++] = c switch
            {
                'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
                'ى' or 'ئ' or 'ی' => 'ي',
                'ؤ' => 'و',
                'ة' => 'ه',
                'ک' => 'ك',
                _ => char.ToLowerInvariant(c),
            };
        }

        return target[..length];
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, int from, out int end)
    {
        while (from < text.Length && !Characters.IsLetterMarkOrDigit(text[from]))
        {
            from++;
        }

        end = from;
        while (end < text.Length && (Characters.IsLetterMarkOrDigit(text[end]) || text[end] == Characters.Tatweel))
        {
            end++;
        }

        return text[from..end];
    }

    private static bool IsShareLabel(string[] words, bool isHeading)
    {
        if (words.Length is 0 or > 16)
        {
            return false;
        }

        if (ShareVerbs.Contains(words[0]))
        {
            return words.All(word => ShareVerbs.Contains(word) || IsPlatform(word) || ShareWords.Contains(word) || ShareFillers.Contains(word));
        }

        return !isHeading && words.Any(IsPlatform) && words.All(word => IsPlatform(word) || ShareWords.Contains(word) || ShareVerbs.Contains(word));
    }

    private static bool IsFollowUs(string[] words)
    {
        if (words.Length < 3 || !words.Any(word => IsPlatform(word) || NewsPlatforms.Contains(word)))
        {
            return false;
        }

        return (FollowUs.Contains(words[0]) && words.Skip(1).Take(2).Any(word => word is "علي" or "عبر" or "في" or "us" or "الان" or "من"))
            || (Follow.Contains(words[0]) && words.Any(Ours.Contains));
    }

    private static bool IsPlatform(string word) =>
        Platforms.Contains(word) || (word.StartsWith("ال", StringComparison.Ordinal) && Platforms.Contains(word[2..]));

    private static void MarkFooters(LineBuilder text)
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
            if (line.End - line.Start <= LongestFooter && MayBeFooter(text.Text(line)) && IsFooter(ArabicText.MatchingForm(text.Text(line).ToString())))
            {
                Drop(text.Lines, i);
            }
        }
    }

    private static bool MayBeFooter(ReadOnlySpan<char> line)
    {
        Span<char> buffer = stackalloc char[LongestFirstWord];
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

    /// <summary>Cuts a link that says "read more" from the end of the last line.</summary>
    private static bool CutTrailingInvitation(LineBuilder text)
    {
        var i = text.Lines.FindLastIndex(line => !line.Is(LineTraits.Dropped | LineTraits.Blank));
        if (i < 0)
        {
            return false;
        }

        var line = text.Lines[i];
        var links = text.LinksOf(line);
        if (links.Last <= line.Content || links.LastEnd - links.Last > LongestAppeal
            || Characters.IsVisible(text.Span(links.LastEnd, line.End))
            || !ReadMore.Contains(ArabicText.MatchingForm(text.Span(links.Last, links.LastEnd).ToString())))
        {
            return false;
        }

        text.Lines[i] = line with { End = line.Content + text.Span(line.Content, links.Last).TrimEnd(' ').Length };
        return true;
    }

    private static bool IsAllLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        return links.First == line.Content && !links.TextAfter;
    }

    private static void Drop(List<TextLine> lines, int i) => lines[i] = lines[i] with { Traits = lines[i].Traits | LineTraits.Dropped };

    private enum LineKind
    {
        Text,
        Junk,
        ReadMore,
        ReadAlso,

        /// <summary>A read-also label alone: the links under it go with it.</summary>
        Label,
    }
}
