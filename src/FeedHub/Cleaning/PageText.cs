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
        lines.RemoveAll(line => page.Others.Contains(line.Form));
        return string.Join('\n', lines.Select(line => line.Text));
    }

    public static bool GoesOnFrom(string text, string excerpt) => ArabicText.MatchingForm(text).Contains(ArabicText.MatchingForm(excerpt), StringComparison.Ordinal);

    /// <summary>Sentences, not a list of headlines and not a banner. A page that goes on from the excerpt may be a table of results.</summary>
    public static bool IsArticle(string text, Article article, WebPage page)
    {
        var start = StartOf(article, page);
        if (start.Count >= FewestLeadWords && Share(start, WordsOf(FirstLine(text))) >= LeadOverlap)
        {
            return true;
        }

        return text.Length >= FewestCharacters
            && text.Split('\n').Where(line => line.Length >= LongLine).Sum(line => line.Length) * 2 >= text.Length;
    }

    /// <summary>It holds the words of the feed's title and excerpt.</summary>
    public static bool IsAbout(string text, Article article, WebPage page)
    {
        var words = StemsOf(text);
        var excerpt = StemsOf(article.Title + " " + article.Text);
        var needed = excerpt.Count >= ManyWords ? NeededOverlap
            : article.Text.Length == 0 && page.HasTitle ? NeededUnderTitle
            : NeededTitleOverlap;
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
        for (var i = 0; i < Math.Min(lines.Count, LinesBeforeLead); i++)
        {
            var isLead = start.Count >= FewestLeadWords && Share(start, WordsOf(lines[i].Text)) >= LeadOverlap;
            if (isLead || lines[i].Form == title)
            {
                return lines.Take(i).All(line => line.Text.Length < ShortLine) ? i : 0;
            }
        }

        return 0;
    }

    /// <summary>Where comments, or the heads of other articles, begin.</summary>
    private static int Tail(List<PageLine> lines, WebPage page)
    {
        var body = lines.FindIndex(line => line.Text.Length >= LongLine);
        var label = body < 0 ? -1 : lines.FindIndex(body, line => TailLabels.Contains(line.Form));
        var end = label < 0 ? lines.Count : label;
        var heads = lines.Take(end).Count(line => page.Others.Contains(line.Form));
        return heads >= ManyHeads ? lines.FindIndex(line => page.Others.Contains(line.Form)) : end;
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
        WordsOf(text).Select(Stem).Where(stem => stem.Length >= ShortestStem).ToHashSet(StringComparer.Ordinal);

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
