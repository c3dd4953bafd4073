using FeedHub.Fetching;
using static FeedHub.Storage.Columns<FeedHub.Fetching.PollState>;

namespace FeedHub.Storage;

/// <summary>The columns of a feed that a poll writes: its state, and what the feed says of itself.</summary>
internal static class FeedTable
{
    public static RowTable<PollState> State { get; } = new("feeds", "feeds", () => new PollState(),
    [
        // Two columns, one property: the first reads both.
        Of("etag", ColumnType.Text, state => state.Validators, validators => FitOrNull(validators.ETag), (row, place) => new Validators(row.StringOrNull(place), row.StringOrNull(place + 1))),
        new Column<PollState>("last_modified", ColumnType.Text, state => FitOrNull(state.Validators.LastModified), (_, _, _) => { }),
        TextOrNull("body_hash", state => state.BodyHash),
        Instant("next_poll_ms", state => state.NextPollAt),
        InstantOrNull("last_poll_ms", state => state.LastPollAt),
        InstantOrNull("last_success_ms", state => state.LastSuccessAt),
        InstantOrNull("last_unconditional_ms", state => state.LastUnconditionalAt),
        CountOrNull("last_status", state => state.LastStatus),
        TextOrNull("last_error", state => state.LastError),
        NameOrNull("last_failure", state => state.LastFailure),
        Count("failures_in_a_row", state => state.FailuresInARow),
        Flag("is_gone", state => state.IsGone),
        AddressOrNull("moved_to", state => state.MovedTo),
        AddressOrNull("moving_to", state => state.MovingTo),
        Count("moving_to_seen", state => state.MovingToSeen),
        DurationOrNull("publishes_every_ms", state => state.PublishesEvery),
        InstantOrNull("last_new_entry_ms", state => state.LastNewEntryAt),
        Of("pace", ColumnType.Text, state => state.Pace, pace => pace.ToText(), (row, place) => FeedPace.FromText(row.StringOrNull(place))),
        InstantOrNull("pushed_until_ms", state => state.PushedUntil),
    ]);

    public static RowTable<FeedDescription> Description { get; } = new("feeds", "feeds", () => new FeedDescription("", null, null, null, null, null, null),
    [
        Columns<FeedDescription>.TextOrNull("format", description => description.Format),
        Columns<FeedDescription>.TextOrNull("title", description => description.Title),
        Columns<FeedDescription>.TextOrNull("link", description => description.Link),
        Columns<FeedDescription>.TextOrNull("language", description => description.Language),
        Columns<FeedDescription>.TextOrNull("image_url", description => description.ImageUrl),
        Columns<FeedDescription>.TextOrNull("hub", description => description.Hub),
        Columns<FeedDescription>.TextOrNull("topic", description => description.Topic),
    ]);

    private static string? FitOrNull(string? text) => text is null ? null : StoredText.Fit(text);
}
