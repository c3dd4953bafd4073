using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Sources;

namespace FeedHub.Storage;

/// <summary>A feed this process alone may poll until the lease runs out.</summary>
/// <param name="Lease">Token that <see cref="FeedStore.CommitPollAsync"/> checks.</param>
public sealed record LeasedFeed(string FeedId, long Lease, PollState State);

/// <summary>What the feed says of itself.</summary>
public sealed record FeedDescription(string Format, string? Title, string? Link, string? Language, string? ImageUrl, string? Hub);

/// <summary>Everything one poll brought; stored in one transaction.</summary>
/// <param name="Description">Null: not learned this time.</param>
/// <param name="Articles">Id 0: new; otherwise the letters of that article changed.</param>
public sealed record PollCommit(LeasedFeed Feed, PollState State, FeedDescription? Description, IReadOnlyList<Article> Articles);

/// <summary>What became of a <see cref="PollCommit"/>.</summary>
/// <param name="Held">False: the lease had been lost and nothing was stored.</param>
public sealed record PollStored(bool Held, int Added, int Changed);

/// <summary>A source's health, for people and for /sources.json.</summary>
public sealed record FeedHealth(
    string FeedId, string Url, string? Title, bool IsListed, PollState State, FeedDescription? Description, long Articles, long Stories);

/// <summary>The feeds and their schedule.</summary>
public sealed class FeedStore(Database database)
{
    /// <summary>Rows for the catalog's enabled sources: new ones are due at once, unlisted or disabled ones stop being due and keep their articles.</summary>
    public Task SyncAsync(IReadOnlyList<FeedSource> sources, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotImplementedException(database.Engine);

    /// <summary>Takes feeds whose time has come and which nobody holds, the longest due first.</summary>
    /// <param name="only">Null: any feed; otherwise just these.</param>
    /// <param name="force">Also those not due yet.</param>
    public Task<IReadOnlyList<LeasedFeed>> LeaseAsync(
        DateTimeOffset now, TimeSpan leaseFor, int max, IReadOnlyCollection<string>? only, bool force, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>
    /// Turns leases that travelled in a job into fresh ones of this job's own; feeds whose lease has changed hands are left out.
    /// So a job that runs twice polls once.
    /// </summary>
    public Task<IReadOnlyList<LeasedFeed>> ClaimAsync(
        IReadOnlyDictionary<string, long> leases, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>When the next unleased feed is due; null: none is scheduled.</summary>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Hands leases back unused, at shutdown.</summary>
    public Task ReleaseAsync(IReadOnlyList<LeasedFeed> feeds, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Articles, validators and next poll together.</summary>
    public Task<PollStored> CommitPollAsync(PollCommit poll, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<IReadOnlyList<FeedHealth>> HealthAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Empty where nothing was learned.</summary>
    public Task<IReadOnlyList<LearnedLine>> LearnedLinesAsync(string feedId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
