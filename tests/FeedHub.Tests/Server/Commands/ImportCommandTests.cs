using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private const string List =
        """
        <opml version="2.0"><body>
          <outline text="سوريا"><outline text="ألف" xmlUrl="https://a.example/feed"/><outline text="باء" xmlUrl="https://b.example/feed"/></outline>
          <outline text="محلي" xmlUrl="file:///etc/passwd"/>
          <outline text="قديم" xmlUrl="http://known.example/feed/"/>
        </body></opml>
        """;

    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task Feeds_go_to_the_end_of_the_list_with_their_folders_as_tags()
    {
        _feedhub.Write("list.opml", List);
        _feedhub.Write("feeds.json", "{\n  // mine\n  \"feeds\": [\n    \"https://known.example/feed\", // known\n  ],\n}\n");

        var result = (await _feedhub.RunAsync("import", "list.opml")).Ended(1);

        Assert.Equal(
            """
            {
              // mine
              "feeds": [
                "https://known.example/feed", // known
                { "url": "https://a.example/feed", "title": "ألف", "tags": ["سوريا"] },
                { "url": "https://b.example/feed", "title": "باء", "tags": ["سوريا"] },
              ],
            }

            """.ReplaceLineEndings("\n"), _feedhub.Read("feeds.json"));
        Assert.Contains("2 feeds added", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 were there already", result.Output, StringComparison.Ordinal);
        Assert.Contains("file:///etc/passwd", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        _feedhub.Write("list.opml", List);

        await _feedhub.RunAsync("import", "--dry-run", "list.opml");

        Assert.False(File.Exists(Path.Combine(_feedhub.Folder, "feeds.json")));
    }

    [Fact]
    public async Task What_export_opml_writes_is_imported_again_through_a_pipe()
    {
        _feedhub.Write("from.json", """{ "title": "أخبار", "feeds": [ { "url": "https://a.example/?x=1&y=2", "title": "ألف & باء", "tags": ["سوريا", "رياضة"] }, "https://b.example/" ] }""");

        var result = await _feedhub.ShellAsync("\"$FEEDHUB\" export-opml --feeds from.json | \"$FEEDHUB\" import - && \"$FEEDHUB\" export-opml > out.opml && \"$FEEDHUB\" export-opml --feeds from.json > in.opml");

        result.Ended(0);
        Assert.Contains("ألف &amp; باء", _feedhub.Read("out.opml"), StringComparison.Ordinal);
        Assert.Contains("\"tags\": [\"سوريا\", \"رياضة\"]", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_names_what_was_polled_as_the_feeds_do_with_their_sites()
    {
        _feedhub.Write("one.xml", "<rss version='2.0'><channel><title>جريدة &amp;amp; الضفة</title><link>https://diffa.example/ar</link><item><title>خبر</title><guid>1</guid></item></channel></rss>");
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", _feedhub.Read("one.xml"));
        _feedhub.Write("feeds.json", $$"""{ "feeds": [ { "url": "{{origin.Url("/feed")}}", "allowPrivateNetwork": true }, { "url": "https://off.example/feed", "enabled": false } ] }""");

        var before = (await _feedhub.RunAsync("export-opml")).Ended(0);
        (await _feedhub.RunAsync("poll")).Ended(0);
        var after = (await _feedhub.RunAsync("export-opml")).Ended(0);

        Assert.DoesNotContain("htmlUrl", before.Output, StringComparison.Ordinal);
        Assert.Contains("text=\"127.0.0.1", before.Output, StringComparison.Ordinal);
        Assert.Matches("text=\"جريدة &amp; الضفة\".*htmlUrl=\"https://diffa.example/ar\"", after.Output);
        Assert.Contains("text=\"off.example\"", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_its_key_is_known_where_the_key_is_and_asked_for_elsewhere()
    {
        const string Shown = "<opml version='2.0'><body><outline text='ألف' xmlUrl='https://a.example/feed?lang=ar&amp;key=…'/></body></opml>";
        _feedhub.Write("shown.opml", Shown);
        _feedhub.Write("feeds.json", """{ "feeds": [ "https://a.example/feed?lang=ar&key=secret" ] }""");

        var known = (await _feedhub.RunAsync("import", "shown.opml")).Ended(0);
        var elsewhere = (await _feedhub.RunAsync("import", "shown.opml", "--feeds", "other.json")).Ended(1);
        var own = (await _feedhub.ShellAsync("\"$FEEDHUB\" export-opml | \"$FEEDHUB\" import - --feeds other.json")).Ended(0);

        Assert.Contains("1 were there already", known.Output, StringComparison.Ordinal);
        Assert.Contains("a.example", elsewhere.Error, StringComparison.Ordinal);
        Assert.Contains("1 feed added", own.Output, StringComparison.Ordinal);
        Assert.Contains("key=secret", _feedhub.Read("other.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_in_an_old_encoding_that_names_a_feed_twice_is_read()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        await File.WriteAllBytesAsync(
            Path.Combine(_feedhub.Folder, "old.opml"),
            System.Text.Encoding.GetEncoding(1256).GetBytes("<?xml version='1.0' encoding='windows-1256'?><opml><body><outline text='أخبار العرب' xmlUrl='https://a.example/feed'/><outline text='مرة أخرى' xmlUrl='http://a.example/feed/'/></body></opml>"),
            TestContext.Current.CancellationToken);

        var result = (await _feedhub.RunAsync("import", "old.opml")).Ended(0);

        Assert.Contains("1 feed added", result.Output, StringComparison.Ordinal);
        Assert.Contains("{ \"url\": \"https://a.example/feed\", \"title\": \"أخبار العرب\" }", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_keeps_its_encoding()
    {
        _feedhub.Write("list.opml", "<opml><body><outline text='ألف' xmlUrl='https://a.example/feed'/></body></opml>");
        var path = Path.Combine(_feedhub.Folder, "feeds.json");
        await File.WriteAllTextAsync(path, "{ \"title\": \"أخبار\", \"feeds\": [] }", System.Text.Encoding.Unicode, TestContext.Current.CancellationToken);

        (await _feedhub.RunAsync("import", "list.opml")).Ended(0);

        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.True(bytes is [0xFF, 0xFE, ..]);
        Assert.Contains("أخبار", System.Text.Encoding.Unicode.GetString(bytes), StringComparison.Ordinal);
        (await _feedhub.RunAsync("check")).Ended(0);
    }

    [Fact]
    public async Task A_list_with_mistakes_is_left_alone()
    {
        _feedhub.Write("list.opml", List);
        _feedhub.Write("feeds.json", "{ \"feeds\": [ ");

        (await _feedhub.RunAsync("import", "list.opml")).Ended(2);

        Assert.Equal("{ \"feeds\": [ ", _feedhub.Read("feeds.json"));
    }
}
