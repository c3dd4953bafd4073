namespace FeedHub.Cleaning;

/// <summary>Lines that belong to the page and not to the article: share labels, read-also and follow-us lines, "appeared first on".</summary>
internal static partial class JunkLines
{
    private const int LongestAppeal = 160;
    private const int LongestReadAlso = 300;
    private const int LongestFooter = 600;
    private const int FooterLines = 3;
    private const int EdgeLines = 2;
    private const int FewestInsetBlanks = 3;
    private const int LongestCounter = 60;
    private const int MostAppealWords = 14;
    private const int LongestFirstWord = 16;

    /// <summary>
    /// Marks the lines to leave out. Words alone prove nothing, for all of them are also news: a line goes only with a second sign. It is or holds
    /// a link, stands over a list of links, follows an ellipsis, or stands in a run of such lines.
    /// </summary>
    /// <returns>The text ended in an invitation to read the rest elsewhere.</returns>
    /// <param name="isPage">Between the paragraphs of a page, a line that is nothing but a link leads to another article.</param>
    public static bool Mark(LineBuilder text, bool isPage = false)
    {
        CutFooter(text);
        CutPictureAddresses(text);
        var wasCut = CutTrailingInvitation(text);
        var lines = text.Lines;
        if (isPage)
        {
            MarkInsets(text);
        }

        LineKind[]? kinds = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var kind = lines[i].Is(LineTraits.Dropped | LineTraits.Blank) ? LineKind.Text : Judge(text, lines[i]);
            if (kind != LineKind.Text)
            {
                (kinds ??= new LineKind[lines.Count])[i] = kind;
            }
        }

