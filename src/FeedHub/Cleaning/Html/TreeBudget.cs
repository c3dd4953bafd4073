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
        var tree = new Tree(html.Length);
        while (tree.IsWithinBudget)
        {
            ref var token = ref tokens.GetStructToken();
            var element = token.Type is HtmlTokenType.StartTag or HtmlTokenType.EndTag ? HtmlElement.Find(token.Name) : HtmlElement.Unknown;
            switch (token.Type)
            {
                case HtmlTokenType.EndOfFile:
                    return true;
                case HtmlTokenType.EndTag:
                    tree.Close(element);
                    break;
                case HtmlTokenType.StartTag:
                    tree.Open(element, token.Attributes.Count);
                    if (!element.Is(Traits.Void))
                    {
                        SwitchTokenizer(tokens, element);
                    }

                    break;
                default:
                    tree.Text();
                    break;
            }
        }

        return false;
    }

    /// <summary>What a builder would have open, and what it would have done.</summary>
    /// <param name="length">Of the document.</param>
    private struct Tree(int length)
    {
        private readonly int[] _open = new int[HtmlElement.Count];
        private int _depth;
        private int _formatting;
        private int _tables;
        private int _elements;
        private int _attributes;
        private long _work = length;

        public readonly bool IsWithinBudget =>
            _work <= MaxWork && _depth <= MaxDepth && _formatting <= MaxFormatting && _elements <= MaxElements && _attributes <= MaxAttributes;

        public void Text()
        {
            Step();

            // Text that strays in a table, or follows a tag that is ignored, is copied to where it belongs.
            _work += _tables > 0 ? length / 256 : 0;
        }

        public void Open(HtmlElement element, int attributes)
        {
            Step();
            _elements++;
            _attributes = attributes;
            if (!element.Is(Traits.Void))
            {
                _open[element.Number]++;
                _depth += element.HasOptionalEnd ? 0 : 1;
                Count(element, 1);
            }
        }

        public void Close(HtmlElement element)
        {
            Step();
            if (_open[element.Number] == 0)
            {
                _work += length / 4;
                return;
            }

            _open[element.Number]--;
            _depth--;
            Count(element, -1);
        }

        private void Count(HtmlElement element, int one)
        {
            _formatting += element.Is(Traits.Formatting) ? one : 0;
            _tables += element == HtmlElement.Table ? one : 0;
        }

        private void Step() => _work += 1 + _formatting + (_depth / 8);
    }

    private static void SwitchTokenizer(HtmlTokenizer tokens, HtmlElement element)
    {
        if (element.Is(Traits.Raw | Traits.RawText))
        {
            tokens.State = element == HtmlElement.Script ? HtmlParseMode.Script : element.Is(Traits.Raw) ? HtmlParseMode.Rawtext : HtmlParseMode.RCData;
        }
    }
}
