using System.Net;
using System.Net.Sockets;
using System.Text;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Jobs;

/// <summary>Subscribing at the WebSub hubs of publishers, and what those may and may not do.</summary>
public sealed class WebSubTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Topic = "https://publisher.example/a.xml?x=1&y=2";

    private FeedOrigin _origin = null!;
    private FakeWebSubHub _webSub = null!;

    private string Channel =>
        $"<link xmlns=\"http://www.w3.org/2005/Atom\" rel=\"hub\" href=\"{_webSub.Address}\"/><link xmlns=\"http://www.w3.org/2005/Atom\" rel=\"self\" href=\"{Topic.Replace("&", "&amp;", StringComparison.Ordinal)}\"/>";

    public async ValueTask InitializeAsync()
    {
        _origin = await FeedOrigin.StartAsync();
        _webSub = await FakeWebSubHub.StartAsync();
        _origin.Put("/a.xml", Rss(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _origin.DisposeAsync();
        await _webSub.DisposeAsync();
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_the_hub_sends_is_taken_in_without_a_poll_and_is_the_same_when_polled(string engine)
    {
        await using var hub = await StartAsync(
            $$"""{ "pollEvery": "1h", "link": "https://feeds.example/news", "webSub": true, "feeds": [ "{{_origin.Url("/a.xml")}}" ] }""",
            ("ConnectionStrings:FeedHub", engine == "SQLite" ? "" : postgres.ConnectionString(await postgres.CreateEmptyAsync())));
        await hub.WaitForTitlesAsync(1);
        var (callback, secret) = await AskedAsync(hub);

        Assert.Equal((HttpStatusCode.OK, "c&+é"), await _webSub.VerifyAsync(callback, Topic));
        foreach (var (method, item) in new[] { ("sha1", 2), ("sha256", 3), ("sha384", 4), ("sha512", 5) })
        {
            Assert.Equal(HttpStatusCode.Accepted, await _webSub.SendAsync(callback, Rss(item), secret, method));
        }

        await hub.WaitForTitlesAsync(5);
        Assert.Single(_origin.Requests);
        Assert.Single(_webSub.Asked);

        // The same entry once more, as the poll of a restarted hub brings it.
        _origin.Put("/a.xml", Rss(1, 2, 3, 4, 5, 6));
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "feeds.json"), $$"""{ "pollEvery": "1s", "feeds": [ { "id": "a", "url": "{{_origin.Url("/a.xml")}}" } ] }""", TestContext.Current.CancellationToken);
        Assert.Equal(6, (await hub.WaitForTitlesAsync(6)).Length);
    }

    [Fact]
    public async Task Nothing_but_what_was_asked_for_is_verified_and_nothing_unsigned_is_believed()
    {
        await using var hub = await StartAsync(
            $$"""{ "pollEvery": "1h", "link": "https://feeds.example", "feeds": [ { "url": "{{_origin.Url("/a.xml")}}", "webSub": true } ] }""");
        await hub.WaitForTitlesAsync(1);
        var (callback, secret) = await AskedAsync(hub);

        Assert.Equal(HttpStatusCode.NotFound, (await _webSub.VerifyAsync(callback, Topic + "3")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _webSub.VerifyAsync(callback, Topic, mode: "unsubscribe")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _webSub.VerifyAsync(callback, Topic, challenge: "")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _webSub.VerifyAsync(callback[..^1] + "x", Topic)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _webSub.VerifyAsync(callback, Topic)).Status);

        Assert.Equal(HttpStatusCode.NotFound, await _webSub.SendAsync(callback[..^1] + "x", Rss(2), secret));
        foreach (var signature in new[] { "", "sha256=", "sha256=00", "md5=00", "sha1", "=", secret, "sha256=" + new string('0', 64) })
        {
            Assert.Equal(HttpStatusCode.Accepted, await _webSub.SendAsync(callback, Rss(2), secret, signature: signature));
        }

        Assert.Equal(HttpStatusCode.Accepted, await _webSub.SendAsync(callback, Rss(2), secret + "x"));
        Assert.Equal(HttpStatusCode.Accepted, await _webSub.SendAsync(callback, "<html>no feed</html>", secret));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await _webSub.SendAsync(callback, new string(' ', 5_000_000), secret));
        Assert.Equal(HttpStatusCode.Accepted, await _webSub.SendAsync(callback, Rss(3), secret));
        Assert.Equal([HostileFeeds.Title("a", 1), HostileFeeds.Title("a", 3)], (await hub.WaitForTitlesAsync(2)).Order(StringComparer.Ordinal));

        // Who drips is thrown out, and holds nobody up.
        using var slow = new TcpClient(hub.Http.BaseAddress!.Host, hub.Http.BaseAddress.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {new Uri(callback).AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{new string(' ', 5000)}"), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(slow.GetStream());
        Assert.StartsWith("HTTP/1.1 408", await answer.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var delete = await hub.Http.DeleteAsync(new Uri(callback).AbsolutePath, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, delete.StatusCode);
    }

    [Fact]
    public async Task A_lease_is_renewed_under_the_same_callback_and_a_source_that_is_left_out_ends_it()
    {
        await using var hub = await StartAsync(
            $$"""{ "pollEvery": "1h", "link": "https://feeds.example", "webSub": true, "feeds": [ "{{_origin.Url("/a.xml")}}" ] }""");
        await hub.WaitForTitlesAsync(1);
        var (callback, secret) = await AskedAsync(hub);

        await _webSub.VerifyAsync(callback, Topic, lease: 2);
        Assert.Equal((callback, secret), await AskedAsync(hub, times: 2));
        await _webSub.VerifyAsync(callback, Topic, lease: 3600);
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "feeds.json"), """{ "link": "https://feeds.example", "webSub": true, "feeds": [] }""", TestContext.Current.CancellationToken);
        await hub.WaitForAsync("/sources.json", answer => !answer.Contains("a.xml", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Gone, await _webSub.SendAsync(callback, Rss(2), secret));
        Assert.Equal(HttpStatusCode.NotFound, (await _webSub.VerifyAsync(callback, Topic)).Status);
        Assert.Equal(2, _webSub.Asked.Count);
    }

    [Fact]
    public async Task A_hub_is_asked_only_where_feeds_json_says_so()
    {
        _origin.Put("/b.xml", Rss(1).Replace("<title>a</title>", "<title>b</title>", StringComparison.Ordinal));
        await using var hub = await StartAsync(
            $$"""{ "pollEvery": "1h", "link": "https://feeds.example", "feeds": [ "{{_origin.Url("/a.xml")}}", { "id": "b", "url": "{{_origin.Url("/b.xml")}}", "webSub": true } ] }""");
        await AskedAsync(hub);

        // Whoever asks for one asks for all that are due.
        Assert.Single(_webSub.Asked);
    }

    private static Task<RunningHub> StartAsync(string feedsJson, params (string, string)[] settings) => RunningHub.StartAsync(feedsJson, settings: settings);

    private string Rss(params int[] items) => HostileFeeds.Rss("a", Channel, items.Select(item => HostileFeeds.Item("a", item)));

    /// <summary>What the hub was last asked for, the callback being that of the hub under test.</summary>
    private async Task<(string Callback, string Secret)> AskedAsync(RunningHub hub, int times = 1)
    {
        await hub.WaitForAsync("/health/live", _ => _webSub.Asked.Count >= times);
        var asked = _webSub.Asked.Last();
        Assert.Equal(("subscribe", Topic, "604800"), (asked["hub.mode"], asked["hub.topic"], asked["hub.lease_seconds"]));
        Assert.Matches("^https://feeds\\.example(/news)?/websub/[0-9a-f]{64}$", asked["hub.callback"]);
        Assert.Matches("^[0-9a-f]{64}$", asked["hub.secret"]);
        var at = asked["hub.callback"].IndexOf("/websub/", StringComparison.Ordinal);
        return (hub.Http.BaseAddress!.AbsoluteUri.TrimEnd('/') + asked["hub.callback"][at..], asked["hub.secret"]);
    }
}
