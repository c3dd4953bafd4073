using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>
/// Writes the articles of one poll: new ones unless they are buried, corrected ones with what they said before.
/// Both go to the matcher's queue.
/// </summary>
internal static class ArticleWriter
{
    /// <summary>A page whose text changes at every poll (counters, tickers) keeps this many earlier texts.</summary>
    private const int MaxRevisions = 20;

    /// <summary>To the matcher.</summary>
    public const string Queue =
        "INSERT INTO pending (article_id, turn) VALUES (@id, 1) ON CONFLICT (article_id) DO UPDATE SET turn = pending.turn + 1";

    public static async Task<PollStored> StoreAsync(DatabaseSession session, PollCommit poll, DateTimeOffset now)
    {
        foreach (var former in poll.Displaced)
        {
            await session.ExecuteAsync("UPDATE articles SET entry_id = @entry WHERE id = @id", new { id = former.Id, entry = StoredText.Key(former.EntryId) });
        }

        var feedId = poll.Feed.FeedId;
        var fresh = poll.Articles.Where(article => article.Id == 0).DistinctBy(article => StoredText.Key(article.EntryId)).ToArray();
        var added = session.Database.IsPostgres
            ? await PostgresArticles.AddAsync(session, feedId, fresh)
            : SqliteArticles.Add(session, feedId, fresh);
        var changed = await ChangeAsync(session, [.. poll.Articles.Where(article => article.Id != 0)], poll.Entries, now);
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

    /// <summary>Returns how many changed in anything a reader could see.</summary>
    private static async Task<int> ChangeAsync(DatabaseSession session, IReadOnlyList<Article> articles, int entries, DateTimeOffset now)
    {
        if (articles.Count == 0)
        {
            return 0;
        }

        var stored = (await session.QueryAsync(
            $"SELECT {ArticleRow.Columns} FROM {ArticleRow.Tables} WHERE {session.Database.AnyOf("a.id", "ids")} {(session.Database.IsPostgres ? "FOR UPDATE OF a" : "")}",
            new { ids = session.Database.List(articles.Select(article => article.Id)) },
            ArticleRow.Read)).ToDictionary(article => article.Id);
        var changes = articles.DistinctBy(article => article.Id).Where(article => stored.ContainsKey(article.Id)).OrderBy(article => article.Id)
            .Select(article => (Before: stored[article.Id], Now: article)).ToList();
        var changed = new List<long>();
        foreach (var article in Churn.Settle(changes, entries))
        {
            if (await ChangeAsync(session, stored[article.Id], article, now))
            {
                changed.Add(article.Id);
            }
        }

        if (changed.Count > 0
            && await session.ScalarAsync<long>($"SELECT COUNT(*) FROM matches WHERE {session.Database.AnyOf("article_id", "ids")}", new { ids = session.Database.List(changed) }) > 0)
        {
            await session.ExecuteAsync("UPDATE hub SET version = version + 1, changed_ms = @now", new { now = now.Ms() });
        }

        return changed.Count;
    }

    /// <summary>True where anything a reader could see has changed.</summary>
    private static async Task<bool> ChangeAsync(DatabaseSession session, Article before, Article article, DateTimeOffset now)
    {
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
