using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Benchmarks.Load;

/// <summary>Where the processor time of a new feed goes, fetching aside: each stage over the same feeds of a farm, one after the other.</summary>
internal static class StageShares
{
    private const int Feeds = 500;
    private const int Warm = 100;

    public static async Task<string> MeasureAsync(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        var farm = new FeedFarm(Feeds + Warm);
        var sources = Enumerable.Range(0, Feeds + Warm).Select(feed => new FeedSource { Id = $"feed-{feed:0000}", Url = new Uri($"https://feed-{feed}.example/") }).ToArray();
        var bodies = sources.Select((_, feed) => farm.Feed(feed)).ToArray();
        await using var database = Database.Open(null, Path.Combine(folder, "stages"), TimeProvider.System);
        await database.MigrateAsync(CancellationToken.None);
        var (feeds, stories) = (new FeedStore(database), new StoryStore(database));
        await feeds.SyncAsync([.. sources], now, CancellationToken.None);
        var leased = await feeds.LeaseAsync(now, TimeSpan.FromHours(1), Feeds + Warm, null, force: true, CancellationToken.None);
        var matching = new StoryPipeline(stories, TimeProvider.System);

        await RunAsync(0, Warm);
        var spent = await RunAsync(Warm, Feeds);
        var all = spent.Sum(stage => stage.Milliseconds);
        return FormattableString.Invariant($"a new feed of 20 entries, fetching aside: {all / Feeds:F2} ms of processor time; ")
            + string.Join(", ", spent.Select(stage => FormattableString.Invariant($"{stage.Name} {stage.Milliseconds / all:P0}")));

        async Task<(string Name, double Milliseconds)[]> RunAsync(int first, int count)
        {
            var (parsed, cleaned) = (new ParsedFeed[count], new Article[count][]);
            return
            [
                ("reading", await CpuAsync(() => Each(feed => parsed[feed] = FeedParser.Parse(bodies[first + feed], new ParseOptions())))),
                ("cleaning", await CpuAsync(() => Each(feed => cleaned[feed] =
                    [.. EntryIdentity.Identify(parsed[feed]).Select(entry => ArticleCleaner.Clean(entry, sources[first + feed], "ar", now, new HashSet<string>())).OfType<Article>()]))),
                ("storing", await CpuAsync(() => Parallel.ForAsync(0, count, async (feed, cancel) =>
                    await feeds.CommitPollAsync(new PollCommit(leased.Single(one => one.FeedId == sources[first + feed].Id), new PollState { NextPollAt = now }, null, cleaned[feed]), now, cancel)))),
                ("matching and storing stories", await CpuAsync(() => matching.RunAsync(id => Array.Find(sources, source => source.Id == id), 90, CancellationToken.None))),
            ];

            Task Each(Action<int> work)
            {
                for (var feed = 0; feed < count; feed++)
                {
                    work(feed);
                }

                return Task.CompletedTask;
            }
        }
    }

    private static async Task<double> CpuAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
