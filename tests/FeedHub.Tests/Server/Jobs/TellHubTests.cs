using System.Collections.Concurrent;
using System.Net;
using FeedHub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FeedHub.Tests.Server.Jobs;

/// <summary>A WebSub hub hears of every change, once it can.</summary>
public sealed class TellHubTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-websub-").FullName;
    private WebApplication _webSub = null!;
    private FeedOrigin _origin = null!;
    private int _answer = StatusCodes.Status202Accepted;

    private string FeedsJson =>
        $$"""{ "pollEvery": "1s", "link": "https://feeds.example/", "webSubHub": "{{_webSub.Urls.First()}}/hub", "feeds": [ "{{_origin.Url("/a.xml")}}" ] }""";

    public async ValueTask InitializeAsync()
    {
        _origin = await FeedOrigin.StartAsync();
        _origin.Put("/a.xml", FilledHub.Rss(Enumerable.Range(1, 5)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _webSub = builder.Build();
        _webSub.MapPost("/hub", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            _told.Enqueue($"{form["hub.mode"]} {form["hub.url"]}");
            context.Response.StatusCode = _answer;
        });
        await _webSub.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _origin.DisposeAsync();
        await _webSub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_hub_is_told_of_all_three_feeds_when_stories_appear_and_once_for_a_burst()
    {
        await using var hub = await RunningHub.StartAsync(FeedsJson, _folder);
        await hub.WaitForTitlesAsync(5);
        await hub.WaitForAsync("/health/live", _ => _told.Count >= 3);

        Assert.Equal(
            ["publish https://feeds.example/feed.atom", "publish https://feeds.example/feed.json", "publish https://feeds.example/feed.rss"], _told.Order());

        _origin.Put("/a.xml", FilledHub.Rss(Enumerable.Range(1, 6)));
        await hub.WaitForTitlesAsync(6);
        await hub.WaitForAsync("/health/live", _ => _told.Count >= 6);
        using var feed = await hub.Http.GetAsync("/feed.rss", TestContext.Current.CancellationToken);
        using var older = await hub.Http.GetAsync("/feed.rss?before=3", TestContext.Current.CancellationToken);

        Assert.Equal(6, _told.Count);
        Assert.Equal(
            $"<{_webSub.Urls.First()}/hub>; rel=\"hub\", <https://feeds.example/feed.rss>; rel=\"self\"", Assert.Single(feed.Headers.GetValues("Link")));
        Assert.False(older.Headers.Contains("Link"), "The hub is not told of this page.");
        Assert.DoesNotContain("rel=\"hub\"", await older.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_in_Arabic_are_told_in_ASCII()
    {
        await using var hub = await RunningHub.StartAsync(
            """{ "link": "https://أخبار.example/يوم/", "webSubHub": "https://محور.example/hub/?مفتاح=1", "feeds": [] }""", _folder);
        using var feed = await hub.Http.GetAsync("/feed.atom", TestContext.Current.CancellationToken);
        using var named = new HttpRequestMessage(HttpMethod.Get, "/feed.atom");
        named.Headers.Host = new Uri("https://أخبار.example").IdnHost;
        using var byName = await hub.Http.SendAsync(named, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (feed.StatusCode, byName.StatusCode));
        var link = Assert.Single(feed.Headers.GetValues("Link"));
        Assert.All(link, letter => Assert.InRange(letter, ' ', '~'));
        Assert.EndsWith(".example/%D9%8A%D9%88%D9%85/feed.atom>; rel=\"self\"", link, StringComparison.Ordinal);
        Assert.Contains(".example/hub/?%D9%85", link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_failing_hub_was_not_told_it_is_told_after_a_restart()
    {
        _answer = StatusCodes.Status503ServiceUnavailable;
        await using (var hub = await RunningHub.StartAsync(FeedsJson, _folder))
        {
            await hub.WaitForTitlesAsync(5);
            await hub.WaitForAsync("/health/live", _ => _told.Count >= 2);
        }

        Assert.All(_told, told => Assert.Equal("publish https://feeds.example/feed.atom", told));
        _told.Clear();
        _answer = StatusCodes.Status204NoContent;
        await using var restarted = await RunningHub.StartAsync(FeedsJson, _folder);

        await restarted.WaitForAsync("/health/live", _ => _told.Count >= 3);
    }
}
