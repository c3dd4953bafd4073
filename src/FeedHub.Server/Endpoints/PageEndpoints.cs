using System.Globalization;
using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Server.Endpoints;

/// <summary>The pages for people: right to left, server-rendered, no script.</summary>
internal static class PageEndpoints
{
    /// <summary>Sources to choose from on the front page; the others are on <c>/sources</c>.</summary>
    private const int MaxChoices = 60;

    private const int MaxTags = 40;

    /// <summary>What is longer is no story's.</summary>
    public const int LongestStoryId = 100;

    private const string Html = "text/html";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this WebApplication app)
    {
        foreach (var file in PageFile.All)
        {
            app.MapMethods(file.Path, Methods, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = file.CacheControl;
                return Results.Bytes(file.Bytes, file.ContentType);
            }).ExcludeFromDescription();
        }

        var pages = app.MapGroup("").AddEndpointFilter(SayIfAwayAsync).AddEndpointFilter(app.Services.GetRequiredService<PageOutputCache>().ServeAsync);
        pages.MapMethods("/", Methods, FrontAsync).Describe("The newest stories, for people.", Html).Query("tag", "Only of sources with this tag.").Query("source", "Only of this source.").Query("before", "Older stories.", long.MaxValue);
        pages.MapMethods("/stories/{id}", Methods, StoryAsync).Describe("One story: its text, who else carried it, and why they were joined.", Html);
        pages.MapMethods("/sources", Methods, SourcesAsync).Describe("How each source is, for people.", Html);
        pages.MapMethods("/sources/{id}", Methods, SourceAsync).Describe("One source and its stories.", Html).Query("before", "Older stories.", long.MaxValue);
        pages.MapSearch();
        pages.MapMethods("/top", Methods, TopAsync).Describe("What so many sources carry, for people.", Html).Query("sources", "How many sources at least; 3 if left out.", FeedEndpoints.MaxLimit).Query("before", "Older stories.", long.MaxValue);
        pages.MapMethods("/days/{day}", Methods, DayAsync).Describe("The stories of one day, 2026-11-28, in the hub's time zone.", Html).Query("before", "Older stories.", long.MaxValue);
        pages.MapMethods("/subscribe", Methods, SubscribeAsync).Describe("Addresses for feed readers.", Html).Query("q", "A search to subscribe to.");
    }

    /// <summary>An answer without a body: a page for people, problem details (RFC 9457) for programs.</summary>
    public static async Task SayStatusAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var code = context.Response.StatusCode;
        await (code == StatusCodes.Status404NotFound ? Missing(context, "لا صفحة بهذا العنوان", null) : Results.Problem(statusCode: code)).ExecuteAsync(context);
    }

    /// <summary>404: a page for people, problem details for programs.</summary>
    /// <param name="forPrograms">Null: the status says it all.</param>
    public static IResult Missing(HttpContext context, string forPeople, string? forPrograms)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return IsForPeople(context.Request)
            ? Message(context, context.RequestServices.GetRequiredService<CurrentCatalog>(), StatusCodes.Status404NotFound, forPeople, null)
            : Results.Problem(forPrograms, statusCode: StatusCodes.Status404NotFound);
    }

    /// <summary>RFC 9110 §12.5.1: browsers name HTML; programs name something else, or take anything.</summary>
    private static bool IsForPeople(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    /// <summary>While the database is away and the page was never rendered, people get a word about it.</summary>
    private static async ValueTask<object?> SayIfAwayAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (StorageUnavailableException)
        {
            var context = invocation.HttpContext;
            context.Response.Headers.RetryAfter = "10";
            return Message(
                context, context.RequestServices.GetRequiredService<CurrentCatalog>(), StatusCodes.Status503ServiceUnavailable, "الأخبار غير متاحة في هذه اللحظة",
                "لا تجيب قاعدة البيانات الآن، ولا يضيع شيء: يستأنف الجلب حين تعود. أعد تحميل الصفحة بعد قليل.");
        }
    }

    private static async Task<IResult> FrontAsync(HttpContext context, [AsParameters] PageServices hub, CancellationToken cancellationToken)
    {
        var (tag, source, isCompact) = (One(context, "tag"), One(context, "source"), One(context, "view") == "compact");
        if (PageOfList.Read(context, FrontPath(tag, source, isCompact)) is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var ids = tag is not null ? hub.Rendered.FeedsOfTag(tag) : source is not null ? hub.Current.Find(source) is null ? [] : [source] : null;
        if (ids is { Count: 0 })
        {
            return tag is not null
                ? Missing(context, "لا مصدر بهذا الوسم", "No source carries that tag.")
                : Missing(context, "لا مصدر بهذا الاسم", "There is no such source.");
        }

        var found = await hub.Stories.ReadAsync(list.Query with { FeedIds = ids }, cancellationToken);
        var matters = ids is null && list.IsFirst ? await hub.Top.NowAsync(cancellationToken) : [];
        var sources = await hub.Rendered.SourcesAsync(cancellationToken);
        var health = await SourceEndpoints.ListAsync(hub.Current, hub.Feeds, cancellationToken);
        var filter = tag ?? (source is null ? null : sources.GetValueOrDefault(source)?.Title);
        return Page<FrontPage>(context, hub.Current, new()
        {
            ["Top"] = hub.Rendered.Entries(matters, sources),
            ["Entries"] = hub.Rendered.Entries(list.Shown(found).ExceptBy(matters.Select(story => story.Id), story => story.Id), sources),
            ["Links"] = list.Links(found),
            ["Compact"] = isCompact,
            ["Tags"] = Tags(hub.Current),
            ["Tag"] = tag,
            ["Source"] = source,
            ["Sources"] = health.Where(one => one.State != SourceState.Disabled).Take(MaxChoices).Select(one => sources[one.Id]).ToList(),
            ["Feed"] = tag is not null ? PageFeed.OfTag(hub.Current.Catalog, tag)
                : source is not null ? new PageFeed(filter ?? source, $"/sources/{source}/feed")
                : null,
            ["Filter"] = filter,
            ["Enabled"] = health.Count(one => one.State != SourceState.Disabled),
            ["Polled"] = health.Count(one => one.LastSuccessAt is not null),
            ["Failing"] = health.Count(one => one.State == SourceState.Failing),
        });
    }

    private static string FrontPath(string? tag, string? source, bool isCompact) =>
        tag is not null ? "/?tag=" + Uri.EscapeDataString(tag)
        : source is not null ? "/?source=" + Uri.EscapeDataString(source)
        : isCompact ? "/?view=compact"
        : "/";

    private static List<string> Tags(CurrentCatalog current) =>
        [.. current.Catalog.Sources.SelectMany(one => one.Tags).Distinct().Order(StringComparer.Ordinal).Take(MaxTags)];

    private static async Task<IResult> TopAsync(HttpContext context, StoryStore stories, RenderedFeeds rendered, CurrentCatalog current, CancellationToken cancellationToken)
    {
        if (FeedEndpoints.Outlets(context) is not { } outlets)
        {
            return Wrong(FeedEndpoints.OutletsMistake);
        }

        var path = FeedEndpoints.TopPath(outlets);
        if (PageOfList.Read(context, path) is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var found = await stories.ReadAsync(list.Query with { Outlets = outlets }, cancellationToken);
        var carried = outlets == 1 ? "مصدر واحد أو أكثر" : $"{ArabicCount.Sources.Of(outlets)} أو أكثر";
        return Page<ListPage>(context, current, new()
        {
            ["Heading"] = "الأهم",
            ["Here"] = path == "/top" ? path : "",
            ["Hint"] = $"ما حمله {carried}، الأحدث أولاً. في قارئ الخلاصات:",
            ["Empty"] = $"لا خبر بعد حمله {carried}.",
            ["Feed"] = new PageFeed($"{current.Catalog.Title}: الأهم", "/top/feed", path["/top".Length..]),
            ["Entries"] = await rendered.EntriesAsync(list.Shown(found), cancellationToken),
            ["Links"] = list.Links(found),
        });
    }

    private static async Task<IResult> DayAsync(string day, HttpContext context, [AsParameters] PageServices hub, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date.Year is < 1900 or > 9000)
        {
            return Missing(context, "لا يوم بهذا العنوان", "Days are written 2026-11-28.");
        }

        if (PageOfList.Read(context, $"/days/{day}") is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var (start, end) = (hub.Clock.StartOf(date), hub.Clock.StartOf(date.AddDays(1)));
        var found = await hub.Stories.ReadAsync(list.Query with { DatedFrom = start, DatedBefore = end }, cancellationToken);
        var nearest = new StoryQuery { Limit = 1, Order = StoryOrder.Dated };
        var before = await hub.Stories.PlacesAsync(nearest with { DatedBefore = start }, cancellationToken);
        var after = await hub.Stories.PlacesAsync(nearest with { Above = new StoryCursor(end.ToUnixTimeMilliseconds() - 1, long.MaxValue) }, cancellationToken);
        return Page<ListPage>(context, hub.Current, new()
        {
            ["Heading"] = hub.Clock.Named(date),
            ["Hint"] = "في قارئ الخلاصات، موجز كل يوم:",
            ["Empty"] = "لا خبر من هذا اليوم.",
            ["Feed"] = new PageFeed($"{hub.Current.Catalog.Title}: موجز كل يوم", "/digest/feed"),
            ["Entries"] = await hub.Rendered.EntriesAsync(list.Shown(found), cancellationToken),
            ["Links"] = list.Links(found),
            ["Headed"] = false,
            ["Before"] = before is [var earlier] ? hub.Clock.DayOf(earlier.Date) : null,
            ["After"] = after is [var later] ? hub.Clock.DayOf(later.Date) : null,
        });
    }

    private static async Task<IResult> SubscribeAsync(HttpContext context, RenderedFeeds rendered, CurrentCatalog current, HubAddress address, CancellationToken cancellationToken)
    {
        var query = One(context, "q")?.Trim() ?? "";
        if (query.Length > FeedEndpoints.SearchQueryLimit)
        {
            return Wrong(SearchEndpoints.TooLong);
        }

        var sources = await rendered.SourcesAsync(cancellationToken);
        return Page<SubscribePage>(context, current, new()
        {
            ["Address"] = address.Of(context.Request),
            ["Query"] = query,
            ["Tags"] = Tags(current),
            ["Sources"] = current.Catalog.Sources.Where(source => source.Enabled).Take(MaxChoices).Select(source => sources[source.Id]).ToList(),
        });
    }

    private static async Task<IResult> StoryAsync(string id, HttpContext context, [AsParameters] PageServices hub, CancellationToken cancellationToken)
    {
        if (id.Length > LongestStoryId || await hub.Stories.ReadAsync([id], cancellationToken) is not [var story])
        {
            return id.Length <= LongestStoryId && await hub.Stories.MergedIntoAsync(id, cancellationToken) is { } into
                ? Results.Redirect($"{context.Request.PathBase}/stories/{into}", permanent: true)
                : Missing(context, "لا خبر بهذا العنوان", "There is no such story.");
        }

        return Page<StoryPage>(context, hub.Current, new()
        {
            ["Entry"] = (await hub.Rendered.EntriesAsync([story], cancellationToken))[0],
            ["Address"] = hub.Address.Of(context.Request),
            ["Related"] = await hub.Stories.RelatedAsync(story, cancellationToken),
            ["Revisions"] = await hub.Articles.RevisionsAsync(story.Shown.Id, cancellationToken),
        });
    }

    private static async Task<IResult> SourcesAsync(
        HttpContext context, FeedStore feeds, RecentActivity activity, PageClock clock, CurrentCatalog current, CancellationToken cancellationToken) =>
        Page<SourcesPage>(context, current, new()
        {
            ["Sources"] = await SourceEndpoints.ListAsync(current, feeds, cancellationToken),
            ["Activity"] = await activity.ReadAsync(clock, cancellationToken),
        });

    private static async Task<IResult> SourceAsync(string id, HttpContext context, [AsParameters] PageServices hub, CancellationToken cancellationToken)
    {
        if (hub.Current.Find(id) is null)
        {
            return Missing(context, "لا مصدر بهذا الاسم", "There is no such source.");
        }

        if (PageOfList.Read(context, "/sources/" + Uri.EscapeDataString(id)) is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var found = await hub.Stories.ReadAsync(list.Query with { FeedIds = [id] }, cancellationToken);
        return Page<SourcePage>(context, hub.Current, new()
        {
            ["Source"] = (await SourceEndpoints.ListAsync(hub.Current, hub.Feeds, cancellationToken)).Single(one => one.Id == id),
            ["Lines"] = await hub.Feeds.LearnedLinesAsync(id, cancellationToken),
            ["Polls"] = await hub.Feeds.PollsAsync(id, cancellationToken),
            ["Entries"] = await hub.Rendered.EntriesAsync(list.Shown(found), cancellationToken),
            ["Links"] = list.Links(found),
        });
    }

    public static RazorComponentResult<TPage> Page<TPage>(HttpContext context, CurrentCatalog current, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        context.RequestServices.GetRequiredService<PageBase>().Path = context.Request.PathBase;
        context.Response.Headers.CacheControl = "no-cache";
        parameters["Catalog"] = current.Catalog;
        parameters["Mistakes"] = current.Mistakes;
        return new RazorComponentResult<TPage>(parameters) { PreventStreamingRendering = true };
    }

    private static RazorComponentResult<MessagePage> Message(HttpContext context, CurrentCatalog current, int status, string message, string? detail)
    {
        context.RequestServices.GetRequiredService<PageBase>().Path = context.Request.PathBase;
        context.Response.Headers.CacheControl = "no-cache";
        return new RazorComponentResult<MessagePage>(new Dictionary<string, object?> { ["Catalog"] = current.Catalog, ["Message"] = message, ["Detail"] = detail })
        {
            StatusCode = status,
        };
    }

    public static IResult Wrong(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>Null: not given; the first where there are several.</summary>
    public static string? One(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;
}
