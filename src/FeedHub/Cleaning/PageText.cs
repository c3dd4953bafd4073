namespace FeedHub.Cleaning;

/// <summary>Judges the text of a web page beside the excerpt its feed carried.</summary>
internal static class PageText
{
    private const int ShortLine = 100;
    private const int LongLine = 70;
    private const int FewestCharacters = 150;
    private const int LinesBeforeLead = 15;
    private const int LongestWallLine = 300;

    /// <summary>Share of the excerpt's words that the page must hold.</summary>
    private const double NeededOverlap = 0.5;

    /// <summary>A title alone says things in other words more often.</summary>
    private const double NeededTitleOverlap = 0.4;
    private const int ManyWords = 12;

    /// <summary>Share of the excerpt's first words that the article's first line must hold to be the same lead.</summary>
    private const double LeadOverlap = 0.75;
    private const int LeadWords = 8;
    private const int FewestLeadWords = 4;
    private const int ShortestStem = 3;

    private static readonly string[] Prefixes = ["وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل"];

    private static readonly string[] Suffixes = ["ها", "ات", "ون", "ين", "ان", "يه", "ته", "ه", "ي", "ا"];

    /// <summary>What a wall, banner or error page says instead of an article, in short lines.</summary>
    private static readonly string[] WallPhrases =
    [
        .. new[]
        {
            "ملفات تعريف الارتباط", "الكوكيز", "كوكيز", "سياسة الخصوصية", "شروط الاستخدام", "سياسة الاستخدام", "تفعيل جافا", "تفعيل الجافا", "جافاسكريبت", "جافا سكريبت",
            "تسجيل الدخول", "سجل الدخول", "سجل دخولك", "إنشاء حساب", "للمشتركين فقط", "هذا المحتوى للمشتركين", "اشترك لمتابعة", "اشترك الآن", "اشترك لقراءة", "لمتابعة القراءة اشترك",
            "لقراءة المقال كاملا اشترك", "الصفحة غير موجودة", "الصفحة المطلوبة غير موجودة", "أكد أنك لست روبوت", "لست روبوتا", "جميع الحقوق محفوظة", "كل الحقوق محفوظة",
            "enable javascript", "javascript is disabled", "requires javascript", "uses cookies", "use cookies", "accept cookies", "cookie policy", "privacy policy", "log in to",
            "sign in to", "subscribe to continue", "subscribers only", "already a subscriber", "verify you are human", "checking your browser", "access denied", "page not found",
            "are you a robot", "all rights reserved", "captcha", "consent",
        }.Select(phrase => $" {ArabicText.MatchingForm(phrase)} "),
    ];

    /// <summary>Without the page's furniture before the lead, and without walls.</summary>
    public static string Trim(string text, Article article)
    {
        var lines = text.Split('\n').Where(line => !IsWall(line)).ToList();
        var title = ArabicText.MatchingForm(article.Title);
        lines.RemoveRange(0, Lead(lines, article, title));
        while (lines.Count > 0 && ArabicText.MatchingForm(lines[0]) is var form && (form == title || form.Length == 0))
        {
            lines.RemoveAt(0);
        }

        return string.Join('\n', lines);
    }

    /// <summary>Sentences, not a list of headlines and not a banner. A page that goes on from the excerpt may be a table of results.</summary>
    public static bool IsArticle(string text, Article article)
    {
        if (text.Length >= FewestCharacters && StartOf(article) is { Count: >= FewestLeadWords } start && Share(start, WordsOf(FirstLine(text))) >= LeadOverlap)
        {
            return true;
        }

        var inLongLines = text.Split('\n').Where(line => line.Length >= LongLine).Sum(line => line.Length);
        return text.Length >= FewestCharacters && inLongLines * 2 >= text.Length;
    }

    /// <summary>It holds the words of the feed's title and excerpt.</summary>
    public static bool IsAbout(string text, Article article)
    {
        var words = StemsOf(text);
        var excerpt = StemsOf(article.Title + " " + article.Text);
        return excerpt.Count == 0 || Share(excerpt, words) >= (excerpt.Count >= ManyWords ? NeededOverlap : NeededTitleOverlap);
    }

    private static bool IsWall(string line)
    {
        if (line.Length > LongestWallLine)
        {
            return false;
        }

        var form = $" {ArabicText.MatchingForm(line)} ";
        return Array.Exists(WallPhrases, phrase => form.Contains(phrase, StringComparison.Ordinal));
    }

    /// <summary>How many lines stand before the one the excerpt starts with; breadcrumbs, dates, bylines.</summary>
    private static int Lead(List<string> lines, Article article, string title)
    {
        var start = StartOf(article);
        for (var i = 0; i < Math.Min(lines.Count, LinesBeforeLead); i++)
        {
            var isLead = start.Count >= FewestLeadWords && Share(start, WordsOf(lines[i])) >= LeadOverlap;
            if (isLead || ArabicText.MatchingForm(lines[i]) == title)
            {
                return lines.Take(i).All(line => line.Length < ShortLine) ? i : 0;
            }
        }

        return 0;
    }

    private static double Share(HashSet<string> words, HashSet<string> of) => (double)words.Count(of.Contains) / words.Count;

    private static string FirstLine(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private static HashSet<string> StartOf(Article article) =>
        ArabicText.MatchingForm(article.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(LeadWords).ToHashSet(StringComparer.Ordinal);

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
}
