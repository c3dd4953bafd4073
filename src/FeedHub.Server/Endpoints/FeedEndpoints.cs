using System.Globalization;
using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Storage;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Server.Endpoints;

/// <summary>The merged feed and its narrowed kin in three formats, with pages, validators, deltas and compressed variants.</summary>
internal static class FeedEndpoints
{
    public const int MaxLimit = 1_000;

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFeeds(this WebApplication app)
    {
        foreach (var format in FeedFormat.All)
        {
            Map(app, format, "/feed", "The merged feed.", (HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                AnswerAsync(context, feeds, new FeedPage("/feed", "/", current.Catalog.Title, format)));

            Map(app, format, "/tags/{tag}/feed", "The sources with one tag.", (string tag, HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                feeds.FeedsOfTag(tag) is { Count: > 0 } ids
                    ? AnswerAsync(context, feeds, new FeedPage($"/tags/{Uri.EscapeDataString(tag)}/feed", $"/?tag={Uri.EscapeDataString(tag)}", $"{current.Catalog.Title}: {tag}", format, ids))
                    : PageEndpoints.Missing(context, "لا مصدر بهذا الوسم", "No source carries that tag.").ExecuteAsync(context));

            Map(app, format, "/sources/{id}/feed", "One source.", (string id, HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                current.Find(id) is { } source
                    ? AnswerAsync(context, feeds, new FeedPage($"/sources/{id}/feed", $"/sources/{id}", source.Title ?? id, format, [id]))
                    : PageEndpoints.Missing(context, "لا مصدر بهذا الاسم", "There is no such source.").ExecuteAsync(context));

            Map(app, format, "/top/feed", "What so many sources carry, dated when it got there.", (HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                Outlets(context) is { } outlets
                    ? AnswerAsync(context, feeds, new FeedPage("/top/feed", TopPath(outlets), $"{current.Catalog.Title}: الأهم", format) { Outlets = outlets })
                    : BadRequestAsync(context, OutletsMistake))
                .Query("sources", "How many sources at least; 3 if left out.", MaxLimit);

            Map(app, format, "/digest/feed", "One entry a day: what the most sources carried.", (HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                AnswerAsync(context, feeds, new FeedPage("/digest/feed", "/", $"{current.Catalog.Title}: موجز كل يوم", format) { IsDigest = true }));

            Map(app, format, "/search/feed", "What is searched for.", (HttpContext context, RenderedFeeds feeds, CurrentCatalog current) =>
                context.Request.Query["q"].ToString() is not { Length: > 0 and <= SearchQueryLimit } query || string.IsNullOrWhiteSpace(query)
                    ? BadRequestAsync(context, $"Write what to search for: ?q=… (at most {SearchQueryLimit} characters).")
                    : SearchQuery.Parse(query).Mistakes is [var mistake, ..]
                    ? BadRequestAsync(context, ArabicMistake.InEnglish(mistake))
                    : AnswerAsync(context, feeds, new FeedPage("/search/feed", "/search?q=" + Uri.EscapeDataString(query), $"{current.Catalog.Title}: {query}", format, Search: query)))
                .Query("q", "Words, all of them; \"a phrase\", =word, begin*, -word, OR, ( ), title: source: tag: after: before: sources:.");
        }
    }

    private static RouteHandlerBuilder Map(WebApplication app, FeedFormat format, string path, string summary, Delegate answer)
    {
        if (format == FeedFormat.All[0])
        {
            app.MapMethods(path, Methods, Negotiate).ExcludeFromDescription();
        }

        return app.MapMethods($"{path}.{format.Ending}", Methods, answer)
            .Describe(summary, format.MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Query("limit", "How many stories at most.", MaxLimit)
            .Query("before", "The page before this sequence, as rel=\"prev-archive\" and \"next\" link to it.", long.MaxValue);
    }

    /// <summary>Content negotiation (RFC 9110 §12.1): an address without ending leads to the format that the client likes best.</summary>
    private static IResult Negotiate(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers.Vary = HeaderNames.Accept;
        return Results.Redirect($"{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}.{FormatFor(request).Ending}{request.QueryString}");
    }

    private static FeedFormat FormatFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1);
        return accepted.Select(type => FeedFormat.All.FirstOrDefault(format => type.MatchesMediaType(format.MediaType))).FirstOrDefault(format => format is not null)
            ?? FeedFormat.All[0];
    }

    public const int SearchQueryLimit = 500;

    public const string OutletsMistake = "sources is a whole number from 1 to 1000.";

    /// <summary>Of <c>?sources=</c>; null: it is no number in range.</summary>
    public static int? Outlets(HttpContext context) => Number(context, "sources", MaxLimit, out var outlets) ? (int)(outlets ?? FeedPage.UsualOutlets) : null;

    /// <summary>The page of what so many sources carry.</summary>
    public static string TopPath(int outlets) => outlets == FeedPage.UsualOutlets ? "/top" : string.Create(CultureInfo.InvariantCulture, $"/top?sources={outlets}");

    public static Task BadRequestAsync(HttpContext context, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);

    private static async Task AnswerAsync(HttpContext context, RenderedFeeds feeds, FeedPage page)
    {
        if (!Number(context, "limit", MaxLimit, out var limit))
        {
            await BadRequestAsync(context, $"limit is a whole number from 1 to {MaxLimit}.");
            return;
        }

        if (!Number(context, "before", long.MaxValue, out var before))
        {
            await BadRequestAsync(context, "before is a whole number from 1.");
            return;
        }

        page = page with { Limit = (int?)limit, Before = before };
        var address = context.RequestServices.GetRequiredService<HubAddress>().Of(context.Request);
        var feed = await feeds.GetAsync(address, page, context.RequestAborted);
        if (page is { Search: null, Limit: null, Before: null, IsDigest: false })
        {
            context.RequestServices.GetRequiredService<FeedFastPath>().Keep(context.Request, feeds.Kept(address, page));
        }

        if (FeedAnswer.IsUnchanged(context.Request, feed) || await DeltaAsync(context, feeds, address, page) is not { } delta)
        {
            await FeedAnswer.WriteAsync(context, feed);
            return;
        }

        await FeedAnswer.WriteDeltaAsync(context, feed, delta);
    }

    /// <summary>Null: the client asked for none, or has to read everything.</summary>
    private static async Task<byte[]?> DeltaAsync(HttpContext context, RenderedFeeds feeds, string address, FeedPage page)
    {
        var asks = context.Request.Headers["A-IM"].ToString().Split(',').Any(kind => kind.Split(';')[0].Trim().Equals("feed", StringComparison.OrdinalIgnoreCase));
        if (!asks || page.Before is not null)
        {
            return null;
        }

        var tag = context.Request.Headers.IfNoneMatch.ToString().Split(',')[0];
        return RenderedFeed.Seen(tag) is { } seen ? await feeds.DeltaAsync(address, page, seen, context.RequestAborted) : null;
    }

    /// <summary>True with null where it is not given; false where it is no number in range, or given twice.</summary>
    private static bool Number(HttpContext context, string name, long most, out long? number)
    {
        number = null;
        var given = context.Request.Query[name];
        if (given.Count == 0)
        {
            return true;
        }

        var isNumber = long.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return given.Count == 1 && isNumber && value >= 1 && value <= most;
    }
}
