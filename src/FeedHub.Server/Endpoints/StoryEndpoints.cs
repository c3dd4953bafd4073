using System.Text.Encodings.Web;
using System.Text.Json;
using FeedHub.Server.Pages;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server.Endpoints;

/// <summary>One story, for programs: <c>/stories/{id}.json</c>.</summary>
internal static class StoryEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapStories(this WebApplication app) =>
        app.MapMethods("/stories/{id}.json", Methods, StoryAsync)
            .WithSummary("One story: its text, who else carried it and why they were joined, and what came before and after.")
            .WithTags("FeedHub").Produces<StoryForPrograms>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> StoryAsync(string id, HttpContext context, StoryStore stories, CancellationToken cancellationToken)
    {
        if (id.Length > PageEndpoints.LongestStoryId || await stories.ReadAsync([id], cancellationToken) is not [var story])
        {
            return id.Length <= PageEndpoints.LongestStoryId && await stories.MergedIntoAsync(id, cancellationToken) is { } into
                ? Results.Redirect($"{context.Request.PathBase}/stories/{into}.json", permanent: true)
                : PageEndpoints.Missing(context, "لا خبر بهذا العنوان", "There is no such story.");
        }

        return Results.Json(StoryForPrograms.Of(story, await stories.RelatedAsync(story, cancellationToken)), Json);
    }
}

/// <summary>What <c>/stories/{id}.json</c> says; its names stay, as in an exported history, and others may join them.</summary>
/// <param name="Earlier">Stories of the same affair that came before, in the order of their dates.</param>
/// <param name="Later">Those that came after.</param>
public sealed record StoryForPrograms(
    string Id, string Title, string Link, string Text, DateTimeOffset Published, DateTimeOffset Updated, DateTimeOffset FirstSeen,
    IReadOnlyList<CopyForPrograms> Articles, IReadOnlyList<RelatedForPrograms> Earlier, IReadOnlyList<RelatedForPrograms> Later)
{
    public static StoryForPrograms Of(Story story, IReadOnlyList<RelatedStory> related)
    {
        ArgumentNullException.ThrowIfNull(story);
        return new(
            story.Id,
            story.Shown.Title,
            story.Shown.Link,
            story.Shown.Text,
            story.Shown.Date,
            story.UpdatedAt,
            story.FirstSeenAt,
            [.. story.Copies.Select(copy => CopyForPrograms.Of(copy, copy.ArticleId == story.Shown.Id))],
            [.. related.Where(other => other.Date < story.Date).Select(RelatedForPrograms.Of)],
            [.. related.Where(other => other.Date >= story.Date).Select(RelatedForPrograms.Of)]);
    }
}

/// <summary>Who carried it; its names stay.</summary>
/// <param name="Reason">In English; <paramref name="ReasonInArabic"/> the same. Empty: none is known.</param>
/// <param name="Code">For programs: a word and numbers, <c>alike 97 83 60</c>.</param>
public sealed record CopyForPrograms(string Feed, string EntryId, string Link, string Title, DateTimeOffset Published, bool Shown, string Code, string Reason, string ReasonInArabic)
{
    public static CopyForPrograms Of(StoryCopy copy, bool isShown)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return new(copy.FeedId, copy.EntryId, copy.Link, copy.Title, copy.Date, isShown, copy.Reason.ToString(), EnglishReason.Say(copy.Reason), ArabicReason.Of(copy.Reason, isEarliest: false));
    }
}

/// <summary>Another story of the affair; its names stay.</summary>
public sealed record RelatedForPrograms(string Id, string Title, string Link, DateTimeOffset Published, string Feed)
{
    public static RelatedForPrograms Of(RelatedStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        return new(story.Id, story.Title, story.Link, story.Date, story.FeedId);
    }
}
