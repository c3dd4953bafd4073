using System.Collections.Immutable;
using FeedHub.Cleaning;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Tests.Cleaning;

public sealed class ArticleCleanerTests
{
    private static readonly DateTimeOffset SeenAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly FeedSource Source = new() { Id = "x", Url = new Uri("https://x.test/feed") };

    [Fact]
    public void A_WordPress_item_becomes_exactly_its_article()
    {
        const string Text = "أعلنت بلدية الميناء، 3آذار/مارس، افتتاح السوق “القديم” بعد ترميمه.\nوقال رئيسها إن ل”السوق” مكانة في ذاكرة المدينة.\nمكتب الأخبار\nعين على الساحل";
        var body = "<p>" + Text.Replace("“", "&#8220;", StringComparison.Ordinal).Replace("”", "&#8221;", StringComparison.Ordinal).Replace("\n", "</p>\n<p>", StringComparison.Ordinal)
            + "</p>\n<div class=\"sharedaddy sd-sharing-enabled\"><h3 class=\"sd-title\">شارك هذا الموضوع:</h3><ul><li><a href=\"#\">فيسبوك</a></li></ul></div>\n"
            + "<p>ظهرت المقالة <a href=\"https://x.test/1\">السوق</a> أولاً على <a href=\"https://x.test\">موقع</a>.</p>";

        Assert.Equal(Text, Clean(new ParsedEntry { TitleHtml = "السوق", ContentHtml = body })!.Text);
    }

    [Fact]
    public void An_empty_body_gives_way_to_the_other_and_at_last_to_its_bare_text()
    {
        Assert.Equal("الملخص", Clean(new ParsedEntry { ContentHtml = "<p title=\"x>ضاع</p>", SummaryHtml = "<p>الملخص</p>" })!.Text);
        Assert.Equal("ما بقي", Clean(new ParsedEntry { ContentHtml = "<p title=\"x>ما بقي</p>" })!.Text);
    }

    [Fact]
    public void A_missing_title_is_made_of_the_first_words()
    {
        var article = Clean(new ParsedEntry { ContentHtml = "<p>" + string.Concat(Enumerable.Repeat("كلمة ", 60)) + "</p><p>تتمة</p>" })!;

        Assert.EndsWith("كلمة…", article.Title, StringComparison.Ordinal);
        Assert.InRange(article.Title.Length, 60, 100);
    }

    [Fact]
    public void A_title_ends_at_a_word_within_500_characters()
    {
        var title = Clean(new ParsedEntry { TitleHtml = string.Concat(Enumerable.Repeat("عنوان ", 200)) })!.Title;

        Assert.EndsWith("عنوان…", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, 400, 500);
    }

    [Fact]
    public void Text_by_its_type_keeps_its_signs()
    {
        var article = Clean(new ParsedEntry { TitleHtml = "x < 5 & y", TitleIsText = true, ContentHtml = "أول\nثان <3", ContentIsText = true })!;

        Assert.Equal("x < 5 & y", article.Title);
        Assert.Equal("أول\nثان <3", article.Text);
    }

    [Fact]
    public void Nothing_at_all_is_no_article()
    {
        Assert.Null(Clean(new ParsedEntry { ContentHtml = "<p>&nbsp;</p>", TitleHtml = " " }));
        Assert.NotNull(Clean(new ParsedEntry { TitleHtml = "عنوان" }));
    }

    [Theory]
    [InlineData("https://x.test/a", "https://x.test/a")]
    [InlineData("javascript:alert(1)", "")]
    [InlineData("data:text/html,x", "")]
    [InlineData("file:///etc/passwd", "")]
    [InlineData("/etc/passwd", "")]
    [InlineData("not a link", "")]
    [InlineData(null, "")]
    public void Only_web_links_are_published(string? link, string expected) =>
        Assert.Equal(expected, Clean(new ParsedEntry { TitleHtml = "عنوان", Link = link })!.Link);

    [Fact]
    public void Only_web_enclosures_are_published()
    {
        var article = Clean(new ParsedEntry
        {
            TitleHtml = "عنوان",
            Enclosures = [new("https://x.test/a.mp3", "audio/mpeg", 5), new("javascript:x", null, null), new("https://x.test/a.mp3", null, null), new("https://x.test/p.jpg", "image/jpeg", null)],
        })!;

        Assert.Equal(["https://x.test/a.mp3", "https://x.test/p.jpg"], article.Enclosures.Select(enclosure => enclosure.Url));
        Assert.Equal("https://x.test/p.jpg", article.ImageUrl);
    }

