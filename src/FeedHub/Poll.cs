using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>One poll under way: of which feed, under which lease, since when.</summary>
/// <param name="Source">What it leaves to the hub filled in.</param>
/// <param name="StartedAt">A timestamp of the clock.</param>
internal sealed record Poll(LeasedFeed Leased, FeedSource Source, FeedCatalog Catalog, DateTimeOffset Now, long StartedAt)
{
    /// <summary>Null: the feed was asked for; otherwise its WebSub hub sent it, whose lease ends then (or at no known time).</summary>
    public Push? Push { get; init; }

    public FetchRequest Request => SourceSettings.FeedRequest(Source) with
    {
        MovedTo = Leased.State.MovedTo,
        Validators = PollSchedule.ValidatorsToSend(Leased.State, Now),
    };

    /// <summary>The state to store, the next poll's time included.</summary>
    /// <param name="found">What was read, with the text of its pages.</param>
    public PollState Plan(Reading reading, IReadOnlyList<Article> found)
    {
        var outcome = reading.Outcome with { NewEntries = found.Count(article => article.Id == 0) };

        // A list of pages is read whole again while some of them are owed: an unchanged one would not say that it is a list.
        outcome = reading.IsListing && found.Any(article => article.PageTries is not null) ? EntryReader.Again(outcome) : outcome;
        if (Push is { } push)
        {
            return PollSchedule.Pushed(Leased.State, outcome, push.Until, Now);
        }

        var before = Source.WebSub == true ? Leased.State : Leased.State with { PushedUntil = null };
        return PollSchedule.Next(Source.Id, before, outcome, Source.PollEvery ?? Catalog.PollEvery, Now);
    }

    /// <summary>What came of it, in a line.</summary>
    public LoggedPoll Logged(Reading reading, PollState state, PollStored stored, TimeSpan took) => new(
        Now, ResultOf(reading, stored), reading.Outcome.Fetch.Status, reading.Outcome.Fetch is FetchResult.Gone ? PollFailure.Gone : FailureOf(reading)?.Failure, ReasonOf(reading) ?? state.LastError,
        ShownUrl.TextOf(reading.Outcome.Fetch is FetchResult.Fetched found ? found.Url : Leased.State.MovedTo ?? Source.Url),
        reading.Entries, stored.Added, stored.Changed, reading.Outcome.Fetch.WireBytes, took);

    private static PollResult ResultOf(Reading reading, PollStored stored) => reading.Outcome switch
    {
        _ when !stored.Held => PollResult.LeaseLost,
        { Fetch: FetchResult.Failed { Failure: PollFailure.HostBusy } } => PollResult.PutOff,
        { NoFeed: not null } or { Fetch: FetchResult.Failed } => PollResult.Failed,
        { Fetch: FetchResult.Gone } => PollResult.Gone,
        _ when reading.Left > 0 => PollResult.PartlyRead,
        _ when stored is { Added: 0, Changed: 0 } => PollResult.Unchanged,
        _ => PollResult.Polled,
    };

    /// <summary>Null: nothing to say.</summary>
    private static string? ReasonOf(Reading reading) =>
        reading.Left > 0
            ? FormattableString.Invariant($"Reading it takes the processor for too long: {reading.Left} of its {reading.Entries} entries come with the next poll.")
            : FailureOf(reading)?.Reason;

    private static FetchResult.Failed? FailureOf(Reading reading) => reading.Outcome.Fetch as FetchResult.Failed ?? reading.Outcome.NoFeed;
}

/// <summary>What a feed's WebSub hub sent.</summary>
/// <param name="Until">End of the WebSub hub's lease; null: not known.</param>
public sealed record Push(ReadOnlyMemory<byte> Body, string? ContentType, DateTimeOffset? Until);
