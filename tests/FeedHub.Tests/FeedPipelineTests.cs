using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Storage.Sqlite;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Support;

namespace FeedHub.Tests;

/// <summary>Days and weeks of hourly polling in a moment; the publishers' logs show whether the rules were kept.</summary>
public sealed class FeedPipelineTests : IDisposable
{
    private const string Modified = "Sunday, 01-Mar-26 08:00:00 GMT";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly JumpingClock _time = new(Midnight);
    private readonly FakeWeb _web;

    public FeedPipelineTests() => _web = new FakeWeb(_time);

    public void Dispose() => _web.Dispose();

    [Fact]
    public async Task What_a_part_of_a_sitemap_brought_comes_again_until_it_is_stored()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("feedhub-parts-");
        try
        {
            await using var database = Database.Open(null, folder.FullName, _time);
            await database.MigrateAsync(cancel);
            var feeds = new FeedStore(database);
            var source = new FeedSource { Id = "port", Url = new Uri("https://port.example/index.xml") };
            var catalog = new FeedCatalog { Sources = [source] };
            await feeds.SyncAsync(catalog.Sources, _time.GetUtcNow(), cancel);
            LeasedFeed? other = null;
            _web.On("https://port.example/index.xml", new WebAnswer(200, "<sitemapindex><sitemap><loc>https://port.example/news.xml</loc></sitemap></sitemapindex>"));
            _web.On("https://port.example/news.xml", async (request, _) =>
            {
                if (other is null)
                {
                    // Another process takes the feed over while this one reads.
                    await feeds.ReleaseAllAsync(cancel);
                    other = Assert.Single(await LeaseAsync());
                }

                return Conditional(request, "\"n\"", null, body: "<urlset><url><loc>https://port.example/n/the-market-opens</loc></url></urlset>");
            });
            using var fetcher = new FeedFetcher(new FetchLimits(), _time, _web);
            var pipeline = new FeedPipeline(fetcher, feeds, new ArticleStore(database), _time);

            var lost = await pipeline.PollAsync(Assert.Single(await LeaseAsync()), source, catalog, cancel);
            var held = await pipeline.PollAsync(other!, source, catalog, cancel);
            _time.Advance(Hour);
            var later = await pipeline.PollAsync(Assert.Single(await LeaseAsync()), source, catalog, cancel);

            Assert.Equal([(PollResult.LeaseLost, 0), (PollResult.Polled, 1), (PollResult.Unchanged, 0)], new[] { lost, held, later }.Select(report => (report.Result, report.Added)));
            Assert.Equal([false, false, true], _web.Requests.Where(request => request.Url.AbsolutePath == "/news.xml").Select(request => request.IsConditional));

            Task<IReadOnlyList<LeasedFeed>> LeaseAsync() => feeds.LeaseAsync(_time.GetUtcNow(), TimeSpan.FromMinutes(1), 1, null, force: true, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_rules_are_kept_all_day_and_over_a_restart()
    {
        string[] feeds =
        [
            Publish("calm", request => Conditional(request, "\"calm\"", Modified)),
            Publish("lively", request => Conditional(request, $"\"{(int)Hours() / 3}\"", null)),
            Publish("dated", request => Conditional(request, null, Modified)),
            Publish("cached", request => Conditional(request, "\"c\"", null, "Cache-Control: max-age=10800")),
            Publish("limited", request => Hours() < 6 ? new WebAnswer(429, "", "Retry-After: 14400") : Conditional(request, "\"l\"", null)),
            Publish("bare", request => Hours() < 6 ? new WebAnswer(503) : Conditional(request, "\"b\"", null)),
            Publish("missing", _ => new WebAnswer(404)),
            Publish("gone", _ => Hours() < 5 ? new WebAnswer(200, HostileFeeds.Rss("gone", 1)) : new WebAnswer(410)),
            Publish("moved", _ => new WebAnswer(301, "", "Location: https://new.example/feed")),
            Publish("sleeps", request => Conditional(request, null, null, body: HostileFeeds.Rss("sleeps", "<skipHours><hour>2</hour><hour>3</hour><hour>4</hour></skipHours>", []))),
        ];
        _web.On("https://new.example/feed", request => Conditional(request, "\"m\"", null));
        await using var hub = await PollingHub.StartAsync(_time, _web, feeds);

        await hub.RunUntilAsync(Midnight.AddHours(13));
        await hub.RestartAsync();
        await hub.RunUntilAsync(Midnight.AddHours(24));

        foreach (var feed in new[] { "calm", "lively", "dated", "cached", "limited", "bare" })
        {
            var log = Log(feed);
            Assert.Single(log.Where(request => feed is not ("limited" or "bare") || request.At >= Midnight.AddHours(6)), request => !request.IsConditional);
            Assert.All(Gaps(log), gap => Assert.True(gap >= Hour, $"{feed} asked again after {gap}"));
        }

        Assert.InRange(Log("calm").Length, 23, 24);
        Assert.All(Log("calm").Skip(1), request => Assert.Equal(("\"calm\"", Modified), (request["If-None-Match"], request["If-Modified-Since"])));
        Assert.All(Log("lively").Skip(1), request => Assert.Equal($"\"{(int)(request.At - Midnight - Hour).TotalHours / 3}\"", request["If-None-Match"]));
        Assert.All(Log("dated").Skip(1), request => Assert.Equal((null, Modified), (request["If-None-Match"], request["If-Modified-Since"])));
        Assert.All(Gaps(Log("cached")), gap => Assert.True(gap >= 3 * Hour));
        Assert.InRange(Log("cached").Length, 7, 8);
        Assert.All(Gaps(Log("limited").Where(request => request.At < Midnight.AddHours(6))), gap => Assert.True(gap >= 4 * Hour));
        Assert.InRange(Log("missing").Length, 4, 8);
        Assert.InRange(Log("gone").Count(request => request.At >= Midnight.AddHours(5)), 1, 2);
        Assert.True((await hub.StateAsync("gone")).IsGone);
        Assert.Equal(5, Log("moved").Length);
        Assert.Equal(new Uri("https://new.example/feed"), (await hub.StateAsync("moved")).MovedTo);
        Assert.DoesNotContain(Log("sleeps"), request => request.At.Hour is 2 or 3 or 4);
        Assert.All(_web.Requests, request => Assert.True(request["Cookie"] is null && request["Referer"] is null));
    }

    [Fact]
    public async Task A_poll_with_nothing_to_store_lets_the_next_be_fetched_while_it_waits_for_the_disk()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("feedhub-places-");
        var feed = new FeedSource { Id = "same", Url = new Uri(Publish("same", _ => new WebAnswer(200, HostileFeeds.Rss("same", 1)))) };
        var next = Publish("next", _ => new WebAnswer(200, HostileFeeds.Rss("next", 1)));
        var catalog = new FeedCatalog { Sources = [feed] };
        await using (var database = new SqliteDatabase(Path.Combine(folder.FullName, "feedhub.db"), TimeProvider.System))
        {
            await database.MigrateAsync(cancel);
            var feeds = new FeedStore(database);
            await feeds.SyncAsync([feed], Midnight, cancel);
            using var fetcher = new FeedFetcher(new FetchLimits { MaxConcurrent = 1, MaxPerHostPerSecond = 0 }, TimeProvider.System, _web);
            var pipeline = new FeedPipeline(fetcher, feeds, new ArticleStore(database), TimeProvider.System);
            Assert.Equal(PollResult.Polled, (await pipeline.PollAsync(await LeaseAsync(), feed, catalog, cancel)).Result);
            var leased = await LeaseAsync();

            var poll = await database.WriteAsync(
                async _ =>
                {
                    var waiting = pipeline.PollAsync(leased, feed, catalog, cancel);
                    var fetched = await fetcher.DownloadAsync(new FetchRequest { Url = new Uri(next) }, cancel).WaitAsync(TimeSpan.FromSeconds(60), cancel);
                    Assert.IsType<FetchResult.Fetched>(fetched);
                    Assert.False(waiting.IsCompleted);
                    return waiting;
                },
                cancel);

            Assert.Equal(PollResult.Unchanged, (await poll).Result);

            async Task<LeasedFeed> LeaseAsync() => Assert.Single(await feeds.LeaseAsync(Midnight, TimeSpan.FromSeconds(1), 1, [feed.Id], force: true, cancel));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_night_without_power_each_feed_is_asked_once_and_conditionally()
    {
        var feeds = Enumerable.Range(0, 40).Select(i => Publish($"f{i}", request => Conditional(request, "\"t\"", null))).ToArray();
        await using var hub = await PollingHub.StartAsync(_time, _web, feeds);
        await hub.RunUntilAsync(Midnight.AddHours(2));
        var before = _web.Requests.Count;

        _time.Advance(TimeSpan.FromHours(10));
        await hub.RestartAsync();
        await hub.RunUntilAsync(_time.GetUtcNow().AddMinutes(50));

        var after = _web.Requests.Skip(before).ToArray();
        Assert.Equal(40, after.Length);
        Assert.Equal(40, after.Select(request => request.Url).Distinct().Count());
        Assert.All(after, request => Assert.True(request.IsConditional));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-72)]
    [InlineData(48)]
    [InlineData(24 * 400)]
    public async Task A_jump_of_the_clock_neither_stops_nor_hurries_a_feed(int hours)
    {
        var feeds = Enumerable.Range(0, 5).Select(i => Publish($"f{i}", request => Conditional(request, "\"t\"", null))).ToArray();
        await using var hub = await PollingHub.StartAsync(_time, _web, feeds);
        await hub.RunUntilAsync(Midnight.AddHours(3));

        foreach (var jump in new[] { TimeSpan.FromHours(hours), TimeSpan.FromHours(-hours) })
        {
            var before = _web.Requests.Count;
            _time.Jump(jump);
            await hub.RunUntilAsync(_time.GetUtcNow().AddHours(6));

            foreach (var url in feeds)
            {
                Assert.InRange(_web.Requests.Skip(before).Count(request => request.Url.AbsoluteUri == url), 5, 8);
            }
        }
    }

    [Fact]
    public async Task Validators_that_are_always_confirmed_are_left_out_after_eight_days()
    {
        var url = Publish("stuck", request => request.IsConditional ? new WebAnswer(304) : new WebAnswer(200, HostileFeeds.Rss("stuck", (int)Hours() / 24), "ETag: \"same\""));
        await using var hub = await PollingHub.StartAsync(_time, _web, url);

        await hub.RunUntilAsync(Midnight.AddDays(8).AddHours(-1));
        Assert.Single(_web.Requests, request => !request.IsConditional);

        // The tag was caught lying: from now on it is believed for a day.
        await hub.RunUntilAsync(Midnight.AddDays(11).AddHours(2));
        Assert.InRange(_web.Requests.Count(request => !request.IsConditional), 4, 5);
        Assert.All(Gaps(_web.Requests.Where(request => !request.IsConditional).Skip(1)), gap => Assert.True(gap >= TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_body_that_is_no_feed_changes_nothing_that_was_known()
    {
        var url = Publish("moody", request => Hours() is >= 2 and < 3 ? new WebAnswer(200, "<html>Oops</html>", "ETag: \"junk\"") : Conditional(request, "\"good\"", null));
        await using var hub = await PollingHub.StartAsync(_time, _web, url);

        await hub.RunUntilAsync(Midnight.AddHours(9));

        Assert.All(_web.Requests.Skip(1), request => Assert.Equal("\"good\"", request["If-None-Match"]));
        Assert.Equal(0, (await hub.StateAsync("moody")).FailuresInARow);
    }

    [Fact]
    public async Task A_feed_put_off_by_its_host_did_not_fail()
    {
        var pages = Enumerable.Range(1, 4).Select(i => $"https://strict.example/{i}").ToArray();
        Array.ForEach(pages, page => _web.On(page, new WebAnswer(429, "", "Retry-After: 600")));
        await using var hub = await PollingHub.StartAsync(_time, _web, pages);

        await hub.RunUntilAsync(Midnight.AddMinutes(1));

        Assert.Equal(2, _web.Requests.Count);
        Assert.Equal([PollResult.Failed, PollResult.Failed, PollResult.PutOff, PollResult.PutOff], hub.Reports.Select(report => report.Result));
        Assert.All(hub.Reports.Skip(2), report => Assert.Equal(0, report.State.FailuresInARow));
    }

    [Fact]
    public async Task A_feed_that_takes_too_long_to_read_is_read_in_parts_each_of_one_entry_at_least()
    {
        var body = HostileFeeds.Rss("heavy", 1, 2, 3);
        var url = Publish("heavy", request => Conditional(request, "\"h\"", null, body: body));
        await using var hub = await PollingHub.StartAsync(_time, _web, url);
        var spent = TimeSpan.Zero;
        hub.ThreadTime = () => spent += TimeSpan.FromSeconds(6);

        await hub.RunUntilAsync(Midnight.AddHours(5));

        Assert.Equal(
            [(PollResult.PartlyRead, 1), (PollResult.PartlyRead, 1), (PollResult.Polled, 1), (PollResult.Unchanged, 0), (PollResult.Unchanged, 0)],
            hub.Reports.Select(report => (report.Result, report.Added)));
        Assert.Equal("Reading it takes the processor for too long: 2 of its 3 entries come with the next poll.", hub.Reports[0].Reason);
        Assert.Equal([null, null, null, "\"h\"", "\"h\""], _web.Requests.Select(request => request["If-None-Match"]));
        Assert.All(hub.Reports, report => Assert.Equal(0, report.State.FailuresInARow));
    }

    [Fact]
    public async Task However_long_a_busy_machine_takes_a_feed_that_costs_little_is_read_whole()
    {
        var url = Publish("sound", request => Conditional(request, "\"s\"", null, body: HostileFeeds.Rss("sound", [.. Enumerable.Range(1, 50)])));
        await using var hub = await PollingHub.StartAsync(_time, _web, url);
        hub.ThreadTime = () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return TimeSpan.Zero;
        };

        await hub.RunUntilAsync(Midnight.AddMinutes(10));

        Assert.Equal((PollResult.Polled, 50), (hub.Reports[0].Result, hub.Reports[0].Added));
    }

    private double Hours() => (_time.GetUtcNow() - Midnight).TotalHours;

    private WebRequest[] Log(string feed) => [.. _web.Requests.Where(request => request.Url.Host == $"{feed}.example")];

    private static IEnumerable<TimeSpan> Gaps(IEnumerable<WebRequest> log) => log.Zip(log.Skip(1), (one, next) => next.At - one.At);

    /// <summary>The feed's address.</summary>
    private string Publish(string feed, Func<WebRequest, WebAnswer> answer)
    {
        _web.On($"https://{feed}.example/feed", answer);
        return $"https://{feed}.example/feed";
    }

    private static WebAnswer Conditional(WebRequest request, string? tag, string? modified, string? header = null, string? body = null)
    {
        var isSame = request.IsConditional && request["If-None-Match"] == tag && request["If-Modified-Since"] == modified;
        string[] said = [.. new[] { tag is null ? null : $"ETag: {tag}", modified is null ? null : $"Last-Modified: {modified}", header }.OfType<string>()];
        return isSame ? new WebAnswer(304, "", said) : new WebAnswer(200, body ?? HostileFeeds.Rss(tag?.Trim('"') ?? "x", 1), ["Set-Cookie: id=1", .. said]);
    }
}
