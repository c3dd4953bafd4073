using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace FeedHub.Sources;

/// <summary>CSS selectors as a source's <c>remove</c> lists them.</summary>
public static class CssSelectors
{
    public static bool IsSelector(string text)
    {
        try
        {
            return text.Length > 0 && new CssSelectorParser().ParseSelector(text) is not null;
        }
        catch (Exception exception) when (exception is DomException or ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
