using System.Text.Json;

namespace FeedHub.Server.Commands;

/// <summary>A preview as one line of JSON; the same keys whether it worked or not.</summary>
internal static class PreviewJson
{
    public static ReadOnlyMemory<byte> Write(Preview preview) => JsonLine.Write(json =>
    {
        json.WriteString("input", preview.Input);
        json.WriteBoolean("ok", preview.Error is null);
        json.WriteString("error", preview.Error);
        json.WriteString("format", preview.Feed?.Format);
        json.WriteString("title", preview.Title);
        json.WriteString("link", preview.Feed?.Link);
        json.WriteString("language", preview.Feed?.Language);
        json.WriteList("problems", preview.Feed?.Problems ?? [], (writer, problem) => writer.WriteStringValue(problem));
        json.WriteList("entries", preview.Entries, WriteEntry);
    });

    private static void WriteEntry(Utf8JsonWriter json, PreviewEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Written.Id ?? "");
        json.WriteString("key", entry.Key);
        json.WriteString("link", entry.Link.Length > 0 ? entry.Link : entry.Written.Link ?? "");
        json.WriteString("title", entry.Written.TitleHtml is null ? "" : entry.Title);
        json.WriteString("text", entry.Text);
        json.WriteString("html", entry.Written.ContentHtml);
        json.WriteInstant("published", entry.Written.Published);
        json.WriteInstant("updated", entry.Written.Updated);
        json.WriteString("author", string.IsNullOrEmpty(entry.Author) ? null : entry.Author);
        json.WriteList("categories", entry.Written.Categories, (writer, category) => writer.WriteStringValue(category));
        json.WriteList("enclosures", entry.Written.Enclosures, JsonLine.WriteEnclosure);
        json.WriteBoolean("kept", entry.IsKept);
        json.WriteEndObject();
    }
}
