using System.Data.Common;
using FeedHub.Fetching;

namespace FeedHub.Storage;

/// <summary>How a row of <c>feeds</c> is read and written.</summary>
internal static class FeedRow
{
    /// <summary>In the order that <see cref="State"/> and <see cref="Description"/> read from their first column on.</summary>
    public const string StateColumns =
        """
        feeds.etag, feeds.last_modified, feeds.body_hash, feeds.next_poll_ms, feeds.last_poll_ms, feeds.last_success_ms,
        feeds.last_unconditional_ms, feeds.last_status, feeds.last_error, feeds.failures_in_a_row, feeds.is_gone, feeds.moved_to,
        feeds.moving_to, feeds.moving_to_seen, feeds.publishes_every_ms, feeds.last_new_entry_ms, feeds.pace,
        feeds.pushed_until_ms, feeds.last_failure
        """;

    public const int StateColumnCount = 19;

    public const string DescriptionColumns = "feeds.format, feeds.title, feeds.link, feeds.language, feeds.image_url, feeds.hub, feeds.topic";

    public const int DescriptionColumnCount = 7;

    public static PollState State(DbDataReader row, int first) => new()
    {
        Validators = new Validators(row.StringOrNull(first), row.StringOrNull(first + 1)),
        BodyHash = row.StringOrNull(first + 2),
        NextPollAt = row.Instant(first + 3),
        LastPollAt = row.InstantOrNull(first + 4),
        LastSuccessAt = row.InstantOrNull(first + 5),
        LastUnconditionalAt = row.InstantOrNull(first + 6),
        LastStatus = (int?)row.Int64OrNull(first + 7),
        LastError = row.StringOrNull(first + 8),
        FailuresInARow = (int)row.GetInt64(first + 9),
        IsGone = row.Flag(first + 10),
        MovedTo = Address(row.StringOrNull(first + 11)),
        MovingTo = Address(row.StringOrNull(first + 12)),
        MovingToSeen = (int)row.GetInt64(first + 13),
        PublishesEvery = row.Int64OrNull(first + 14) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        LastNewEntryAt = row.InstantOrNull(first + 15),
        Pace = FeedPace.FromText(row.StringOrNull(first + 16)),
        PushedUntil = row.InstantOrNull(first + 17),
        LastFailure = Enum.TryParse<FetchFailure>(row.StringOrNull(first + 18), out var failure) ? failure : null,
    };

    public static FeedDescription? Description(DbDataReader row, int first) => row.StringOrNull(first) is { } format
        ? new FeedDescription(
            format, row.StringOrNull(first + 1), row.StringOrNull(first + 2), row.StringOrNull(first + 3), row.StringOrNull(first + 4),
            row.StringOrNull(first + 5), row.StringOrNull(first + 6))
        : null;

    /// <summary>The parameters of a poll's update of its row.</summary>
    public static object Parameters(LeasedFeed feed, PollState state, FeedDescription? description) => new
    {
        id = feed.FeedId,
        lease = feed.Lease,
        etag = FitOrNull(state.Validators.ETag),
        lastModified = FitOrNull(state.Validators.LastModified),
        bodyHash = state.BodyHash,
        nextPoll = state.NextPollAt.Ms(),
        lastPoll = state.LastPollAt.Ms(),
        lastSuccess = state.LastSuccessAt.Ms(),
        lastUnconditional = state.LastUnconditionalAt.Ms(),
        lastStatus = (long?)state.LastStatus,
        lastError = FitOrNull(state.LastError),
        lastFailure = state.LastFailure?.ToString(),
        failures = (long)state.FailuresInARow,
        isGone = state.IsGone ? 1L : 0L,
        movedTo = state.MovedTo?.AbsoluteUri,
        movingTo = state.MovingTo?.AbsoluteUri,
        movingToSeen = (long)state.MovingToSeen,
        publishesEvery = (long?)state.PublishesEvery?.TotalMilliseconds,
        lastNewEntry = state.LastNewEntryAt.Ms(),
        pace = state.Pace.ToText(),
        pushedUntil = state.PushedUntil.Ms(),
        described = description is null ? 0L : 1L,
        format = description?.Format,
        title = FitOrNull(description?.Title),
        link = FitOrNull(description?.Link),
        language = FitOrNull(description?.Language),
        imageUrl = FitOrNull(description?.ImageUrl),
        hub = FitOrNull(description?.Hub),
        topic = FitOrNull(description?.Topic),
    };

    private static string? FitOrNull(string? text) => text is null ? null : StoredText.Fit(text);

    private static Uri? Address(string? url) => url is null ? null : new Uri(url);
}
