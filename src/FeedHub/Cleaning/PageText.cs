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

    /// <summary>Sentences, not a list of headlines and not a banner.</summary>
    public static bool IsArticle(string text)
    {
        var inLongLines = text.Split('\n').Where(line => line.Length >= LongLine).Sum(line => line.Length);
        return text.Length >= FewestCharacters && inLongLines * 2 >= text.Length;
    }

    /// <summary>It holds the words of the feed's title and excerpt.</summary>
    public static bool IsAbout(string text, Article article)
    {
        var words = WordsOf(text);
        var excerpt = WordsOf(article.Title + " " + article.Text);
        return excerpt.Count == 0 || Share(excerpt, words) >= NeededOverlap;
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
        var start = ArabicText.MatchingForm(article.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(lines.Count, LinesBeforeLead); i++)
        {
            var isLead = start.Count >= 4 && Share(start, WordsOf(lines[i], shortest: 1)) >= 0.75;
            if (isLead || ArabicText.MatchingForm(lines[i]) == title)
            {
                return lines.Take(i).All(line => line.Length < ShortLine) ? i : 0;
            }
        }

        return 0;
    }

    private static double Share(HashSet<string> words, HashSet<string> of) => (double)words.Count(of.Contains) / words.Count;

    private static HashSet<string> WordsOf(string text, int shortest = 3) =>
        ArabicText.MatchingForm(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= shortest).ToHashSet(StringComparer.Ordinal);
}
