using System.Diagnostics;
using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class PreviewCommandTests : IDisposable
{
    private static readonly string Samples = Repository.Folder("tests/FeedHub.Tests/Fixtures/SampleFeeds");

    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task A_feed_is_one_line_of_JSON()
    {
        var result = (await _feedhub.RunAsync("preview", "--json", Path.Combine(Samples, "minaa.rss"))).Ended(0);

        using var json = JsonDocument.Parse(Assert.Single(result.Lines));
        var feed = json.RootElement;
        Assert.Equal(
            ["input", "ok", "error", "format", "title", "link", "language", "problems", "entries"],
            feed.EnumerateObject().Select(member => member.Name));
        Assert.True(feed.GetProperty("ok").GetBoolean());
        Assert.Equal("rss-2.0", feed.GetProperty("format").GetString());
        Assert.Equal("جريدة الميناء", feed.GetProperty("title").GetString());
        Assert.Equal("https://minaa.example/", feed.GetProperty("link").GetString());
        Assert.Equal("ar", feed.GetProperty("language").GetString());
        var entry = feed.GetProperty("entries")[0];
        Assert.Equal("https://minaa.example/?p=5521", entry.GetProperty("id").GetString());
        Assert.Equal("2026-11-20T12:20:00Z", entry.GetProperty("published").GetString());
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("updated").ValueKind);
        Assert.Equal("هدى العلي", entry.GetProperty("author").GetString());
        Assert.Equal("أخبار المدينة", entry.GetProperty("categories")[0].GetString());
        Assert.Contains("\"title\":\"بعد عامين من العمل", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("شارك", entry.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<", entry.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("<p>", entry.GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sahl.atom", "atom-1.0")]
    [InlineData("nahr.rdf", "rss-1.0")]
    [InlineData("daftar.json", "json-feed-1.1")]
    public async Task Every_format_is_named(string file, string format)
    {
        using var json = JsonDocument.Parse((await _feedhub.RunAsync("preview", "--json", Path.Combine(Samples, file))).Ended(0).Output);

        Assert.Equal(format, json.RootElement.GetProperty("format").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Every_input_has_its_line_in_its_place_also_when_it_fails()
    {
        _feedhub.Write("page.html", "<!doctype html><title>صفحة</title>");
        _feedhub.Write("empty.xml", "");
        var inputs = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            inputs.Add((i % 5) switch
            {
                0 => Path.Combine(Samples, "minaa.rss"),
                1 => "page.html",
                2 => "nowhere.xml",
                3 => "empty.xml",
                _ => Path.Combine(Samples, "sahl.atom"),
            });
        }

        _feedhub.Write("inputs.txt", string.Join('\n', inputs) + "\n\n");
        var result = (await _feedhub.RunAsync("preview", "--json", "--from", "inputs.txt")).Ended(1);

        var lines = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(inputs, lines.Select(line => line.GetProperty("input").GetString()));
        Assert.All(lines, line => Assert.Equal(line.GetProperty("ok").GetBoolean(), line.GetProperty("error").ValueKind == JsonValueKind.Null));
        Assert.Equal(120, lines.Count(line => line.GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public async Task Addresses_of_private_networks_need_to_be_allowed()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", await File.ReadAllTextAsync(Path.Combine(Samples, "sahl.atom"), TestContext.Current.CancellationToken));

        var refused = (await _feedhub.RunAsync("preview", "--json", origin.Url("/feed"))).Ended(1);
        var allowed = (await _feedhub.RunAsync("preview", "--json", "--allow-private", origin.Url("/feed"))).Ended(0);

        Assert.Contains("\"ok\":false", refused.Output, StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", allowed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b#c?d%41.xml")]
    [InlineData("خبر: عاجل.xml")]
    [InlineData("ftp:x.xml")]
    public async Task A_file_is_found_by_any_name(string name)
    {
        File.Copy(Path.Combine(Samples, "sahl.atom"), Path.Combine(_feedhub.Folder, name));

        Assert.Contains("\"ok\":true", (await _feedhub.RunAsync("preview", "--json", name)).Ended(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_see_titles_and_texts()
    {
        var result = (await _feedhub.RunAsync("preview", Path.Combine(Samples, "daftar.json"), "nowhere.xml")).Ended(1);

        Assert.StartsWith("دفتر الحي\njson-feed-1.1, 2 entries", result.Output, StringComparison.Ordinal);
        Assert.Contains("* كيف عاد فرن الحارة إلى العمل\n  2026-11-18 04:15 · أبو كنان · https://daftar.example/p/31\n  أطفأ فرن", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("feedhub: nowhere.xml: There is no file", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_comes_through_a_pipe()
    {
        var feed = await File.ReadAllTextAsync(Path.Combine(Samples, "sahl.atom"), TestContext.Current.CancellationToken);

        var result = (await _feedhub.RunWithInputAsync(feed, "preview", "--json", "-")).Ended(0);

        Assert.StartsWith("{\"input\":\"-\",\"ok\":true,\"error\":null,\"format\":\"atom-1.0\"", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it()
    {
        await using var origin = new HostileOrigin(connection => connection.HangAsync());
        using var process = _feedhub.Start("preview", "--json", "--allow-private", origin.Url().AbsoluteUri);
        while (origin.Connections == 0)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var watch = Stopwatch.StartNew();
        FeedHubProcess.Signal(process, "INT");
        var result = await FeedHubProcess.EndAsync(process, null);

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("", result.Error);
        Assert.True(watch.Elapsed < Busy.Allow(5), $"It took {watch.Elapsed}.");
    }
}
