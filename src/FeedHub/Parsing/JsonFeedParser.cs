using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace FeedHub.Parsing;

/// <summary>JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently: a field of the wrong kind is as good as none.</summary>
internal static class JsonFeedParser
{
    private const int MaxItems = 2_000;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    /// <exception cref="NotAFeedException">It is no JSON, or JSON of another kind.</exception>
    public static ParsedFeed Parse(string text, ParseOptions options, Problems problems)
    {
        try
        {
            using var document = JsonRepair.Parse(text.TrimEnd('\0'), Lenient, problems);
            return Read(document.RootElement, options, problems);
        }
        catch (JsonException exception)
        {
            throw new NotAFeedException($"The JSON is damaged (line {exception.LineNumber + 1}).", exception);
        }
    }

    private static ParsedFeed Read(JsonElement root, ParseOptions options, Problems problems)
    {
        var version = Text(root, "version");
        var items = Property(root, "items", JsonValueKind.Array);
        if (version?.Contains("jsonfeed.org", StringComparison.OrdinalIgnoreCase) != true && (items is null || Text(root, "title") is null))
        {
            throw new NotAFeedException("The document is JSON, but no JSON Feed.");
        }

        var scope = new LinkScope(options.BaseUri);
        var language = Text(root, "language");
        ImmutableArray<string> authors = [.. Authors(root)];
        return new ParsedFeed
        {
            Format = version?.TrimEnd('/').EndsWith("/1", StringComparison.Ordinal) == true ? "json-feed-1.0" : "json-feed-1.1",
            Id = Text(root, "feed_url"),
            TitleHtml = Text(root, "title"),
            Link = scope.ResolveOrKeep(Text(root, "home_page_url")),
            DescriptionHtml = Text(root, "description"),
            Language = language,
            Hub = Elements(root, "hubs").Select(hub => scope.Resolve(Text(hub, "url"))).FirstOrDefault(url => url is not null),
            Self = scope.Resolve(Text(root, "feed_url")),
            ImageUrl = scope.Resolve(Text(root, "icon") ?? Text(root, "favicon")),
            Entries = [.. Elements(root, "items").Where(item => item.ValueKind == JsonValueKind.Object).Take(MaxItems).Select(item => Entry(item, scope, language, authors, options, problems)).Where(entry => IsSomething(entry, problems))],
            Problems = problems.ToImmutable(),
        };
    }

    private static ParsedEntry Entry(JsonElement item, LinkScope scope, string? feedLanguage, ImmutableArray<string> feedAuthors, ParseOptions options, Problems problems)
    {
        var (html, plain, summary) = (Text(item, "content_html"), Text(item, "content_text"), Text(item, "summary"));
        var body = html ?? plain ?? summary;
        var content = body is null ? default : ElementText.Bounded(body, isMarkup: html is not null, problems);
        var raw = item.GetRawText();
        return new ParsedEntry
        {
            Id = Text(item, "id"),
            Link = scope.ResolveOrKeep(Text(item, "url")) ?? scope.ResolveOrKeep(Text(item, "external_url")) ?? LinkOf(Text(item, "id")),
            TitleHtml = Text(item, "title"),
            TitleIsText = true,
            TitleIsDeclared = true,
            ContentHtml = content.Value,
            ContentIsText = html is null,
            ContentIsDeclared = html is null,
            ContentIsCut = content.IsCut,
            SummaryHtml = summary is not null && !ReferenceEquals(summary, body) ? summary : null,
            SummaryIsText = true,
            Published = Date(item, "date_published", options, problems),
            Updated = Date(item, "date_modified", options, problems),
            Authors = Authors(item).ToImmutableArray() is { IsEmpty: false } own ? own : feedAuthors,
            Categories = [.. Elements(item, "tags").Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!.Trim()).Where(tag => tag.Length > 0).Distinct()],
            Enclosures = Enclosure.Merged(Elements(item, "attachments").Select(attachment => Attachment(attachment, scope)).OfType<Enclosure>()),
            ImageUrl = scope.Resolve(Text(item, "image") ?? Text(item, "banner_image")),
            Language = Text(item, "language") ?? feedLanguage,
            RawHash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(raw.AsSpan())),
        };
    }

    private static bool IsSomething(ParsedEntry entry, Problems problems)
    {
        if (entry is { Id: null, Link: null, TitleHtml: null, ContentHtml: null, Published: null, Enclosures.IsEmpty: true })
        {
            problems.Add("An entry is empty; it was left out.");
            return false;
        }

        return true;
    }

    private static string? LinkOf(string? id) => id?.StartsWith("http", StringComparison.OrdinalIgnoreCase) == true ? id : null;

    private static IEnumerable<string> Authors(JsonElement item)
    {
        var listed = Elements(item, "authors").Select(author => Text(author, "name") ?? Text(author, "url")).OfType<string>().ToList();
        return listed.Count > 0 ? listed
            : Property(item, "author", JsonValueKind.Object) is { } one && (Text(one, "name") ?? Text(one, "url")) is { } name ? [name]
            : [];
    }

    private static Enclosure? Attachment(JsonElement attachment, LinkScope scope) =>
        scope.ResolveOrKeep(Text(attachment, "url")) is { } url
            ? new Enclosure(
                url,
                Text(attachment, "mime_type"),
                Property(attachment, "size_in_bytes", JsonValueKind.Number) is { } size && size.TryGetInt64(out var bytes) && bytes >= 0 ? bytes : null)
            : null;

    private static DateTimeOffset? Date(JsonElement item, string name, ParseOptions options, Problems problems) =>
        FeedDate.Read(Text(item, name) ?? "", options.TimeZone, problems);

    /// <summary>Numbers too: ids are written as either.</summary>
    private static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static JsonElement? Property(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private static IEnumerable<JsonElement> Elements(JsonElement element, string name) =>
        Property(element, name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : [];
}
