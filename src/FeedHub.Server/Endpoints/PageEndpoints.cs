using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Storage;
using FeedHub.Stories;
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

        var pages = app.MapGroup("").AddEndpointFilter(SayIfAwayAsync).AddEndpointFilter(app.Services.GetRequiredService<LastPages>().ServeAsync);
        pages.MapMethods("/", Methods, FrontAsync).Describe("The newest stories, for people.", Html).Query("tag", "Only of sources with this tag.").Query("source", "Only of this source.").Query("before", "Older stories.", long.MaxValue);
        pages.MapMethods("/stories/{id}", Methods, StoryAsync).Describe("One story: its text, who else carried it, and why they were joined.", Html);
        pages.MapMethods("/sources", Methods, SourcesAsync).Describe("How each source is, for people.", Html);
        pages.MapMethods("/sources/{id}", Methods, SourceAsync).Describe("One source and its stories.", Html).Query("before", "Older stories.", long.MaxValue);
        pages.MapMethods("/search", Methods, SearchAsync).Describe("A page of results.", Html).Query("q", "Words, all of them.").Query("before", "Older results.", long.MaxValue);
        pages.MapMethods("/subscribe", Methods, (HttpContext context, CurrentCatalog current, HubAddress address) =>
            Page<SubscribePage>(context, current, new() { ["Address"] = address.Of(context.Request) })).Describe("Addresses for feed readers.", Html);
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

    private static async Task<IResult> FrontAsync(
        HttpContext context, StoryStore stories, FeedStore feeds, RenderedFeeds rendered, CurrentCatalog current, CancellationToken cancellationToken)
    {
        var (tag, source) = (One(context, "tag"), One(context, "source"));
        if (PageOfList.Read(context, tag is not null ? "/?tag=" + Uri.EscapeDataString(tag) : source is not null ? "/?source=" + Uri.EscapeDataString(source) : "/") is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var ids = tag is not null ? rendered.FeedsOfTag(tag) : source is not null ? current.Find(source) is null ? [] : [source] : null;
        if (ids is { Count: 0 })
        {
            return tag is not null
                ? Missing(context, "لا مصدر بهذا الوسم", "No source carries that tag.")
                : Missing(context, "لا مصدر بهذا الاسم", "There is no such source.");
        }

        var found = await stories.ReadAsync(list.Query with { FeedIds = ids }, cancellationToken);
        var sources = await rendered.SourcesAsync(cancellationToken);
        var health = await SourceEndpoints.ListAsync(current, feeds, cancellationToken);
        var filter = tag ?? (source is null ? null : sources.GetValueOrDefault(source)?.Title);
        return Page<FrontPage>(context, current, new()
        {
            ["Entries"] = await rendered.EntriesAsync(list.Shown(found), cancellationToken),
            ["Links"] = list.Links(found),
            ["Tags"] = current.Catalog.Sources.SelectMany(one => one.Tags).Distinct().Order(StringComparer.Ordinal).Take(40).ToList(),
            ["Tag"] = tag,
            ["Source"] = source,
            ["Sources"] = health.Where(one => one.State != "disabled").Take(MaxChoices).Select(one => (one.Id, one.Title)).ToList(),
            ["Feed"] = tag is not null ? new PageFeed($"{current.Catalog.Title}: {tag}", $"/tags/{Uri.EscapeDataString(tag)}/feed")
                : source is not null ? new PageFeed(filter ?? source, $"/sources/{source}/feed")
                : null,
            ["Filter"] = filter,
            ["Enabled"] = health.Count(one => one.State != "disabled"),
            ["Polled"] = health.Count(one => one.LastSuccessAt is not null),
            ["Failing"] = health.Count(one => one.State == "failing"),
        });
    }

    private static async Task<IResult> StoryAsync(
        string id, HttpContext context, StoryStore stories, ArticleStore articles, RenderedFeeds rendered, CurrentCatalog current, CancellationToken cancellationToken)
    {
        if (id.Length > 100 || await stories.ReadAsync([id], cancellationToken) is not [var story])
        {
            return Missing(context, "لا خبر بهذا العنوان", "There is no such story.");
        }

        return Page<StoryPage>(context, current, new()
        {
            ["Entry"] = (await rendered.EntriesAsync([story], cancellationToken))[0],
            ["Revisions"] = await articles.RevisionsAsync(story.Shown.Id, cancellationToken),
        });
    }

    private static async Task<IResult> SourcesAsync(HttpContext context, FeedStore feeds, CurrentCatalog current, CancellationToken cancellationToken) =>
        Page<SourcesPage>(context, current, new() { ["Sources"] = await SourceEndpoints.ListAsync(current, feeds, cancellationToken) });

    private static async Task<IResult> SourceAsync(
        string id, HttpContext context, StoryStore stories, FeedStore feeds, RenderedFeeds rendered, CurrentCatalog current, CancellationToken cancellationToken)
    {
        if (current.Find(id) is null)
        {
            return Missing(context, "لا مصدر بهذا الاسم", "There is no such source.");
        }

        if (PageOfList.Read(context, "/sources/" + Uri.EscapeDataString(id)) is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var found = await stories.ReadAsync(list.Query with { FeedIds = [id] }, cancellationToken);
        return Page<SourcePage>(context, current, new()
        {
            ["Source"] = (await SourceEndpoints.ListAsync(current, feeds, cancellationToken)).Single(one => one.Id == id),
            ["Lines"] = await feeds.LearnedLinesAsync(id, cancellationToken),
            ["Entries"] = await rendered.EntriesAsync(list.Shown(found), cancellationToken),
            ["Links"] = list.Links(found),
        });
    }

    private static async Task<IResult> SearchAsync(
        HttpContext context, StoryStore stories, SearchIndex search, RenderedFeeds rendered, CurrentCatalog current, CancellationToken cancellationToken)
    {
        var query = One(context, "q")?.Trim() ?? "";
        if (query.Length > FeedEndpoints.SearchQueryLimit)
        {
            return Wrong($"q has at most {FeedEndpoints.SearchQueryLimit} characters.");
        }

        if (PageOfList.Read(context, "/search?q=" + Uri.EscapeDataString(query)) is not { } list)
        {
            return Wrong(PageOfList.Mistake);
        }

        var ids = query.Length == 0 ? [] : await search.FindAsync(query, list.Query, rendered.FeedsOfTag, cancellationToken);
        var found = await stories.ReadAsync(ids, cancellationToken);
        return Page<SearchPage>(context, current, new()
        {
            ["Query"] = query,
            ["Entries"] = await rendered.EntriesAsync(list.Shown(found), cancellationToken),
            ["Links"] = list.Links(found),
        });
    }

    private static RazorComponentResult<TPage> Page<TPage>(HttpContext context, CurrentCatalog current, Dictionary<string, object?> parameters)
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

    private static IResult Wrong(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>Null: not given; the first where there are several.</summary>
    private static string? One(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;
}
