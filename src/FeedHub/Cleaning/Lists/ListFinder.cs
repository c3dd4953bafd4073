using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Cleaning.Lists;

/// <summary>A list of articles that a page seems to hold.</summary>
/// <param name="Entries">Its articles, in their order on the page.</param>
public sealed record FoundList(ItemSelectors Items, IReadOnlyList<ParsedEntry> Entries);

/// <summary>
/// Finds the list of articles in a page that nobody described: repeated elements (wrapper induction) that each hold one link with a headline. The
/// list whose items say most, with dates, summaries and pictures, outside of menus and boxes, is the page's own. Pure; in bounded time.
/// </summary>
public static class ListFinder
{
    private const string ListedForMachines = "script[type='application/ld+json']";

    /// <summary>Fewer are no list.</summary>
    private const int FewestItems = 3;

    private const int MaxLinks = 2_000;

    /// <summary>An item is not deeper around its link.</summary>
    private const int MaxLevels = 8;

    /// <summary>A link that stands for a headline is so near to it, among so few others.</summary>
    private const int MaxLevelsToHeadline = 3;

    private const int MaxBesideHeadline = 8;
    private const int MaxCandidates = 40;
    private const int MaxItems = 60;

    /// <summary>A headline has so many letters at least, in words.</summary>
    private const int ShortestHeadline = 15;

    private const int LongestHeadline = 250;

    private const double InBox = 0.25;

    /// <summary>Parts of names of what stands around a page's own list.</summary>
    private static readonly string[] Boxes =
        ["sidebar", "side-bar", "related", "popular", "most-read", "mostread", "most_read", "trending", "ticker", "breaking", "widget", "footer", "menu", "navbar", "breadcrumb", "comment", "social", "share", "tagcloud", "advert", "sponsor", "promo", "aside"];

    /// <summary>Names of what passes: state, order, what a build made up.</summary>
    private static readonly string[] Passing = ["active", "first", "last", "odd", "even", "sticky", "pinned", "featured", "current", "selected", "clearfix", "visible", "hidden", "lazy", "loaded", "fade", "show", "new", "hot", "alt"];

    /// <summary>The likeliest first; empty where the page lists nothing.</summary>
    /// <exception cref="NotAFeedException">The page is too large, or nested too deep.</exception>
    public static IReadOnlyList<FoundList> Find(string html, ParseOptions options)
    {
        using var document = ListPage.Open(html);
        return Find(document, options);
    }

    /// <summary>Hardly a word stands in the page, and a script is to bring the rest.</summary>
    public static bool NeedsScript(string html)
    {
        using var document = ListPage.Open(html);
        return ListPage.NeedsScript(document);
    }

    internal static IReadOnlyList<FoundList> Find(IHtmlDocument document, ParseOptions options)
    {
        var found = Candidates(document)
            .Select(candidate => Read(document, candidate, options))
            .Where(list => list.Score > 0)
            .OrderByDescending(list => list.Score)
            .Select(list => list.Found);
        return [.. found.Concat(ForMachines(document, options)).Take(5)];
    }

    /// <summary>For pages whose markup shows no list, where scripts name it.</summary>
    private static IEnumerable<FoundList> ForMachines(IHtmlDocument document, ParseOptions options)
    {
        var items = new ItemSelectors(ListedForMachines);
        var entries = ListPage.Entries(document, document.QuerySelectorAll(items.List), items, options);
        return entries.Count >= FewestItems ? [new FoundList(items, entries)] : [];
    }

    /// <summary>Selectors that match the elements around several headlines, those with most to say first.</summary>
    private static IEnumerable<string> Candidates(IHtmlDocument document)
    {
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        foreach (var link in document.QuerySelectorAll("a[href]").Where(IsHeadline).Take(MaxLinks))
        {
            var href = link.GetAttribute("href")!;
            var element = link;
            for (var level = 0; level < MaxLevels && element is not null && element != document.Body; level++, element = element.ParentElement)
            {
                foreach (var selector in SelectorsOf(element))
                {
                    var group = groups.TryGetValue(selector, out var known) ? known : groups[selector] = new Group();
                    group.Add(element, href, ListItem.Letters(TextOf(link)));
                }
            }
        }

        // Of selectors that match the same headlines the outer one knows more of each.
        return groups.Where(group => group.Value.Items.Count >= FewestItems)
            .OrderByDescending(group => group.Value.Weight).ThenBy(group => group.Key.Length)
            .Take(MaxCandidates).Select(group => group.Key);
    }

    /// <summary>A link with words enough, outside of menus.</summary>
    private static bool IsHeadline(IElement link)
    {
        var text = TextOf(link);
        var isWhole = link.QuerySelector(ListItem.Headings) is not null;
        return (isWhole || ListItem.IsHeadline(text) || IsPost(link) || IsBesideHeadline(link)) && (text.Length <= LongestHeadline || isWhole || link.QuerySelector("p") is not null) && link.GetAttribute("href")!.TrimStart() is not ['#', ..];
    }

    /// <summary>Its words; of a picture alone the name it has for those who do not see it.</summary>
    private static string TextOf(IElement link) => ListItem.Line(link.TextContent) is { Length: > 0 } text ? text : ListItem.NameOf(link);

