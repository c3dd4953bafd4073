using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FeedHub.Sources;

/// <summary>The JSON Schema of feeds.json, made from the table the loader reads by; feeds.schema.json is its text.</summary>
public static class CatalogSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text() => Root().ToJsonString(Indented) + "\n";

    private static JsonObject Root()
    {
        var hub = Properties(CatalogKeys.Hub);
        hub["$schema"] = CatalogValues.Type("string");
        hub["feeds"] = new JsonObject
        {
            ["type"] = "array",
            ["description"] = "The feeds to follow, each an address or an object.",
            ["items"] = new JsonObject { ["anyOf"] = new JsonArray(Address(), Feed()) },
        };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "FeedHub's list of feeds (feeds.json)",
            ["type"] = "object",
            ["allowComments"] = true,
            ["allowTrailingCommas"] = true,
            ["required"] = new JsonArray("feeds"),
            ["additionalProperties"] = false,
            ["properties"] = hub,
        };
    }

    private static JsonObject Feed()
    {
        var feed = new JsonObject { ["url"] = Address() };
        foreach (var (name, schema) in Properties(CatalogKeys.Feed).ToList())
        {
            feed[name] = schema!.DeepClone();
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("url"),
            ["additionalProperties"] = false,
            ["properties"] = feed,
        };
    }

    private static JsonObject Address() => CatalogValues.With(
        CatalogValues.Type("string"), ("minLength", 1), ("description", "Address of a feed (http, https), or a file relative to feeds.json."));

    private static JsonObject Properties<TTarget>(IEnumerable<CatalogKey<TTarget>> keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            var schema = key.Schema();
            schema["description"] = key.Meaning.English;
            if (key.Default is not null)
            {
                schema["default"] = JsonNode.Parse(key.Default);
            }

            properties[key.Name] = schema;
        }

        return properties;
    }
}
