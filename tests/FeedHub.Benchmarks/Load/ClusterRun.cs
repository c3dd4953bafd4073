using System.Diagnostics;
using System.Globalization;
using FeedHub.Tests.Support;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>cluster [--feeds 1000] [--hosts 500] [--kills 6] [--port 18196] [--feedhub PATH]</c>: two workers and two web nodes on one PostgreSQL follow
/// feeds that grow all the time; every 20 s one worker is killed and another started. Prints what was lost, polled or emitted twice, how many
/// requests a host had at once, how long news stood still when the matcher was killed, whether the web nodes serve the same bytes, and how
/// long a cold start takes two workers and one.
/// </summary>
internal static class ClusterRun
{
    private const int Kills = 6;
    private const int SecondsBetweenKills = 20;

    public static async Task<int> MainAsync(string[] args)
    {
        var feeds = Number(args, "--feeds", 1000);
        var hosts = Number(args, "--hosts", feeds / 2);
        var port = Number(args, "--port", 18196);
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var (server, reason) = await PostgresServer.StartAsync();
        if (server is null)
        {
            Console.WriteLine(reason);
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("feedhub-cluster").FullName;
        try
        {
            await using (server)
            {
                var one = await ColdAsync(server, feedhub, folder, feeds, port, workers: 1);
                var two = await ColdAsync(server, feedhub, folder, feeds, port, workers: 2);
                Console.WriteLine(FormattableString.Invariant(
                    $"{feeds} slow feeds polled for the first time: {one.TotalSeconds:F1} s by one worker, {two.TotalSeconds:F1} s by two; {one / two:F2} times as fast"));
                return await LiveAsync(server, feedhub, folder, feeds, hosts, port, Number(args, "--kills", Kills)) ? 0 : 1;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Number(string[] args, string name, int otherwise) =>
        LoadRun.Option(args, name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>From the workers being ready to the last feed's first success.</summary>
    private static async Task<TimeSpan> ColdAsync(PostgresServer server, string feedhub, string folder, int feeds, int port, int workers)
    {
        await server.ExecuteAsync($"CREATE DATABASE cold{workers}");
        var connection = server.ConnectionString($"cold{workers}");
        using var farm = await ServedFarm.StartAsync(feeds, port, "--entries 5");
        await farm.SetModeAsync("slow");
        await farm.WriteSourcesAsync(folder, "1h");
        using var web = new ServedHub(feedhub, folder, port + 1, connection, "web");
        await web.ReadyAsync();
        using var first = new ServedHub(feedhub, folder, port + 2, connection, "worker");
        using var second = workers > 1 ? new ServedHub(feedhub, folder, port + 3, connection, "worker") : null;
        await Task.WhenAll(first.ReadyAsync(), second?.ReadyAsync() ?? Task.CompletedTask);
        var watch = Stopwatch.StartNew();
        while (await web.PolledSinceAsync(DateTimeOffset.UnixEpoch) < feeds)
        {
            await Task.Delay(100);
        }

        return watch.Elapsed;
    }

    private static async Task<bool> LiveAsync(PostgresServer server, string feedhub, string folder, int feeds, int hosts, int port, int kills)
    {
        await server.ExecuteAsync("CREATE DATABASE live");
        var connection = server.ConnectionString("live");
        using var farm = await ServedFarm.StartAsync(feeds, port, FormattableString.Invariant($"--entries 5 --every 20000 --hosts {hosts} --pace 10000"));
        await farm.WriteSourcesAsync(folder, "10s", hosts);
        await farm.SetModeAsync("rolling");
        using var web = new ServedHub(feedhub, folder, port + 1, connection, "web");
        using var other = new ServedHub(feedhub, folder, port + 2, connection, "web");
        using var workers = new Workers(worker => new ServedHub(feedhub, folder, port + 3 + worker, connection, "worker"));
        await Task.WhenAll(web.ReadyAsync(), other.ReadyAsync(), workers.ReadyAsync());

        using var stop = new CancellationTokenSource();
        var reader = new Reader(web);
        var reading = reader.ReadAsync(stop.Token);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(SecondsBetweenKills));
            await workers.ReplaceAsync(kill % 2);
        }

        await farm.SetModeAsync("still");
        await web.SettleAsync(feeds);
        var counts = await farm.CountsAsync();
        var outcome = await web.CompareAsync(counts.Entries);
        await stop.CancelAsync();
        await reading;
        var same = await SameAsync(web, other);
        var gone = reader.Stories.Except(outcome.StoryIds).Count();
        Console.WriteLine(FormattableString.Invariant(
            $"{kills} workers killed under {feeds} feeds of {hosts} hosts: {counts.Entries} entries served, {outcome.Lost} lost, {outcome.Twice} twice; {outcome.StoryIds.Count} stories, {gone} of {reader.Stories.Count} that a reader saw emitted and gone again; {counts.Requests} requests, {counts.TooSoon} within 0.6 of the pace, {counts.MostAtOnce} at one host at once, {counts.Unconditional} unconditional; news stood still {reader.LongestStill.TotalSeconds:F1} s at most; the web nodes serve {(same ? "the same bytes and tags" : "DIFFERENT BYTES")}"));
        return outcome is { Lost: 0, Twice: 0 } && gone == 0 && counts.TooSoon == 0 && counts.MostAtOnce <= 2 && same;
    }

    /// <summary>Both are asked again where one has not answered in time.</summary>
    private static async Task<bool> SameAsync(ServedHub one, ServedHub other)
    {
        foreach (var path in new[] { "/feed.atom", "/feed.rss", "/feed.json", "/feed.json?limit=1000", "/feed.atom?before=400" })
        {
            (string Body, string? ETag)? mine, others;
            do
            {
                (mine, others) = (await ServedHub.AskAsync(one.Address + path), await ServedHub.AskAsync(other.Address + path));
            }
            while (mine is null || others is null);

            if (mine != others)
            {
                Console.WriteLine($"{path}: {mine.Value.ETag} is not {others.Value.ETag}");
                return false;
            }
        }

        return true;
    }

    /// <summary>Two workers, whichever processes they are just now.</summary>
    private sealed class Workers(Func<int, ServedHub> start) : IDisposable
    {
        private readonly ServedHub[] _both = [start(0), start(1)];

        public Task ReadyAsync() => Task.WhenAll(_both.Select(worker => worker.ReadyAsync()));

        /// <summary>Kills one and starts another in its place.</summary>
        public async Task ReplaceAsync(int worker)
        {
            await _both[worker].KillAsync();
            _both[worker].Dispose();
            _both[worker] = start(worker);
        }

        public void Dispose()
        {
            _both[0].Dispose();
            _both[1].Dispose();
        }
    }

    /// <summary>A reader that asks for the feed all the time.</summary>
    private sealed class Reader(ServedHub web)
    {
        /// <summary>Ids of all stories it was ever shown.</summary>
        public HashSet<string> Stories { get; } = [];

        public TimeSpan LongestStill { get; private set; }

        public async Task ReadAsync(CancellationToken stop)
        {
            var (tag, since) = ((string?)null, Stopwatch.GetTimestamp());
            while (!stop.IsCancellationRequested)
            {
                if (await ServedHub.AskAsync(web.Address + "/feed.json?limit=1000") is { } answer && answer.ETag != tag)
                {
                    LongestStill = tag is null || Stopwatch.GetElapsedTime(since) < LongestStill ? LongestStill : Stopwatch.GetElapsedTime(since);
                    (tag, since) = (answer.ETag, Stopwatch.GetTimestamp());
                    using var feed = System.Text.Json.JsonDocument.Parse(answer.Body);
                    Stories.UnionWith(feed.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!.Split(':')[^1]));
                }

                await Task.Delay(500, CancellationToken.None);
            }
        }
    }
}
