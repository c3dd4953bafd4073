namespace FeedHub.Sources;

/// <summary>feeds.json read: the catalog, or every mistake in it at once.</summary>
/// <param name="Catalog">Null where there is any mistake.</param>
public sealed record CatalogResult(FeedCatalog? Catalog, IReadOnlyList<CatalogMistake> Mistakes);

/// <summary>Reads feeds.json: comments and trailing commas allowed, every mistake with line, column and suggestion.</summary>
public static class CatalogReader
{
    /// <param name="text">The file's text.</param>
    /// <param name="path">Its full path: named in mistakes, and the base of relative file feeds.</param>
    public static CatalogResult Read(string text, string path) => throw new NotImplementedException();
}
