using System.Diagnostics;
using System.Text.Json;
using FeedHub.Storage;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>Two workers and two web nodes on one PostgreSQL, as processes; the benchmarks' <c>cluster</c> is the long form.</summary>
public sealed class ManyProcessesTests(PostgresFixture postgres) : IAsyncDisposable
{
    private const int Feeds = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly FeedHubProcess _feedhub = new();
    private readonly List<Process> _running = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        _feedhub.Dispose();
    }

    [Fact]
    public async Task A_worker_that_is_killed_costs_nothing_and_the_web_nodes_serve_the_same_bytes()
    {
        await using var origin = await FeedOrigin.StartAsync();
        Publish(origin, 1);
        _feedhub.Environment["ConnectionStrings__FeedHub"] = postgres.ConnectionString(await postgres.CreateEmptyAsync());
        _feedhub.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8";
        _feedhub.Environment["FeedHub__FetchTimeout"] = "1s";
        _feedhub.Write("feeds.json", JsonSerializer.Serialize(new { pollEvery = "1s", link = "http://hub.example", feeds = Enumerable.Range(0, Feeds).Select(feed => origin.Url($"/{feed}.xml")) }));
        var workers = await Task.WhenAll(StartAsync("worker"), StartAsync("worker"));
        var web = new[] { (await StartAsync("web")).Address, (await StartAsync("web")).Address };
        await WaitForStoriesAsync(web[0], Feeds);

        workers[0].Process.Kill();
        Publish(origin, 2);
        await WaitForStoriesAsync(web[0], 2 * Feeds);

        foreach (var path in new[] { "/feed.atom", "/feed.rss", "/feed.json", "/feed.json?limit=5" })
        {
            Assert.Equal(await AskAsync(web[0] + path), await AskAsync(web[1] + path));
        }

        await using var database = Database.Open(_feedhub.Environment["ConnectionStrings__FeedHub"], "", TimeProvider.System);
        var exported = await new StoryStore(database).ExportAsync(null, null, Cancel).ToListAsync(Cancel);
        Assert.Equal(2 * Feeds, exported.SelectMany(story => story.Articles).Select(article => (article.FeedId, article.EntryId)).Distinct().Count());
        Assert.Equal(2 * Feeds, exported.Count);
        Assert.Equal(Feeds, origin.Requests.Count(request => request.IfNoneMatch is null));
    }

    private static void Publish(FeedOrigin origin, int entries)
    {
        for (var feed = 0; feed < Feeds; feed++)
        {
            origin.Put($"/{feed}.xml", HostileFeeds.Rss($"feed{feed}", [.. Enumerable.Range(1, entries)]));
        }
    }

    /// <summary>Started, and where it listens.</summary>
    private async Task<(Process Process, string Address)> StartAsync(string role)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var process = _feedhub.Start("serve", "--role", role, "--urls", address);
        _running.Add(process);
        var error = process.StandardError.ReadToEndAsync(Cancel);
        Assert.True(await process.StandardOutput.ReadLineAsync(Cancel) is not null, process.HasExited ? await error : "");
        _ = process.StandardOutput.ReadToEndAsync(Cancel);
        return (process, address);
    }

    private static async Task WaitForStoriesAsync(string address, int count)
    {
        var watch = Stopwatch.StartNew();
        while (await AskAsync(address + "/feed.json?limit=1000") is var answer)
        {
            using var feed = JsonDocument.Parse(answer.Body);
            if (feed.RootElement.GetProperty("items").GetArrayLength() >= count)
            {
                return;
            }

            Assert.True(watch.Elapsed < Patience, $"After {watch.Elapsed}: {answer.Body}");
            await Task.Delay(100, Cancel);
        }
    }

    private static async Task<(string Body, string? ETag)> AskAsync(string url)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(url, Cancel);
        return (await response.Content.ReadAsStringAsync(Cancel), response.Headers.ETag?.Tag);
    }
}
