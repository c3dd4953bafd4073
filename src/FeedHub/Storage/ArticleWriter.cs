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

    private static readonly string Change = $"UPDATE articles SET {ArticleTable.All.Set} WHERE id = @id";

    public static async Task<PollStored> StoreAsync(DatabaseSession session, PollCommit poll, DateTimeOffset now)
    {
        foreach (var former in poll.Displaced)
        {
            await session.ExecuteAsync("UPDATE articles SET entry_id = @entry WHERE id = @id", new { id = former.Id, entry = StoredText.Key(former.EntryId) });
        }

        var feed = poll.Feed.FeedId;
        var fresh = poll.Articles.Where(article => article.Id == 0).DistinctBy(article => StoredText.Key(article.EntryId)).Select(article => article with { FeedId = feed }).ToArray();
        var added = (await session.InsertAsync(ArticleTable.Fresh, fresh)).Count(id => id is not null);
        var changed = await ChangeAsync(session, [.. poll.Articles.Where(article => article.Id != 0)], poll.Entries, now);
        return new PollStored(true, added, changed);
    }

    /// <summary>Stores one article of long ago, past the matcher's queue; null where it is here already.</summary>
    public static async Task<long?> AddOldAsync(DatabaseSession session, Article article) => (await session.InsertAsync(ArticleTable.Old, [article]))[0];

    /// <summary>Returns how many changed in anything a reader could see.</summary>
    private static async Task<int> ChangeAsync(DatabaseSession session, IReadOnlyList<Article> articles, int entries, DateTimeOffset now)
    {
        if (articles.Count == 0)
        {
            return 0;
        }

        var stored = (await session.QueryAsync(
            $"SELECT {ArticleTable.Columns} FROM {ArticleTable.Tables} WHERE {session.Database.AnyOf("a.id", "ids")} {session.Database.Dialect.ForUpdate("a")}",
            new { ids = session.Database.List(articles.Select(article => article.Id)) },
            ArticleTable.Read)).ToDictionary(article => article.Id);
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
        if (letters)
        {
            await ReplaceTextAsync(session, before, text, now);
        }

        var changed = article with { ChangedAt = letters ? article.ChangedAt : before.ChangedAt };
        await session.ExecuteAsync(Change, ArticleTable.All.Values(new SqlParameters().Add("id", article.Id), changed));
        if (ArticleTable.All.IsShownAlike(before, article))
        {
            return false;
        }

        await session.ExecuteAsync(Queue, new { id = article.Id });
        return true;
    }

    private static async Task ReplaceTextAsync(DatabaseSession session, Article before, string text, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            "INSERT INTO article_revisions (article_id, replaced_ms, title, text) VALUES (@id, @now, @title, @text)",
            new { id = before.Id, now = now.Ms(), title = before.Title, text = before.Text });
        await session.ExecuteAsync("UPDATE article_texts SET text = @text, packed = NULL WHERE article_id = @id", new { id = before.Id, text });
        await session.ExecuteAsync(
            """
            DELETE FROM article_revisions WHERE article_id = @id AND replaced_ms <
                (SELECT MIN(replaced_ms) FROM (SELECT replaced_ms FROM article_revisions WHERE article_id = @id ORDER BY replaced_ms DESC LIMIT @max) kept)
            """,
            new { id = before.Id, max = MaxRevisions });
    }
}
