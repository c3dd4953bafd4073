using FeedHub.Publishing;

namespace FeedHub.Tests.Publishing;

/// <summary>What goes into a feed must come out of it by way of our own parser and cleaner.</summary>
internal static class RoundTrip
{
    public static PublishedFeed Feed() => Published.Feed(
        Published.Story(
            5, title: "افتتاح «جسر الوادي» & طريقه", text: "قال الوزير: \"الجسر جاهز\".\n- بند أول\n- بند ثان\nدرجة الحرارة 5 < 6 ☀️ 😀", author: "هدى العلي",
            categories: ["سياسة", "محليات & منوعات"], image: "https://sahl.example/a.jpg", enclosures: [new("https://sahl.example/a.mp3", "audio/mpeg", 1234)],
            copies: [Published.Copy(50, "minaa")], published: Published.Start.AddHours(-3), updatedAt: Published.Start.AddMinutes(5)),
        Published.Story(4, title: "CNN: مقابلة مع وزير الثقافة حول المعرض", link: "https://sahl.example/?p=1&lang=ar"),
        Published.Story(3, "minaa", title: "Apple Inc. opens an office", text: "It opens in the spring.", language: "en"),
        Published.Story(2, "nahr", title: "نمی‌دانم چه بگویم", text: "می‌روم به خانه.\nهـ 1447 ١٢٣", language: "fa"),
        Published.Story(1, text: "فقرة طويلة " + new string('ن', 800)));

    public static IEnumerable<string> Written(PublishedFeed feed) => feed.Entries.Select(entry => Told(
        entry.Id, entry.Story.Shown, entry.Story.Shown.Author ?? entry.Source.Title, entry.Story.Shown.Date));

    public static IEnumerable<string> Read(byte[] feed, string contentType) => Published.Reread(feed, contentType).Select(entry =>
        Published.Clean(entry) is var article ? Told(article.EntryId, WithoutLastLine(article), article.Author, article.Published) : "");

    /// <summary>Which is the hub's, and leads to its page.</summary>
    private static FeedHub.Cleaning.Article WithoutLastLine(FeedHub.Cleaning.Article article)
    {
        var end = article.Text.LastIndexOf('\n');
        Assert.Contains("حمله أيضاً", article.Text[(end + 1)..], StringComparison.Ordinal);
        return article with { Text = article.Text[..end] };
    }

    private static string Told(string id, FeedHub.Cleaning.Article article, string? author, DateTimeOffset? date) =>
        $"""
        {id} {article.Link} {date:O} {author} {article.Language} {article.ImageUrl}
        {article.Title}
        {article.Text}
        {string.Join('،', article.Categories)} {string.Join('،', article.Enclosures)}
        """;
}
