using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>What a web page says about itself and its article, beside the text that is found in it.</summary>
/// <param name="Description">Its own summary, as text; null: none.</param>
/// <param name="HasTitle">One of its titles is the article's.</param>
/// <param name="Listed">HTML of the part that belongs to the article where the page lists several, each under a heading with a link; null: it does not.</param>
/// <param name="Body">The article as it is written for machines (schema.org), as text; null: it is not.</param>
/// <param name="Others">Matching forms of the headings that link to other articles.</param>
/// <param name="Beside">HTML of the element that holds the paragraph the article begins with, and those beside it; null: there are none.</param>
/// <param name="Paragraphs">Matching forms of these paragraphs.</param>
internal sealed partial record WebPage(string? Description, bool HasTitle, string? Listed, string? Body, IReadOnlySet<string> Others, string? Beside, IReadOnlySet<string> Paragraphs)
{
    private const string ForMachines = "script[type='application/ld+json']";
    private const string Headings = "h1, h2, h3, h4, h5, h6";

    /// <summary>Shorter headings are labels of sections.</summary>
    private const int ShortestHeading = 15;

    private const int ShortestBody = 150;
    private const int MaxHeadings = 500;
    private const int LongestStart = 40;

    /// <summary>When the article was published, as the page says for machines; null: it does not.</summary>
    public DateTimeOffset? Published { get; private init; }

    /// <param name="document">As parsed, before anything was taken out.</param>
    public static WebPage Read(IHtmlDocument document, Article article, PageBlocks? blocks)
    {
        var title = ArabicText.MatchingForm(article.Title);
        var host = Uri.TryCreate(article.Link, UriKind.Absolute, out var link) ? link : null;
        var headings = document.QuerySelectorAll(Headings).Take(MaxHeadings).Select(element => new Heading(element, ArabicText.MatchingForm(element.TextContent), IsLink(element, host))).ToList();
        var own = title.Length == 0 ? [] : headings.Where(heading => heading.Form == title).ToList();
        var (parent, paragraphs) = OwnParagraphs(document, article, blocks);
        var others = headings.Where(heading => heading.IsLink && heading.Form.Length >= ShortestHeading && heading.Form != title && !IsOwn(heading.Element, parent)).ToList();
        return new WebPage(
            Meta(document, "og:description") ?? Meta(document, "description"),
            own.Exists(heading => !heading.IsLink) || (title.Length > 0 && Titles(document).Any(form => form.Contains(title, StringComparison.Ordinal))),
            own.Count > 0 && own.TrueForAll(heading => heading.IsLink) ? Region(own[0].Element, others.Select(heading => heading.Element).ToHashSet()) : null,
            ArticleBody(document),
            others.Select(heading => heading.Form).ToHashSet(StringComparer.Ordinal),
            parent is null ? null : blocks?.Html(parent),
            paragraphs)
        { Published = PublishedOf(document) };
    }

    /// <summary>Leads to another page of the site: <c>#part</c> leads nowhere, and lists of wares or places lead away.</summary>
    private static bool IsLink(IElement heading, Uri? page)
    {
        var address = (heading.QuerySelector("a[href]") ?? heading.Closest("a[href]"))?.GetAttribute("href")?.Trim();
        return !string.IsNullOrEmpty(address) && address[0] != '#'
            && (page is null || !Uri.TryCreate(page, address, out var target) || target.Host.Length == 0 || SiteOf(target) == SiteOf(page));
    }

    /// <summary>The last two names of the host: sections live on hosts of their own.</summary>
    private static string SiteOf(Uri address) => string.Join('.', address.IdnHost.Split('.').TakeLast(2));

    private static bool IsAround(IElement? parent, PageBlocks? blocks)
    {
        while (parent is not null && blocks?.Around.Contains(parent) != true)
        {
            parent = parent.ParentElement;
        }

        return parent is not null;
    }

    /// <summary>Stands between paragraphs of the article.</summary>
    private static bool IsOwn(IElement heading, IElement? parent) =>
        heading.ParentElement == parent && heading is { PreviousElementSibling: { } before, NextElementSibling: { } after } && PageBlocks.IsParagraph(before) && PageBlocks.IsParagraph(after);

