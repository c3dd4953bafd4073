using System.Text.Json.Nodes;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Sources;

public sealed class CatalogSchemaTests
{
    private const string SchemaFile = "src/FeedHub/Sources/feeds.schema.json";

    [Fact]
    public void The_schema_beside_the_code_is_the_loaders_own()
    {
        var path = Repository.Folder(SchemaFile);
        if (Environment.GetEnvironmentVariable("FEEDHUB_APPROVE") == "1")
        {
            File.WriteAllText(path, CatalogSchema.Text());
        }

        Assert.Equal(CatalogSchema.Text(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_defaults_in_the_schema_are_those_of_the_loader()
    {
        var feed = CatalogKeys.Feed.Where(key => key.Default is not null).Select(key => $"\"{key.Name}\":{key.Default}");
        var hub = CatalogKeys.Hub.Where(key => key.Default is not null).Select(key => $"\"{key.Name}\":{key.Default}");
        var written = CatalogReader.Read($$"""{{{string.Join(',', hub)}},"feeds":[{"url":"https://a.example/",{{string.Join(',', feed)}}}]}""", "/feeds.json");
        var plain = CatalogReader.Read("""{"feeds":["https://a.example/"]}""", "/feeds.json");

        Assert.Empty(written.Mistakes);
        Assert.Equal(Told(plain.Catalog!), Told(written.Catalog!));
    }

    [Fact]
    public void Every_property_of_the_schema_is_read_and_every_key_read_is_in_the_schema()
    {
        var root = JsonNode.Parse(CatalogSchema.Text())!["properties"]!.AsObject();
        var feed = root["feeds"]!["items"]!["anyOf"]![1]!["properties"]!.AsObject();

        Assert.Equal(CatalogKeys.HubNames.Order(), root.Select(property => property.Key).Order());
        Assert.Equal(CatalogKeys.FeedNames.Order(), feed.Select(property => property.Key).Order());
    }

    /// <summary>A named UTC zone is what null stands for.</summary>
    private static string Told(FeedCatalog catalog)
    {
        var source = catalog.Sources[0] with { TimeZone = null };
        return System.Text.Json.JsonSerializer.Serialize(catalog with { Sources = [source] });
    }
}
