using FeedHub.Fetching;
using static FeedHub.Storage.Columns<FeedHub.Storage.LoggedPoll>;

namespace FeedHub.Storage;

/// <summary>One poll as a feed's log of polls keeps it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">HTTP status of the last answer; null: none came.</param>
/// <param name="Failure">The kind of failure; null: it did not fail.</param>
/// <param name="Reason">One plain sentence where it failed or was not read to its end; null otherwise.</param>
/// <param name="Address">Where the feed was found, or asked for in vain, without passwords and keys.</param>
/// <param name="Entries">How many the feed had; 0 where nothing was read.</param>
public sealed record LoggedPoll(
    DateTimeOffset At, PollResult Result, int? Status, PollFailure? Failure, string? Reason, string Address, int Entries, int Added, int Changed, long Bytes, TimeSpan Took);

/// <summary>The last polls of each feed, a ring buffer: a poll overwrites the one of <see cref="Kept"/> polls before, so that nothing has to be cleared.</summary>
public static class PollHistory
{
    /// <summary>Of each feed.</summary>
    public const int Kept = 50;

    /// <summary>How long it is known in which hours polls failed.</summary>
    public static readonly TimeSpan FailuresKept = TimeSpan.FromDays(16);

    private static readonly RowTable<LoggedPoll> Table = new("polls", "polls", () => new LoggedPoll(default, default, null, null, null, "", 0, 0, 0, 0, default),
    [
        Instant("at_ms", poll => poll.At),
        Name("result", poll => poll.Result),
        CountOrNull("status", poll => poll.Status),
        NameOrNull("failure", poll => poll.Failure),
        TextOrNull("reason", poll => poll.Reason),
        Text("address", poll => poll.Address),
        Count("entries", poll => poll.Entries),
        Count("added", poll => poll.Added),
        Count("changed", poll => poll.Changed),
        Number("bytes", poll => poll.Bytes),
        Duration("took_ms", poll => poll.Took),
    ]);

    /// <summary>Under the number that the feed's row has counted up to in the same transaction.</summary>
    private static readonly string Add =
        $"""
        INSERT INTO polls (feed_id, slot, number, {string.Join(", ", Table.Inserted)})
        VALUES (@id, (SELECT polls % {Kept} FROM feeds WHERE id = @id), (SELECT polls FROM feeds WHERE id = @id), {string.Join(", ", Table.Inserted.Select(column => "@" + column))})
        ON CONFLICT (feed_id, slot) DO UPDATE SET number = excluded.number, {string.Join(", ", Table.Inserted.Select(column => $"{column} = excluded.{column}"))}
        """;

    private const string CountFailure =
        """
        INSERT INTO failed_polls (feed_id, hour, polls) VALUES (@id, @hour, 1)
        ON CONFLICT (feed_id, hour) DO UPDATE SET polls = failed_polls.polls + 1
        """;

    internal static async Task AddAsync(DatabaseSession session, PollCommit commit, PollStored stored)
    {
        if (commit.Log?.Invoke(stored) is { } poll)
        {
            await session.ExecuteAsync(Add, Table.Values(new SqlParameters().Add("id", commit.Feed.FeedId), poll));
            if (poll.Failure is not null)
            {
                await session.ExecuteAsync(CountFailure, new { id = commit.Feed.FeedId, hour = HourOf(poll.At) });
            }
        }
    }

    /// <summary>Forgets in which hours polls failed before an instant.</summary>
    internal static Task ForgetFailuresAsync(DatabaseSession session, DateTimeOffset before) =>
        session.ExecuteAsync("DELETE FROM failed_polls WHERE hour < @hour", new { hour = HourOf(before) });

    internal static Task<IReadOnlyList<LoggedPoll>> ReadAsync(DatabaseSession session, string feedId) =>
        session.QueryAsync($"SELECT {Table.Select} FROM polls WHERE feed_id = @feedId ORDER BY number DESC", new { feedId }, Table.Read);

    private static long HourOf(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / 3600;
}
