using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FeedHub.Cleaning;
using FeedHub.Parsing;

namespace FeedHub.Storage;

/// <summary>Lists kept as JSON in one column.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IEnumerable<string>))]
[JsonSerializable(typeof(IEnumerable<long>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(ImmutableArray<Enclosure>))]
[JsonSerializable(typeof(ImmutableArray<LearnedLine>))]
internal sealed partial class JsonColumns : JsonSerializerContext
{
    /// <summary>Null for an empty list.</summary>
    public static string? Write(ImmutableArray<string> values) =>
        values.IsDefaultOrEmpty ? null : JsonSerializer.Serialize(values, Default.ImmutableArrayString);

    /// <inheritdoc cref="Write(ImmutableArray{string})"/>
    public static string? Write(ImmutableArray<Enclosure> values) =>
        values.IsDefaultOrEmpty ? null : JsonSerializer.Serialize(values, Default.ImmutableArrayEnclosure);

    public static ImmutableArray<string> ReadStrings(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Default.ImmutableArrayString);

    public static ImmutableArray<Enclosure> ReadEnclosures(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Default.ImmutableArrayEnclosure);
}
