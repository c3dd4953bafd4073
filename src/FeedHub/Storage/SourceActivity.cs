namespace FeedHub.Storage;

/// <summary>What a source did of late.</summary>
/// <param name="Articles">Taken in, by day, the last day last.</param>
/// <param name="Shared">Stories that others carried too.</param>
/// <param name="Firsts">Those of them that it published first.</param>
public sealed record SourceActivity(IReadOnlyList<long> Articles, long Shared, long Firsts);

/// <summary>What the sources did of late, counted from their articles: not for every request.</summary>
public sealed class SourceActivities(Database database)
{
    private const string ArticlesSql = "SELECT feed_id, (first_seen_ms - @from) / 86400000 AS day, COUNT(*) FROM articles WHERE first_seen_ms >= @from GROUP BY 1, 2";

    private const string FirstsSql =
        """
        SELECT feed_id, COUNT(DISTINCT story_seq), SUM(CASE WHEN place = 1 THEN 1 ELSE 0 END)
        FROM (
            SELECT m.feed_id, m.story_seq, MIN(m.feed_id) OVER story AS least, MAX(m.feed_id) OVER story AS most,
                ROW_NUMBER() OVER (
                    PARTITION BY m.story_seq
                    ORDER BY CASE WHEN a.published_ms < a.first_seen_ms THEN a.published_ms ELSE a.first_seen_ms END, m.match_seq) AS place
            FROM stories s JOIN matches m ON m.story_seq = s.seq JOIN articles a ON a.id = m.article_id
            WHERE s.date_ms >= @from
            WINDOW story AS (PARTITION BY m.story_seq)
        ) told
        WHERE least <> most GROUP BY feed_id
        """;

    /// <summary>By feed id, for so many days; who did nothing is not in it.</summary>
    /// <param name="from">Where the first of the days begins; each has 24 hours.</param>
    public async Task<IReadOnlyDictionary<string, SourceActivity>> ReadAsync(DateTimeOffset from, int days, CancellationToken cancellationToken)
    {
        var (articles, firsts) = await database.ReadAsync(
            async session => (
                await session.QueryAsync(ArticlesSql, new { from = from.Ms() }, row => (Feed: row.GetString(0), Day: row.GetInt64(1), Count: row.GetInt64(2))),
                await session.QueryAsync(FirstsSql, new { from = from.Ms() }, row => (Feed: row.GetString(0), Shared: row.GetInt64(1), Firsts: row.GetInt64(2)))),
            cancellationToken);
        var taken = articles.ToLookup(row => row.Feed);
        var told = firsts.ToDictionary(row => row.Feed);
        return taken.Select(feed => feed.Key).Union(told.Keys).ToDictionary(
            feed => feed,
            feed => new SourceActivity(
                [.. Enumerable.Range(0, days).Select(day => taken[feed].Where(row => row.Day == day).Sum(row => row.Count))],
                told.GetValueOrDefault(feed).Shared,
                told.GetValueOrDefault(feed).Firsts));
    }
}
