using System.Collections.Concurrent;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>The order of results of the last searches: it stands as long as stories and sources do, so that turning pages ranks nothing anew. Thread-safe.</summary>
public sealed class RankedSearches(SearchIndex search, RenderedFeeds rendered, CurrentCatalog current, TimeProvider time)
{
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<(string Typed, DateTimeOffset? AsOf), Ranked> _kept = new();

    /// <param name="asOf">Null, or still to come: as of now.</param>
    /// <param name="isBehind">The index is: what it finds is not kept.</param>
    public async Task<RankedResults> BestAsync(
        string typed, SearchNames names, DateTimeOffset? asOf, bool isBehind, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        asOf = asOf > now ? null : asOf;
        var (version, catalog) = (await rendered.VersionAsync(cancellationToken), current.Catalog);
        if (!isBehind && _kept.TryGetValue((typed, asOf), out var kept) && kept.Version == version && ReferenceEquals(kept.Catalog, catalog))
        {
            return kept.Results;
        }

        var results = new RankedResults(await search.FindBestAsync(SearchQuery.Parse(typed), RankedResults.Most + 1, names, asOf ?? now, cancellationToken), asOf ?? now);
        if (!isBehind)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            _kept[(typed, asOf)] = new(version, catalog, results);
        }

        return results;
    }

    private sealed record Ranked(long? Version, FeedCatalog Catalog, RankedResults Results);
}

/// <summary>Ids of stories, the most relevant first.</summary>
/// <param name="AsOf">What came in later is not among them.</param>
public sealed record RankedResults(IReadOnlyList<string> Ids, DateTimeOffset AsOf)
{
    /// <summary>Results beyond that are many: there is one more then.</summary>
    public const int Most = 1_000;
}
