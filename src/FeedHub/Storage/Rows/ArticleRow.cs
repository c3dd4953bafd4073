using System.Data.Common;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>How an article is read from its row and its text.</summary>
internal static class ArticleRow
{
    /// <summary>From <c>articles a JOIN article_texts t</c>, in the order that <c>Read</c> reads.</summary>
    public const string Columns =
        """
        a.id, a.feed_id, a.entry_id, a.url_key, a.content_key, a.raw_hash, a.link, a.title, t.text, a.is_truncated, a.published_ms, a.updated_ms,
        a.first_seen_ms, a.changed_ms, a.language, a.author, a.categories, a.enclosures, a.image_url, a.page_tries
        """;

    public const string Tables = "articles a JOIN article_texts t ON t.article_id = a.id";

    public const int ColumnCount = 20;

    public static Article Read(DbDataReader row, int first) => new()
    {
        Id = row.GetInt64(first),
        FeedId = row.GetString(first + 1),
        EntryId = row.GetString(first + 2),
        UrlKey = row.GetString(first + 3),
        ContentKey = row.GetString(first + 4),
        RawHash = unchecked((ulong)row.GetInt64(first + 5)),
        Link = row.GetString(first + 6),
        Title = row.GetString(first + 7),
        Text = row.GetString(first + 8),
        IsTruncated = row.Flag(first + 9),
        Published = row.InstantOrNull(first + 10),
        Updated = row.InstantOrNull(first + 11),
        FirstSeenAt = row.Instant(first + 12),
        ChangedAt = row.Instant(first + 13),
        Language = row.GetString(first + 14),
        Author = row.StringOrNull(first + 15),
        Categories = JsonColumns.ReadStrings(row.StringOrNull(first + 16)),
        Enclosures = JsonColumns.ReadEnclosures(row.StringOrNull(first + 17)),
        ImageUrl = row.StringOrNull(first + 18),
        PageTries = (int?)row.Int64OrNull(first + 19),
    };

    public static Article Read(DbDataReader row) => Read(row, 0);

    /// <summary><see cref="Article.Date"/> from its two columns.</summary>
    public static DateTimeOffset Date(DbDataReader row, int published, int firstSeen) =>
        row.InstantOrNull(published) is { } date && date < row.Instant(firstSeen) ? date : row.Instant(firstSeen);
}
