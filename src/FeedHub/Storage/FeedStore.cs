using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Sources;

namespace FeedHub.Storage;

/// <summary>A feed this process alone may poll until the lease runs out.</summary>
/// <param name="Lease">Token that <see cref="FeedStore.CommitPollAsync"/> checks.</param>
public sealed record LeasedFeed(string FeedId, long Lease, PollState State);

/// <summary>What the feed says of itself.</summary>
/// <param name="Topic">What the feed calls itself to <paramref name="Hub"/>, its WebSub hub.</param>
public sealed record FeedDescription(string Format, string? Title, string? Link, string? Language, string? ImageUrl, string? Hub, string? Topic);

/// <summary>Everything one poll brought; stored in one transaction.</summary>
/// <param name="Description">Null: not learned this time.</param>
/// <param name="Articles">Id 0: new; otherwise the letters of that article changed.</param>
public sealed record PollCommit(LeasedFeed Feed, PollState State, FeedDescription? Description, IReadOnlyList<Article> Articles)
{
    /// <summary>Stored articles whose entry id a new one takes, each with the id it keeps (<see cref="EntryResolution"/>).</summary>
    public IReadOnlyList<Article> Displaced { get; init; } = [];

    /// <summary>How many entries the fetch had, unchanged ones included.</summary>
    public int Entries { get; init; }

    /// <summary>What the feed's log of polls says of it, once it is known what became of it; null: nothing.</summary>
    public Func<PollStored, LoggedPoll>? Log { get; init; }
}

/// <summary>What became of a <see cref="PollCommit"/>.</summary>
/// <param name="Held">False: the lease had been lost and nothing was stored.</param>
public sealed record PollStored(bool Held, int Added, int Changed);

/// <summary>A source's health, for people and for /sources.json.</summary>
public sealed record FeedHealth(
    string FeedId, string Url, string? Title, bool IsListed, PollState State, FeedDescription? Description, long Articles, long Stories)
{
    /// <summary>What its site announced in its place when it was last looked for; null: nothing, or it was never lost.</summary>
    public Uri? Announced { get; init; }
}

/// <summary>The feeds and their schedule.</summary>
public sealed class FeedStore(Database database)
{
    /// <summary>What a poll writes of its feed; what the feed says of itself only where it was learned.</summary>
    private static readonly string Store =
        $"""
        UPDATE feeds SET lease_until_ms = 0, polls = polls + 1, {FeedTable.State.Set},
            {string.Join(", ", FeedTable.Description.Changing.Select(column => $"{column} = CASE WHEN @described = 1 THEN @{column} ELSE {column} END"))}
        WHERE id = @id AND lease = @lease AND lease_until_ms > 0
        """;

    /// <summary>Nobody holds it. A lease that ends hours ahead was given before the clock was set back.</summary>
    private const string Free = "(lease_until_ms <= @now OR lease_until_ms > @now + 3600000)";

    /// <summary>
    /// None of its host's feeds is being polled: several processes share a database, and each counts only its own requests to a host. What is due
    /// of a host at one time is leased together, so one process has them all.
    /// </summary>
    private const string HostIsFree =
        "NOT EXISTS (SELECT 1 FROM feeds other WHERE other.host = feeds.host AND other.lease_until_ms > @now AND other.lease_until_ms <= @now + 3600000)";

    /// <summary>
    /// The time has come, or the clock was set back since the last poll: a schedule written by a clock that ran ahead would stop the feed for as long as
    /// the jump was.
    /// </summary>
    private const string Due = "(next_poll_ms <= @now OR (last_poll_ms > @now + 300000 AND is_gone = 0))";

    /// <summary>A poll in hand is kept this long while the database is away, locked or full, rather than dropped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private Matched? _matched;

