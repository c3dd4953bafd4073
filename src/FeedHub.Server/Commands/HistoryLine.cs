using System.Globalization;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Parsing;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server.Commands;

/// <summary>A line of <c>export</c>, read back. Members that an export of an earlier version lacks have their plain meaning.</summary>
internal static class HistoryLine
{
    /// <exception cref="FormatException">It is no such line.</exception>
    public static ExportedStory Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Story(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(exception is JsonException ? "no JSON" : "a member is missing or of another kind", exception);
        }
    }

    private static ExportedStory Story(JsonElement json)
    {
        var listed = json.GetProperty("articles").EnumerateArray().ToArray();
        var articles = listed.Select(Article).ToArray();
        if (articles.Length == 0)
        {
            throw new FormatException("a story has at least one article");
        }

        var story = new Story
        {
            Id = Text(json, "id"),
            Sequence = 0,
            Shown = articles[Math.Max(0, Array.FindIndex(listed, article => Flag(article, "shown")))],
            Copies = [.. articles.Select((article, i) => new StoryCopy(0, article.FeedId, article.EntryId, article.Link, article.Title, article.Date, EnglishReason.Read(TextOrNull(listed[i], "reason") ?? "")))],
            FirstSeenAt = Instant(json, "firstSeen"),
            UpdatedAt = Instant(json, "updated"),
        };
        return new ExportedStory(story, articles);
    }

    private static Article Article(JsonElement json) => new()
    {
        FeedId = Text(json, "feed"),
        EntryId = Text(json, "entryId"),
        Link = Text(json, "link"),
        Title = Text(json, "title"),
        Text = Text(json, "text"),
        IsTruncated = Flag(json, "truncated"),
        Published = InstantOrNull(json, "published"),
        Updated = InstantOrNull(json, "updated"),
        FirstSeenAt = Instant(json, "firstSeen"),
        ChangedAt = InstantOrNull(json, "changed") ?? Instant(json, "firstSeen"),
        Author = TextOrNull(json, "author"),
        Categories = [.. List(json, "categories").Select(category => category.GetString()!)],
        Enclosures = [.. List(json, "enclosures").Select(Enclosure)],
        ImageUrl = TextOrNull(json, "image"),
        Language = TextOrNull(json, "language") ?? "ar",
        UrlKey = "",
        ContentKey = "",
    };

    private static Enclosure Enclosure(JsonElement json) =>
        new(Text(json, "url"), TextOrNull(json, "type"), json.GetProperty("length") is { ValueKind: JsonValueKind.Number } length ? length.GetInt64() : null);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException(name + " is missing");

    private static string? TextOrNull(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static IEnumerable<JsonElement> List(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.EnumerateArray() : [];

    private static DateTimeOffset Instant(JsonElement json, string name) => InstantOrNull(json, name) ?? throw new FormatException(name + " is missing");

    private static DateTimeOffset? InstantOrNull(JsonElement json, string name) =>
        TextOrNull(json, name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
