using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>The article of a whole web page, where the feed carried an excerpt only.</summary>
public static class FullText
{
    /// <summary>The better of the page's text and the feed's own; never a cookie banner over a real summary.</summary>
    /// <param name="page">Bytes as served.</param>
    public static Article Improve(Article article, ReadOnlyMemory<byte> page, string? contentType, CleaningOptions options) =>
        throw new NotImplementedException();
}
