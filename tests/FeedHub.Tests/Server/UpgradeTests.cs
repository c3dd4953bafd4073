using System.IO.Compression;
using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>
/// Data that version 0.1 wrote (commit 7a07d7a, the sample feeds and a radio's three bulletins of equal words, of which it kept one), read by
/// the built program of today.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests", "FeedHub.Tests", "Fixtures");

    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task Data_of_version_01_is_kept_whole_and_what_it_left_out_comes_in()
    {
        foreach (var sample in Directory.GetFiles(Path.Combine(Fixtures, "SampleFeeds")))
        {
            File.Copy(sample, Path.Combine(_feedhub.Folder, Path.GetFileName(sample)));
        }

        _feedhub.Write("radio.xml", $"<rss version='2.0'><channel><title>إذاعة الوادي</title><link>https://radio.example/</link>{string.Concat(Enumerable.Range(1, 3).Select(day => $"<item><title>نشرة الظهيرة</title><link>https://radio.example/b/{day}</link><guid isPermaLink='false'>b{day}</guid><pubDate>2{day + 3} Nov 2026 12:00:00 GMT</pubDate><description>استمع إلى نشرة الظهيرة.</description><enclosure url='https://radio.example/{day}.mp3' length='1' type='audio/mpeg'/></item>"))}</channel></rss>");
        _feedhub.Write("feeds.json", """
            {
              "title": "أخبار للتجربة", "link": "http://hub.example", "keepDays": 3650,
              "feeds": [
                { "id": "minaa", "url": "minaa.rss", "title": "جريدة الميناء", "tags": ["جرائد"] },
                { "id": "sahl", "url": "sahl.atom", "title": "وكالة السهل", "tags": ["وكالات"], "priority": 1 },
                { "id": "nahr", "url": "nahr.rdf", "title": "راديو النهر", "tags": ["إذاعات"] },
                { "id": "daftar", "url": "daftar.json", "title": "دفتر الحي", "tags": ["مدونات"] },
                { "id": "radio", "url": "radio.xml", "title": "إذاعة الوادي" }
              ]
            }
            """);
        Directory.CreateDirectory(Path.Combine(_feedhub.Folder, ".data"));
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(Fixtures, "Upgrade", "version-0.1.db.gz")), CompressionMode.Decompress))
        await using (var data = File.Create(Path.Combine(_feedhub.Folder, ".data", "feedhub.db")))
        {
            await packed.CopyToAsync(data, TestContext.Current.CancellationToken);
        }

        var exported = (await _feedhub.RunAsync("export")).Ended(0);
        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(Fixtures, "Upgrade", "version-0.1.export.jsonl"), TestContext.Current.CancellationToken), exported.Lines);

        // To readers nothing is newer and nothing has changed since the tags that version 0.1 gave: entries only end with a line more, so that the hash of the bytes is another.
        Assert.StartsWith("\"7.1a22376e54d.", await TagAsync("/feed.atom"), StringComparison.Ordinal);
        Assert.StartsWith("\"7.1a22376e54d.", await TagAsync("/feed.rss"), StringComparison.Ordinal);
        Assert.StartsWith("\"7.1a22376e54d.", await TagAsync("/feed.json"), StringComparison.Ordinal);

        (await _feedhub.RunAsync("poll", "--force", "--feed", "radio")).Ended(0);
        var now = (await _feedhub.RunAsync("export")).Ended(0).Lines;
        Assert.Equal(3, now.Count(line => JsonDocument.Parse(line).RootElement.GetProperty("articles")[0].GetProperty("feed").GetString() == "radio"));
        Assert.Empty(exported.Lines.Except(now));
    }

    private async Task<string?> TagAsync(string path)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        using var hub = _feedhub.Start("serve", "--role", "web", "--urls", address);
        Assert.NotNull(await hub.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using var http = new HttpClient();
        using var answer = await http.GetAsync(address + path, TestContext.Current.CancellationToken);
        FeedHubProcess.Signal(hub, "TERM");
        await FeedHubProcess.EndAsync(hub, null);
        return answer.Headers.ETag?.Tag;
    }
}
