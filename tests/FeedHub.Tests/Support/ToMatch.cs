using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Tests.Support;

internal static class ToMatch
{
    /// <summary>As storage gives it to the matcher.</summary>
    public static PendingArticle Pending(this Article article, string? storyId = null) => new(
        new(
            article.Id, article.FeedId, article.EntryId, article.UrlKey, article.ContentKey, article.Title, article.Text, article.IsTruncated, article.Date,
            article.FirstSeenAt, article.ChangedAt)
        { Media = MediaFile.Mark(article.Enclosures) },
        storyId);
}
