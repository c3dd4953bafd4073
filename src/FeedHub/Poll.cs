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
    public PushedBy? Push { get; init; }

    public FetchRequest Request => SourceSettings.FeedRequest(Source) with
    {
        MovedTo = Leased.State.MovedTo,
        Validators = PollSchedule.ValidatorsToSend(Leased.State, Now),
    };

    /// <summary>The state to store, the next poll's time included.</summary>
    public PollState Plan(PollOutcome outcome)
    {
        if (Push is { } push)
        {
            return PollSchedule.Pushed(Leased.State, outcome, push.Until, Now);
        }

        var before = Source.WebSub == true ? Leased.State : Leased.State with { PushedUntil = null };
        return PollSchedule.Next(Source.Id, before, outcome, Source.PollEvery ?? Catalog.PollEvery, Now);
    }

    /// <param name="Until">End of the hub's lease; null: not known.</param>
    public sealed record PushedBy(DateTimeOffset? Until);
}
