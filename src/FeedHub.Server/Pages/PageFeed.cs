namespace FeedHub.Server.Pages;

/// <summary>The feed that carries what a page shows.</summary>
/// <param name="Path">Without its ending.</param>
/// <param name="Query">With its question mark; empty: none.</param>
public sealed record PageFeed(string Title, string Path, string Query = "")
{
    /// <param name="format">atom, rss or json.</param>
    public string Address(string format) => $"{Path}.{format}{Query}";
}
