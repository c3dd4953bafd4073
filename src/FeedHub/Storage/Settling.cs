using System.Data.Common;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>
/// Compaction: an article that the matcher's window has passed finds no more company and is seldom read. Its text is compressed, its sketch dropped.
/// </summary>
internal static class Settling
{
    /// <summary>Articles in one transaction: few enough that polls hardly wait.</summary>
    private const int Together = 100;

    /// <summary>The window counts whole hours.</summary>
    private static readonly TimeSpan Window = new MatchingThresholds().Window + TimeSpan.FromHours(1);

    /// <summary>Returns how many were settled.</summary>
    public static async Task<int> RunAsync(Database database, CancellationToken cancellationToken)
    {
        var settled = 0;
        while (await database.WriteAsync(SettleSomeAsync, cancellationToken) is var some and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            settled += some;
        }

        await database.ShrinkAsync(cancellationToken);
        return settled;
    }

    private static async Task<int> SettleSomeAsync(DatabaseSession session)
    {
        // Whoever commits matches holds this row too.
        await session.ScalarAsync<string>($"SELECT owner FROM matcher {session.ForUpdate}");
        var before = await session.ScalarAsync<long>(
            """
            SELECT CASE WHEN p.first_ms < h.matched_until_ms THEN p.first_ms ELSE h.matched_until_ms END
            FROM hub h, (SELECT MIN(a.first_seen_ms) AS first_ms FROM pending q JOIN articles a ON a.id = q.article_id) p
            """) - (long)Window.TotalMilliseconds;
        var rows = (await session.QueryAsync(
                $"""
                SELECT a.first_seen_ms, m.match_seq, a.id, m.feed_id, m.story_seq, m.reason, m.sketch, m.through_id, m.matched_ms, {PackedText.Columns}
                FROM articles a JOIN article_texts t ON t.article_id = a.id JOIN matches m ON m.article_id = a.id
                WHERE a.id > (SELECT settled_id FROM hub) ORDER BY a.id LIMIT @max {session.Database.Dialect.ForUpdate("a")}
                """,
                new { max = Together },
                row => (Ms: row.GetInt64(0), Id: row.GetInt64(2), Match: Match(row), Text: PackedText.Read(row, 9))))
            .TakeWhile(row => row.Ms < before).ToList();
        if (rows.Count == 0)
        {
            return 0;
        }

        var texts = RowBatch.Insert(session, ["article", "packed"], "article_texts (article_id, text, packed)", "given.article, '', given.packed");
        var packed = rows.Select(row => (row.Id, Bytes: PackedText.Pack(row.Text))).Where(row => row.Bytes is not null).ToList();
        await DeleteAsync(session, "article_texts", packed.Select(row => row.Id));
        foreach (var (id, bytes) in packed)
        {
            await texts.AddAsync(id, bytes!);
        }

        await texts.FlushAsync();
        await DropSketchesAsync(session, [.. rows.Select(row => row.Match)]);
        await session.ExecuteAsync("UPDATE hub SET settled_id = @id", new { id = rows[^1].Id });
        return rows.Count;
    }

    private static async Task DropSketchesAsync(DatabaseSession session, IReadOnlyList<object[]> matches)
    {
        string[] columns = ["number", "article", "feed", "story", "reason", "sketch", "through", "matched"];
        var insert = RowBatch.Insert(
            session, columns, "matches (match_seq, article_id, feed_id, story_seq, reason, sketch, through_id, matched_ms)",
            "given.number, given.article, given.feed, given.story, given.reason, given.sketch, NULLIF(given.through, 0), NULLIF(given.matched, 0)");
        var settled = matches.Select(match => (Match: match, Sketch: SketchRecord.Settled((byte[])match[5]))).Where(match => match.Sketch is not null).ToList();
        await DeleteAsync(session, "matches", settled.Select(match => (long)match.Match[1]));
        foreach (var (match, sketch) in settled)
        {
            await insert.AddAsync([.. match[..5], sketch!, .. match[6..]]);
        }

        await insert.FlushAsync();
    }

    /// <summary>Rows are taken out and put in again: one that only becomes shorter leaves a hole in its page, where no row will ever fit.</summary>
    private static Task DeleteAsync(DatabaseSession session, string table, IEnumerable<long> articles) =>
        session.ExecuteAsync($"DELETE FROM {table} WHERE {session.Database.AnyOf("article_id", "ids")}", new { ids = session.Database.List(articles) });

    /// <summary>The columns of a match, from the second of the row on; 0 for null.</summary>
    private static object[] Match(DbDataReader row) =>
    [
        row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetFieldValue<byte[]>(6), row.Int64OrNull(7) ?? 0, row.Int64OrNull(8) ?? 0,
    ];
}
