using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace FeedHub.Cleaning;

/// <summary>What a web page says about itself and its article, beside the text that is found in it.</summary>
/// <param name="Description">Its own summary, as text; null: none.</param>
/// <param name="HasTitle">One of its titles is the article's.</param>
/// <param name="Listed">HTML of the part that belongs to the article where the page lists several, each under a heading with a link; null: it does not.</param>
/// <param name="Body">The article as it is written for machines (schema.org), as text; null: it is not.</param>
/// <param name="Others">Matching forms of the headings that link to other articles.</param>
internal sealed record WebPage(string? Description, bool HasTitle, string? Listed, string? Body, IReadOnlySet<string> Others)
{
    private const string Headings = "h1, h2, h3, h4, h5, h6";

    /// <summary>Shorter headings are labels of sections.</summary>
    private const int ShortestHeading = 15;

    private const int ShortestBody = 150;

    /// <param name="document">As parsed, before anything was taken out.</param>
    public static WebPage Read(IHtmlDocument document, Article article)
    {
        var title = ArabicText.MatchingForm(article.Title);
        var headings = document.QuerySelectorAll(Headings).Select(element => new Heading(element, ArabicText.MatchingForm(element.TextContent), IsLink(element))).ToList();
        var own = title.Length == 0 ? [] : headings.Where(heading => heading.Form == title).ToList();
        var others = headings.Where(heading => heading.IsLink && heading.Form.Length >= ShortestHeading && heading.Form != title).ToList();
        return new WebPage(
            Meta(document, "og:description") ?? Meta(document, "description"),
            own.Exists(heading => !heading.IsLink) || (title.Length > 0 && Titles(document).Any(form => form.Contains(title, StringComparison.Ordinal))),
            own.Count > 0 && own.TrueForAll(heading => heading.IsLink) ? Region(own[0].Element, others.Select(heading => heading.Element).ToHashSet()) : null,
            ArticleBody(document),
            others.Select(heading => heading.Form).ToHashSet(StringComparer.Ordinal));
    }

    private static bool IsLink(IElement heading) => heading.QuerySelector("a[href]") is not null || heading.Closest("a[href]") is not null;

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
        document.QuerySelectorAll("script[type='application/ld+json']").Select(script => ArticleBody(script.TextContent)).FirstOrDefault(body => body is not null);

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
