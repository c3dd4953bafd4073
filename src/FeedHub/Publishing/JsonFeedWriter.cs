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
            json.WriteString("feed_url", published.Self("json"));
            WriteOptional(json, "description", published.Description);
            json.WriteString("language", published.Language);
            if (published.OlderBefore is not null)
            {
                json.WriteString("next_url", published.Older("json"));
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
        var shown = entry.Story.Shown;
        json.WriteStartObject();
        json.WriteString("id", SyndicationWriter.EntryId(entry.Story));
        json.WriteString("url", shown.Link.Length > 0 ? shown.Link : $"{published.Address}/stories/{entry.Story.Id}");
        json.WriteString("title", PublishedText.Title(shown.Title));
        json.WriteString("content_html", PublishedText.Html(shown.Text, shown.Language));
        json.WriteString("content_text", PublishedText.Valid(shown.Text));
        json.WriteString("summary", PublishedText.Summary(shown.Text));
        json.WriteString("date_published", shown.Date);
        json.WriteString("date_modified", entry.Story.UpdatedAt);
        json.WriteString("language", shown.Language);
        WriteOptional(json, "image", shown.ImageUrl);
        json.WriteStartArray("authors");
        json.WriteStartObject();
        json.WriteString("name", PublishedText.Valid(shown.Author ?? entry.Source.Title));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteTags(json, entry);
        WriteAttachments(json, entry);
        WriteFeedHub(json, published, entry);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, PublishedEntry entry)
    {
        if (entry.Story.Shown.Categories.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("tags");
        foreach (var category in entry.Story.Shown.Categories)
        {
            json.WriteStringValue(PublishedText.Valid(category));
        }

        json.WriteEndArray();
    }

    private static void WriteAttachments(Utf8JsonWriter json, PublishedEntry entry)
    {
        if (entry.Story.Shown.Enclosures.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (var enclosure in entry.Story.Shown.Enclosures)
        {
            json.WriteStartObject();
            json.WriteString("url", enclosure.Url);
            json.WriteString("mime_type", enclosure.Type ?? "application/octet-stream");
            if (enclosure.Length is { } length)
            {
                json.WriteNumber("size_in_bytes", length);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An extension (names with an underscore are free): who carried the story.</summary>
    private static void WriteFeedHub(Utf8JsonWriter json, PublishedFeed published, PublishedEntry entry)
    {
        json.WriteStartObject("_feedhub");
        json.WriteString("story", $"{published.Address}/stories/{entry.Story.Id}");
        json.WriteStartObject("source");
        json.WriteString("id", entry.Source.Id);
        json.WriteString("title", PublishedText.Valid(entry.Source.Title));
        json.WriteEndObject();
        json.WriteStartArray("related");
        foreach (var copy in entry.Related)
        {
            json.WriteStartObject();
            json.WriteString("url", copy.Link);
            json.WriteString("title", PublishedText.Valid(copy.Title));
            json.WriteString("source", PublishedText.Valid(entry.SourceOf(copy.FeedId).Title));
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
