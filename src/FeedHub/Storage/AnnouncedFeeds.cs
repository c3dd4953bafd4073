using FeedHub.Fetching;

namespace FeedHub.Storage;

/// <summary>A source that fails for good, whose site is to be asked where the feed went.</summary>
/// <param name="Url">As in feeds.json.</param>
/// <param name="Site">The page that the feed named as its own while it worked; null: it named none.</param>
public sealed record LostFeed(string FeedId, Uri Url, string? Site);

/// <summary>What the sites of failing sources announce in their place.</summary>
public sealed class AnnouncedFeeds(Database database)
{
    /// <summary>Polls that failed one after the other before anybody looks: a site that is being rebuilt is back at the next.</summary>
    private const int FailuresBefore = 2;

    /// <summary>Failures after which the same address will not do tomorrow either, unlike a busy server or a slow one.</summary>
    public static IReadOnlyList<PollFailure> ForGood { get; } =
        [PollFailure.NotFound, PollFailure.Gone, PollFailure.NoFeed, PollFailure.WebPage, PollFailure.Empty, PollFailure.Unreachable];

    /// <summary>One that was not looked for since, and is marked as looked for, so that it is not looked for again at once; null: there is none.</summary>
    public async Task<LostFeed?> TakeAsync(DateTimeOffset now, TimeSpan every, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            INSERT INTO announced_feeds (feed_id, failing_url, announced, looked_ms)
            SELECT f.id, f.url, NULL, @now FROM feeds f LEFT JOIN announced_feeds a ON a.feed_id = f.id AND a.failing_url = f.url
            WHERE f.listed = 1 AND (f.is_gone = 1 OR (f.failures_in_a_row >= {FailuresBefore} AND {database.AnyOf("f.last_failure", "kinds")}))
                AND (a.feed_id IS NULL OR a.looked_ms <= @before OR a.looked_ms > @now)
            ORDER BY a.looked_ms, f.id LIMIT 1
            ON CONFLICT (feed_id) DO UPDATE SET looked_ms = excluded.looked_ms, failing_url = excluded.failing_url,
                announced = CASE WHEN announced_feeds.failing_url = excluded.failing_url THEN announced_feeds.announced END
            RETURNING feed_id, failing_url
            """;
        var parameters = new { now = now.Ms(), before = (now - every).Ms(), kinds = database.List(ForGood.Select(kind => kind.ToString())) };
        var taken = await database.WriteAsync(session => session.QueryAsync(sql, parameters, row => (Id: row.GetString(0), Url: row.GetString(1))), cancellationToken);
        if (taken is not [var (id, url)])
        {
            return null;
        }

        var site = await database.ReadAsync(session => session.ScalarAsync<string>("SELECT link FROM feeds WHERE id = @id", new { id }), cancellationToken);
        return new LostFeed(id, new Uri(url), site);
    }

    /// <param name="announced">Null: the site names none.</param>
    public Task FoundAsync(LostFeed feed, Uri? announced, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE announced_feeds SET announced = @announced WHERE feed_id = @id AND failing_url = @url",
            new { id = feed.FeedId, url = feed.Url.AbsoluteUri, announced = announced?.AbsoluteUri }),
        cancellationToken);
}
