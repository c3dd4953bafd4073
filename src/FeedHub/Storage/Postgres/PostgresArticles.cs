using FeedHub.Cleaning;
using Npgsql;
using NpgsqlTypes;

namespace FeedHub.Storage;

/// <summary>New articles of one poll in one statement: over a network, round trips cost more than rows.</summary>
internal static class PostgresArticles
{
    private const string Insert =
        """
        WITH given AS (
            SELECT * FROM unnest(@entry, @urlKey, @contentKey, @rawHash, @link, @title, @text, @length, @truncated, @published, @updated, @firstSeen,
                @changed, @language, @author, @categories, @enclosures, @image, @pageTries, @entryHash)
            WITH ORDINALITY AS g (entry_id, url_key, content_key, raw_hash, link, title, text, text_length, is_truncated, published_ms, updated_ms,
                first_seen_ms, changed_ms, language, author, categories, enclosures, image_url, page_tries, entry_hash, place)),
        added AS (
            INSERT INTO articles (feed_id, entry_id, url_key, content_key, raw_hash, link, title, text_length, is_truncated, published_ms, updated_ms,
                first_seen_ms, changed_ms, language, author, categories, enclosures, image_url, page_tries)
            SELECT @feed, entry_id, url_key, content_key, raw_hash, link, title, text_length, is_truncated, published_ms, updated_ms,
                first_seen_ms, changed_ms, language, author, categories, enclosures, image_url, page_tries
            FROM given g
            WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE feed_id = @feed AND entry_hash = g.entry_hash)
            ORDER BY place
            ON CONFLICT (feed_id, entry_id) DO NOTHING
            RETURNING id, entry_id),
        texts AS (INSERT INTO article_texts (article_id, text) SELECT added.id, given.text FROM added JOIN given USING (entry_id)),
        queued AS (INSERT INTO pending (article_id, turn) SELECT id, 1 FROM added)
        SELECT COUNT(*) FROM added
        """;

    /// <param name="articles">No two with the same entry id.</param>
    public static async Task<int> AddAsync(DatabaseSession session, string feedId, IReadOnlyList<Article> articles)
    {
        if (articles.Count == 0)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand(Insert, (NpgsqlConnection)session.Connection);
        command.Parameters.AddWithValue("feed", feedId);
        Texts("entry", article => StoredText.Key(article.EntryId));
        Texts("urlKey", article => StoredText.Key(article.UrlKey));
        Texts("contentKey", article => StoredText.Key(article.ContentKey));
        Numbers("rawHash", article => unchecked((long)article.RawHash));
        Texts("link", article => article.Link);
        Texts("title", article => article.Title);
        Texts("text", article => article.Text);
        Numbers("length", article => StoredText.Fit(article.Text).Length);
        Numbers("truncated", article => article.IsTruncated ? 1 : 0);
        Numbers("published", article => article.Published.Ms());
        Numbers("updated", article => article.Updated.Ms());
        Numbers("firstSeen", article => article.FirstSeenAt.Ms());
        Numbers("changed", article => article.ChangedAt.Ms());
        Texts("language", article => article.Language);
        Texts("author", article => article.Author);
        Texts("categories", article => JsonColumns.Write(article.Categories));
        Texts("enclosures", article => JsonColumns.Write(article.Enclosures));
        Texts("image", article => article.ImageUrl);
        Numbers("pageTries", article => article.PageTries);
        Numbers("entryHash", article => StoredText.Hash(article.EntryId));
        return (int)(long)(await command.ExecuteScalarAsync())!;

        void Texts(string name, Func<Article, string?> value) => command.Parameters.Add(new NpgsqlParameter<string?[]>(name, NpgsqlDbType.Array | NpgsqlDbType.Text)
        {
            TypedValue = [.. articles.Select(article => value(article) is { } text ? StoredText.Fit(text) : null)],
        });

        void Numbers(string name, Func<Article, long?> value) => command.Parameters.Add(new NpgsqlParameter<long?[]>(name, NpgsqlDbType.Array | NpgsqlDbType.Bigint)
        {
            TypedValue = [.. articles.Select(value)],
        });
    }
}
