using System.Text.Json;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Writes one batch of the matcher: who is in which story, the stories with their sequence, what was learned.</summary>
internal sealed class MatchWriter(MatchBatch batch, string owner, DateTimeOffset now)
{
    private long? _versionBefore;

    public async Task<bool> StoreAsync(DatabaseSession session)
    {
        // The matcher's row is the lock on all numbering; the hub's row is touched last, as polls do, so that neither waits for the other.
        var holder = await session.ScalarAsync<string>($"SELECT owner FROM matcher {session.ForUpdate}");
        var hub = (await session.QueryAsync(
            "SELECT version, last_sequence, last_match FROM hub",
            null,
            row => (Version: row.GetInt64(0), LastSequence: row.GetInt64(1), LastMatch: row.GetInt64(2))))[0];
        if (session.MayHaveCommitted && _versionBefore is { } before && hub.Version > before && await IsStoredAsync(session))
        {
            return true;
        }

        _versionBefore = hub.Version;
        if (holder != owner)
        {
            throw new OutdatedMatcherException("Another process has become the matcher.");
        }

        var sequences = await SequencesAsync(session);
        var lastSequence = await StoreStoriesAsync(session, sequences, hub.LastSequence);
        var lastMatch = await StoreMatchesAsync(session, sequences, hub.LastMatch);
        await StoreMergedAsync(session, sequences);
        await StoreRelatedAsync(session);
        await StoreLearnedLinesAsync(session);
        await SearchPending.AddAsync(session, sequences.Values);
        await session.ExecuteAsync(
            """
            UPDATE hub SET version = version + 1, changed_ms = @now, last_sequence = @lastSequence, last_match = @lastMatch, stories = stories + @added,
                matched_until_ms = @until
            """,
            new { now = now.Ms(), lastSequence, lastMatch, added = lastSequence - hub.LastSequence, until = batch.MatchedUntil.Ms() });
        return true;
    }

    /// <summary>Of the stories that are there already.</summary>
    private async Task<Dictionary<string, long>> SequencesAsync(DatabaseSession session)
    {
        var named = batch.Articles.Select(article => article.StoryId).Concat(batch.Stories.Select(story => story.StoryId))
            .Concat(batch.Merged.SelectMany(merged => (string[])[merged.StoryId, merged.IntoId])).Distinct();
        var rows = await session.QueryAsync(
            $"SELECT id, seq FROM stories WHERE {session.Database.AnyOf("id", "named")}",
            new { named = session.Database.List(named) },
            row => (Id: row.GetString(0), Sequence: row.GetInt64(1)));
        return rows.ToDictionary(row => row.Id, row => row.Sequence);
    }

    private async Task<long> StoreStoriesAsync(DatabaseSession session, Dictionary<string, long> sequences, long lastSequence)
    {
        const string date =
            "(SELECT CASE WHEN published_ms < first_seen_ms THEN published_ms ELSE first_seen_ms END FROM articles WHERE id = given.shown)";
        var insert = RowBatch.Insert(
            session,
            ["seq", "id", "shown", "first_seen", "updated"],
            "stories (seq, id, shown_article_id, first_seen_ms, updated_ms, date_ms)",
            $"given.seq, given.id, given.shown, given.first_seen, given.updated, COALESCE({date}, given.first_seen)");
        var update = RowBatch.Update(
            session,
            ["seq", "shown", "updated"],
            "stories",
            "shown_article_id = given.shown, updated_ms = given.updated",
            "stories.seq = given.seq");
        foreach (var story in batch.Stories)
        {
            if (sequences.TryGetValue(story.StoryId, out var known))
            {
                await update.AddAsync(known, story.ShownArticleId, story.UpdatedAt.Ms());
                continue;
            }

            if (!story.IsNew)
            {
                throw new OutdatedMatcherException($"The story {story.StoryId} has expired.");
            }

            sequences.Add(story.StoryId, ++lastSequence);
            await insert.AddAsync(lastSequence, story.StoryId, story.ShownArticleId, story.FirstSeenAt.Ms(), story.UpdatedAt.Ms());
        }

        await insert.FlushAsync();
        await update.FlushAsync();

        return lastSequence;
    }

