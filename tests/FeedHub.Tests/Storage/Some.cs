using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

/// <summary>Values of which a test names only what matters to it.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static FeedSource Source(string id = "sana", string? url = null, bool enabled = true) =>
        new() { Id = id, Url = new Uri(url ?? $"https://{id}.example/feed"), Enabled = enabled };

    public static Article Article(
        string entryId = "1", string feedId = "sana", string? title = null, string? text = null, string? urlKey = null, string? contentKey = null,
        DateTimeOffset? published = null, DateTimeOffset? firstSeenAt = null, long id = 0, ulong rawHash = 7) => new()
        {
            Id = id,
            FeedId = feedId,
            EntryId = entryId,
            Link = $"https://{feedId}.example/{entryId}",
            Title = title ?? $"عنوان {entryId}",
            Text = text ?? $"نصّ الخبر {entryId}\nسطر ثانٍ",
            Published = published,
            FirstSeenAt = firstSeenAt ?? Now,
            ChangedAt = firstSeenAt ?? Now,
            Language = "ar",
            UrlKey = urlKey ?? $"{feedId}.example/{entryId}",
            ContentKey = contentKey ?? $"key of {title} {text} {entryId}",
            RawHash = rawHash,
        };

    public static IdentifiedEntry Entry(string entryId, string urlKey = "") => new(new ParsedEntry(), entryId, urlKey);

    public static PollState State(DateTimeOffset? next = null) => new() { NextPollAt = next ?? Now.AddMinutes(15), LastPollAt = Now };

    public static MatchedArticle Match(long articleId, string storyId, params long[] related) =>
        new(articleId, storyId, new(MatchCode.First), new byte[] { 1, 2, 3 }) { Related = [.. related] };

    public static StoryChange NewStory(string id, long shown) => new(id, shown, IsNew: true, Now, Now);
}
