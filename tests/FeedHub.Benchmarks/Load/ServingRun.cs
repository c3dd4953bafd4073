using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>serving [--articles 100000] [--seconds 5] [--rounds 3] [--connections 64] [--feedhub PATH]</c>: the published program with so many stored
/// articles, polling feeds that grow, beside a bare Kestrel endpoint that sends the same bytes; wrk asks each by turns.
/// </summary>
internal static partial class ServingRun
{
    private const int StoredFeeds = 1_000;
    private const int PolledFeeds = 50;

    private static readonly (string Name, string Header)[] Cases =
        [("200, as it is", "Accept-Encoding: identity"), ("200, gzip", "Accept-Encoding: gzip"), ("304", "If-None-Match: *")];

    public static async Task<int> MainAsync(string[] args)
    {
        int Number(string name, int otherwise) => int.Parse(LoadRun.Option(args, name) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var folder = Directory.CreateTempSubdirectory("feedhub-serving").FullName;
        var (farmPort, hubPort, barePort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var started = new List<Process>();
        try
        {
            await StoreAsync(Path.Combine(folder, "data"), Number("--articles", 100_000));
            started.Add(await StartAsync(Environment.ProcessPath!, $"farm --feeds {PolledFeeds} --port {farmPort} --every 60000"));
            await LoadRun.SetModeAsync("rolling", farmPort);
            var urls = Enumerable.Range(0, PolledFeeds).Select(feed => FarmServer.Url(feed, farmPort));
            await File.WriteAllTextAsync(Path.Combine(folder, "feeds.json"), JsonSerializer.Serialize(new { keepDays = 3650, pollEvery = "10s", feeds = urls }));
            Environment.SetEnvironmentVariable("FeedHub__AllowedPrivateNetworks", "127.0.0.0/8");
            Environment.SetEnvironmentVariable("FeedHub__MaxPerHostPerSecond", "1000");
            started.Add(await StartAsync(feedhub, $"serve --feeds {folder}/feeds.json --data {folder}/data --urls http://127.0.0.1:{hubPort}"));
            var bytes = await FeedAsync($"http://127.0.0.1:{hubPort}/feed.atom");
            started.Add(await StartAsync(Environment.ProcessPath!, $"bare {Save(folder, bytes)} {barePort}"));
            Console.WriteLine(FormattableString.Invariant(
                $"{Number("--articles", 100_000)} articles stored, {PolledFeeds} feeds polled each 10 s, each with a new entry a minute, a feed of {bytes.Length / 1024} KB, {Number("--connections", 64)} connections, {Environment.ProcessorCount} cores"));
            var isGood = true;
            foreach (var (name, header) in Cases)
            {
                var (bare, hub) = (new List<Answered>(), new List<Answered>());
                for (var round = 0; round < Number("--rounds", 3); round++)
                {
                    bare.Add(await AskAsync(barePort, header, Number("--connections", 64), Number("--seconds", 5)));
                    hub.Add(await AskAsync(hubPort, header, Number("--connections", 64), Number("--seconds", 5)));
                }

                isGood &= Print(name, Answered.Middle(bare), Answered.Middle(hub));
            }

            return isGood ? 0 : 1;
        }
        finally
        {
            started.ForEach(process => process.Kill());
            started.ForEach(process => process.WaitForExit());
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Print(string name, Answered bare, Answered hub)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-14} hub {hub.PerSecond,8:F0}/s, p99 {hub.P99Ms,6:F1} ms   bare {bare.PerSecond,8:F0}/s, p99 {bare.P99Ms,6:F1} ms   {hub.PerSecond / bare.PerSecond:P0} of its requests, {hub.P99Ms / bare.P99Ms:F2} times its p99"));
        return hub.PerSecond >= 0.8 * bare.PerSecond && hub.P99Ms <= 2 * bare.P99Ms;
    }

    private static async Task StoreAsync(string folder, int articles)
    {
        Directory.CreateDirectory(folder);
        await using var database = Database.Open(null, folder, TimeProvider.System);
        await database.MigrateAsync(CancellationToken.None);
        var feeds = new FeedStore(database);
        var ids = Enumerable.Range(0, StoredFeeds).Select(i => FormattableString.Invariant($"feed-{i:0000}"));
        await feeds.SyncAsync([.. ids.Select(id => new FeedSource { Id = id, Url = new Uri($"https://{id}.example/") })], StorageBenchmarks.Now, CancellationToken.None);
        for (var (round, stored) = (0, 0); stored < articles; round++)
        {
            foreach (var leased in await feeds.LeaseAsync(StorageBenchmarks.Now, TimeSpan.FromMinutes(5), StoredFeeds, null, force: true, CancellationToken.None))
            {
                var made = StorageBenchmarks.Articles(leased.FeedId, round);
                await feeds.CommitPollAsync(new PollCommit(leased, new PollState { NextPollAt = StorageBenchmarks.Now }, null, made), StorageBenchmarks.Now, CancellationToken.None);
                stored += made.Count;
            }
        }

        await StorageBenchmarks.MatchAllAsync(new StoryStore(database));
    }

    /// <summary>Once the hub has read its sources.</summary>
    private static async Task<byte[]> FeedAsync(string url)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        for (var last = Array.Empty<byte>(); ;)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), CancellationToken.None);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode == HttpStatusCode.OK && last.Length > 0 && bytes.Length != last.Length)
            {
                return bytes;
            }

            last = bytes;
        }
    }

    private static string Save(string folder, byte[] bytes)
    {
        var file = Path.Combine(folder, "feed.atom");
        File.WriteAllBytes(file, bytes);
        using var packed = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Optimal);
        packed.Write(bytes);
        return file;
    }

    private static async Task<Process> StartAsync(string program, string arguments)
    {
        var process = LoadRun.Start(program, arguments, redirect: true);
        await process.StandardOutput.ReadLineAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static async Task<Answered> AskAsync(int port, string header, int connections, int seconds)
    {
        var start = new ProcessStartInfo("wrk", ["-t2", $"-c{connections}", $"-d{seconds}s", "--latency", "-H", header, $"http://127.0.0.1:{port}/feed.atom"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var wrk = Process.Start(start)!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var (perSecond, p99) = (PerSecond().Match(said), P99().Match(said));
        return perSecond.Success && p99.Success && !said.Contains("Non-2xx", StringComparison.Ordinal)
            ? new(Value(perSecond), Value(p99) * (p99.Groups[2].Value switch { "us" => 0.001, "s" => 1000, _ => 1 }))
            : throw new InvalidOperationException(said);

        static double Value(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();

    /// <summary>What one run of wrk saw.</summary>
    private sealed record Answered(double PerSecond, double P99Ms)
    {
        public static Answered Middle(List<Answered> runs) =>
            new(runs.Select(run => run.PerSecond).Order().ElementAt(runs.Count / 2), runs.Select(run => run.P99Ms).Order().ElementAt(runs.Count / 2));
    }
}
