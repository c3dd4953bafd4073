using System.Collections.Immutable;
using AngleSharp.Css.Parser;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace FeedHub.Cleaning;

/// <summary>The source's own CSS selectors of what to leave out.</summary>
internal static class Selectors
{
    private static readonly HtmlParser Parser = new(new HtmlParserOptions { DisableElementPositionTracking = true, SkipComments = true });

    public static bool IsSelector(string selector) =>
        !string.IsNullOrWhiteSpace(selector) && new CssSelectorParser().ParseSelector(selector) is not null;

    /// <summary>The HTML without what the selectors match. Markup too hostile for a tree stays as it is: its junk is a smaller evil.</summary>
    public static string Remove(string html, ImmutableArray<string> selectors)
    {
        if (!html.Contains('<', StringComparison.Ordinal) || !TreeBudget.Allows(html))
        {
            return html;
        }

        using var document = Parser.ParseDocument(html);
        return Remove(document, selectors) && document.Body is { } body ? body.InnerHtml : html;
    }

    /// <returns>Something was removed.</returns>
    public static bool Remove(IHtmlDocument document, ImmutableArray<string> selectors)
    {
        var found = false;
        foreach (var selector in selectors.Where(IsSelector))
        {
            foreach (var element in document.QuerySelectorAll(selector).Where(element => element != document.Body && element != document.DocumentElement))
            {
                element.Remove();
                found = true;
            }
        }

        return found;
    }
}
