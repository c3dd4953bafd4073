using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FeedHub.Tests.Publishing;
using FeedHub.Tests.Support;
using Microsoft.Data.Sqlite;

namespace FeedHub.Tests.Server;

/// <summary>A story is carried by one paper, and then by a second: what readers of the hub's feeds see of it.</summary>
public sealed class WhoElseTests : IAsyncDisposable
{
    private const string Newsboat = "/usr/bin/newsboat";

    private const string Text =
        "افتتح وزير النقل صباح اليوم الجسر الجديد فوق النهر بعد أعمال استمرت ثلاث سنوات، وقال إن الجسر سيخدم أربعين ألف سيارة في اليوم ويصل بين ضفتي المدينة في خمس دقائق، وحضر الافتتاح رئيس البلدية وعدد من الأهالي.";

    private readonly FeedHubProcess _reader = new();

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("feed.atom")]
    [InlineData("feed.rss")]
    public async Task A_late_copy_is_named_and_wakes_no_reader_that_compares_contents(string feed)
    {
        Assert.SkipUnless(File.Exists(Newsboat), "newsboat is not installed.");
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("السهل", Text));
        origin.Put("/b.xml", Rss("الميناء", null));
        await using var hub = await RunningHub.StartAsync(
            $$"""{ "pollEvery": "1s", "feeds": [{ "url": "{{origin.Url("/a.xml")}}", "id": "a" }, { "url": "{{origin.Url("/b.xml")}}", "id": "b" }] }""");
        await hub.WaitForTitlesAsync(1);
        var urls = _reader.Write("urls", $"{hub.Http.BaseAddress}{feed}\n");
        var config = _reader.Write("config", $"reset-unread-on-update \"{hub.Http.BaseAddress}{feed}\"\n");
        _reader.Environment["HOME"] = _reader.Folder;
        _reader.Environment["LANG"] = "C.UTF-8";
        var reload = $"{Newsboat} -C '{config}' -u '{urls}' -c cache.db -x reload";
        (await _reader.ShellAsync(reload)).Ended(0);
        Assert.Equal(1, await CacheAsync("UPDATE rss_item SET unread = 0 RETURNING 1"));
        var before = await EntryAsync(hub);

        origin.Put("/b.xml", Rss("الميناء", Text));
        await hub.WaitForAsync("/feed.json", answer => answer.Contains("حمله أيضاً مصدر واحد: الميناء", StringComparison.Ordinal));
        (await _reader.ShellAsync(reload)).Ended(0);

        Assert.Equal(0, await CacheAsync("SELECT unread FROM rss_item WHERE unread = 1"));
        Assert.Equal(1, await CacheAsync("SELECT 1 FROM rss_item WHERE content LIKE '%/stories/%من حمله أيضاً؟%'"));
        var after = await EntryAsync(hub);
        Assert.Equal((before.Updated, before.Hash), (after.Updated, after.Hash));
        Assert.NotEqual(before.Summary, after.Summary);

        // What does wake a reader that asks for it: other words. With them come the names.
        origin.Put("/a.xml", Rss("السهل", Text + " وأضاف أن العمل في الأنفاق يبدأ في الربيع المقبل."));
        await hub.WaitForAsync("/feed.json", answer => answer.Contains("الأنفاق", StringComparison.Ordinal));
        (await _reader.ShellAsync(reload)).Ended(0);
        Assert.Equal(1, await CacheAsync("SELECT 1 FROM rss_item WHERE unread = 1 AND content LIKE '%حمله أيضاً مصدر واحد: الميناء%'"));
    }

    [Theory]
    [InlineData(false, "/news/1?id=7")]
    [InlineData(true, "/news/1?utm_source=rss&id=7")]
    public async Task Links_to_publishers_say_nothing_of_the_reader_unless_told_to(bool keepTracking, string expected)
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("السهل", Text));
        await using var hub = await RunningHub.StartAsync(
            $$"""{ "pollEvery": "1s", "keepTracking": {{(keepTracking ? "true" : "false")}}, "feeds": [{ "url": "{{origin.Url("/a.xml")}}", "id": "a" }] }""");
        await hub.WaitForTitlesAsync(1);

        using var json = JsonDocument.Parse(await hub.Http.GetStringAsync("/feed.json", TestContext.Current.CancellationToken));
        var item = json.RootElement.GetProperty("items")[0];
        Assert.Equal("https://paper.example" + expected, item.GetProperty("url").GetString());
        var page = await hub.Http.GetStringAsync($"/stories/{item.GetProperty("_feedhub").GetProperty("story").GetString()!.Split('/')[^1]}", TestContext.Current.CancellationToken);
        Assert.Contains($"href=\"https://paper.example{System.Net.WebUtility.HtmlEncode(expected)}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_without_stories_is_dated_by_its_start()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");

        var atom = await hub.Http.GetByteArrayAsync("/feed.atom", TestContext.Current.CancellationToken);
        var rss = await hub.Http.GetByteArrayAsync("/feed.rss", TestContext.Current.CancellationToken);

        Assert.Empty(FeedRules.OfAtom(atom));
        Assert.Empty(FeedRules.OfRss(rss));
        Assert.InRange(DateTimeOffset.Parse(FeedRules.Load(atom).Root!.Element(FeedRules.Atom + "updated")!.Value, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow);
        Assert.InRange(DateTimeOffset.Parse(FeedRules.Load(rss).Descendants("lastBuildDate").Single().Value, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow);
    }

    /// <summary>As FreshRSS and Tiny Tiny RSS tell a changed entry: by a hash of what they show of it.</summary>
    private static async Task<(string? Updated, string Hash, string? Summary)> EntryAsync(RunningHub hub)
    {
        var entry = FeedRules.Load(await hub.Http.GetByteArrayAsync("/feed.atom", TestContext.Current.CancellationToken)).Root!.Elements(FeedRules.Atom + "entry").Single();
        var shown = string.Join('\n', new[] { "id", "title", "content", "author", "published" }.Select(name => (string?)entry.Element(FeedRules.Atom + name)));
        return ((string?)entry.Element(FeedRules.Atom + "updated"), Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(shown))), (string?)entry.Element(FeedRules.Atom + "summary"));
    }

    /// <summary>Rows that newsboat's own database answers with.</summary>
    private async Task<int> CacheAsync(string sql)
    {
        await using var cache = new SqliteConnection($"Data Source={Path.Combine(_reader.Folder, "cache.db")};Pooling=False");
        await cache.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = cache.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var count = 0;
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }

    /// <param name="text">Null: the paper has no news yet.</param>
    private static string Rss(string paper, string? text) =>
        $"<rss version='2.0'><channel><title>{paper}</title><link>https://paper.example/</link><description>-</description>"
        + (text is null ? "" : $"<item><title>افتتاح الجسر الجديد فوق النهر</title><link>https://paper.example/news/1?utm_source=rss&amp;id=7</link><guid isPermaLink='false'>{paper}-1</guid><description>{text}</description></item>")
        + "</channel></rss>";
}