    /// <summary>"Read more" below a headline that is no link.</summary>
    private static bool IsBesideHeadline(IElement link)
    {
        var around = link.ParentElement;
        for (var level = 0; level < MaxLevelsToHeadline && around is { ChildElementCount: <= MaxBesideHeadline }; level++, around = around.ParentElement)
        {
            if (around.QuerySelector(ListItem.Headings) is { } heading)
            {
                return ListItem.IsHeadline(heading.TextContent) && heading.QuerySelector("a[href]") is null && heading.Closest("a") is null;
            }
        }

        return false;
    }

    /// <summary>Posts without headlines (Telegram's previews) are linked by their date.</summary>
    private static bool IsPost(IElement link) => link.QuerySelector("time[datetime]") is not null;

    private static (FoundList Found, double Score) Read(IHtmlDocument document, string selector, ParseOptions options)
    {
        var items = new ItemSelectors(selector);
        var matches = document.QuerySelectorAll(selector).Take(MaxItems).ToList();
        var entries = ListPage.Entries(document, matches, items, options);
        var share = matches.Count == 0 ? 0 : (double)entries.Count / matches.Count;
        var score = entries.Count < FewestItems ? 0 : entries.Sum(Worth) * share * share * Alone(matches) * matches.Average(Place);
        return (new FoundList(items, entries), score);
    }

    /// <summary>How much of an article an item shows.</summary>
    private static double Worth(ParsedEntry entry)
    {
        var letters = Math.Min(ListItem.Letters(entry.TitleHtml), 60);
        return (entry.TitleHtml is null ? 0.7 : letters >= ShortestHeadline ? 1 + (letters / 120.0) : 0.2)
            + (entry.Published is not null ? 0.8 : 0) + (entry.ContentHtml is not null ? 0.4 : 0) + (entry.ImageUrl is not null ? 0.2 : 0);
    }

    /// <summary>An item is about one article: one that holds several headlines is a box of them. What leads elsewhere from several items is a section or an author.</summary>
    private static double Alone(List<IElement> items)
    {
        var targets = items.ConvertAll(item => (item.LocalName == "a" ? [item] : item.QuerySelectorAll("a[href]").Where(IsHeadline))
            .Select(link => link.GetAttribute("href")!.Split('#')[0]).ToHashSet(StringComparer.Ordinal));
        var shared = targets.SelectMany(links => links).GroupBy(link => link, StringComparer.Ordinal).Where(link => link.Skip(1).Any()).Select(link => link.Key).ToHashSet(StringComparer.Ordinal);
        return targets.Average(links => links.Count(link => !shared.Contains(link)) is > 1 and var count ? 1.0 / (count * count) : 1);
    }

    private static double Place(IElement item) =>
        item.Ancestors<IElement>().Prepend(item).Any(element => element.LocalName is "nav" or "footer" or "aside" || IsBox(element)) ? InBox : 1;

    private static bool IsBox(IElement element)
    {
        var names = element.LocalName is "body" or "html" ? "" : $"{element.ClassName} {element.Id}";
        return names.Length > 1 && Array.Exists(Boxes, box => names.Contains(box, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>By its classes that mean something, and by its place below the nearest element that has a name.</summary>
    private static IEnumerable<string> SelectorsOf(IElement element)
    {
        foreach (var name in Names(element))
        {
            yield return $"{element.LocalName}.{name}";
        }

        if (element.ParentElement is { } parent && PathOf(parent) is { } path)
        {
            yield return $"{path} > {element.LocalName}";
            if (element.LocalName == "tr")
            {
                yield return $"{path} > tr";
            }
        }
    }

    private static string? PathOf(IElement element)
    {
        var path = "";
        for (var level = 0; level < 4; level++)
        {
            if (element.LocalName is "body" or "main" || Names(element).Any() || IsName(element.Id))
            {
                var named = IsName(element.Id) ? $"#{element.Id}" : Names(element).FirstOrDefault() is { } name ? $"{element.LocalName}.{name}" : element.LocalName;
                return named + path;
            }

            path = $" > {element.LocalName}{path}";
            if (element.ParentElement is not { } parent)
            {
                return null;
            }

            element = parent;
        }

        return null;
    }

    private static IEnumerable<string> Names(IElement element) => element.ClassList.Where(IsName).Where(name => !Passing.Contains(name, StringComparer.OrdinalIgnoreCase)).Take(3);

    /// <summary>A word somebody chose, not a number or what a build made up.</summary>
    private static bool IsName(string? name) =>
        name is { Length: >= 2 and <= 40 } && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        && name.Count(char.IsAsciiDigit) <= 2 && !name.StartsWith("css-", StringComparison.Ordinal) && !name.StartsWith("sc-", StringComparison.Ordinal);

    /// <summary>Elements that one selector matches, and the headlines in them.</summary>
    private sealed class Group
    {
        private readonly HashSet<string> _links = new(StringComparer.Ordinal);
        private int _letters;

        public HashSet<IElement> Items { get; } = [];

        /// <summary>Letters of headlines; fewer where an item holds several.</summary>
        public double Weight => _letters * Math.Min(1.0, (double)Items.Count / _links.Count);

        public void Add(IElement item, string link, int letters)
        {
            Items.Add(item);
            if (_links.Add(link))
            {
                _letters += Math.Min(letters, 100);
            }
        }
    }
}
