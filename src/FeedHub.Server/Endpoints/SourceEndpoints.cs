using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Endpoints;

/// <summary>Each source's health, for programs: <c>/sources.json</c> and <c>/sources.opml</c>.</summary>
internal static class SourceEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void MapSources(this WebApplication app)
    {
        app.MapMethods("/sources.json", Methods, async (CurrentCatalog current, FeedStore feeds, CancellationToken cancellationToken) =>
            Results.Json(await ListAsync(current, feeds, cancellationToken), Json))
            .WithSummary("How each source is, in the order of feeds.json.").WithTags("FeedHub").Produces<SourceHealth[]>();
        app.MapMethods("/sources/{id}.json", Methods, async (string id, HttpContext context, CurrentCatalog current, FeedStore feeds, CancellationToken cancellationToken) =>
            current.Find(id) is { } source
                ? Results.Json(await WithPollsAsync(source, feeds, cancellationToken), Json)
                : PageEndpoints.Missing(context, "لا مصدر بهذا الاسم", "There is no such source."))
            .WithSummary("How one source is, and its last polls, newest first.").WithTags("FeedHub").Produces<SourceWithPolls>().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapMethods("/sources.opml", Methods, async (CurrentCatalog current, FeedStore feeds, CancellationToken cancellationToken) =>
        {
            var health = (await feeds.HealthAsync(cancellationToken)).ToDictionary(feed => feed.FeedId);
            var listed = current.Catalog.Sources.Where(source => source.Enabled && !source.Url.IsFile)
                .Select(source => Listed(source, ShownUrl.Of(source.Url), health.GetValueOrDefault(source.Id)?.Description));
            return Results.Text(Opml.Write(current.Catalog.Title, listed), "text/x-opml; charset=utf-8");
        }).Describe("The enabled sources as OPML.", "text/x-opml");
    }

    /// <summary>A source under the title that the hub shows.</summary>
    public static OpmlSource Listed(FeedSource source, Uri address, FeedDescription? description) =>
        new(address, SourceHealth.TitleOf(source, description), Uri.TryCreate(description?.Link, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page.AbsoluteUri : null, source.Tags);

    private static async Task<SourceWithPolls> WithPollsAsync(FeedSource source, FeedStore feeds, CancellationToken cancellationToken)
    {
        var health = (await feeds.HealthAsync(cancellationToken)).FirstOrDefault(feed => feed.FeedId == source.Id);
        var polls = await feeds.PollsAsync(source.Id, cancellationToken);
        return new(SourceHealth.Of(source, health), [.. polls.Select(PollOfSource.Of)]);
    }

    /// <summary>In the order of feeds.json.</summary>
    public static async Task<IReadOnlyList<SourceHealth>> ListAsync(CurrentCatalog current, FeedStore feeds, CancellationToken cancellationToken)
    {
        var health = (await feeds.HealthAsync(cancellationToken)).ToDictionary(feed => feed.FeedId);
        return [.. current.Catalog.Sources.Select(source => SourceHealth.Of(source, health.GetValueOrDefault(source.Id)))];
    }
}

/// <summary>What <c>/sources/{id}.json</c> says; its names stay, others may join them.</summary>
/// <param name="Polls">At most the last 50, newest first.</param>
public sealed record SourceWithPolls(SourceHealth Source, IReadOnlyList<PollOfSource> Polls);

/// <summary>One poll; its names stay, others may join them.</summary>
/// <param name="Reason">One plain sentence where it failed or was not read to its end; null otherwise.</param>
public sealed record PollOfSource(
    DateTimeOffset At, PollResult Result, int? Status, PollFailure? Failure, string? Reason, string Address, int Entries, int Added, int Changed, long Bytes, long TookMs)
{
    public static PollOfSource Of(LoggedPoll poll)
    {
        ArgumentNullException.ThrowIfNull(poll);
        return new(
            poll.At, poll.Result, poll.Status, poll.Failure, poll.Reason, poll.Address, poll.Entries, poll.Added, poll.Changed, poll.Bytes, (long)poll.Took.TotalMilliseconds);
    }
}
