using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Cleaning.Lists;

/// <summary>A web page that lists articles, read as a feed. Pure; in bounded time, whatever the page holds.</summary>
public static class ListPage
{
    /// <summary>A page shows dozens; who lists more is read to here.</summary>
    private const int MaxItems = 200;

    private const int MaxCharacters = 4 * 1024 * 1024;

    private static readonly HtmlParser Parser = new(new HtmlParserOptions { DisableElementPositionTracking = true, SkipComments = true });

    /// <param name="body">As served.</param>
    /// <exception cref="NotAFeedException">No article was found; the message says what the page holds instead.</exception>
    public static ParsedFeed Read(ReadOnlySpan<byte> body, ItemSelectors items, ParseOptions options)
    {
        var problems = new List<string>();
        using var document = Open(FeedText.Decode(body, options.ContentType, options.Encoding, problems));
        var matches = document.QuerySelectorAll(items.List);
        var entries = Entries(document, matches.Take(MaxItems), items, options);
        if (entries.Count == 0)
        {
            throw new NotAFeedException(WhyEmpty(document, matches.Length, items, options));
        }

        if (matches.Length > MaxItems)
        {
            problems.Add($"The page lists {matches.Length} items; the first {MaxItems} were read.");
        }

        return Feed(document, entries, options) with { Problems = [.. problems] };
    }

    /// <exception cref="NotAFeedException">It is too large, or nested too deep, for a tree.</exception>
    internal static IHtmlDocument Open(string html) =>
        html.Length <= MaxCharacters && TreeBudget.Allows(html) ? Parser.ParseDocument(html) : throw new NotAFeedException("The page is larger, or nested deeper, than pages are.");

    /// <summary>The articles of the elements, each address once: pinned entries come twice.</summary>
    internal static List<ParsedEntry> Entries(IHtmlDocument document, IEnumerable<IElement> matches, ItemSelectors items, ParseOptions options)
    {
        var reader = new ListItem(items, options, BaseOf(document, options.BaseUri));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. matches.SelectMany(reader.Read).Where(entry => seen.Add(CanonicalUrl.Key(entry.Link)))];
    }

    private static ParsedFeed Feed(IHtmlDocument document, List<ParsedEntry> entries, ParseOptions options) => new()
    {
        Format = "page",
        TitleHtml = TitleOf(document),
        Link = options.BaseUri?.AbsoluteUri,
        Language = document.DocumentElement.GetAttribute("lang")?.Trim() is { Length: > 0 } language ? language : null,
        IsListing = true,
        Entries = [.. entries],
    };

    private static string? TitleOf(IHtmlDocument document) =>
        document.QuerySelector("meta[property='og:site_name']")?.GetAttribute("content") is { Length: > 0 } site ? site : document.Title;

    private static string? BaseOf(IHtmlDocument document, Uri? page) =>
        document.QuerySelector("base[href]")?.GetAttribute("href") is { } written && Uri.TryCreate(page, written, out var address) ? address.AbsoluteUri : page?.AbsoluteUri;

    private static string WhyEmpty(IHtmlDocument document, int matches, ItemSelectors items, ParseOptions options)
    {
        var found = matches == 0
            ? $"The selector \"{items.List}\" of \"items\" finds nothing on the page."
            : $"The selector \"{items.List}\" of \"items\" finds {matches} elements, and no link to an article in them.";
        return $"{found} {Holds(document, options)}";
    }

    private static string Holds(IHtmlDocument document, ParseOptions options) =>
        ListFinder.Find(document, options) is [var list, ..]
            ? $"What it holds now looks like \"{list.Items.List}\" ({list.Entries.Count} articles, the first: {Wording.Shown(list.Entries[0].TitleHtml ?? "")})."
            : NeedsScript(document) ? "It builds its list by script, and FeedHub runs none."
            : "It holds no list of articles now.";

    /// <summary>Hardly a word, and a script that is to bring them.</summary>
    internal static bool NeedsScript(IHtmlDocument document)
    {
        const int FewLetters = 400;
        var letters = document.Body?.Descendants<IText>().Where(text => text.ParentElement?.LocalName is not ("script" or "style" or "noscript")).Sum(text => text.Data.Count(char.IsLetter)) ?? 0;
        return letters < FewLetters && document.Scripts.Any(script => script.Source is { Length: > 0 } || script.Text.Length > FewLetters);
    }
}
