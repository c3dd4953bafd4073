using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Takes exported history back in: stories with their ids, in their old order; what is here already stays as it is.</summary>
public static class HistoryImport
{
    private const int StoriesPerTransaction = 200;

    /// <summary>
    /// Stores the stories and their articles behind those already here; returns how many stories were new. Row numbers and sequences are given
    /// anew, so into a hub with readers imported stories come as the newest: import before its first poll.
    /// </summary>
    /// <param name="stories">
    /// As <see cref="StoryStore.ExportAsync"/> gave them, in sequence order. An article that is here already is left out; keys that are empty are made anew.
    /// </param>
    public static async Task<int> RunAsync(
        Database database, IAsyncEnumerable<ExportedStory> stories, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var imported = 0;
        await foreach (var some in stories.Chunk(StoriesPerTransaction).WithCancellation(cancellationToken))
        {
            imported += await database.WriteAsync(session => StoreAsync(session, some, now), cancellationToken);
        }

        return imported;
    }

    private static async Task<int> StoreAsync(DatabaseSession session, ExportedStory[] stories, DateTimeOffset now)
    {
        await session.ScalarAsync<string>($"SELECT owner FROM matcher {session.ForUpdate}");
        var (lastSequence, lastMatch) = (await session.QueryAsync(
            "SELECT last_sequence, last_match FROM hub", null, row => (row.GetInt64(0), row.GetInt64(1))))[0];
        var imported = new List<long>();
        foreach (var story in stories)
        {
            if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM stories WHERE id = @id", new { id = story.Story.Id }) > 0)
            {
                continue;
            }

            var articles = await StoreArticlesAsync(session, story);
            if (articles.Count == 0)
            {
                continue;
            }

            imported.Add(++lastSequence);
            await StoreStoryAsync(session, story, articles, lastSequence);
            foreach (var (article, reason) in articles)
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO matches (match_seq, article_id, feed_id, story_seq, reason, sketch)
                    VALUES (@match, @id, @feed, @sequence, @reason, @sketch)
                    """,
                    new { match = ++lastMatch, id = article.Id, feed = article.FeedId, sequence = lastSequence, reason, sketch = Array.Empty<byte>() });
            }
        }

        await SearchPending.AddAsync(session, imported);
        await session.ExecuteAsync(
            "UPDATE hub SET version = version + 1, changed_ms = @now, last_sequence = @lastSequence, last_match = @lastMatch, stories = stories + @added",
            new { now = now.Ms(), lastSequence, lastMatch, added = (long)imported.Count });
        return imported.Count;
    }

    /// <summary>Those that were not here, with their new row numbers.</summary>
    private static async Task<IReadOnlyList<(Article Article, string Reason)>> StoreArticlesAsync(DatabaseSession session, ExportedStory story)
    {
        var stored = new List<(Article, string)>();
        for (var i = 0; i < story.Articles.Count; i++)
        {
            var article = story.Articles[i];
            if (await ArticleWriter.AddOldAsync(session, WithKeys(article)) is { } id)
            {
                var reason = i < story.Story.Copies.Length ? story.Story.Copies[i].Reason : MatchReason.Unknown;
                stored.Add((article with { Id = id }, reason.ToString()));
            }
        }

        return stored;
    }

    private static Article WithKeys(Article article) => article.ContentKey.Length > 0
        ? article
        : article with { UrlKey = CanonicalUrl.Key(article.Link), ContentKey = ArticleCleaner.ContentKey(article.Title, article.Text) };

    private static Task<int> StoreStoryAsync(
        DatabaseSession session, ExportedStory exported, IReadOnlyList<(Article Article, string Reason)> articles, long sequence)
    {
        var story = exported.Story;
        var shown = articles.Select(one => one.Article)
            .FirstOrDefault(article => article.FeedId == story.Shown.FeedId && article.EntryId == story.Shown.EntryId, articles[0].Article);
        return session.ExecuteAsync(
            """
            INSERT INTO stories (seq, id, shown_article_id, first_seen_ms, updated_ms, date_ms) VALUES (@sequence, @id, @shown, @firstSeen, @updated, @date)
            """,
            new { sequence, id = story.Id, shown = shown.Id, firstSeen = story.FirstSeenAt.Ms(), updated = story.UpdatedAt.Ms(), date = shown.Date.Ms() });
    }
}
