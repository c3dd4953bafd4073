using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace FeedHub.Cleaning;

/// <summary>
/// Says, in linear time, whether a tree of this HTML stays small. Building one is quadratic in open elements, and multiplies open formatting
/// elements by the blocks they leak into; text between tags that are ignored is copied once for each.
/// </summary>
internal static class TreeBudget
{
    /// <summary>Chosen so that what passes is parsed in well under a second.</summary>
    private const long MaxWork = 40_000_000;
    private const int MaxDepth = 512;
    private const int MaxFormatting = 48;
    private const int MaxAttributes = 512;
    private const int MaxElements = 50_000;

    public static bool Allows(string html)
    {
        using var tokens = new HtmlTokenizer(new TextSource(new ReadOnlyMemoryTextSource(html.AsMemory())), HtmlEntityProvider.ResolverExtended)
        {
            SkipComments = true,
            SkipScriptText = true,
            SkipRawText = true,
        };
        var open = new int[HtmlElement.Count];
        var depth = 0;
        var formatting = 0;
        var tables = 0;
        var elements = 0;
        var work = (long)html.Length;
        while (work <= MaxWork)
        {
            ref var token = ref tokens.GetStructToken();
            if (token.Type == HtmlTokenType.EndOfFile)
            {
                return true;
            }

            work += 1 + formatting + (depth / 8);
            if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
            {
                // Text that strays in a table, or follows a tag that is ignored, is copied to where it belongs.
                work += tables > 0 ? html.Length / 256 : 0;
                continue;
            }

            var element = HtmlElement.Find(token.Name);
            if (token.Type == HtmlTokenType.EndTag)
            {
                if (open[element.Number] == 0)
                {
                    work += html.Length / 4;
                    continue;
                }

                open[element.Number]--;
                depth--;
                formatting -= element.Is(Traits.Formatting) ? 1 : 0;
                tables -= element == HtmlElement.Table ? 1 : 0;
                continue;
            }

            if (token.Attributes.Count > MaxAttributes || ++elements > MaxElements)
            {
                return false;
            }

            if (element.Is(Traits.Void))
            {
                continue;
            }

            open[element.Number]++;
            depth += element.HasOptionalEnd ? 0 : 1;
            formatting += element.Is(Traits.Formatting) ? 1 : 0;
            tables += element == HtmlElement.Table ? 1 : 0;
            if (depth > MaxDepth || formatting > MaxFormatting)
            {
                return false;
            }

            SwitchTokenizer(tokens, element);
        }

        return false;
    }

    private static void SwitchTokenizer(HtmlTokenizer tokens, HtmlElement element)
    {
        if (element.Is(Traits.Raw | Traits.RawText))
        {
            tokens.State = element == HtmlElement.Script ? HtmlParseMode.Script : element.Is(Traits.Raw) ? HtmlParseMode.Rawtext : HtmlParseMode.RCData;
        }
    }
}