    [Theory]
    [InlineData("1970-01-01", false)]
    [InlineData("0001-01-01", false)]
    [InlineData("2099-01-01", false)]
    [InlineData("2026-03-02", true)]
    [InlineData("2003-05-06", true)]
    public void Only_believable_dates_are_kept(string date, bool isKept)
    {
        var published = DateTimeOffset.Parse(date + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(isKept ? published : null, Clean(new ParsedEntry { TitleHtml = "عنوان", Published = published })!.Published);
    }

    [Theory]
    [InlineData("en-US", "افتتحت البلدية سوق الميناء القديم", "ar")]
    [InlineData("AR_sa", "افتتحت البلدية سوق الميناء القديم", "ar-SA")]
    [InlineData("ar", "The municipality opened the old market on Sunday", "en")]
    [InlineData("", "افتتحت البلدية سوق الميناء القديم", "ar")]
    [InlineData("ar", "شهرداری بندر روز یکشنبه بازار قدیمی را پس از دو سال بازسازی گشود و گفت که چند مغازه دیگر نیز پیش از پایان ماه باز می‌شود", "fa")]
    [InlineData("en", "شارەوانی بەندەر ڕۆژی یەکشەممە بازاڕی کۆنی دوای دوو ساڵ نۆژەنکردنەوە کردەوە و گوتی چەند دوکانێکی تریش دەکرێنەوە", "ckb")]
    [InlineData("ar", "افتتحت بلدیة المیناء یوم الأحد سوقها القدیم بعد عامین من الترمیم وقالت إن دکاکین أخرى ستفتح قبل نهایة الشهر الجاري", "ar")]
    [InlineData("fr", "La mairie a ouvert le vieux marché dimanche", "fr")]
    public void The_language_is_what_the_letters_allow(string declared, string text, string expected) =>
        Assert.Equal(expected, Clean(new ParsedEntry { TitleHtml = text, Language = declared })!.Language);

    [Fact]
    public void Include_and_exclude_words_match_whatever_their_spelling()
    {
        var entry = new ParsedEntry { TitleHtml = "الإقتصاد اليومَ", ContentHtml = "<p>أسعار الصرف في سوقِ الميناء</p>" };

        Assert.NotNull(Clean(entry, Source with { Include = ["الاقتصاد"] }));
        Assert.NotNull(Clean(entry, Source with { Include = ["غير هذا", "اسعار الصرف"] }));
        Assert.NotNull(Clean(entry, Source with { Include = ["اقتصاد"] }));
        Assert.Null(Clean(entry, Source with { Include = ["=اقتصاد"] }));
        Assert.Null(Clean(entry, Source with { Include = ["«اقتصاد»"] }));
        Assert.NotNull(Clean(entry, Source with { Include = ["*اقتصاد"] }));
        Assert.Null(Clean(entry, Source with { Exclude = ["سعر"] }));
        Assert.Null(Clean(entry, Source with { Exclude = ["سوق الميناء"] }));
        Assert.Null(Clean(entry, Source with { Exclude = ["الصر*"] }));
    }

    [Fact]
    public void Categories_and_authors_are_clean_and_single()
    {
        var article = Clean(new ParsedEntry
        {
            TitleHtml = "عنوان",
            Authors = ["<b>هدى</b>", "هُدى", " سامي "],
            Categories = ["الأخبار", "الاخبار", "R&amp;D", "", "http://schemas.google.com/blogger/2008/kind#post"],
        })!;

        Assert.Equal("هدى، سامي", article.Author);
        Assert.Equal(["الأخبار", "R&D"], article.Categories);
    }

    [Fact]
    public void Learned_lines_are_left_out_unless_nothing_would_be_left()
    {
        var learned = ImmutableHashSet.Create(ArabicText.MatchingForm("عين على المدينة"));

        Assert.Equal("متن", Clean(new ParsedEntry { ContentHtml = "<p>متن</p><p>عين على المدينة.</p>" }, learned: learned)!.Text);
        Assert.Equal("عين على المدينة", Clean(new ParsedEntry { ContentHtml = "<p>عين على المدينة</p>" }, learned: learned)!.Text);
    }

    [Fact]
    public void The_content_key_ignores_what_matching_ignores()
    {
        var key = Clean(new ParsedEntry { TitleHtml = "الإعلام", ContentHtml = "<p>نص أول.</p>" })!.ContentKey;

        Assert.Matches("^[0-9a-f]{32}$", key);
        Assert.Equal(key, Clean(new ParsedEntry { TitleHtml = "الاعلام", ContentHtml = "<div>نصٌ اول</div>" })!.ContentKey);
        Assert.NotEqual(key, Clean(new ParsedEntry { TitleHtml = "الإعلام", ContentHtml = "<p>نص ثان.</p>" })!.ContentKey);
    }

    [Fact]
    public void The_lead_image_is_resolved_against_the_page() =>
        Assert.Equal("https://x.test/up/a.jpg", Clean(new ParsedEntry { TitleHtml = "عنوان", Link = "https://x.test/post/1", ContentHtml = "<img src='/up/a.jpg'>" })!.ImageUrl);

    private static Article? Clean(ParsedEntry entry, FeedSource? source = null, IReadOnlySet<string>? learned = null) =>
        ArticleCleaner.Clean(new IdentifiedEntry(entry, "id", ""), source ?? Source, "ar", SeenAt, learned ?? ImmutableHashSet<string>.Empty);
}
