using FeedHub.Publishing;
using FeedHub.Sources;

namespace FeedHub.Server.Pages;

/// <summary>The feed that carries what a page shows.</summary>
/// <param name="Path">Without its ending.</param>
/// <param name="Query">With its question mark; empty: none.</param>
public sealed record PageFeed(string Title, string Path, string Query = "")
{
    public static PageFeed OfTag(FeedCatalog catalog, string tag)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new($"{catalog.Title}: {tag}", $"/tags/{Uri.EscapeDataString(tag)}/feed");
    }

    public static PageFeed OfSearch(FeedCatalog catalog, string query)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new($"{catalog.Title}: {query}", "/search/feed", "?q=" + Uri.EscapeDataString(query));
    }

    public string Address(FeedFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return $"{Path}.{format.Ending}{Query}";
    }
}