    /// <summary>Rows for the catalog's enabled sources: new ones are due at once, unlisted or disabled ones stop being due and keep their articles.</summary>
    /// <remarks>A source whose URL was edited starts afresh: what was remembered of the old address says nothing about the new one.</remarks>
    public Task SyncAsync(IReadOnlyList<FeedSource> sources, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.OneAtATimeAsync();
                var rows = (await session.QueryAsync("SELECT id, url, host, source_title, listed FROM feeds", null, Listed)).ToDictionary(row => row.Id);
                var add = RowBatch.Insert(
                    session,
                    ["id", "url", "host", "title", "now"],
                    "feeds (id, url, host, source_title, listed, next_poll_ms)",
                    "given.id, given.url, given.host, NULLIF(given.title, ''), 1, given.now");
                foreach (var source in sources.Where(source => source.Enabled))
                {
                    if (rows.Remove(source.Id, out var row))
                    {
                        await ListAgainAsync(session, source, row, now);
                    }
                    else
                    {
                        await add.AddAsync(source.Id, source.Url.AbsoluteUri, HostOf(source), StoredText.Fit(source.Title ?? ""), now.Ms());
                    }
                }

                await add.FlushAsync();
                foreach (var gone in rows.Values.Where(row => row.IsListed))
                {
                    await session.ExecuteAsync("UPDATE feeds SET listed = 0 WHERE id = @id", new { id = gone.Id });
                }

                return true;
            },
            cancellationToken);

    /// <summary>Takes feeds whose time has come and which nobody holds, the longest due first; on PostgreSQL only of hosts that nobody else is polling.</summary>
    /// <param name="only">Null: any feed; otherwise just these.</param>
    /// <param name="force">Also those not due yet, and whoever is polling their hosts.</param>
    public async Task<IReadOnlyList<LeasedFeed>> LeaseAsync(
        DateTimeOffset now, TimeSpan leaseFor, int max, IReadOnlyCollection<string>? only, bool force, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            WITH due AS MATERIALIZED (
                SELECT id FROM feeds
                WHERE listed = 1 AND {Free} {(force ? "" : "AND " + Due)} {(force || !database.IsShared ? "" : "AND " + HostIsFree)} {(only is null ? "" : "AND " + database.AnyOf("id", "only"))}
                ORDER BY next_poll_ms, id LIMIT @max {database.Dialect.ForUpdateOfFree})
            UPDATE feeds SET lease = lease + 1, lease_until_ms = @until WHERE id IN (SELECT id FROM due)
            RETURNING feeds.id, feeds.lease, {FeedTable.State.Select}
            """;
        var parameters = new { now = now.Ms(), until = (now + leaseFor).Ms(), max, only = only is null ? null : database.List(only) };
        var leased = await database.WriteAsync(
            async session =>
            {
                await session.OneAtATimeAsync();
                return await session.QueryAsync(sql, parameters, Leased);
            },
            cancellationToken);
        return [.. leased.OrderBy(feed => feed.State.NextPollAt).ThenBy(feed => feed.FeedId, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Turns leases that travelled in a job into fresh ones of this job's own; feeds whose lease has changed hands are left out.
    /// So a job that runs twice polls once.
    /// </summary>
    public Task<IReadOnlyList<LeasedFeed>> ClaimAsync(
        IReadOnlyDictionary<string, long> leases, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            UPDATE feeds SET lease = lease + 1, lease_until_ms = @until
            WHERE {database.AnyOf("id", "ids")} AND lease = @lease AND lease_until_ms > 0
            RETURNING feeds.id, feeds.lease, {FeedTable.State.Select}
            """;
        return PatientlyAsync<IReadOnlyList<LeasedFeed>>(
            async (session, _) =>
            {
                var claimed = new List<LeasedFeed>();
                foreach (var (lease, ids) in ByLease(leases))
                {
                    claimed.AddRange(await session.QueryAsync(sql, new { until = (now + leaseFor).Ms(), lease, ids }, Leased));
                }

                return [.. claimed.OrderBy(feed => feed.State.NextPollAt).ThenBy(feed => feed.FeedId, StringComparer.Ordinal)];
            },
            cancellationToken);
    }

    /// <summary>Makes leases that are still held last for so long from now; returns the feeds of those.</summary>
    public Task<IReadOnlySet<string>> RenewAsync(
        IReadOnlyDictionary<string, long> leases, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        var sql = $"UPDATE feeds SET lease_until_ms = @until WHERE {database.AnyOf("id", "ids")} AND lease = @lease AND lease_until_ms > 0 RETURNING feeds.id";
        return database.WriteAsync<IReadOnlySet<string>>(
            async session =>
            {
                var renewed = new HashSet<string>();
                foreach (var (lease, ids) in ByLease(leases))
                {
                    renewed.UnionWith(await session.QueryAsync(sql, new { until = (now + leaseFor).Ms(), lease, ids }, row => row.GetString(0)));
                }

                return renewed;
            },
            cancellationToken);
    }

    /// <summary>When the next feed is due that nobody holds, or whose holder may have died; null: none is scheduled.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT MIN(CASE WHEN lease_until_ms > next_poll_ms THEN lease_until_ms ELSE next_poll_ms END) FROM feeds WHERE listed = 1
            """;
        var due = await database.ReadAsync(session => session.ScalarAsync<long?>(sql), cancellationToken);
        return due is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    /// <summary>Takes every lease back, the matcher's too: at the start of the one process of a data folder, what is leased belongs to the dead.</summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("UPDATE matcher SET owner = '', until_ms = 0");
                return await session.ExecuteAsync("UPDATE feeds SET lease_until_ms = 0 WHERE lease_until_ms > 0");
            },
            cancellationToken);

    /// <summary>Hands leases back unused, at shutdown.</summary>
    public Task ReleaseAsync(IReadOnlyList<LeasedFeed> feeds, CancellationToken cancellationToken)
    {
        var sql = $"UPDATE feeds SET lease_until_ms = 0 WHERE {database.AnyOf("id", "ids")} AND lease = @lease";
        return database.WriteAsync(
            async session =>
            {
                foreach (var (lease, ids) in ByLease(feeds.ToDictionary(feed => feed.FeedId, feed => feed.Lease)))
                {
                    await session.ExecuteAsync(sql, new { lease, ids });
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Articles, validators and next poll together. Waits up to 90 seconds for a database that is away, locked or full.</summary>
    public Task<PollStored> CommitPollAsync(PollCommit poll, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = new SqlParameters().Add("id", poll.Feed.FeedId).Add("lease", poll.Feed.Lease).Add("described", poll.Description is null ? 0L : 1L);
        FeedTable.Description.Values(FeedTable.State.Values(parameters, poll.State), poll.Description);
        return PatientlyAsync(
            async (session, isRepeated) =>
            {
                if (await session.ExecuteAsync(Store, parameters) == 0)
                {
                    return isRepeated && await IsStoredAsync(session, poll)
                        ? new PollStored(true, poll.Articles.Count(article => article.Id == 0), poll.Articles.Count(article => article.Id != 0))
                        : new PollStored(false, 0, 0);
                }

                var stored = poll.Articles.Count == 0 ? new PollStored(true, 0, 0) : await ArticleWriter.StoreAsync(session, poll, now);
                await PollHistory.AddAsync(session, poll, stored);
                return stored;
            },
            cancellationToken);
    }

    /// <summary>The feed's last polls, at most <see cref="PollHistory.Kept"/>, newest first.</summary>
    public Task<IReadOnlyList<LoggedPoll>> PollsAsync(string feedId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => PollHistory.ReadAsync(session, feedId), cancellationToken);

    public Task<IReadOnlyList<FeedHealth>> HealthAsync(CancellationToken cancellationToken)
    {
        var sql = $"SELECT id, url, source_title, listed, {FeedTable.State.Select}, {FeedTable.Description.Select}, announced FROM feeds LEFT JOIN announced_feeds ON feed_id = id AND failing_url = url";
        return database.ReadAsync<IReadOnlyList<FeedHealth>>(
            async session =>
            {
                var counts = await CountAsync(session);
                var feeds = await session.QueryAsync(sql, null, row => Health(row, counts));
                return [.. feeds.OrderBy(feed => feed.FeedId, StringComparer.Ordinal)];
            },
            cancellationToken);
    }

    /// <summary>Empty where nothing was learned.</summary>
    public async Task<IReadOnlyList<LearnedLine>> LearnedLinesAsync(string feedId, CancellationToken cancellationToken)
    {
        var lines = await database.ReadAsync(
            session => session.ScalarAsync<string>("SELECT lines FROM learned_lines WHERE feed_id = @feedId", new { feedId }), cancellationToken);
        return lines is null ? [] : JsonSerializer.Deserialize(lines, JsonColumns.Default.ImmutableArrayLearnedLine);
    }

    /// <param name="work">Told whether an earlier attempt may have been committed after all.</param>
    private async Task<T> PatientlyAsync<T>(Func<DatabaseSession, bool, Task<T>> work, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        for (var isRepeated = false; ; isRepeated = true)
        {
            try
            {
                var again = isRepeated;
                return await database.WriteAsync(session => work(session, again || session.MayHaveCommitted), cancellationToken);
            }
            catch (StorageUnavailableException) when (Stopwatch.GetElapsedTime(startedAt) < Patience)
            {
                await Task.Delay(500, cancellationToken);
            }
        }
    }

    private static string HostOf(FeedSource source) => source.Url.IsFile ? source.Id : source.Url.IdnHost;

    private static async Task ListAgainAsync(DatabaseSession session, FeedSource source, ListedRow row, DateTimeOffset now)
    {
        var (url, host) = (source.Url.AbsoluteUri, HostOf(source));
        var title = source.Title is null ? null : StoredText.Fit(source.Title);
        if (row.Url != url)
        {
            await session.ExecuteAsync(
                """
                UPDATE feeds SET url = @url, host = @host, source_title = @title, listed = 1, next_poll_ms = @now, lease_until_ms = 0, etag = NULL, last_modified = NULL,
                    body_hash = NULL, last_unconditional_ms = NULL, last_status = NULL, last_error = NULL, last_failure = NULL, failures_in_a_row = 0, is_gone = 0,
                    moved_to = NULL, moving_to = NULL, moving_to_seen = 0, pace = NULL, hub = NULL, topic = NULL, pushed_until_ms = NULL
                WHERE id = @id
                """,
                new { id = source.Id, url, host, title, now = now.Ms() });
        }
        else if (!row.IsListed || row.SourceTitle != title || row.Host != host)
        {
            await session.ExecuteAsync("UPDATE feeds SET host = @host, source_title = @title, listed = 1 WHERE id = @id", new { id = source.Id, host, title });
        }
    }

    /// <summary>Whether the commit before, whose answer was lost, had arrived.</summary>
    private static async Task<bool> IsStoredAsync(DatabaseSession session, PollCommit poll) =>
        await session.ScalarAsync<long>(
            "SELECT COUNT(*) FROM feeds WHERE id = @id AND lease = @lease AND lease_until_ms = 0 AND next_poll_ms = @nextPoll",
            new { id = poll.Feed.FeedId, lease = poll.Feed.Lease, nextPoll = poll.State.NextPollAt.Ms() }) > 0;

    private static ListedRow Listed(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.StringOrNull(3), row.Flag(4));

    private static LeasedFeed Leased(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), FeedTable.State.Read(row, 2));

    private static FeedHealth Health(DbDataReader row, IReadOnlyDictionary<string, (long Articles, long Stories)> counts)
    {
        var description = row.IsDBNull(4 + FeedTable.State.Width) ? null : FeedTable.Description.Read(row, 4 + FeedTable.State.Width);
        var (articles, stories) = counts.GetValueOrDefault(row.GetString(0));
        return new FeedHealth(
            row.GetString(0), row.GetString(1), row.StringOrNull(2) ?? description?.Title, row.Flag(3), FeedTable.State.Read(row, 4), description, articles, stories)
        {
            Announced = row.StringOrNull(4 + FeedTable.State.Width + FeedTable.Description.Width) is { } announced ? new Uri(announced) : null,
        };
    }

    /// <summary>Per feed. What is matched is counted again only when the stories have changed; what waits for the matcher is little.</summary>
    private async Task<IReadOnlyDictionary<string, (long Articles, long Stories)>> CountAsync(DatabaseSession session)
    {
        const string waiting =
            """
            SELECT a.feed_id, COUNT(*) FROM pending p JOIN articles a ON a.id = p.article_id
            WHERE NOT EXISTS (SELECT 1 FROM matches m WHERE m.article_id = p.article_id) GROUP BY a.feed_id
            """;
        var version = await session.ScalarAsync<long>("SELECT version FROM hub");
        var matched = _matched;
        if (matched is null || matched.Version != version)
        {
            var rows = await session.QueryAsync(
                "SELECT feed_id, COUNT(*), COUNT(DISTINCT story_seq) FROM matches GROUP BY feed_id",
                null,
                row => (Feed: row.GetString(0), Articles: row.GetInt64(1), Stories: row.GetInt64(2)));
            _matched = matched = new Matched(version, rows.ToDictionary(row => row.Feed, row => (row.Articles, row.Stories)));
        }

        var counts = matched.ByFeed.ToDictionary();
        foreach (var (feed, articles) in await session.QueryAsync(waiting, null, row => (row.GetString(0), row.GetInt64(1))))
        {
            var known = counts.GetValueOrDefault(feed);
            counts[feed] = (known.Articles + articles, known.Stories);
        }

        return counts;
    }

    /// <summary>Most feeds of a job have been leased equally often: a statement for each token, not for each feed.</summary>
    private IEnumerable<(long Lease, object Ids)> ByLease(IReadOnlyDictionary<string, long> leases) =>
        leases.GroupBy(lease => lease.Value, lease => lease.Key).Select(group => (group.Key, database.List(group.Order(StringComparer.Ordinal))));

    private sealed record Matched(long Version, IReadOnlyDictionary<string, (long Articles, long Stories)> ByFeed);

    private sealed record ListedRow(string Id, string Url, string Host, string? SourceTitle, bool IsListed);
}
