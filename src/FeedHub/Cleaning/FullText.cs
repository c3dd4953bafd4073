using System.Globalization;
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
    /// <param name="learnedLines">As for <see cref="ArticleCleaner.Clean"/>.</param>
    public static Article Improve(Article article, ReadOnlyMemory<byte> page, string? contentType, CleaningOptions options, IReadOnlySet<string> learnedLines)
    {
        if (!MayBePage(contentType))
        {
            return article;
        }

        var html = FeedText.Decode(page.Span, contentType, null, []);
        if (html.Length > MaxPageCharacters || !TreeBudget.Allows(html))
        {
            return article;
        }

        try
        {
            using var document = Parser.ParseDocument(html);
            return document.All.Length > MaxElements ? article : Improve(article, document, options, learnedLines);
        }
        catch (Exception)
        {
            // One page that SmartReader stumbles over costs its full text, not its feed.
            return article;
        }
    }

    /// <summary>The article with the text it was stored with, where that goes on from the same excerpt under the same title; null: it does not.</summary>
    public static Article? Keep(Article article, Article stored) =>
        stored.Title == article.Title && stored.Text.Length > article.Text.Length && PageText.GoesOnFrom(stored.Text, article.Text)
            ? article with
            {
                Text = stored.Text,
                IsTruncated = stored.IsTruncated,
                ContentKey = ArticleCleaner.ContentKey(article.Title, stored.Text),
                ImageUrl = article.ImageUrl ?? stored.ImageUrl,
            }
            : null;

    private static Article Improve(Article article, IHtmlDocument document, CleaningOptions options, IReadOnlySet<string> learnedLines)
    {
        Selectors.Remove(document, options.Remove);
        var about = WebPage.Read(document, article);
        foreach (var found in Readings(article, document, about, options with { Remove = [] }))
        {
            var text = PageText.Trim(ArticleCleaner.WithoutLearned(found.Text, learnedLines), article, about);
            if (IsMore(text, article) && PageText.IsArticle(text, article, about) && PageText.IsAbout(text, article, about))
            {
                return article with
                {
                    Text = text,
                    IsTruncated = found.IsTruncated,
                    ContentKey = ArticleCleaner.ContentKey(article.Title, text),
                    ImageUrl = article.ImageUrl ?? WebAddress.Absolute(found.ImageUrl, article.Link),
                };
            }
        }

        return article;
    }

    private static bool MayBePage(string? contentType) =>
        contentType is null || contentType.Contains("html", StringComparison.OrdinalIgnoreCase) || contentType.Contains("text/plain", StringComparison.OrdinalIgnoreCase);

    private static bool IsMore(string text, Article article) => text.Length >= article.Text.Length * (article.IsTruncated ? 1 : SmallestGain) && text.Length > article.Text.Length;

    /// <summary>What may be the article, the likeliest first.</summary>
    private static IEnumerable<CleanText> Readings(Article article, IHtmlDocument document, WebPage about, CleaningOptions options)
    {
        if (about.Listed is not null)
        {
            yield return HtmlText.Clean(about.Listed, options);
        }

        if (ReadContent(article, document) is var (content, image))
        {
            var clean = HtmlText.Clean(content, options);
            yield return LeadImage.IsPicture(image) ? clean with { ImageUrl = image } : clean;
        }

        if (about.Body is not null)
        {
            yield return HtmlText.CleanPlain(about.Body, options);
        }
    }

    /// <summary>SmartReader's choice of element. Not its text, which glues list items together.</summary>
    private static (string Content, string? Image)? ReadContent(Article article, IHtmlDocument document)
    {
        using var reader = new Reader(article.Link, document)
        {
            MaxElemsToParse = MaxElements,
            ContinueIfNotReadable = true,
            CharThreshold = 200,

            // Our cleaner knows junk by its classes.
            KeepClasses = true,
        };

        // It counts words by the culture of the machine.
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return reader.GetArticle() is { Completed: true, Content: { Length: > 0 } content } found ? (content, found.FeaturedImage) : null;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
