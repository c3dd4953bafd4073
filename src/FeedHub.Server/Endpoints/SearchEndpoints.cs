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

    private const int MostCounted = RankedResults.Most;

    /// <summary>Milliseconds that are an instant still.</summary>
    private const long LastMoment = 253_402_300_799_999;

    /// <summary>With fewer results another spelling is perhaps meant.</summary>
    private const int FewResults = 10;

    public static void MapSearch(this IEndpointRouteBuilder pages) =>
        pages.MapMethods("/search", [HttpMethods.Get, HttpMethods.Head], SearchAsync).Describe("A page of results.", "text/html")
            .Query("q", "Words, all of them; \"a phrase\", =word, begin*, -word, OR, ( ), title: source: tag: after: before: sources:.")
            .Query("sort", "best: the most relevant first, as if left out; new: the newest.")
            .Query("page", "Of the most relevant: which page.", MostCounted / PageSize)
            .Query("of", "Of the most relevant: as of which moment, so that the pages stand still.", LastMoment)
            .Query("before", "Of the newest: older results.", long.MaxValue);

    private static async Task<IResult> SearchAsync(
        HttpContext context, [AsParameters] PageServices hub, [AsParameters] SearchServices search, CancellationToken cancellationToken)
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
        var asked = new Asked(typed, SearchQuery.Parse(typed), hub.Rendered.Names(sources), await search.Index.IsBehindAsync(cancellationToken));
        var results = await (sort == "new" ? NewestAsync(context, search.Index, hub, asked, cancellationToken) : BestAsync(context, search.Ranked, hub, asked, cancellationToken));
        if (results is null)
        {
            return PageEndpoints.Wrong(sort == "new" ? PageOfList.Mistake : $"page is a whole number from 1 to {MostCounted / PageSize}, of a moment in milliseconds.");
        }

        return PageEndpoints.Page<SearchPage>(context, hub.Current, new()
        {
            ["Query"] = typed,
            ["Asked"] = asked.Query,
            ["ByDate"] = sort == "new",
            ["Path"] = asked.Path,
            ["Count"] = results.Count is not { } count ? null : count > MostCounted ? $"أكثر من {ArabicCount.Stories.Of(MostCounted)}" : ArabicCount.Stories.Of(count),
            ["Suggested"] = results.Count < FewResults ? await search.Index.SuggestAsync(typed, asked.Names, cancellationToken) : null,
            ["Names"] = await search.Names.NowAsync(cancellationToken),
            ["IsBehind"] = asked.IsBehind,
            ["Entries"] = hub.Rendered.Entries(await search.Index.AsFoundAsync(results.Stories, asked.Query, cancellationToken), sources),
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
    private static async Task<Results?> BestAsync(HttpContext context, RankedSearches search, PageServices hub, Asked asked, CancellationToken cancellationToken)
    {
        if (!Number(context, "page", MostCounted / PageSize, out var page) || !Number(context, "of", LastMoment, out var of))
        {
            return null;
        }

        var results = await search.BestAsync(asked.Typed, asked.Names, of is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment) : null, asked.IsBehind, cancellationToken);
        var ids = results.Ids;
        var number = (int)(page ?? 1);
        var links = new PageLinks(
            number == 1 ? null : Address(number - 1),
            number * PageSize < Math.Min(ids.Count, MostCounted) ? Address(number + 1) : null);
        return new(await hub.Stories.ReadAsync([.. ids.Skip((number - 1) * PageSize).Take(PageSize)], cancellationToken), links, ids.Count);

        string Address(int to) => string.Create(CultureInfo.InvariantCulture, $"{asked.Path}&page={to}&of={results.AsOf.ToUnixTimeMilliseconds()}");
    }

    /// <summary>Null where it is not given.</summary>
    private static bool Number(HttpContext context, string name, long most, out long? number)
    {
        var given = PageEndpoints.One(context, name);
        var isNumber = long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most;
        number = isNumber ? value : null;
        return given is null || isNumber;
    }

    private sealed record Asked(string Typed, SearchQuery Query, SearchNames Names, bool IsBehind)
    {
        /// <summary>Of the most relevant.</summary>
        public string Path => "/search?q=" + Uri.EscapeDataString(Typed);
    }

    /// <param name="Count">Of all that were found; null: not counted.</param>
    private sealed record Results(IReadOnlyList<Story> Stories, PageLinks Links, int? Count);
}
