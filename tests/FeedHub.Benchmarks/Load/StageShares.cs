using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// Where the processor time of a new feed goes, fetching aside: each stage over the same feeds of a farm, one after the other.
/// Alone: <c>stages [--feeds N]</c>.
/// </summary>
internal static class StageShares
{
    private const int Warm = 100;
    private const int MatchedTogether = 500;
    private const string Owner = "stages";

    /// <summary>Many commit at the same time.</summary>
    private static readonly ParallelOptions AsPolled = new() { MaxDegreeOfParallelism = 64 };

    public static async Task<int> MainAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-stages").FullName;
        try
        {
            Console.WriteLine(await MeasureAsync(folder, int.Parse(LoadRun.Option(args, "--feeds") ?? "500", System.Globalization.CultureInfo.InvariantCulture)));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<string> MeasureAsync(string folder, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var farm = new FeedFarm(count + Warm);
        var sources = Enumerable.Range(0, count + Warm).Select(feed => new FeedSource { Id = $"feed-{feed:0000}", Url = new Uri($"https://feed-{feed}.example/") }).ToArray();
        await using var database = Database.Open(null, Path.Combine(folder, "stages"), TimeProvider.System);
        await database.MigrateAsync(CancellationToken.None);
        var (feeds, articles, stories) = (new FeedStore(database), new ArticleStore(database), new StoryStore(database));
        await feeds.SyncAsync([.. sources], now, CancellationToken.None);
        var leased = (await feeds.LeaseAsync(now, TimeSpan.FromHours(1), count + Warm, null, force: true, CancellationToken.None)).ToDictionary(feed => feed.FeedId);
        await stories.HoldMatcherAsync(Owner, now, TimeSpan.FromHours(1), CancellationToken.None);
        var matcher = new StoryMatcher(90);
        var byId = sources.ToDictionary(source => source.Id);

        await RunAsync(0, Warm);
        var spent = await RunAsync(Warm, count);
        var all = spent.Sum(stage => stage.Milliseconds);
        return FormattableString.Invariant($"a new feed of 20 entries, fetching aside: {all / count:F2} ms of processor time; ")
            + string.Join(", ", spent.Select(stage => FormattableString.Invariant($"{stage.Name} {stage.Milliseconds / count:F2} ({stage.Milliseconds / all:P0})")));

        async Task<(string Name, double Milliseconds)[]> RunAsync(int first, int count)
        {
            var bodies = Enumerable.Range(first, count).Select(feed => farm.Feed(feed)).ToArray();
            var entries = new IReadOnlyList<IdentifiedEntry>[count];
            var cleaned = new Article[count][];
            var reading = await CpuAsync(() => Each(count, feed => entries[feed] = EntryIdentity.Identify(FeedParser.Parse(bodies[feed], new ParseOptions()))));
            var lookingUp = await CpuAsync(() => Parallel.ForAsync(0, count, AsPolled, async (feed, cancel) => await articles.KnownAsync(sources[first + feed].Id, entries[feed], cancel)));
            var cleaning = await CpuAsync(() => Each(count, feed => cleaned[feed] =
                [.. entries[feed].Select(entry => ArticleCleaner.Clean(entry, sources[first + feed], "ar", now, new HashSet<string>())).OfType<Article>()]));
            var storing = await CpuAsync(() => Parallel.ForAsync(0, count, AsPolled, async (feed, cancel) =>
                await feeds.CommitPollAsync(new PollCommit(leased[sources[first + feed].Id], new PollState { NextPollAt = now }, null, cleaned[feed]), now, cancel)));
            var (readingBack, matching, storingStories) = await MatchAsync();
            return
            [
                ("reading", reading), ("looking up", lookingUp), ("cleaning", cleaning), ("storing", storing),
                ("reading back", readingBack), ("matching", matching), ("storing stories", storingStories),
            ];
        }

        async Task<(double ReadingBack, double Matching, double Storing)> MatchAsync()
        {
            var (readingBack, matching, storing) = (0.0, 0.0, 0.0);
            while (true)
            {
                IReadOnlyList<PendingArticle> pending = [];
                MatchBatch? batch = null;
                readingBack += await CpuAsync(async () => pending = await stories.PendingAsync(MatchedTogether, 0, CancellationToken.None));
                if (pending.Count == 0)
                {
                    return (readingBack, matching, storing);
                }

                matching += await CpuAsync(() => Task.FromResult(batch = matcher.Match(pending, byId.GetValueOrDefault, now)));
                storing += await CpuAsync(() => stories.CommitAsync(batch!, Owner, now, CancellationToken.None));
            }
        }
    }

    private static Task Each(int count, Action<int> work)
    {
        for (var feed = 0; feed < count; feed++)
        {
            work(feed);
        }

        return Task.CompletedTask;
    }

    private static async Task<double> CpuAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
