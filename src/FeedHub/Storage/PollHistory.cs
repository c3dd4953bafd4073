using System.Data.Common;
using FeedHub.Fetching;

namespace FeedHub.Storage;

/// <summary>One poll as a feed's log of polls keeps it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">HTTP status of the last answer; null: none came.</param>
/// <param name="Failure">The kind of failure; null: it did not fail.</param>
/// <param name="Reason">One plain sentence where it failed or was not read to its end; null otherwise.</param>
/// <param name="Address">Where the feed was found, or asked for in vain, without passwords and keys.</param>
/// <param name="Entries">How many the feed had; 0 where nothing was read.</param>
public sealed record LoggedPoll(
    DateTimeOffset At, PollResult Result, int? Status, FetchFailure? Failure, string? Reason, string Address, int Entries, int Added, int Changed, long Bytes, TimeSpan Took);

/// <summary>The last polls of each feed, a ring buffer: a poll overwrites the one of <see cref="Kept"/> polls before, so that nothing has to be cleared.</summary>
public static class PollHistory
{
    /// <summary>Of each feed.</summary>
    public const int Kept = 50;

    /// <summary>Under the number that the feed's row has counted up to in the same transaction.</summary>
    private static readonly string Add =
        $"""
        INSERT INTO polls (feed_id, slot, number, at_ms, result, status, failure, reason, address, entries, added, changed, bytes, took_ms)
        VALUES (@id, (SELECT polls % {Kept} FROM feeds WHERE id = @id), (SELECT polls FROM feeds WHERE id = @id),
            @at, @result, @status, @failure, @reason, @address, @entries, @added, @changed, @bytes, @took)
        ON CONFLICT (feed_id, slot) DO UPDATE SET number = excluded.number, at_ms = excluded.at_ms, result = excluded.result, status = excluded.status,
            failure = excluded.failure, reason = excluded.reason, address = excluded.address, entries = excluded.entries, added = excluded.added,
            changed = excluded.changed, bytes = excluded.bytes, took_ms = excluded.took_ms
        """;

    internal static async Task AddAsync(DatabaseSession session, PollCommit commit, PollStored stored)
    {
        if (commit.Log?.Invoke(stored) is { } poll)
        {
            await session.ExecuteAsync(Add, Parameters(commit.Feed.FeedId, poll));
        }
    }

    internal static Task<IReadOnlyList<LoggedPoll>> ReadAsync(DatabaseSession session, string feedId) => session.QueryAsync(
        "SELECT at_ms, result, status, failure, reason, address, entries, added, changed, bytes, took_ms FROM polls WHERE feed_id = @feedId ORDER BY number DESC",
        new { feedId },
        Read);

    private static object Parameters(string feedId, LoggedPoll poll) => new
    {
        id = feedId,
        at = poll.At.Ms(),
        result = poll.Result.ToString(),
        status = (long?)poll.Status,
        failure = poll.Failure?.ToString(),
        reason = poll.Reason is null ? null : StoredText.Fit(poll.Reason),
        address = StoredText.Fit(poll.Address),
        entries = (long)poll.Entries,
        added = (long)poll.Added,
        changed = (long)poll.Changed,
        bytes = poll.Bytes,
        took = (long)poll.Took.TotalMilliseconds,
    };

    private static LoggedPoll Read(DbDataReader row) => new(
        row.Instant(0),
        Enum.TryParse<PollResult>(row.GetString(1), out var result) ? result : PollResult.Unchanged,
        (int?)row.Int64OrNull(2),
        Enum.TryParse<FetchFailure>(row.StringOrNull(3), out var failure) ? failure : null,
        row.StringOrNull(4),
        row.GetString(5),
        (int)row.GetInt64(6),
        (int)row.GetInt64(7),
        (int)row.GetInt64(8),
        row.GetInt64(9),
        TimeSpan.FromMilliseconds(row.GetInt64(10)));
}
