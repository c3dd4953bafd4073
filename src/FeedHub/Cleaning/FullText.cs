using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FeedHub.Parsing;
using FeedHub.Sources;
using SmartReader;

namespace FeedHub.Cleaning;

/// <summary>The article of a whole web page, where the feed carried an excerpt only.</summary>
public static class FullText
{
    private const int MaxPageCharacters = 3 << 20;
    private const int MaxElements = 20_000;

    /// <summary>The page has to bring so much more than the feed to be worth the risk of its furniture.</summary>
    private const double SmallestGain = 1.2;

    private static readonly HtmlParser Parser = new(new HtmlParserOptions { DisableElementPositionTracking = true, SkipComments = true });

    /// <summary>The better of the page's text and the feed's own; never a cookie banner over a real summary.</summary>
    /// <param name="page">Bytes as served.</param>
    public static Article Improve(Article article, ReadOnlyMemory<byte> page, string? contentType, CleaningOptions options)
    {
        if (!MayBePage(contentType) || Extract(article, page, contentType, options) is not { } found)
        {
            return article;
        }

        var text = PageText.Trim(found.Text, article);
        if (text.Length < article.Text.Length * SmallestGain || !PageText.IsArticle(text, article) || !PageText.IsAbout(text, article))
        {
            return article;
        }

        return article with
        {
            Text = text,
            IsTruncated = found.IsTruncated,
            ContentKey = ArticleCleaner.ContentKey(article.Title, text),
            ImageUrl = article.ImageUrl ?? WebAddress.Absolute(found.ImageUrl, article.Link),
        };
    }

    private static bool MayBePage(string? contentType) =>
        contentType is null || contentType.Contains("html", StringComparison.OrdinalIgnoreCase) || contentType.Contains("text/plain", StringComparison.OrdinalIgnoreCase);

    private static CleanText? Extract(Article article, ReadOnlyMemory<byte> page, string? contentType, CleaningOptions options)
    {
        var html = FeedText.Decode(page.Span, contentType, null, []);
        if (html.Length > MaxPageCharacters || !TreeBudget.Allows(html))
        {
            return null;
        }

        try
        {
            using var document = Parser.ParseDocument(html);
            Selectors.Remove(document, options.Remove);
            return ReadContent(article, document) is var (content, image)
                ? HtmlText.Clean(content, options with { Remove = [] }) is var clean && LeadImage.IsPicture(image) ? clean with { ImageUrl = image } : clean
                : null;
        }
        catch (Exception)
        {
            // One page that SmartReader stumbles over costs its full text, not its feed.
            return null;
        }
    }

    /// <summary>SmartReader's choice of element. Not its text, which glues list items together.</summary>
    private static (string Content, string? Image)? ReadContent(Article article, IHtmlDocument document)
    {
        if (document.All.Length > MaxElements)
        {
            return null;
        }

        using var reader = new Reader(article.Link, document) { MaxElemsToParse = MaxElements, ContinueIfNotReadable = true, CharThreshold = 200 };
        return reader.GetArticle() is { Completed: true, Content: { Length: > 0 } content } found ? (content, found.FeaturedImage) : null;
    }
}
