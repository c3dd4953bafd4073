using static FeedHub.Cleaning.JunkWords;

namespace FeedHub.Cleaning;

/// <summary>Judges what the words of one line are those of. Most of them are also news: who asks looks for a second sign.</summary>
internal static class JunkJudge
{
    private const int LongestAppeal = 160;
    private const int LongestReadAlso = 300;
    private const int LongestCounter = 60;
    private const int MostAppealWords = 14;
    private const int ShortAppealWords = 9;

    /// <summary>So near to its verb, small words not counted, stands what an appeal offers.</summary>
    private const int GoodsWithin = 2;

    /// <summary>What the words of a line are those of; that alone is no proof.</summary>
    public static LineKind Judge(LineBuilder text, in TextLine line, SourceNames names)
    {
        var content = text.Span(line.Content, line.End);
        if (content.Length > LongestReadAlso || line.Is(LineTraits.Row))
        {
            return LineKind.Text;
        }

        // Most lines are told from a label by their first word, without making strings.
        Span<char> buffer = stackalloc char[LongestWord];
        var first = Fold(Word(content, 0, out var end), buffer);
        var isNumber = content.Length <= LongestCounter && first is [>= '0' and <= '9' or >= '٠' and <= '٩', ..];
        if (!FirstWord.TryGetValue(first, out var verb) && !isNumber)
        {
            return LineKind.Text;
        }

        var kind = isNumber ? JudgeLabel(content, line, text, names) : JudgeWords(content, verb!, end, line, text, names);

        // An item of a list is what the text counts up, unless it leads elsewhere; a heading is what comes next.
        var isOwn = kind == LineKind.Platform ? line.Is(LineTraits.Heading) || IsNumbered(text, line) : line.Marker > 0;
        return isOwn && (kind == LineKind.Platform || !line.Is(LineTraits.Linked)) ? LineKind.Text : kind;
    }

    private static bool IsNumbered(LineBuilder text, in TextLine line) => line.Marker > 0 && (text.Text(line)[0] != '-' || !line.Is(LineTraits.Linked));

    private static LineKind JudgeWords(ReadOnlySpan<char> content, string verb, int end, in TextLine line, LineBuilder text, SourceNames names)
    {
        if (!Characters.IsVisible(content[end..]))
        {
            return JudgeWord(verb);
        }

        var readAlso = JudgeReadAlso(content, verb, end, text.LinksOf(line), line.Content);
        return readAlso != LineKind.Text || content.Length > LongestAppeal ? readAlso : JudgeLabel(content, line, text, names);
    }

    private static LineKind JudgeWord(string word) =>
        ReadMore.Contains(word) ? LineKind.ReadMore
        : RelatedLabels.Contains(word) ? LineKind.Label
        : IsPlatform(word) ? LineKind.Platform
        : ShareVerbs.Contains(word) || PageLabels.Contains(word) ? LineKind.Junk
        : LineKind.Text;

    private static LineKind JudgeLabel(ReadOnlySpan<char> content, in TextLine line, LineBuilder text, SourceNames names)
    {
        var form = ArabicText.MatchingForm(content.ToString());
        if (ReadMore.Contains(form) || (text.IsAllLink(line) && TitledReadMore.Any(start => form.StartsWith(start, StringComparison.Ordinal))))
        {
            return LineKind.ReadMore;
        }

        var words = form.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return RelatedLabels.Contains(form) ? LineKind.Label
            : IsLabelOfLink(text, line) ? LineKind.ReadAlso
            : IsCounter(words) ? LineKind.Counter
            : words.All(IsPlatform) ? LineKind.Platform
            : IsShareLabel(words, line.Is(LineTraits.Heading)) || IsFollowUs(words, form, names) || IsAppeal(words, content) || PageLabels.Contains(form) ? LineKind.Junk
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

    /// <summary>"Subscribe to our newsletter", "get the app". The verbs may also begin a report of a man or of an app, which ends as sentences do and tells more.</summary>
    private static bool IsAppeal(string[] words, ReadOnlySpan<char> content)
    {
        if (words.Length is < 2 or > MostAppealWords || !(Follow.Contains(words[0]) || Fetch.Contains(words[0])))
        {
            return false;
        }

        var isShort = words.Length <= ShortAppealWords && content[^1] is not ('.' or '،' or ',');
        return words.Skip(1).Any(OwnGoods.Contains) || (isShort && words.Skip(1).Where(word => !SmallWords.Contains(word)).Take(GoodsWithin).Any(Goods.Contains));
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

        var isLinked = IsLinkedFrom(content.Length - rest.Length, links, start);
        var isTitle = isRead && !isMore && content.Length <= LongestAppeal && content[^1] != '.';
        return isLinked || IsSetOff(rest[0]) || isTitle ? LineKind.ReadAlso : LineKind.Text;
    }

    /// <summary>A link begins no later than there, and nothing stands behind it.</summary>
    private static bool IsLinkedFrom(int at, LineLinks links, int start) => links.First >= 0 && links.First - start <= at && !links.TextAfter;

    /// <summary>A colon, a dash, an arrow: what follows is another article's title.</summary>
    private static bool IsSetOff(char first) => !char.IsLetterOrDigit(first) && !char.IsHighSurrogate(first) && first is not ('،' or ',' or '(');

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

    private static bool IsFollowUs(string[] words, string form, SourceNames names)
    {
        if (words.Length < 3 || !words.Any(word => IsPlatform(word) || NewsPlatforms.Contains(word)))
        {
            return false;
        }

        var place = FollowUs.Contains(words[0]) ? Array.FindIndex(words, 1, Math.Min(2, words.Length - 1), Where.Contains) : -1;
        return (place > 0 && words.Skip(place + 1).Take(2).Any(word => IsPlatform(word) || NewsPlatforms.Contains(word) || Ours.Contains(word) || Pages.Contains(word)))
            || (Follow.Contains(words[0]) && words.Any(Ours.Contains))
            || ((Follow.Contains(words[0]) || FollowUs.Contains(words[0])) && names.AreIn(form));
    }

    private static bool IsPlatform(string word) =>
        Platforms.Contains(word) || (word.StartsWith("ال", StringComparison.Ordinal) && Platforms.Contains(word[2..]));
}
