using FeedHub.Sources;

namespace FeedHub.Tests.Sources;

public sealed class CatalogEditorTests
{
    [Theory]
    [InlineData("{ \"feeds\": [\"https://a.example/\"] }", "{ \"feeds\": [\"https://a.example/\", \"https://n.example/\"] }")]
    [InlineData("{ \"feeds\": [ \"https://a.example/\", ] }", "{ \"feeds\": [ \"https://a.example/\", \"https://n.example/\", ] }")]
    [InlineData("{ \"feeds\": [ \"https://a.example/\" /* x, */ ] }", "{ \"feeds\": [ \"https://a.example/\", /* x, */ \"https://n.example/\" ] }")]
    [InlineData("{\n    \"feeds\": [\n        \"https://a.example/\"\n    ]\n}\n", "{\n    \"feeds\": [\n        \"https://a.example/\",\n        \"https://n.example/\"\n    ]\n}\n")]
    [InlineData("{\n\t\"feeds\": [\n\t\t\"https://a.example/\",\n\t],\n}", "{\n\t\"feeds\": [\n\t\t\"https://a.example/\",\n\t\t\"https://n.example/\",\n\t],\n}")]
    [InlineData("{\r\n  \"feeds\": [\r\n    \"https://a.example/\" // last, really\r\n  ]\r\n}", "{\r\n  \"feeds\": [\r\n    \"https://a.example/\", // last, really\r\n    \"https://n.example/\"\r\n  ]\r\n}")]
    [InlineData("{\n  \"feeds\": [\n    \"https://a.example/\", // a\n    // \"https://off.example/\",\n\n  ] // end\n}", "{\n  \"feeds\": [\n    \"https://a.example/\", // a\n    // \"https://off.example/\",\n    \"https://n.example/\",\n\n  ] // end\n}")]
    [InlineData("{\n  \"feeds\": [\n    \"https://a.example/\"]\n}", "{\n  \"feeds\": [\n    \"https://a.example/\",\n    \"https://n.example/\"\n  ]\n}")]
    [InlineData("{ \"feeds\": [] }", "{ \"feeds\": [\n  \"https://n.example/\"\n] }")]
    [InlineData("{\n  \"feeds\": [ // none yet\n  ]\n}", "{\n  \"feeds\": [ // none yet\n    \"https://n.example/\"\n  ]\n}")]
    [InlineData("{}", "{\n  \"feeds\": [\n    \"https://n.example/\"\n  ]\n}")]
    [InlineData("{\n  \"title\": \"x\" // t\n}", "{\n  \"title\": \"x\", // t\n  \"feeds\": [\n    \"https://n.example/\"\n  ]\n}")]
    [InlineData("\uFEFF{ \"feeds\": [\"https://a.example/\"] }", "\uFEFF{ \"feeds\": [\"https://a.example/\", \"https://n.example/\"] }")]
    public void A_feed_goes_to_the_end_of_the_list_and_all_else_stays(string before, string after) =>
        Assert.Equal(after, CatalogEditor.Add(before, [new NewFeed("https://n.example/")]));

    [Theory]
    [InlineData("{ \"feeds\": [\"https://a.example/\"] }", "{ \"feeds\": [{ \"id\": \"a\", \"url\": \"https://n.example/\" }] }")]
    [InlineData("{ \"feeds\": [ // one\n  { \"title\": \"ت\", /* why */ \"url\": \"https://a.example/\", \"tags\": [\"س\"] }, // moved\n] }", "{ \"feeds\": [ // one\n  { \"title\": \"ت\", /* why */ \"id\": \"a\", \"url\": \"https://n.example/\", \"tags\": [\"س\"] }, // moved\n] }")]
    [InlineData("{\r\n\t\"feeds\": [{\r\n\t\t\"url\": \"https://a.example/\",\r\n\t\t\"id\": \"mine\"\r\n\t}]\r\n}", "{\r\n\t\"feeds\": [{\r\n\t\t\"url\": \"https://n.example/\",\r\n\t\t\"id\": \"mine\"\r\n\t}]\r\n}")]
    [InlineData("\uFEFF{ \"feeds\": [\"https://b.example/\", \"https://a.example/\",] }", "\uFEFF{ \"feeds\": [\"https://b.example/\", { \"id\": \"a\", \"url\": \"https://n.example/\" },] }")]
    public void A_feed_moves_under_its_id_and_all_else_stays(string before, string after) =>
        Assert.Equal(after, CatalogEditor.Move(before, url => url == "https://a.example/", "https://n.example/", "a"));

    [Fact]
    public void A_feed_that_is_not_there_cannot_move() =>
        Assert.Throws<CatalogEditException>(() => CatalogEditor.Move("{ \"feeds\": [] }", _ => true, "https://n.example/", "a"));

    [Fact]
    public void What_was_written_is_read_again()
    {
        var feeds = new[]
        {
            new NewFeed("https://one.example/?a=1&b=\"2\"") { Title = "أخبار \"اليوم\" \\ 😀", Tags = ["سوريا", "رياضة"], Id = "one" },
            new NewFeed("https://two.example/") { AllowPrivateNetwork = true },
        };

        var text = CatalogEditor.Add(CatalogEditor.Empty, feeds);
        var catalog = CatalogReader.Read(text, "/feeds.json").Catalog!;

        Assert.Contains("أخبار", text, StringComparison.Ordinal);
        Assert.Equal("أخبار \"اليوم\" \\ 😀", catalog.Sources[0].Title);
        Assert.Equal("one", catalog.Sources[0].Id);
        Assert.Equal(["سوريا", "رياضة"], catalog.Sources[0].Tags);
        Assert.Equal([false, true], catalog.Sources.Select(source => source.AllowPrivateNetwork));
    }

    [Fact]
    public void The_shipped_list_grows_by_one_line()
    {
        var before = File.ReadAllText(Support.Repository.Folder("feeds.json"));

        var after = CatalogEditor.Add(before, [new NewFeed("https://n.example/feed") { Title = "ن" }]);

        Assert.Single(after.Split('\n').Except(before.Split('\n')));
        Assert.Equal(before.Split('\n'), after.Split('\n').Where(line => !line.Contains("n.example", StringComparison.Ordinal)));
        Assert.Empty(CatalogReader.Read(after, "/feeds.json").Mistakes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"feeds\": 1 }")]
    [InlineData("{ \"feeds\": [")]
    public void A_file_with_mistakes_is_not_touched(string text) =>
        Assert.Throws<CatalogEditException>(() => CatalogEditor.Add(text, [new NewFeed("https://n.example/")]));
}
