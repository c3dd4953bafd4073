using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeedHub.Publishing;

/// <summary>JSON Feed 1.1 (jsonfeed.org/version/1.1), Arabic as letters.</summary>
public static class JsonFeedWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public static byte[] Write(PublishedFeed published)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", PublishedText.Title(published.Title));
            json.WriteString("home_page_url", published.Address + published.PagePath);
            json.WriteString("feed_url", published.Self(FeedFormat.Json));
            WriteOptional(json, "description", published.Description);
            json.WriteString("icon", published.Icon);
            json.WriteString("favicon", published.Favicon);
            json.WriteString("language", published.Language);
            if (published.OlderBefore is not null)
            {
                json.WriteString("next_url", published.Older(FeedFormat.Json));
            }

            if (published.Hub is { } hub)
            {
                json.WriteStartArray("hubs");
                json.WriteStartObject();
                json.WriteString("type", "WebSub");
                json.WriteString("url", hub);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteStartArray("items");
            foreach (var entry in published.Entries)
            {
                WriteItem(json, published, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteItem(Utf8JsonWriter json, PublishedFeed published, PublishedEntry entry)
    {
        var printed = new PrintedEntry(published, entry);
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("url", printed.Link);
        json.WriteString("title", printed.Title);
        json.WriteString("content_html", printed.Html);
        json.WriteString("content_text", printed.Text);
        WriteOptional(json, "summary", printed.Summary);
        json.WriteString("date_published", entry.Story.Shown.Date);
        json.WriteString("date_modified", entry.Story.UpdatedAt);
        json.WriteString("language", printed.Language);
        WriteOptional(json, "image", printed.Image);
        json.WriteStartArray("authors");
        json.WriteStartObject();
        json.WriteString("name", printed.Author);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteTags(json, printed);
        WriteAttachments(json, printed);
        WriteFeedHub(json, entry.Source.Id, printed);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, PrintedEntry printed)
    {
        if (printed.Categories.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("tags");
        foreach (var category in printed.Categories)
        {
            json.WriteStringValue(category);
        }

        json.WriteEndArray();
    }

    private static void WriteAttachments(Utf8JsonWriter json, PrintedEntry printed)
    {
        if (printed.Enclosures.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (var (link, type, length) in printed.Enclosures)
        {
            json.WriteStartObject();
            json.WriteString("url", link);
            json.WriteString("mime_type", type);
            if (length is { } bytes)
            {
                json.WriteNumber("size_in_bytes", bytes);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An extension (names with an underscore are free): who carried the story.</summary>
    private static void WriteFeedHub(Utf8JsonWriter json, string sourceId, PrintedEntry printed)
    {
        json.WriteStartObject("_feedhub");
        json.WriteString("story", printed.Story);
        json.WriteStartObject("source");
        json.WriteString("id", sourceId);
        json.WriteString("title", printed.SourceTitle);
        json.WriteEndObject();
        json.WriteStartArray("related");
        foreach (var (link, title, source) in printed.Related)
        {
            json.WriteStartObject();
            json.WriteString("url", link);
            json.WriteString("title", title);
            json.WriteString("source", source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, PublishedText.Valid(value));
        }
    }
}
