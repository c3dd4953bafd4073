using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>The order of results of the last searches: it stands as long as stories and sources do, so that turning pages ranks nothing anew. Thread-safe.</summary>
public sealed class RankedSearches(SearchIndex search, RenderedFeeds rendered, CurrentCatalog current, TimeProvider time)
{
    private const int MostKept = 64;

    private readonly RevalidatedCache<(string Typed, DateTimeOffset? AsOf), (long? Version, FeedCatalog Catalog), RankedResults> _kept =
        new(MostKept, (long)MostKept * (RankedResults.Most + 1), results => results.Ids.Count, time);

    /// <param name="asOf">Null, or still to come: as of now.</param>
    /// <param name="isBehind">The index is: what it finds is not kept.</param>
    public async Task<RankedResults> BestAsync(
        string typed, SearchNames names, DateTimeOffset? asOf, bool isBehind, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        asOf = asOf > now ? null : asOf;
        if (isBehind)
        {
            return await FindAsync(cancellationToken);
        }

        var version = (await rendered.VersionAsync(cancellationToken), current.Catalog);
        return await _kept.Of((typed, asOf)).GetAsync(version, _ => FindAsync(CancellationToken.None)).WaitAsync(cancellationToken);

        async Task<RankedResults> FindAsync(CancellationToken cancellation) =>
            new(await search.FindBestAsync(SearchQuery.Parse(typed), RankedResults.Most + 1, names, asOf ?? now, cancellation), asOf ?? now);
    }
}

/// <summary>Ids of stories, the most relevant first.</summary>
/// <param name="AsOf">What came in later is not among them.</param>
public sealed record RankedResults(IReadOnlyList<string> Ids, DateTimeOffset AsOf)
{
    /// <summary>Results beyond that are many: there is one more then.</summary>
    public const int Most = 1_000;
}
