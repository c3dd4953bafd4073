using System.Net.Http.Headers;
using System.Text;
using FeedHub.Server;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server;

/// <summary>What the host adds to polling: edits, the dashboard, health.</summary>
public sealed class PollingHostTests
{
    [Fact]
    public async Task A_source_that_is_left_out_is_polled_no_more_and_keeps_its_stories()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", HostileFeeds.Rss("a", 1));
        origin.Put("/b.xml", HostileFeeds.Rss("b", 1));
        await using var hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": [ "{{origin.Url("/a.xml")}}", "{{origin.Url("/b.xml")}}" ] }""");
        await hub.WaitForTitlesAsync(2);

        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "feeds.json"), $$"""{ "pollEvery": "1s", "feeds": [ "{{origin.Url("/a.xml")}}" ] }""", TestContext.Current.CancellationToken);
        await hub.WaitForAsync("/sources.json", answer => !answer.Contains("/b.xml", StringComparison.Ordinal));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var (ofA, ofB) = (Asked("/a.xml"), Asked("/b.xml"));
        await hub.WaitForAsync("/health/live", _ => Asked("/a.xml") >= ofA + 2);

        Assert.Equal(ofB, Asked("/b.xml"));
        Assert.Equal(2, (await hub.WaitForTitlesAsync(2)).Length);

        int Asked(string path) => origin.Requests.Count(request => request.Path == path);
    }

    [Fact]
    public async Task The_dashboard_calls_jobs_by_what_they_do()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", HostileFeeds.Rss("a", 1));
        await using var hub = await RunningHub.StartAsync(
            $$"""{ "pollEvery": "1s", "feeds": [ { "url": "{{origin.Url("/a.xml")}}", "title": "Harbour News" } ] }""",
            settings: [("FeedHub:DashboardUser", "me"), ("FeedHub:DashboardPassword", "and my password")]);
        hub.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("me:and my password")));

        await hub.WaitForAsync("/hangfire/jobs/succeeded", page => page.Contains("Poll Harbour News", StringComparison.Ordinal));
        var recurring = await hub.Http.GetStringAsync("/hangfire/recurring", TestContext.Current.CancellationToken);

        Assert.Contains("Find the feeds that are due", recurring, StringComparison.Ordinal);
        Assert.Contains("Forget old articles", recurring, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dispatcher_that_was_not_heard_of_for_a_minute_is_dead()
    {
        var time = new FakeTimeProvider();
        var health = new HubHealth(time, NullLogger<HubHealth>.Instance);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(health.IsDispatching);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(health.IsDispatching);
        health.Dispatched();
        Assert.True(health.IsDispatching);
    }
}
