namespace FeedHub.Storage;

/// <summary>What a source did of late.</summary>
/// <param name="Articles">Taken in, by day, the last day last.</param>
/// <param name="Failures">Polls that failed, by day as well.</param>
/// <param name="Shared">Stories that others carried too.</param>
/// <param name="Firsts">Those of them that it published first.</param>
public sealed record SourceActivity(IReadOnlyList<long> Articles, IReadOnlyList<long> Failures, long Shared, long Firsts);

/// <summary>What the sources did of late, counted from their articles: not for every request.</summary>
public sealed class SourceActivities(Database database)
{
    private const string ArticlesSql = "SELECT feed_id, (first_seen_ms - @from) / 86400000 AS day, COUNT(*) FROM articles WHERE first_seen_ms >= @from GROUP BY 1, 2";

    private const string FailuresSql =
        "SELECT feed_id, (hour * 3600000 - @from) / 86400000 AS day, CAST(SUM(polls) AS bigint) FROM failed_polls WHERE hour >= (@from + 3599999) / 3600000 GROUP BY 1, 2";

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
        var (articles, failures, firsts) = await database.ReadAsync(
            async session => (
                await CountsAsync(session, ArticlesSql, from),
                await CountsAsync(session, FailuresSql, from),
                await session.QueryAsync(FirstsSql, new { from = from.Ms() }, row => (Feed: row.GetString(0), Shared: row.GetInt64(1), Firsts: row.GetInt64(2)))),
            cancellationToken);
        var told = firsts.ToDictionary(row => row.Feed);
        return articles.Select(feed => feed.Key).Union(failures.Select(feed => feed.Key)).Union(told.Keys).ToDictionary(
            feed => feed,
            feed => new SourceActivity(
                ByDay(articles[feed], days),
                ByDay(failures[feed], days),
                told.GetValueOrDefault(feed).Shared,
                told.GetValueOrDefault(feed).Firsts));
    }

    private static async Task<ILookup<string, (long Day, long Count)>> CountsAsync(DatabaseSession session, string sql, DateTimeOffset from) =>
        (await session.QueryAsync(sql, new { from = from.Ms() }, row => (Feed: row.GetString(0), Day: row.GetInt64(1), Count: row.GetInt64(2))))
            .ToLookup(row => row.Feed, row => (row.Day, row.Count));

    private static IReadOnlyList<long> ByDay(IEnumerable<(long Day, long Count)> counts, int days)
    {
        var byDay = new long[days];
        foreach (var (day, count) in counts.Where(one => one.Day >= 0 && one.Day < days))
        {
            byDay[day] += count;
        }

        return byDay;
    }
}
