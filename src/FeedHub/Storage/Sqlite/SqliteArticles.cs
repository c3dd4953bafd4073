using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>New articles of one poll, row by row with statements prepared once.</summary>
internal static class SqliteArticles
{
    private const string IsBuried = "SELECT EXISTS (SELECT 1 FROM tombstones WHERE feed_id = @feed AND entry_hash = @entryHash)";

    private const string Insert =
        """
        INSERT INTO articles (feed_id, entry_id, url_key, content_key, raw_hash, link, title, text_length, is_truncated, published_ms, updated_ms,
            first_seen_ms, changed_ms, language, author, categories, enclosures, image_url, page_tries)
        VALUES (@feed, @entry, @urlKey, @contentKey, @rawHash, @link, @title, @length, @truncated, @published, @updated,
            @firstSeen, @changed, @language, @author, @categories, @enclosures, @image, @pageTries)
        ON CONFLICT (feed_id, entry_id) DO NOTHING
        """;

    private static readonly string[] InsertParameters =
    [
        "feed", "entry", "urlKey", "contentKey", "rawHash", "link", "title", "length", "truncated", "published", "updated", "firstSeen", "changed",
        "language", "author", "categories", "enclosures", "image", "pageTries",
    ];

    /// <summary>Returns how many were not here yet.</summary>
    /// <param name="articles">No two with the same entry id.</param>
    public static int Add(DatabaseSession session, string feedId, IReadOnlyList<Article> articles)
    {
        var isBuried = session.Statement(IsBuried, "feed", "entryHash");
        var insert = session.Statement(Insert, InsertParameters);
        var insertText = session.Statement("INSERT INTO article_texts (article_id, text) VALUES (@id, @text)", "id", "text");
        var queue = session.Statement(ArticleWriter.Queue, "id");
        var added = 0;
        foreach (var article in articles)
        {
            var text = StoredText.Fit(article.Text);
            if (isBuried.Number(feedId, StoredText.Hash(article.EntryId)) == 0 && insert.Run(Values(feedId, article, text.Length)) == 1)
            {
                var id = insert.LastRow;
                insertText.Run(id, text);
                queue.Run(id);
                added++;
            }
        }

        return added;
    }

    private static object?[] Values(string feedId, Article article, int length) =>
    [
        feedId,
        StoredText.Key(article.EntryId),
        StoredText.Key(article.UrlKey),
        StoredText.Key(article.ContentKey),
        unchecked((long)article.RawHash),
        StoredText.Fit(article.Link),
        StoredText.Fit(article.Title),
        (long)length,
        article.IsTruncated ? 1L : 0L,
        article.Published.Ms(),
        article.Updated.Ms(),
        article.FirstSeenAt.Ms(),
        article.ChangedAt.Ms(),
        StoredText.Fit(article.Language),
        StoredText.FitOrNull(article.Author),
        StoredText.FitOrNull(JsonColumns.Write(article.Categories)),
        StoredText.FitOrNull(JsonColumns.Write(article.Enclosures)),
        StoredText.FitOrNull(article.ImageUrl),
        (long?)article.PageTries,
    ];
}
