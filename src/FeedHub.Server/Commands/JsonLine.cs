using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FeedHub.Parsing;

namespace FeedHub.Server.Commands;

/// <summary>One JSON object on one line, Arabic written as Arabic.</summary>
internal static class JsonLine
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its end.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>ISO 8601 in UTC, or null.</summary>
    public static void WriteInstant(this Utf8JsonWriter json, string name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            json.WriteString(name, Instant(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    public static void WriteEnclosure(Utf8JsonWriter json, Enclosure enclosure)
    {
        json.WriteStartObject();
        json.WriteString("url", enclosure.Url);
        json.WriteString("type", enclosure.Type);
        if (enclosure.Length is { } length)
        {
            json.WriteNumber("length", length);
        }
        else
        {
            json.WriteNull("length");
        }

        json.WriteEndObject();
    }

    /// <summary>Seconds, and parts of them only where there are any.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
