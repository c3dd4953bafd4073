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
        var until = await new StoryStore(database).MatchedUntilAsync(cancellationToken);
        until = await Retention.WaitingSinceAsync(database, cancellationToken) is { } waiting && waiting < until ? waiting : until;
        var settled = 0;
        while (await database.WriteAsync(session => SettleSomeAsync(session, until), cancellationToken) is var some and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            settled += some;
        }

        await database.ShrinkAsync(cancellationToken);
        return settled;
    }

    private static async Task<int> SettleSomeAsync(DatabaseSession session, DateTimeOffset until)
    {
        // Whoever commits matches holds this row too.
        await session.ScalarAsync<string>($"SELECT owner FROM matcher {session.ForUpdate}");
        var rows = (await session.QueryAsync(
                $"""
                SELECT m.match_seq, a.id, m.feed_id, m.story_seq, m.reason, m.sketch, m.through_id, m.matched_ms, a.first_seen_ms, {PackedText.Columns}
                FROM articles a JOIN article_texts t ON t.article_id = a.id JOIN matches m ON m.article_id = a.id
                WHERE a.id > (SELECT settled_id FROM hub) ORDER BY a.id LIMIT @max {session.Database.Dialect.ForUpdate("a")}
                """,
                new { max = Together },
                row => (
                    Match: new Match(
                        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetFieldValue<byte[]>(5), row.Int64OrNull(6), row.Int64OrNull(7)),
                    SeenAt: row.Instant(8),
                    Text: PackedText.Read(row, 9))))
            .TakeWhile(row => row.SeenAt + Window < until).ToList();
        if (rows.Count == 0)
        {
            return 0;
        }

        await PackAsync(session, rows.Select(row => (row.Match.Article, row.Text)));
        await DropSketchesAsync(session, rows.Select(row => row.Match));
        await session.ExecuteAsync("UPDATE hub SET settled_id = @id", new { id = rows[^1].Match.Article });
        return rows.Count;
    }

    private static async Task PackAsync(DatabaseSession session, IEnumerable<(long Article, string Text)> texts)
    {
        var packed = texts.Select(text => (text.Article, Bytes: PackedText.Pack(text.Text))).Where(text => text.Bytes is not null).ToList();
        await DeleteAsync(session, "article_texts", packed.Select(text => text.Article));
        var insert = RowBatch.Insert(session, ["article", "packed"], "article_texts (article_id, text, packed)", "given.article, '', given.packed");
        foreach (var (article, bytes) in packed)
        {
            await insert.AddAsync(article, bytes!);
        }

        await insert.FlushAsync();
    }

    private static async Task DropSketchesAsync(DatabaseSession session, IEnumerable<Match> matches)
    {
        var settled = matches.Select(match => (Match: match, Sketch: SketchRecord.Settled(match.Sketch))).Where(match => match.Sketch is not null).ToList();
        await DeleteAsync(session, "matches", settled.Select(match => match.Match.Article));
        var insert = RowBatch.Insert(
            session,
            ["number", "article", "feed", "story", "reason", "sketch", "through", "matched"],
            "matches (match_seq, article_id, feed_id, story_seq, reason, sketch, through_id, matched_ms)",
            "given.number, given.article, given.feed, given.story, given.reason, given.sketch, NULLIF(given.through, 0), NULLIF(given.matched, 0)");
        foreach (var (match, sketch) in settled)
        {
            await insert.AddAsync(match.Number, match.Article, match.Feed, match.Story, match.Reason, sketch!, match.Through ?? 0, match.MatchedMs ?? 0);
        }

        await insert.FlushAsync();
    }

    /// <summary>Rows are taken out and put in again: one that only becomes shorter leaves a hole in its page, where no row will ever fit.</summary>
    private static Task DeleteAsync(DatabaseSession session, string table, IEnumerable<long> articles) =>
        session.ExecuteAsync($"DELETE FROM {table} WHERE {session.Database.AnyOf("article_id", "ids")}", new { ids = session.Database.List(articles) });

    /// <summary>A whole row of <c>matches</c>.</summary>
    private sealed record Match(long Number, long Article, string Feed, long Story, string Reason, byte[] Sketch, long? Through, long? MatchedMs);
}
