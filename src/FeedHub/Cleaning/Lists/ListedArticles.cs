using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using FeedHub.Parsing;

namespace FeedHub.Cleaning.Lists;

/// <summary>The articles that a page names for machines (schema.org <c>ItemList</c>, <c>NewsArticle</c>, in JSON-LD).</summary>
internal static class ListedArticles
{
    private const int MaxNodes = 20_000;

    private static readonly string[] Types = ["Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "LiveBlogPosting", "ListItem", "VideoObject"];
    private static readonly string[] Addresses = ["url", "mainEntityOfPage", "@id", "item"];

    /// <param name="json">As written; what is no JSON names none.</param>
    /// <param name="address">Where relative links start.</param>
    public static List<ParsedEntry> Of(string json, string? address, ParseOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return [.. Objects(document.RootElement).Where(IsArticle).Select(article => Entry(article, address, options)).OfType<ParsedEntry>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>All objects, in document order, without recursion.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement root)
    {
        var rest = new Stack<JsonElement>([root]);
        for (var seen = 0; seen < MaxNodes && rest.TryPop(out var element); seen++)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                yield return element;
            }

            var children = element.ValueKind switch
            {
                JsonValueKind.Array => element.EnumerateArray().ToArray(),
                JsonValueKind.Object => [.. element.EnumerateObject().Select(property => property.Value)],
                _ => [],
            };
            foreach (var child in children.Reverse())
            {
                rest.Push(child);
            }
        }
    }

    private static bool IsArticle(JsonElement element) =>
        element.TryGetProperty("@type", out var type)
        && (type.ValueKind == JsonValueKind.String ? Types.Contains(type.GetString()) : type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && Types.Contains(one.GetString())));

    private static ParsedEntry? Entry(JsonElement article, string? address, ParseOptions options)
    {
        var link = Addresses.Select(name => WebAddress.Absolute(Text(article, name, "@id"), address)).FirstOrDefault(found => found is not null);
        var title = ListItem.Line(Text(article, "headline") ?? Text(article, "name"));
        if (link is null || title.Length == 0)
        {
            return null;
        }

        var summary = Text(article, "description") ?? Text(article, "abstract");
        var image = WebAddress.Absolute(Text(article, "image", "url") ?? Text(article, "thumbnailUrl"), address);
        return new ParsedEntry
        {
            Link = link,
            TitleHtml = title,
            ContentHtml = summary,
            Published = FeedDate.Parse(Text(article, "datePublished") ?? Text(article, "uploadDate") ?? Text(article, "dateCreated"), options.TimeZone),
            Authors = Text(article, "author", "name") is { } author ? [author] : [],
            ImageUrl = image,
            RawHash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(string.Join('\n', link, title, summary, image).AsSpan())),
        };
    }

    /// <summary>The text of a property, of the first of a list, or of a property of the object it holds; null: there is none.</summary>
    private static string? Text(JsonElement element, string name, string inner = "url")
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        value = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 ? value[0] : value;
        return value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Object when value.TryGetProperty(inner, out var within) && within.ValueKind == JsonValueKind.String => within.GetString(),
            _ => null,
        };
    }
}
