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

    /// <summary>SmartReader looks for an element's siblings one by one, which takes the square of their number.</summary>
    private const int MostSiblings = 1_000;

    /// <summary>What agreement a text without paragraphs of its own lacks.</summary>
    private const double MachinesCost = 0.1;

    private static readonly HtmlParser Parser = new(new HtmlParserOptions { DisableElementPositionTracking = true, SkipComments = true });

    /// <summary>The better of the page's text and the feed's own, never a cookie banner over a real summary; with the reason where the page is refused.</summary>
    /// <param name="page">Bytes as served.</param>
    /// <param name="learnedLines">As for <see cref="ArticleCleaner.Clean"/>.</param>
    public static PageReading Read(Article article, ReadOnlyMemory<byte> page, string? contentType, CleaningOptions options, IReadOnlySet<string> learnedLines)
    {
        if (!MayBePage(contentType))
        {
            return new PageReading(article, PageRefusal.NoPage);
        }

        var html = FeedText.Decode(page.Span, contentType, null, []);
        if (html.Length > MaxPageCharacters || !TreeBudget.Allows(html))
        {
            return new PageReading(article, PageRefusal.TooLarge);
        }

        try
        {
            using var document = Parser.ParseDocument(html);
            return document.All.Length > MaxElements ? new PageReading(article, PageRefusal.TooLarge) : Read(Titled(article, document), document, options, learnedLines);
        }
        catch (Exception)
        {
            // One page that SmartReader stumbles over costs its full text, not its feed.
            return new PageReading(article, PageRefusal.Unreadable);
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

    /// <summary>Of an article that has its title from its address (a sitemap often says no other) the page knows the real one.</summary>
    private static Article Titled(Article article, IHtmlDocument document) =>
        Uri.TryCreate(article.Link, UriKind.Absolute, out _) && Sitemap.NameOf(article.Link) == article.Title && WebPage.TitleOf(document, article.Title) is { } title
            ? article with { Title = title }
            : article;

    private static PageReading Read(Article article, IHtmlDocument document, CleaningOptions options, IReadOnlySet<string> learnedLines)
    {
        Selectors.Remove(document, options.Remove);
        var blocks = document.Body is { } body ? PageBlocks.Of(body) : null;
        var about = WebPage.Read(document, article, blocks);
        var refusal = PageRefusal.NoText;
        foreach (var (from, found) in InOrder(Readings(article, document, blocks, about, options with { Remove = [], IsPage = true })))
        {
            var text = PageText.Trim(ArticleCleaner.WithoutLearned(found.Text, learnedLines), article, about);
            var judged = PageText.Judge(found with { Text = text }, article, about);
            if (judged is { } reason)
            {
                refusal = refusal > reason ? refusal : reason;
                continue;
            }

            var improved = article with
            {
                Text = text,
                IsTruncated = found.IsTruncated,
                Published = article.Published ?? ArticleCleaner.Believable(about.Published, article.FirstSeenAt),
                ContentKey = ArticleCleaner.ContentKey(article.Title, text),
                ImageUrl = article.ImageUrl ?? WebAddress.Absolute(found.ImageUrl, article.Link),
            };
            return new PageReading(improved, Refusal: null) { From = from };
        }

        return new PageReading(article, refusal);
    }

    private static bool MayBePage(string? contentType) =>
        contentType is null || contentType.Contains("html", StringComparison.OrdinalIgnoreCase) || contentType.Contains("text/plain", StringComparison.OrdinalIgnoreCase);

    /// <summary>What may be the article, by where it was found.</summary>
    private static List<(string From, CleanText Found)> Readings(Article article, IHtmlDocument document, PageBlocks? blocks, WebPage about, CleaningOptions options)
    {
        var readings = new List<(string, CleanText)>();
        if (about.Listed is not null)
        {
            readings.Add(("listed", HtmlText.Clean(about.Listed, options)));
        }

        if (blocks?.Article is { } element)
        {
            readings.Add(("blocks", HtmlText.Clean(blocks.Html(element), options)));
        }

        if (about.Beside is not null)
        {
            readings.Add(("beside", HtmlText.Clean(about.Beside, options)));
        }

        if (about.Body is not null)
        {
            readings.Add(("machines", HtmlText.CleanBody(about.Body, options)));
        }

        if (!document.All.Any(parent => parent.ChildElementCount > MostSiblings) && ReadContent(article, document) is var (content, image))
        {
            var clean = HtmlText.Clean(content, options);
            readings.Add(("reader", LeadImage.IsPicture(image) ? clean with { ImageUrl = image } : clean));
        }

        readings.Reverse();
        readings.RemoveAll(reading => reading.Item2.Text.Length == 0);
        return readings;
    }

    /// <summary>
    /// The reading that agrees most with the others comes first: extractions err each in its own way, by a box too many here and a half too few there,
    /// and what most of them hold is the article. What is written for machines says what the article is, and not where its paragraphs end: it only votes
    /// where another reading holds the same.
    /// </summary>
    private static IEnumerable<(string From, CleanText Found)> InOrder(List<(string From, CleanText Found)> readings)
    {
        var words = readings.ConvertAll(reading => new WordBag(reading.Found.Text));
        double Agreement(int at) => words.Where((_, other) => other != at).Sum(other => words[at].Agreement(other));
        return readings.Select((reading, at) => (reading, Rank: reading.From == "listed" ? double.MaxValue : Agreement(at) - (reading.From == "machines" ? MachinesCost : 0)))
            .OrderByDescending(ranked => ranked.Rank).Select(ranked => ranked.reading);
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