        return (kinds is not null && Drop(text, kinds)) || wasCut;
    }

    private static void MarkInsets(LineBuilder text)
    {
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            if (line.Marker == 0 && !line.Is(LineTraits.Heading | LineTraits.Dropped) && line.Is(LineTraits.Linked) && IsAllLink(text, line) && text.Text(line).Count(' ') >= FewestInsetBlanks)
            {
                text.Lines[i] = line with { Traits = line.Traits | LineTraits.Dropped };
            }
        }
    }

    private static bool Drop(LineBuilder text, LineKind[] kinds)
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
                var isOut = isRun || HasSecondSign(text, kinds, shown, at);
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

    private static bool HasSecondSign(LineBuilder text, LineKind[] kinds, List<int> shown, int at)
    {
        var line = text.Lines[shown[at]];
        return kinds[shown[at]] switch
        {
            LineKind.ListLabel => true,
            LineKind.Counter => at < EdgeLines || at >= shown.Count - EdgeLines,
            LineKind.ReadMore when at > 0 && at == shown.Count - 1 && EndsOpen(text.Text(text.Lines[shown[at - 1]])) => true,
            _ => line.Is(LineTraits.Linked) || HoldsAddress(text.Span(line.Content, line.End)),
        };
    }

    private static bool EndsOpen(ReadOnlySpan<char> line) =>
        line.EndsWith("…", StringComparison.Ordinal) || line.EndsWith("...", StringComparison.Ordinal) || line.EndsWith("…]", StringComparison.Ordinal) || line.EndsWith("...]", StringComparison.Ordinal);

    private static bool HoldsAddress(ReadOnlySpan<char> text) => text.ContainsAny(Addresses);

    private static LineKind Judge(LineBuilder text, in TextLine line)
    {
        var content = text.Span(line.Content, line.End);
        if (content.Length > LongestReadAlso || line.Is(LineTraits.Row))
        {
            return LineKind.Text;
        }

        // Most lines are told from a label by their first word, without making strings.
        Span<char> buffer = stackalloc char[LongestFirstWord];
        var first = Fold(Word(content, 0, out var end), buffer);
        var isNumber = content.Length <= LongestCounter && first is [>= '0' and <= '9' or >= '٠' and <= '٩', ..];
        if (!FirstWord.TryGetValue(first, out var verb) && !isNumber)
        {
            return LineKind.Text;
        }

        var kind = isNumber ? JudgeLabel(content, line, text) : JudgeWords(content, verb!, end, line, text);

        // An item of a list is what the text counts up, unless it leads elsewhere; a heading is what comes next.
        var isOwn = kind == LineKind.Platform ? line.Is(LineTraits.Heading) || IsNumbered(text, line) : line.Marker > 0;
        return isOwn && (kind == LineKind.Platform || !line.Is(LineTraits.Linked)) ? LineKind.Text : kind;
    }

    private static bool IsNumbered(LineBuilder text, in TextLine line) => line.Marker > 0 && (text.Text(line)[0] != '-' || !line.Is(LineTraits.Linked));

    private static LineKind JudgeWords(ReadOnlySpan<char> content, string verb, int end, in TextLine line, LineBuilder text)
    {
        if (!Characters.IsVisible(content[end..]))
        {
            return JudgeWord(verb);
        }

        var readAlso = JudgeReadAlso(content, verb, end, text.LinksOf(line), line.Content);
        return readAlso != LineKind.Text || content.Length > LongestAppeal ? readAlso : JudgeLabel(content, line, text);
    }

    private static LineKind JudgeWord(string word) =>
        ReadMore.Contains(word) ? LineKind.ReadMore
        : RelatedLabels.Contains(word) ? LineKind.Label
        : IsPlatform(word) ? LineKind.Platform
        : ShareVerbs.Contains(word) || PageLabels.Contains(word) ? LineKind.Junk
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
            : IsCounter(words) ? LineKind.Counter
            : words.All(IsPlatform) ? LineKind.Platform
            : IsShareLabel(words, line.Is(LineTraits.Heading)) || IsFollowUs(words) || IsAppeal(words) || PageLabels.Contains(form) ? LineKind.Junk
            : LineKind.Text;
    }

    /// <summary>"Related: " and then nothing but a link.</summary>
    private static bool IsLabelOfLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        var content = text.Span(line.Content, line.End);
        var start = links.First >= 0 ? links.First - line.Content : content.IndexOf("http", StringComparison.OrdinalIgnoreCase);
        if (start <= 0 || links.TextAfter || (links.First < 0 && content[start..].Contains(' ')))
        {
            return false;
        }

        var label = content[..start].TrimEnd(' ');
        return label[^1] is ':' or '|' or '-' or '–' or '»' or '…' && ArabicText.MatchingForm(label.ToString()) is var form && (RelatedLabels.Contains(form) || ReadMore.Contains(form));
    }

    /// <summary>"Views: 900", "3 comments": nothing but what is counted and how many.</summary>
    private static bool IsCounter(string[] words) =>
        words.Length <= 8 && words.Any(word => char.IsAsciiDigit(word[0])) && words.Any(Counted.Contains)
        && words.All(word => !word.AsSpan().ContainsAnyExceptInRange('0', '9') || Counted.Contains(word) || CounterWords.Contains(word));

    /// <summary>"Subscribe to our newsletter", "get the app".</summary>
    private static bool IsAppeal(string[] words) =>
        words.Length is > 1 and <= MostAppealWords && (Follow.Contains(words[0]) || Fetch.Contains(words[0])) && words.Skip(1).Any(Goods.Contains);

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

    /// <summary>"The post … appeared first on …" leaves one of the last lines, or the last sentence of one, where it links.</summary>
    private static void CutFooter(LineBuilder text)
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
            var links = text.LinksOf(line);
            var start = links.Last < 0 && !HoldsAddress(text.Text(line)) ? -1 : FooterStart(text.Span(line.Content, line.End));
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

    /// <summary>Where the sentence starts that is a footer; -1: none is.</summary>
    private static int FooterStart(ReadOnlySpan<char> line)
    {
        var from = Math.Max(0, line.Length - LongestFooter);
        for (var start = from; start < line.Length; start++)
        {
            var isStart = start == 0 || (line[start - 1] == ' ' && start > 1 && line[start - 2] is '.' or '!' or '؟' or '?' or '…' or ']' or '"' or '»');
            if (isStart && MayBeFooter(line[start..]) && IsFooter(ArabicText.MatchingForm(line[start..].ToString())))
            {
                return start;
            }
        }

        return -1;
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

    /// <summary>Cuts a link that says "read more" from the end of the last line, or the same words behind an excerpt's marker.</summary>
    private static bool CutTrailingInvitation(LineBuilder text)
    {
        var i = text.Lines.FindLastIndex(line => !line.Is(LineTraits.Dropped | LineTraits.Blank));
        if (i < 0)
        {
            return false;
        }

        var line = text.Lines[i];
        var links = text.LinksOf(line);
        var isLink = links.Last > line.Content && links.LastEnd - links.Last <= LongestReadAlso && !Characters.IsVisible(text.Span(links.LastEnd, line.End));
        var start = isLink ? links.Last : EndOfMarker(text.Span(line.Content, line.End)) is > 0 and var end ? line.Content + end : -1;
        if (start < 0 || !IsInvitation(text.Span(start, line.End), isLink))
        {
            return false;
        }

        text.Lines[i] = line with { End = line.Content + text.Span(line.Content, start).TrimEnd(' ').Length };
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
        return at > 0 && line.Length - at is > 1 and <= LongestCounter && (line[at] == '…' || line[..(at + 1)].EndsWith("…]", StringComparison.Ordinal) || line[..(at + 1)].EndsWith("...]", StringComparison.Ordinal) || line[..(at + 1)].EndsWith("...", StringComparison.Ordinal)) ? at + 1 : 0;
    }

    /// <summary>The address of a picture at the end of a post on Twitter shows nothing.</summary>
    private static void CutPictureAddresses(LineBuilder text)
    {
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            var content = text.Span(line.Content, line.End);
            var at = content.LastIndexOf("pic.", StringComparison.Ordinal);
            if (at < 0 || content[at..].Contains(' ') || !(content[at..].StartsWith("pic.twitter.com/", StringComparison.Ordinal) || content[at..].StartsWith("pic.x.com/", StringComparison.Ordinal)))
            {
                continue;
            }

            var rest = content[..at].TrimEnd(' ').Length;
            text.Lines[i] = rest > 0 ? line with { End = line.Content + rest } : line with { Traits = line.Traits | LineTraits.Dropped };
        }
    }

    /// <summary>A link, and behind it no more than what kind of thing it leads to: <c>[VIDEO]</c>.</summary>
    private static bool IsMostlyLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        return links.First == line.Content && (links.LastEnd - links.First) * 10 >= (line.End - line.Content) * 7;
    }

    private static bool IsAllLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        return links.First == line.Content && !links.TextAfter;
    }

    private enum LineKind
    {
        Text,
        Junk,
        ReadMore,
        ReadAlso,

        /// <summary>Nothing but names of networks.</summary>
        Platform,
        Counter,

        /// <summary>A read-also label alone.</summary>
        Label,

        /// <summary>The same over a list of links, which go with it.</summary>
        ListLabel,
    }
}
