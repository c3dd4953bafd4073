using System.Globalization;
using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server.Endpoints;

/// <summary>The page of results: the most relevant first, or by <c>?sort=new</c> the newest.</summary>
internal static class SearchEndpoints
{
    public static readonly string TooLong = $"q has at most {FeedEndpoints.SearchQueryLimit} characters.";

    /// <summary>Each with an excerpt: more would make the page heavy.</summary>
    private const int PageSize = 25;

    /// <summary>Results beyond that are many.</summary>
    private const int MostCounted = 1_000;

    public static void MapSearch(this IEndpointRouteBuilder pages) =>
        pages.MapMethods("/search", [HttpMethods.Get, HttpMethods.Head], SearchAsync).Describe("A page of results.", "text/html")
            .Query("q", "Words, all of them; \"a phrase\", =word, begin*, -word, OR, ( ), title: source: tag: after: before: sources:.")
            .Query("sort", "best: the most relevant first, as if left out; new: the newest.")
            .Query("page", "Of the most relevant: which page.", MostCounted / PageSize)
            .Query("before", "Of the newest: older results.", long.MaxValue);

    private static async Task<IResult> SearchAsync(HttpContext context, [AsParameters] PageServices hub, SearchIndex search, CancellationToken cancellationToken)
    {
        var typed = PageEndpoints.One(context, "q")?.Trim() ?? "";
        if (typed.Length > FeedEndpoints.SearchQueryLimit)
        {
            return PageEndpoints.Wrong(TooLong);
        }

        var sort = PageEndpoints.One(context, "sort") ?? "best";
        if (sort is not ("best" or "new"))
        {
            return PageEndpoints.Wrong("sort is best or new.");
        }

        var sources = await hub.Rendered.SourcesAsync(cancellationToken);
        var asked = new Asked(SearchQuery.Parse(typed), "/search?q=" + Uri.EscapeDataString(typed), hub.Rendered.Names(sources));
        var results = await (sort == "new" ? NewestAsync(context, search, hub, asked, cancellationToken) : BestAsync(context, search, hub, asked, cancellationToken));
        if (results is null)
        {
            return PageEndpoints.Wrong(sort == "new" ? PageOfList.Mistake : $"page is a whole number from 1 to {MostCounted / PageSize}.");
        }

        return PageEndpoints.Page<SearchPage>(context, hub.Current, new()
        {
            ["Query"] = typed,
            ["Asked"] = asked.Query,
            ["ByDate"] = sort == "new",
            ["Path"] = asked.Path,
            ["Count"] = results.Count is not { } count ? null : count > MostCounted ? $"أكثر من {ArabicCount.Stories.Of(MostCounted)}" : ArabicCount.Stories.Of(count),
            ["IsBehind"] = await search.IsBehindAsync(cancellationToken),
            ["Entries"] = hub.Rendered.Entries(await search.AsFoundAsync(results.Stories, asked.Query, cancellationToken), sources),
            ["Links"] = results.Links,
        });
    }

    /// <summary>Null: the address names no page.</summary>
    private static async Task<Results?> NewestAsync(HttpContext context, SearchIndex search, PageServices hub, Asked asked, CancellationToken cancellationToken)
    {
        if (PageOfList.Read(context, asked.Path + "&sort=new", PageSize) is not { } list)
        {
            return null;
        }

        var ids = await search.FindAsync(asked.Query, list.IsFirst ? list.Query with { Limit = MostCounted + 1 } : list.Query, asked.Names, cancellationToken);
        var found = await hub.Stories.ReadAsync([.. ids.Take(list.Query.Limit)], cancellationToken);
        return new([.. list.Shown(found)], list.Links(found), list.IsFirst ? ids.Count : null);
    }

    /// <inheritdoc cref="NewestAsync"/>
    private static async Task<Results?> BestAsync(HttpContext context, SearchIndex search, PageServices hub, Asked asked, CancellationToken cancellationToken)
    {
        var (path, page) = (asked.Path, 1);
        if (PageEndpoints.One(context, "page") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out page) && page is >= 1 and <= MostCounted / PageSize))
        {
            return null;
        }

        var ids = await search.FindBestAsync(asked.Query, MostCounted + 1, asked.Names, cancellationToken);
        var shown = ids.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var links = new PageLinks(
            page == 1 ? null : page == 2 ? path : Numbered(path, page - 1),
            page * PageSize < Math.Min(ids.Count, MostCounted) ? Numbered(path, page + 1) : null);
        return new(await hub.Stories.ReadAsync(shown, cancellationToken), links, ids.Count);
    }

    private static string Numbered(string path, int page) => string.Create(CultureInfo.InvariantCulture, $"{path}&page={page}");

    /// <param name="Path">Of the most relevant.</param>
    private sealed record Asked(SearchQuery Query, string Path, SearchNames Names);

    /// <param name="Count">Of all that were found; null: not counted.</param>
    private sealed record Results(IReadOnlyList<Story> Stories, PageLinks Links, int? Count);
}
