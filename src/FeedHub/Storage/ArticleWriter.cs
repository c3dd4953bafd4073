using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>
/// Writes the articles of one poll: new ones unless they are here already in some form, corrected ones with what they said before.
/// Both go to the matcher's queue.
/// </summary>
internal static class ArticleWriter
{
    /// <summary>The same words again in the same feed within this time are the same article under a new guid.</summary>
    public static readonly TimeSpan SameWordsWithin = TimeSpan.FromDays(7);

    /// <summary>A page whose text changes at every poll (counters, tickers) keeps this many earlier texts.</summary>
    private const int MaxRevisions = 20;

    /// <summary>To the matcher.</summary>
    public const string Queue =
        "INSERT INTO pending (article_id, turn) VALUES (@id, 1) ON CONFLICT (article_id) DO UPDATE SET turn = pending.turn + 1";

    /// <param name="articles">Id 0: new.</param>
    public static async Task<PollStored> StoreAsync(DatabaseSession session, string feedId, IReadOnlyList<Article> articles, DateTimeOffset now)
    {
        var fresh = articles.Where(article => article.Id == 0)
            .DistinctBy(article => StoredText.Key(article.EntryId))
            .DistinctBy(article => article.ContentKey.Length == 0 ? article.EntryId : article.ContentKey)
            .ToArray();
        var added = session.Database.IsPostgres
            ? await PostgresArticles.AddAsync(session, feedId, fresh, now)
            : SqliteArticles.Add(session, feedId, fresh, now);
        var changed = 0;
        var shown = false;
        foreach (var article in articles.Where(article => article.Id != 0).OrderBy(article => article.Id))
        {
            if (await ChangeAsync(session, article, now))
            {
                changed++;
                shown |= await session.ScalarAsync<long>("SELECT COUNT(*) FROM matches WHERE article_id = @id", new { id = article.Id }) > 0;
            }
        }

        if (shown)
        {
            await session.ExecuteAsync("UPDATE hub SET version = version + 1, changed_ms = @now", new { now = now.Ms() });
        }

        return new PollStored(true, added, changed);
    }

    /// <summary>Stores one article of long ago, past the matcher's queue; null where it is here already.</summary>
    public static async Task<long?> AddOldAsync(DatabaseSession session, Article article)
    {
        var text = StoredText.Fit(article.Text);
        var id = await session.ScalarAsync<long?>(
            """
            INSERT INTO articles (feed_id, entry_id, url_key, content_key, raw_hash, link, title, text_length, is_truncated, published_ms, updated_ms,
                first_seen_ms, changed_ms, language, author, categories, enclosures, image_url, page_tries)
            VALUES (@feed, @entry, @urlKey, @contentKey, @rawHash, @link, @title, @length, @truncated, @published, @updated,
                @firstSeen, @changed, @language, @author, @categories, @enclosures, @image, @pageTries)
            ON CONFLICT (feed_id, entry_id) DO NOTHING
            RETURNING id
            """,
            Parameters(article, text.Length));
        if (id is not null)
        {
            await session.ExecuteAsync("INSERT INTO article_texts (article_id, text) VALUES (@id, @text)", new { id, text });
        }

        return id;
    }

    /// <summary>True where anything a reader could see has changed.</summary>
    private static async Task<bool> ChangeAsync(DatabaseSession session, Article article, DateTimeOffset now)
    {
        var before = (await session.QueryAsync(
            $"SELECT {ArticleRow.Columns} FROM {ArticleRow.Tables} WHERE a.id = @id {(session.Database.IsPostgres ? "FOR UPDATE OF a" : "")}",
            new { id = article.Id },
            ArticleRow.Read)).SingleOrDefault();
        if (before is null)
        {
            return false;
        }

        var title = StoredText.Fit(article.Title);
        var text = StoredText.Fit(article.Text);
        var letters = before.Title != title || before.Text != text;
        var other = before.Link != StoredText.Fit(article.Link) || before.IsTruncated != article.IsTruncated
            || before.Published.Ms() != article.Published.Ms() || before.Updated.Ms() != article.Updated.Ms()
            || before.Author != article.Author || before.ImageUrl != article.ImageUrl || before.Language != article.Language
            || JsonColumns.Write(before.Categories) != JsonColumns.Write(article.Categories)
            || JsonColumns.Write(before.Enclosures) != JsonColumns.Write(article.Enclosures);
        if (letters)
        {
            await ReplaceTextAsync(session, before, text, now);
        }

        await session.ExecuteAsync(
            """
            UPDATE articles SET url_key = @urlKey, content_key = @contentKey, raw_hash = @rawHash, link = @link, title = @title, text_length = @length,
                is_truncated = @truncated, published_ms = @published, updated_ms = @updated, changed_ms = @changed, language = @language,
                author = @author, categories = @categories, enclosures = @enclosures, image_url = @image, page_tries = @pageTries
            WHERE id = @id
            """,
            Parameters(article with { ChangedAt = letters ? article.ChangedAt : before.ChangedAt }, text.Length));
        if (letters || other)
        {
            await session.ExecuteAsync(Queue, new { id = article.Id });
        }

        return letters || other;
    }

    private static object Parameters(Article article, int length) => new
    {
        id = article.Id,
        feed = article.FeedId,
        entry = StoredText.Key(article.EntryId),
        urlKey = StoredText.Key(article.UrlKey),
        contentKey = StoredText.Key(article.ContentKey),
        rawHash = unchecked((long)article.RawHash),
        link = StoredText.Fit(article.Link),
        title = StoredText.Fit(article.Title),
        length = (long)length,
        truncated = article.IsTruncated ? 1L : 0L,
        published = article.Published.Ms(),
        updated = article.Updated.Ms(),
        firstSeen = article.FirstSeenAt.Ms(),
        changed = article.ChangedAt.Ms(),
        language = StoredText.Fit(article.Language),
        author = FitOrNull(article.Author),
        categories = FitOrNull(JsonColumns.Write(article.Categories)),
        enclosures = FitOrNull(JsonColumns.Write(article.Enclosures)),
        image = FitOrNull(article.ImageUrl),
        pageTries = (long?)article.PageTries,
    };

    private static async Task ReplaceTextAsync(DatabaseSession session, Article before, string text, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            "INSERT INTO article_revisions (article_id, replaced_ms, title, text) VALUES (@id, @now, @title, @text)",
            new { id = before.Id, now = now.Ms(), title = before.Title, text = before.Text });
        await session.ExecuteAsync("UPDATE article_texts SET text = @text WHERE article_id = @id", new { id = before.Id, text });
        await session.ExecuteAsync(
            """
            DELETE FROM article_revisions WHERE article_id = @id AND replaced_ms <
                (SELECT MIN(replaced_ms) FROM (SELECT replaced_ms FROM article_revisions WHERE article_id = @id ORDER BY replaced_ms DESC LIMIT @max) kept)
            """,
            new { id = before.Id, max = MaxRevisions });
    }

    private static string? FitOrNull(string? text) => text is null ? null : StoredText.Fit(text);
}
