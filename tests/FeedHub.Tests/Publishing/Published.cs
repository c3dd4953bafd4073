using System.Collections.Immutable;
using FeedHub.Cleaning;
using FeedHub.Parsing;
using FeedHub.Publishing;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

/// <summary>Stories and feeds of which a test names only what matters to it.</summary>
internal static class Published
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static Story Story(
        long sequence = 1, string feedId = "sahl", string? title = null, string? text = null, string? link = null, string? author = null, string language = "ar",
        string? image = null, IEnumerable<Enclosure>? enclosures = null, IEnumerable<string>? categories = null, IEnumerable<StoryCopy>? copies = null,
        DateTimeOffset? published = null, DateTimeOffset? updatedAt = null) => new()
        {
            Id = $"s{sequence}",
            Sequence = sequence,
            FirstSeenAt = Start,
            UpdatedAt = updatedAt ?? Start,
            Copies = copies is null ? [] : [.. copies],
            Shown = new Article
            {
                Id = sequence,
                FeedId = feedId,
                EntryId = $"e{sequence}",
                Link = link ?? $"https://{feedId}.example/{sequence}",
                Title = title ?? $"خبر رقم {sequence}",
                Text = text ?? $"الفقرة الأولى من الخبر {sequence}.\nوالفقرة الثانية.",
                Author = author,
                Language = language,
                ImageUrl = image,
                Enclosures = enclosures is null ? [] : [.. enclosures],
                Categories = categories is null ? [] : [.. categories],
                Published = published,
                FirstSeenAt = Start,
                ChangedAt = Start,
                UrlKey = "",
                ContentKey = "",
            },
        };

    public static StoryCopy Copy(long articleId, string feedId, string? link = null, DateTimeOffset? joinedAt = null) =>
        new(articleId, feedId, $"e{articleId}", link ?? $"https://{feedId}.example/{articleId}", "نسخة أخرى", Start, new(MatchCode.SameText)) { JoinedAt = joinedAt ?? Start };

    public static PublishedFeed Feed(params Story[] stories) => new()
    {
        Title = "أخبار",
        Language = "ar",
        Address = "https://hub.example",
        Path = "/feed",
        UpdatedAt = stories.Select(story => story.UpdatedAt).DefaultIfEmpty(Start).Max(),
        Entries = [.. stories.Select(story => new PublishedEntry(story, Sources))],
    };

    /// <summary>One of everything, and text from hell.</summary>
    public static PublishedFeed Rich() => Feed(
        Story(
            4, author: "هدى العلي", image: "https://sahl.example/a.jpg", categories: ["سياسة", "محليات & منوعات"],
            enclosures: [new("https://sahl.example/a.mp3", "audio/mpeg", 1234), new("https://sahl.example/a.mp4", "video/mp4", null), new("https://sahl.example/b", null, null)],
            copies: [Copy(4, "sahl"), Copy(40, "minaa"), Copy(41, "nahr", "https://nahr.example/41?a=1&b=2"), Copy(42, "nahr", "")],
            published: Start.AddHours(-3), updatedAt: Start.AddMinutes(5)),
        Story(3, title: "CNN: مقابلة مع وزير الثقافة حول المعرض", text: "قال <b>بالحرف</b> & \"اقتبس\" ]]> 5 < 6\nسطر ثان", link: ""),
        Story(2, "minaa", title: "Apple Inc. opens an office", text: "It opens in the spring.", language: "en", link: "https://minaa.example/خبر/جديد?x=1&y=2"),
        Story(1, "nahr", title: "خبر \u0001\uFFFE\uD83D مع 😀 محارف", text: "أول\u0000\u000B\nثان \uDE00 نهاية 😀", author: "كاتب\u0007", categories: ["\u0002"]))
        with
    { Description = "وصف", Hub = "https://push.example/", OlderBefore = 101 };

    public static readonly IReadOnlyDictionary<string, PublishedSource> Sources = new Dictionary<string, PublishedSource>
    {
        ["sahl"] = new("sahl", "وكالة السهل", "https://sahl.example/", "https://sahl.example/أخبار.xml"),
        ["minaa"] = new("minaa", "جريدة الميناء", "https://minaa.example/"),
        ["nahr"] = new("nahr", "راديو النهر", null),
    };

    /// <summary>What our own reader makes of a published feed.</summary>
    public static ImmutableArray<ParsedEntry> Reread(byte[] feed, string contentType) =>
        FeedParser.Parse(feed, new ParseOptions { ContentType = contentType, BaseUri = new Uri("https://hub.example/feed") }).Entries;

    /// <summary>What a reader has of an entry after our own parser and cleaner went over it; the id stays as published.</summary>
    public static Article Clean(ParsedEntry entry)
    {
        var source = new FeedSource { Id = "hub", Url = new Uri("https://hub.example/feed") };
        return ArticleCleaner.Clean(new IdentifiedEntry(entry, entry.Id ?? "", ""), source, "ar", Start.AddDays(1), ImmutableHashSet<string>.Empty)!;
    }
}
