using System.Diagnostics;
using System.Text.Json;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Storage.Sqlite;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>A thousand feeds of excerpts (<see cref="LongRun"/>: else two hundred) come to their end, however few the hosts and whatever their pages do, and nobody waits for ever.</summary>
[Collection(nameof(Alone))]
public sealed class FullTextLoadTests : IDisposable
{
    private const int Thousand = 1_000;

    private static readonly int Papers = LongRun.Or(200, Thousand);

    private readonly FeedHubProcess _feedhub = new() { Environment = { ["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8", ["FeedHub__MaxPerHostPerSecond"] = "0" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _feedhub.Dispose();

    [Theory]
    [InlineData(1, "slow hang fail good")]
    [InlineData(64, "slow hang fail good")]
    [InlineData(64, "good")]
    [InlineData(Thousand, "hang")]
    public async Task A_poll_of_a_thousand_ends(int hosts, string pages)
    {
        var kinds = pages.Split(' ');
        await using var papers = new Newspapers(Math.Min(hosts, Papers), 2, (paper, article) => kinds[(paper + article) % kinds.Length]);
        Write(papers, Papers);
        _feedhub.Environment["FeedHub__FetchTimeout"] = "5s";

        using var poll = _feedhub.Start("poll");
        var result = await FeedHubProcess.EndAsync(poll, "", TimeSpan.FromMinutes(4));

        Assert.Equal(Papers, result.Ended(0).Lines.Count(line => line.Contains("\tok\t2 new\t", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_hub_that_serves_polls_all_of_them_without_standing_still()
    {
        var few = Math.Min(Papers, 300);
        await using var papers = new Newspapers(64, 2, (paper, article) => (paper + article) % 2 == 0 ? "hang" : "good");
        Write(papers, few);
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        using var hub = _feedhub.Start("serve", "--urls", address);
        try
        {
            _ = hub.StandardError.ReadToEndAsync(Cancel);
            Assert.NotNull(await hub.StandardOutput.ReadLineAsync(Cancel));
            var watch = Stopwatch.StartNew();
            while (papers.Requests.Where(request => request.Contains("/feed ", StringComparison.Ordinal)).Select(request => request.Split(' ')[1]).Distinct().Count() < few)
            {
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "It stands still.");
                await Task.Delay(200, Cancel);
            }
        }
        finally
        {
            hub.Kill();
            await hub.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task When_all_is_over_every_gate_is_empty(int hosts)
    {
        var kinds = new[] { "good", "hang", "slow", "fail" };
        await using var papers = new Newspapers(hosts, 3, (paper, article) => kinds[(paper + article) % 4]);
        var folder = Directory.CreateTempSubdirectory("feedhub-gates-");
        var catalog = new FeedCatalog { Sources = [.. Enumerable.Range(0, Papers).Select(paper => new FeedSource { Id = $"f{paper}", Url = new Uri(papers.Feed(paper)), FullText = paper % 3 > 0 })] };
        await using (var database = new SqliteDatabase(Path.Combine(folder.FullName, "feedhub.db"), TimeProvider.System))
        {
            await database.MigrateAsync(Cancel);
            var feeds = new FeedStore(database);
            await feeds.SyncAsync(catalog.Sources, DateTimeOffset.UtcNow, Cancel);
            using var fetcher = new FeedFetcher(
                new FetchLimits { Timeout = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromMinutes(10), MaxPerHostPerSecond = 0, MaxConcurrent = 8, AllowedPrivateNetworks = ["127.0.0.0/8"] },
                TimeProvider.System);
            var pipeline = new FeedPipeline(fetcher, feeds, new ArticleStore(database), TimeProvider.System);
            var sources = catalog.Sources.ToDictionary(source => source.Id);
            var leased = await feeds.LeaseAsync(DateTimeOffset.UtcNow, TimeSpan.FromHours(1), Papers, null, force: true, Cancel);

            var polls = Task.WhenAll(leased.Select(feed => pipeline.PollAsync(feed, sources[feed.FeedId], catalog, Cancel)));
            var most = 0;
            while (await Task.WhenAny(polls, Task.Delay(20, Cancel)) != polls)
            {
                var held = fetcher.Gates.Held.ToDictionary(gate => gate.Gate, gate => gate.Held);
                most = Math.Max(most, held["places"]);
                Assert.InRange(held["places"], 0, 8);
                Assert.InRange(held["pages"], 0, 16);
                Assert.InRange(held["host lane"], 0, 2 * hosts);
            }

            Assert.All(await polls, report => Assert.Equal((PollResult.Polled, 3), (report.Result, report.Added)));
            Assert.InRange(most, 1, 8);
            Assert.All(fetcher.Gates.Held, gate => Assert.Equal((gate.Gate, 0), gate));
        }

        folder.Delete(recursive: true);
    }

    private void Write(Newspapers papers, int count) => _feedhub.Write(
        "feeds.json", JsonSerializer.Serialize(new { link = "http://hub.example", feeds = Enumerable.Range(0, count).Select(paper => new { id = $"f{paper}", url = papers.Feed(paper), fullText = true }) }));
}