    private async Task<long> StoreMatchesAsync(DatabaseSession session, Dictionary<string, long> sequences, long lastMatch)
    {
        var move = RowBatch.Update(
            session,
            ["article", "story", "reason", "sketch", "matched"],
            "matches",
            // What a story had named by some time stays as it is: an article that changes its story joins it now.
            "story_seq = given.story, reason = given.reason, sketch = given.sketch, matched_ms = CASE WHEN matches.story_seq = given.story THEN matches.matched_ms ELSE given.matched END",
            "matches.article_id = given.article");
        var insert = RowBatch.Insert(
            session,
            ["number", "article", "feed", "story", "reason", "sketch", "through", "matched"],
            "matches (match_seq, article_id, feed_id, story_seq, reason, sketch, through_id, matched_ms)",
            "given.number, given.article, given.feed, given.story, given.reason, given.sketch, NULLIF(given.through, 0), given.matched");
        var done = RowBatch.Delete(
            session, ["article", "turn"], "pending", "pending.article_id = given.article AND (given.turn = pending.turn OR given.turn = 0)");
        var stored = (await session.QueryAsync(
            $"SELECT a.id, a.feed_id, m.story_seq FROM articles a LEFT JOIN matches m ON m.article_id = a.id WHERE {session.Database.AnyOf("a.id", "ids")}",
            new { ids = session.Database.List(batch.Articles.Select(article => article.ArticleId)) },
            row => (Article: row.GetInt64(0), Feed: row.GetString(1), Story: row.Int64OrNull(2)))).ToDictionary(row => row.Article);
        var left = new HashSet<long>();
        foreach (var article in batch.Articles)
        {
            if (!sequences.TryGetValue(article.StoryId, out var story))
            {
                throw new OutdatedMatcherException($"The story {article.StoryId} has expired.");
            }

            var reason = article.Reason.ToString();
            var isHere = stored.TryGetValue(article.ArticleId, out var known);
            if (isHere && known.Story is { } before)
            {
                await move.AddAsync(article.ArticleId, story, reason, article.Sketch.ToArray(), now.Ms());
                if (before != story)
                {
                    left.Add(before);
                }
            }
            else if (isHere)
            {
                await insert.AddAsync(++lastMatch, article.ArticleId, known.Feed, story, reason, article.Sketch.ToArray(), article.ThroughId ?? 0L, now.Ms());
            }

            await done.AddAsync(article.ArticleId, article.Turn);
        }

        await move.FlushAsync();
        await insert.FlushAsync();
        await done.FlushAsync();

        await DropEmptyAsync(session, left);
        return lastMatch;
    }

    /// <summary>The older story takes the articles; whoever asks for the other is sent there.</summary>
    private async Task StoreMergedAsync(DatabaseSession session, Dictionary<string, long> sequences)
    {
        foreach (var (from, into) in batch.Merged)
        {
            if (!sequences.TryGetValue(from, out var left) || !sequences.TryGetValue(into, out var story))
            {
                throw new OutdatedMatcherException($"The story {from} or {into} has expired.");
            }

            await session.ExecuteAsync("UPDATE matches SET story_seq = @story, matched_ms = @now WHERE story_seq = @left", new { story, left, now = now.Ms() });
            await session.ExecuteAsync("UPDATE merged_stories SET into_id = @into WHERE into_id = @from", new { from, into });
            await session.ExecuteAsync(
                "INSERT INTO merged_stories (id, into_id, merged_ms) VALUES (@from, @into, @now) ON CONFLICT (id) DO UPDATE SET into_id = excluded.into_id",
                new { from, into, now = now.Ms() });
            await DropEmptyAsync(session, [left]);
            sequences.Remove(from);
        }
    }

    private async Task StoreRelatedAsync(DatabaseSession session)
    {
        var related = RowBatch.Insert(
            session, ["article", "other"], "related (article_id, other_id)", "given.article, given.other", "ON CONFLICT (article_id, other_id) DO NOTHING");
        foreach (var article in batch.Articles)
        {
            foreach (var other in article.Related)
            {
                await related.AddAsync(article.ArticleId, other);
            }
        }

        await related.FlushAsync();
    }

    /// <summary>Stories that their last article has left.</summary>
    private static async Task DropEmptyAsync(DatabaseSession session, HashSet<long> left)
    {
        if (left.Count > 0)
        {
            await SearchPending.AddAsync(session, left);
            var dropped = await session.ExecuteAsync(
                $"""
                DELETE FROM stories WHERE {session.Database.AnyOf("seq", "left")}
                    AND NOT EXISTS (SELECT 1 FROM matches m WHERE m.story_seq = stories.seq)
                """,
                new { left = session.Database.List(left) });
            await session.ExecuteAsync("UPDATE hub SET stories = stories - @dropped", new { dropped = (long)dropped });
        }
    }

    private async Task StoreLearnedLinesAsync(DatabaseSession session)
    {
        foreach (var (feed, lines) in batch.LearnedLines.OrderBy(feed => feed.Key, StringComparer.Ordinal))
        {
            await session.ExecuteAsync(
                "INSERT INTO learned_lines (feed_id, lines) VALUES (@feed, @lines) ON CONFLICT (feed_id) DO UPDATE SET lines = excluded.lines",
                new { feed, lines = StoredText.Fit(JsonSerializer.Serialize(lines, JsonColumns.Default.ImmutableArrayLearnedLine)) });
        }
    }

    /// <summary>Whether the commit before, whose answer was lost, had arrived.</summary>
    private async Task<bool> IsStoredAsync(DatabaseSession session)
    {
        var rows = await session.QueryAsync(
            $"""
            SELECT m.article_id, s.id FROM matches m JOIN stories s ON s.seq = m.story_seq WHERE {session.Database.AnyOf("m.article_id", "ids")}
            """,
            new { ids = session.Database.List(batch.Articles.Select(article => article.ArticleId)) },
            row => (row.GetInt64(0), row.GetString(1)));
        return rows.ToHashSet().SetEquals(batch.Articles.Select(article => (article.ArticleId, article.StoryId)));
    }
}
