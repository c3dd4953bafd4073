using FeedHub.Parsing;

namespace FeedHub.Cleaning;

/// <summary>Judges the text of a web page beside the excerpt its feed carried.</summary>
internal static partial class PageText
{
    private const int ShortLine = 100;
    private const int LongLine = 70;
    private const int FewestCharacters = 150;
    private const int LinesBeforeLead = 15;
    private const int LongestWallLine = 300;

    /// <summary>The page has to bring so much more than the feed to be worth the risk of its furniture.</summary>
    private const double SmallestGain = 1.2;

    /// <summary>Share of a text in lines of links from which on it is a list of them.</summary>
    private const double MostLinks = 0.5;

    /// <summary>So many heads of other articles are a list, fewer stand between paragraphs.</summary>
    private const int ManyHeads = 3;

    /// <summary>Share of the excerpt's words that the page must hold.</summary>
    private const double NeededOverlap = 0.5;

    /// <summary>A title alone says things in other words more often.</summary>
    private const double NeededTitleOverlap = 0.4;

    /// <summary>A page under the very title is about it, unless its text says nothing of it at all.</summary>
    private const double NeededUnderTitle = 0.15;
    private const int ManyWords = 12;

    /// <summary>Share of the excerpt's first words that the article's first line must hold to be the same lead.</summary>
    private const double LeadOverlap = 0.75;
    private const int LeadWords = 8;
    private const int FewestLeadWords = 4;
    private const int ShortestStem = 3;

    private static readonly string[] Prefixes = ["وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل"];

    private static readonly string[] Suffixes = ["ها", "ات", "ون", "ين", "ان", "يه", "ته", "ه", "ي", "ا"];

    /// <summary>Without the page's furniture around the article, and without walls.</summary>
    public static string Trim(string text, Article article, WebPage page)
    {
        var lines = text.Split('\n').Select(line => new PageLine(line, ArabicText.MatchingForm(line))).Where(line => !SlotLabels.Contains(line.Form)).ToList();
        RemoveWalls(lines);
        var title = ArabicText.MatchingForm(article.Title);
        lines.RemoveRange(0, Lead(lines, StartOf(article, page), title));
        while (lines.Count > 0 && (lines[0].Form == title || lines[0].Form.Length == 0 || IsDate(lines[0])))
        {
            lines.RemoveAt(0);
        }

        var end = Tail(lines, page);
        lines.RemoveRange(end, lines.Count - end);
        lines.RemoveAll(line => page.Others.Contains(line.Form) || TailLabels.Contains(line.Form));
        return string.Join('\n', lines.Select(line => line.Text));
    }

    public static bool GoesOnFrom(string text, string excerpt) => ArabicText.MatchingForm(text).Contains(ArabicText.MatchingForm(excerpt), StringComparison.Ordinal);

    /// <summary>Why a reading is not the article's text; null: it is.</summary>
    public static PageRefusal? Judge(CleanText found, Article article, WebPage page) =>
        !IsArticle(found, article, page) ? PageRefusal.NoArticle
        : !IsAbout(found.Text, article, page) ? PageRefusal.AnotherArticle
        : !IsMore(found.Text, article) ? PageRefusal.NoMore
        : null;

    private static bool IsMore(string text, Article article) =>
        text.Length > article.Text.Length && (article.IsTruncated || text.Length >= article.Text.Length * SmallestGain);

    /// <summary>Not a list of links and not a banner. What goes on from the excerpt may be short; a poem, a table of results or a text without spaces has no long lines.</summary>
    private static bool IsArticle(CleanText found, Article article, WebPage page)
    {
        var start = StartOf(article, page);
        if (start.Count >= FewestLeadWords && Share(start, WordsOf(FirstLine(found.Text))) >= LeadOverlap)
        {
            return true;
        }

        return Weight(found.Text) >= FewestCharacters
            && (found.Text.Split('\n').Where(line => Weight(line) >= LongLine).Sum(Weight) * 2 >= Weight(found.Text) || (page.HasTitle && found.LinkShare < MostLinks));
    }

    /// <summary>Letters; one of Chinese, Japanese or Korean says what two of an alphabet say.</summary>
    private static int Weight(string text) => text.Length + text.Count(IsIdeograph);

