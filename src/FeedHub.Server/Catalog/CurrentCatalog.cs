using System.Collections.Immutable;
using FeedHub.Sources;

namespace FeedHub.Server;

/// <summary>The catalog in force, and what is wrong with the file as it stands now. Thread-safe.</summary>
public sealed class CurrentCatalog
{
    private volatile Snapshot _current = new(new FeedCatalog(), ImmutableDictionary<string, FeedSource>.Empty, [], []);

    /// <summary>Raised after <see cref="Catalog"/> or <see cref="Mistakes"/> changed, on the thread that changed them.</summary>
    public event EventHandler? Changed;

    /// <summary>The last good one.</summary>
    public FeedCatalog Catalog => _current.Catalog;

    /// <summary>Of the newest version of the file; empty: it is in force.</summary>
    public ImmutableArray<CatalogMistake> Mistakes => _current.Mistakes;

    /// <summary>Ids of the sources that want to be told by their WebSub hubs.</summary>
    public IReadOnlyCollection<string> Subscribed => _current.Subscribed;

    /// <summary>By id, what it leaves to the hub filled in; null: not listed.</summary>
    public FeedSource? Find(string feedId) => _current.ById.GetValueOrDefault(feedId);

    public void Accept(FeedCatalog catalog)
    {
        var byId = catalog.Whole.ToImmutableDictionary(source => source.Id);
        _current = new Snapshot(catalog, byId, [.. byId.Values.Where(source => source is { Enabled: true, WebSub: true }).Select(source => source.Id)], []);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Keeps the last good catalog.</summary>
    public void Refuse(IEnumerable<CatalogMistake> mistakes)
    {
        _current = _current with { Mistakes = [.. mistakes] };
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private sealed record Snapshot(
        FeedCatalog Catalog, ImmutableDictionary<string, FeedSource> ById, ImmutableArray<string> Subscribed, ImmutableArray<CatalogMistake> Mistakes);
}
