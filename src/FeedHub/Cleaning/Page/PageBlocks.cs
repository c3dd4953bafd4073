using AngleSharp.Dom;

namespace FeedHub.Cleaning;

/// <summary>
/// The blocks of a page's text, weighed: a paragraph counts for its element by its letters, links and labels count against it. What an element
/// holds is the sum of its blocks (maximum subtree), so the article is the element that has the most to say beside the fewest links. Linear.
/// </summary>
internal sealed class PageBlocks
{
    public const int LongParagraph = 70;
    private const int ShortestParagraph = 25;
    private const int CostOfBlock = 12;

    /// <summary>So many letters beside its comments make a page's article, however long these are.</summary>
    private const int ShortestArticle = 400;

    /// <summary>Share of a block's letters in links from which on it leads elsewhere.</summary>
    private const double LinkedShare = 0.4;

    /// <summary>Names of parts around an article, as parts of class and id names. They count only where the part is not most of the page's text.</summary>
    private static readonly string[] AroundNames =
    [
        "comment", "sidebar", "footer", "related", "recommend", "promo", "newsletter", "share", "social", "breadcrumb", "cookie", "consent", "widget", "popular", "trending", "most-read", "mostread",
        "sponsor", "advert", "disclaimer", "subscribe", "signup", "sign-up", "paywall", "byline", "author-bio", "authorbio", "bio", "tags", "toolbar", "masthead", "navbar", "menu", "caption", "credit",
        "outbrain", "taboola", "disqus", "read-more", "readmore", "more-stories", "up-next", "copyright", "print-only", "skip-", "popup", "modal", "overlay", "banner",
    ];

    private static readonly string[] CommentNames = ["comments", "comment_", "comment-", "disqus", "replies", "respond"];

    private readonly Dictionary<INode, Sum> _sums = [];

    private PageBlocks()
    {
    }

    /// <summary>Parts around the article, inmost first: not to be read with it.</summary>
    public HashSet<IElement> Around { get; } = [];

    /// <summary>The element that holds the article; null: there are no paragraphs.</summary>
    public IElement? Article { get; private set; }

    /// <summary>An element without what stands around the article. Leaves the document as it was.</summary>
    public string Html(IElement element)
    {
        var hidden = Around.Where(element => !element.HasAttribute("hidden")).ToList();
        hidden.ForEach(element => element.SetAttribute("hidden", ""));
        var html = element.OuterHtml;
        hidden.ForEach(element => element.RemoveAttribute("hidden"));
        return html;
    }

    public static PageBlocks Of(IElement body)
    {
        var blocks = new PageBlocks();
        blocks.Weigh(body);
        blocks.FindAround(body);
        blocks.Choose(body);
        return blocks;
    }

    /// <summary>Has text of its own, in itself or its inlines.</summary>
    public static bool IsParagraph(IElement element) => Text(element) is { Letters: >= LongParagraph } own && own.Links < LinkedShare * own.Letters;

    private static bool IsSkipped(IElement element) =>
        HtmlElement.Find(element.LocalName).Is(Traits.Dropped) || element.LocalName is "aside" or "footer" or "header" or "figure" or "button" or "label" or "option" || ElementSigns.IsOut(element);

    /// <summary>Post-order without recursion: children come before their parents.</summary>
    private void Weigh(IElement body)
    {
        foreach (var element in Descending(body))
        {
            var own = Text(element);
            var isLead = own.Links > LinkedShare * own.Letters;
            var weight = own.Letters == 0 ? 0
                : isLead ? -own.Letters - CostOfBlock
                : own.Letters >= ShortestParagraph ? own.Letters - own.Links
                : -CostOfBlock;
            var sum = new Sum(weight, isLead || own.Letters < ShortestParagraph ? 0 : own.Letters);
            foreach (var child in element.Children)
            {
                var inner = _sums.GetValueOrDefault(child);
                sum = new Sum(sum.Weight + inner.Weight, sum.Letters + inner.Letters);
            }

            _sums[element] = sum;
        }
    }

    private void FindAround(IElement body)
    {
        var all = _sums.GetValueOrDefault(body).Letters;
        foreach (var element in Descending(body))
        {
            var letters = _sums[element].Letters;
            if (element != body && ((letters * 2 < all && IsNamed(element, AroundNames)) || (all - letters >= ShortestArticle && IsNamed(element, CommentNames))))
            {
                Around.Add(element);
            }
        }
    }

    /// <summary>The heaviest element once what stands around the article is taken out; the inmost of equals.</summary>
    private void Choose(IElement body)
    {
        var weights = new Dictionary<IElement, int>();
        var best = 0;
        foreach (var element in Descending(body))
        {
            var inner = element.Children.Sum(child => Around.Contains(child) ? 0 : Math.Max(weights.GetValueOrDefault(child), -CostOfBlock * 20));
            var own = _sums[element].Weight - element.Children.Sum(child => _sums.GetValueOrDefault(child).Weight);
            weights[element] = own + inner;
            if (own + inner > best)
            {
                (best, Article) = (own + inner, element);
            }
        }
    }

    private static bool IsNamed(IElement element, string[] parts)
    {
        var names = (element.ClassName ?? "") + " " + (element.Id ?? "");
        return names.Length > 1 && Array.Exists(parts, name => names.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Elements that are read, children before parents.</summary>
    private static List<IElement> Descending(IElement body)
    {
        var (order, rest) = (new List<IElement>(), new Stack<IElement>([body]));
        while (rest.TryPop(out var element))
        {
            order.Add(element);
            foreach (var child in element.Children)
            {
                if (!IsSkipped(child) && !IsInline(child))
                {
                    rest.Push(child);
                }
            }
        }

        order.Reverse();
        return order;
    }

    private static bool IsInline(IElement element)
    {
        var known = HtmlElement.Find(element.LocalName);
        return known != HtmlElement.Unknown && !known.Is(Traits.Block) && !known.Is(Traits.Dropped) && !element.Children.Any(child => HtmlElement.Find(child.LocalName).Is(Traits.Block));
    }

    /// <summary>Letters of the element's own text and of its inlines', and how many of them are linked.</summary>
    private static (int Letters, int Links) Text(IElement element)
    {
        var (letters, links) = (0, 0);
        foreach (var node in element.ChildNodes)
        {
            if (node is IText text)
            {
                letters += text.Data.AsSpan().Trim().Length;
            }
            else if (node is IElement child && IsInline(child) && !IsSkipped(child))
            {
                var length = child.TextContent.AsSpan().Trim().Length;
                letters += length;
                links += child.LocalName == "a" ? length : child.QuerySelectorAll("a").Sum(link => link.TextContent.Length);
            }
        }

        return element.LocalName == "a" || element.Closest("a") is not null ? (letters, letters) : (letters, links);
    }

    private readonly record struct Sum(int Weight, int Letters);
}
