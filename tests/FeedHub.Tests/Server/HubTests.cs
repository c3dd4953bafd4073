using System.Diagnostics;
using System.Net;
using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>The main job, whole: real HTTP in, SQLite, Hangfire, real HTTP out.</summary>
public sealed class HubTests
{
    private const string Body = "<p>افتتح وزير الثقافة صباح اليوم معرض الكتاب في المدينة القديمة بمشاركة ثلاثمئة دار نشر عربية وأجنبية.</p><p>ويستمر المعرض عشرة أيام.</p>";

    [Fact]
    public async Task Two_sources_become_one_feed_and_the_story_both_carry_stands_in_it_once()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("المصدر الأول", ("a-1", "افتتاح معرض الكتاب", Body), ("a-2", "أمطار على الساحل", "<p>هطلت أمطار غزيرة على الساحل فجر اليوم.</p>")));
        origin.Put("/b.xml", Rss("المصدر الثاني", ("b-9", "افتتاح معرض الكتاب", Body)));
        await using var hub = await RunningHub.StartAsync(FeedsJson(origin.Url("/a.xml"), origin.Url("/b.xml")));

        var titles = await hub.WaitForTitlesAsync(2);
        await hub.WaitForAsync("/sources.json", answer => answer.Split("\"lastSuccessAt\":\"", StringSplitOptions.None).Length == 3);

        Assert.Equal(["أمطار على الساحل", "افتتاح معرض الكتاب"], titles.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/feed.atom")]
    [InlineData("/feed.rss")]
    public async Task The_published_feeds_are_read_by_another_parser(string path)
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("المصدر", ("a-1", "افتتاح معرض الكتاب", Body)));
        await using var hub = await RunningHub.StartAsync(FeedsJson(origin.Url("/a.xml")));
        await hub.WaitForTitlesAsync(1);

        using var reader = XmlReader.Create(new StringReader(await hub.Http.GetStringAsync(path)));
        var feed = SyndicationFeed.Load(reader);

        Assert.Equal("افتتاح معرض الكتاب", Assert.Single(feed.Items).Title.Text);
    }

    [Fact]
    public async Task Polls_that_bring_nothing_new_change_no_byte_and_ask_conditionally()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("المصدر", ("a-1", "افتتاح معرض الكتاب", Body)));
        await using var hub = await RunningHub.StartAsync(FeedsJson(origin.Url("/a.xml")));
        await hub.WaitForTitlesAsync(1);
        var before = await hub.Http.GetByteArrayAsync("/feed.atom");

        await WaitUntilAsync(() => origin.Requests.Count(request => request.Status == 304) >= 2);

        Assert.Equal(before, await hub.Http.GetByteArrayAsync("/feed.atom"));
        Assert.Single(origin.Requests, request => request.IfNoneMatch is null);
    }

    [Fact]
    public async Task A_correction_keeps_the_entry_and_a_new_entry_joins_it()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("المصدر", ("a-1", "افتتاح معرض الكتاب", Body)));
        await using var hub = await RunningHub.StartAsync(FeedsJson(origin.Url("/a.xml")));
        await hub.WaitForTitlesAsync(1);

        origin.Put("/a.xml", Rss("المصدر", ("a-2", "أمطار على الساحل", "<p>هطلت أمطار.</p>"), ("a-1", "تأجيل معرض الكتاب", "<p>تأجل المعرض أسبوعا.</p>")));
        var titles = await hub.WaitForAsync(
            "/feed.json",
            answer => answer.Contains("تأجيل معرض الكتاب", StringComparison.Ordinal) && answer.Contains("أمطار على الساحل", StringComparison.Ordinal));

        Assert.DoesNotContain("افتتاح معرض الكتاب", titles, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_asks_for_nothing_twice_and_serves_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-test").FullName;
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("المصدر", ("a-1", "افتتاح معرض الكتاب", Body)));
        var feeds = FeedsJson(origin.Url("/a.xml"));
        byte[] before;
        await using (var hub = await RunningHub.StartAsync(feeds, folder))
        {
            await hub.WaitForTitlesAsync(1);
            before = await hub.Http.GetByteArrayAsync("/feed.rss?limit=50");
        }

        await using (var hub = await RunningHub.StartAsync(feeds, folder))
        {
            await hub.WaitForTitlesAsync(1);
            Assert.Equal(Ports(before), Ports(await hub.Http.GetByteArrayAsync("/feed.rss?limit=50")));
            await WaitUntilAsync(() => origin.Requests.Count(request => request.Status == 304) >= 2);
        }

        Assert.Single(origin.Requests, request => request.IfNoneMatch is null);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_stops_within_five_seconds_while_a_publisher_hangs()
    {
        using var hanging = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await using var hub = await RunningHub.StartAsync(FeedsJson($"http://127.0.0.1:{((IPEndPoint)hanging.LocalEndpoint).Port}/feed"));
        using var asked = await hanging.AcceptTcpClientAsync();

        var watch = Stopwatch.StartNew();
        await hub.StopAsync();

        Assert.True(watch.Elapsed < Busy.Allow(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_bad_edit_of_feeds_json_keeps_the_last_good_list_and_a_good_one_is_live_within_seconds()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("المصدر", ("a-1", "افتتاح معرض الكتاب", Body)));
        origin.Put("/b.xml", Rss("المصدر الثاني", ("b-1", "أمطار على الساحل", "<p>هطلت أمطار غزيرة.</p>")));
        await using var hub = await RunningHub.StartAsync(FeedsJson(origin.Url("/a.xml")));
        await hub.WaitForTitlesAsync(1);

        var file = Path.Combine(hub.Folder, "feeds.json");
        await File.WriteAllTextAsync(file, "{ \"feeds\": [ nonsense ] }");
        var page = await hub.WaitForAsync("/sources", answer => answer.Contains("feeds.json:1:", StringComparison.Ordinal));
        Assert.Contains(origin.Address, page, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, FeedsJson(origin.Url("/a.xml"), origin.Url("/b.xml")));
        Assert.Equal(2, (await hub.WaitForTitlesAsync(2)).Length);
    }

    private static string FeedsJson(params string[] urls) =>
        $$"""{ "pollEvery": "1s", "feeds": [ {{string.Join(", ", urls.Select(url => $"\"{url}\""))}} ] }""";

    private static string Rss(string title, params (string Guid, string Title, string Html)[] items)
    {
        var xml = new StringBuilder($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>{title}</title><link>http://news.example/</link><description/>");
        foreach (var (guid, itemTitle, html) in items)
        {
            xml.Append($"<item><title>{itemTitle}</title><guid isPermaLink=\"false\">{guid}</guid><link>http://news.example/{title.Length}/{guid}</link><description><![CDATA[{html}]]></description></item>");
        }

        return xml.Append("</channel></rss>").ToString();
    }

    /// <summary>The port differs between two runs on free ports, and so do the hub's own links.</summary>
    private static string Ports(byte[] feed) => System.Text.RegularExpressions.Regex.Replace(Encoding.UTF8.GetString(feed), @"127\.0\.0\.1:\d+", "hub");

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), "It never came to what was waited for.");
            await Task.Delay(50);
        }
    }
}
