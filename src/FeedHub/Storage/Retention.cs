namespace FeedHub.Storage;

/// <summary>Forgets what is old, in transactions short enough that polls hardly wait.</summary>
internal static class Retention
{
    private const int BatchSize = 500;

    public static async Task<int> ExpireAsync(Database database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        before = await BoundAsync(database, before, cancellationToken);
        var expired = 0;
        var after = (Ms: long.MinValue, Id: 0L);
        while (true)
        {
            var from = after;
            var batch = await database.WriteAsync(session => ExpireSomeAsync(session, before, from), cancellationToken);
            expired += batch.Expired;
            if (batch.Last is not { } last)
            {
                break;
            }

            after = last;
        }

        var forget = (database.Time.GetUtcNow() - Tombstones.KeptUnseen).Ms();
        await database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM merged_stories WHERE NOT EXISTS (SELECT 1 FROM stories s WHERE s.id = merged_stories.into_id)"), cancellationToken);
        await database.WriteAsync(session => session.ExecuteAsync("DELETE FROM tombstones WHERE seen_ms < @forget", new { forget }), cancellationToken);
        await database.WriteAsync(
            async session =>
            {
                await PollHistory.ForgetFailuresAsync(session, database.Time.GetUtcNow() - PollHistory.FailuresKept);
                return true;
            },
            cancellationToken);
        await database.ShrinkAsync(cancellationToken);
        return expired;
    }

    /// <summary>Watermark of the matcher: what waits for it is compared with what was kept when it came, however late that is.</summary>
    private static async Task<DateTimeOffset> BoundAsync(Database database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var kept = database.Time.GetUtcNow() - before;
        return await WaitingSinceAsync(database, cancellationToken) is { } waiting && waiting - kept is var bound && bound < before ? bound : before;
    }

    /// <summary>First sight of the oldest article that waits for the matcher; null: none waits.</summary>
    public static async Task<DateTimeOffset?> WaitingSinceAsync(Database database, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ScalarAsync<long?>("SELECT MIN(a.first_seen_ms) FROM pending p JOIN articles a ON a.id = p.article_id"), cancellationToken) is { } ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    /// <summary>Looks at the next <see cref="BatchSize"/> old articles; Last is null where there were none.</summary>
    private static async Task<(int Expired, (long Ms, long Id)? Last)> ExpireSomeAsync(DatabaseSession session, DateTimeOffset before, (long Ms, long Id) after)
    {
        const string old =
            """
            SELECT id, feed_id, entry_id, url_key, first_seen_ms,
                CASE WHEN EXISTS (SELECT 1 FROM pending p WHERE p.article_id = o.id) OR EXISTS (
                    SELECT 1 FROM matches m JOIN matches c ON c.story_seq = m.story_seq JOIN articles y ON y.id = c.article_id
                    WHERE m.article_id = o.id
                        AND (y.first_seen_ms >= @before OR EXISTS (SELECT 1 FROM pending p WHERE p.article_id = c.article_id)))
                THEN 1 ELSE 0 END
            FROM (SELECT id, feed_id, entry_id, url_key, first_seen_ms FROM articles
                WHERE (first_seen_ms, id) > (@ms, @id) AND first_seen_ms < @before ORDER BY first_seen_ms, id LIMIT @max) o
            ORDER BY first_seen_ms, id
            """;
        var rows = await session.QueryAsync(
            old,
            new { before = before.Ms(), ms = after.Ms, id = after.Id, max = BatchSize },
            row => (Id: row.GetInt64(0), Feed: row.GetString(1), Entry: row.GetString(2), Url: row.GetString(3), Ms: row.GetInt64(4), IsKept: row.Flag(5)));
        if (rows.Count == 0)
        {
            return (0, null);
        }

        var gone = rows.Where(row => !row.IsKept).ToArray();
        var bury = RowBatch.Insert(
            session,
            ["feed", "entry", "url", "seen"],
            "tombstones (feed_id, entry_hash, url_hash, seen_ms)",
            "given.feed, given.entry, given.url, given.seen",
            "ON CONFLICT (feed_id, entry_hash) DO UPDATE SET seen_ms = excluded.seen_ms");
        foreach (var row in gone)
        {
            await bury.AddAsync(row.Feed, StoredText.Hash(row.Entry), StoredText.Hash(row.Url), session.Database.Time.GetUtcNow().Ms());
        }

        await bury.FlushAsync();

        await DeleteAsync(session, [.. gone.Select(row => row.Id)]);
        return (gone.Length, (rows[^1].Ms, rows[^1].Id));
    }

    private static async Task DeleteAsync(DatabaseSession session, IReadOnlyList<long> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var database = session.Database;
        var parameters = new { ids = database.List(ids) };
        var sequences = await session.QueryAsync<long>(
            $"SELECT DISTINCT story_seq FROM matches WHERE {database.AnyOf("article_id", "ids")}", parameters);
        var stories = database.List(sequences);
        foreach (var (table, column) in new[]
        {
            ("matches", "article_id"), ("related", "article_id"), ("related", "other_id"), ("article_texts", "article_id"), ("article_revisions", "article_id"), ("articles", "id"),
        })
        {
            await session.ExecuteAsync($"DELETE FROM {table} WHERE {database.AnyOf(column, "ids")}", parameters);
        }

        var deleted = await session.ExecuteAsync(
            $"DELETE FROM stories WHERE {database.AnyOf("seq", "stories")} AND NOT EXISTS (SELECT 1 FROM matches m WHERE m.story_seq = stories.seq)",
            new { stories });
        await SearchPending.AddAsync(session, sequences);
        await session.ExecuteAsync(
            "UPDATE hub SET version = version + 1, changed_ms = @now, stories = stories - @deleted",
            new { now = database.Time.GetUtcNow().Ms(), deleted = (long)deleted });
    }
}