    private static bool IsIdeograph(char c) => c is (>= '\u3040' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF');

    /// <summary>It holds the words of the feed's title and excerpt; under the very title, some of them: editors sum up in words of their own.</summary>
    private static bool IsAbout(string text, Article article, WebPage page)
    {
        var words = StemsOf(text);
        var excerpt = StemsOf(article.Title + " " + article.Text);
        var needed = page.HasTitle ? NeededUnderTitle : excerpt.Count >= ManyWords ? NeededOverlap : NeededTitleOverlap;
        return excerpt.Count == 0 || Share(excerpt, words) >= needed;
    }

    /// <summary>One line that only sounds like a wall, between paragraphs, is the author's.</summary>
    private static void RemoveWalls(List<PageLine> lines)
    {
        var first = lines.FindIndex(IsWall);
        var isInner = lines.FindIndex(line => line.Text.Length >= LongLine) < first && lines.FindLastIndex(line => line.Text.Length >= LongLine) > first;
        if (!isInner || lines.FindLastIndex(IsWall) != first)
        {
            lines.RemoveAll(IsWall);
        }
    }

    private static bool IsWall(PageLine line)
    {
        if (line.Text.Length > LongestWallLine)
        {
            return false;
        }

        var form = $" {line.Form} ";
        return Array.Exists(WallPhrases, phrase => form.Contains(phrase, StringComparison.Ordinal));
    }

    /// <summary>How many lines stand before the one the excerpt starts with; breadcrumbs, dates, bylines.</summary>
    private static int Lead(List<PageLine> lines, HashSet<string> start, string title)
    {
        var first = lines.Take(LinesBeforeLead).ToList();
        var lead = start.Count < FewestLeadWords ? -1 : first.FindIndex(line => line.Form != title && Share(start, WordsOf(line.Text)) >= LeadOverlap);
        var at = lead >= 0 ? lead : first.FindIndex(line => line.Form == title);
        return at > 0 && first.Take(at).All(line => line.Text.Length < ShortLine) ? at : 0;
    }

    /// <summary>Where comments, or the heads of other articles, begin: behind the article's last paragraph, for before it they are insets.</summary>
    private static int Tail(List<PageLine> lines, WebPage page)
    {
        var own = lines.FindLastIndex(line => page.Paragraphs.Contains(line.Form));
        var body = Math.Max(own, lines.FindIndex(line => line.Text.Length >= LongLine));
        var label = body < 0 ? -1 : lines.FindIndex(body, line => TailLabels.Contains(line.Form));
        var end = label < 0 ? lines.Count : label;
        var heads = lines.Take(end).Count(line => page.Others.Contains(line.Form));
        return heads >= ManyHeads && lines.FindIndex(Math.Max(own, 0), line => page.Others.Contains(line.Form)) is >= 0 and var head && head < end ? head : end;
    }

    /// <summary>"Last updated …", or a date alone.</summary>
    private static bool IsDate(PageLine line) =>
        line.Text.Length < LongLine && (Array.Exists(DateLabels, label => line.Form.StartsWith(label, StringComparison.Ordinal)) || FeedDate.Parse(line.Text) is not null);

    private static double Share(HashSet<string> words, HashSet<string> of) => (double)words.Count(of.Contains) / words.Count;

    private static string FirstLine(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>The first words of the excerpt; where the feed has none, of the page's own.</summary>
    private static HashSet<string> StartOf(Article article, WebPage page) =>
        ArabicText.MatchingForm(article.Text.Length > 0 ? article.Text : page.Description ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(LeadWords).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> WordsOf(string text) =>
        ArabicText.MatchingForm(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> StemsOf(string text) =>
        WordsOf(text).SelectMany(word => word.Any(IsIdeograph) ? Pairs(word) : [Stem(word)]).Where(stem => stem.Length >= ShortestStem || stem.Any(IsIdeograph)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Bigrams stand for the words of scripts that write no spaces.</summary>
    private static IEnumerable<string> Pairs(string text) => Enumerable.Range(0, Math.Max(1, text.Length - 1)).Select(at => text.Substring(at, Math.Min(2, text.Length - at)));

    /// <summary>Without article, prefixes and the commonest endings: "الصحفي" in a text is the "صحفي" of its title.</summary>
    private static string Stem(string word)
    {
        foreach (var prefix in Prefixes)
        {
            if (word.Length - prefix.Length >= ShortestStem && word.StartsWith(prefix, StringComparison.Ordinal))
            {
                word = word[prefix.Length..];
                break;
            }
        }

        foreach (var suffix in Suffixes)
        {
            if (word.Length - suffix.Length >= ShortestStem && word.EndsWith(suffix, StringComparison.Ordinal))
            {
                return word[..^suffix.Length];
            }
        }

        return word;
    }

    private readonly record struct PageLine(string Text, string Form);
}