    /// <summary>The long paragraphs of the element that the article's first stands in; where the feed does not say how it begins, of the one with most of them.</summary>
    private static (IElement? Parent, HashSet<string> Forms) OwnParagraphs(IHtmlDocument document, Article article, PageBlocks? blocks)
    {
        var parents = document.QuerySelectorAll("p, div, li, td, section, blockquote").Where(PageBlocks.IsParagraph)
            .Select(element => (Element: element, Form: ArabicText.MatchingForm(element.TextContent)))
            .GroupBy(paragraph => paragraph.Element.ParentElement).Where(parent => !IsAround(parent.Key, blocks)).ToList();
        var start = ArabicText.MatchingForm(article.Text) is { Length: > LongestStart } form ? form[..LongestStart] : "";
        var own = parents.Find(parent => start.Length > 0 && parent.Any(paragraph => paragraph.Form.Contains(start, StringComparison.Ordinal)))
            ?? parents.Where(parent => parent.Skip(1).Any()).MaxBy(parent => parent.Sum(paragraph => paragraph.Form.Length));
        return own is null ? (null, []) : (own.Key, own.Select(paragraph => paragraph.Form).ToHashSet(StringComparer.Ordinal));
    }

    private static DateTimeOffset? PublishedOf(IHtmlDocument document)
    {
        var marked = document.QuerySelector("[itemprop=datePublished]");
        var written = Meta(document, "article:published_time") ?? Meta(document, "datePublished") ?? marked?.GetAttribute("content") ?? marked?.GetAttribute("datetime");
        return FeedDate.Parse(written) ?? document.QuerySelectorAll(ForMachines).Select(script => DatePublished().Match(script.TextContent))
            .Where(match => match.Success).Select(match => FeedDate.Parse(match.Groups["date"].Value)).FirstOrDefault();
    }

    [GeneratedRegex("\"datePublished\"\\s*:\\s*\"(?<date>[^\"]{8,40})\"", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DatePublished();

    /// <summary>What the page calls its article, for those who share it or in its first heading; null: nothing better than <paramref name="known"/>.</summary>
    /// <param name="known">A title of the same words is taken for its signs; one that only adds to it, as the site's name, is no better.</param>
    public static string? TitleOf(IHtmlDocument document, string known)
    {
        var form = ArabicText.MatchingForm(known);
        var titles = new[] { Meta(document, "og:title"), document.QuerySelector("h1")?.TextContent }
            .OfType<string>().Select(title => HtmlText.CleanPlainTitle(title, CleaningOptions.Default)).Where(title => title.Length > 0)
            .Select(title => (Title: title, Form: ArabicText.MatchingForm(title))).ToList();
        var same = titles.Find(title => title.Form == form).Title;
        return same ?? (titles.Exists(title => title.Form.Contains(form, StringComparison.Ordinal)) ? null : titles.FirstOrDefault().Title);
    }

    private static IEnumerable<string> Titles(IHtmlDocument document) =>
        new[] { Meta(document, "og:title"), document.Title }.OfType<string>().Select(ArabicText.MatchingForm);

    private static string? Meta(IHtmlDocument document, string name) =>
        document.QuerySelector($"meta[property='{name}'], meta[name='{name}']")?.GetAttribute("content")?.Trim() is { Length: > 0 } content ? content : null;

    /// <summary>The largest element around a heading that holds none of the others; null: there is no other.</summary>
    private static string? Region(IElement heading, HashSet<IElement> others)
    {
        if (others.Count == 0)
        {
            return null;
        }

        var shared = others.SelectMany(other => other.Ancestors<IElement>()).ToHashSet();
        var region = heading;
        while (region.ParentElement is { } parent && !shared.Contains(parent))
        {
            region = parent;
        }

        return region.OuterHtml;
    }

    private static string? ArticleBody(IHtmlDocument document) =>
        document.QuerySelectorAll(ForMachines).Select(script => ArticleBody(script.TextContent)).FirstOrDefault(body => body is not null);

    private static string? ArticleBody(string json)
    {
        if (!json.Contains("articleBody", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var rest = new Stack<JsonElement>([document.RootElement]);
            while (rest.TryPop(out var element))
            {
                var parts = element.ValueKind switch
                {
                    JsonValueKind.Array => element.EnumerateArray().ToArray(),
                    JsonValueKind.Object => element.EnumerateObject().Select(property => property.Value).ToArray(),
                    _ => [],
                };
                if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("articleBody", out var body)
                    && body.ValueKind == JsonValueKind.String && body.GetString() is { Length: >= ShortestBody } text)
                {
                    return text;
                }

                foreach (var part in parts)
                {
                    rest.Push(part);
                }
            }
        }
        catch (JsonException)
        {
            // Written by hand, as so often: the page still has its text.
        }

        return null;
    }

    private readonly record struct Heading(IElement Element, string Form, bool IsLink);
}
