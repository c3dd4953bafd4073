using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>load [--feeds 1000] [--rounds 5] [--modes cold,warm] [--feedhub PATH]</c>: runs the published <c>feedhub poll</c> against the farm, cold, warm (all 304),
/// with unchanged 200s, with one new entry a feed and with slow answers, beside the floor loop in the same rounds; prints medians and ratios. Beside unchanged
/// 200s the loop only fetches and hashes.
/// Beside it, once, cold and warm, for up to 1,000 feeds: newsboat and sfeed, where they are installed. At the end, where the time of a feed goes.
/// </summary>
internal static class LoadRun
{
    private const int Port = 18190;

    /// <summary>Their time grows faster than the number of feeds.</summary>
    private const int FeedsForPeers = 1000;

    private static readonly string[] Modes = ["cold", "warm", "plain", "grown", "slow"];

    public static async Task<int> MainAsync(string[] args)
    {
        var feeds = int.Parse(Option(args, "--feeds") ?? "1000", CultureInfo.InvariantCulture);
        var rounds = int.Parse(Option(args, "--rounds") ?? "5", CultureInfo.InvariantCulture);
        var modes = Option(args, "--modes")?.Split(',') ?? Modes;
        var feedhub = Option(args, "--feedhub") ?? Publish();
        var folder = Directory.CreateTempSubdirectory("feedhub-load").FullName;
        var self = Environment.ProcessPath!;
        using var farm = Start(self, $"farm --feeds {feeds} --port {Port}", redirect: true);
        try
        {
            await farm.StandardOutput.ReadLineAsync();
            WriteSources(folder, feeds);
            var runs = new List<Run>();
            for (var round = 0; round < rounds; round++)
            {
                await RoundAsync(runs, modes, folder, feedhub, self, withPeers: round == rounds - 1 && feeds <= FeedsForPeers);
                Console.Error.WriteLine($"round {round + 1} of {rounds}");
            }

            Print(runs, modes, feeds, rounds);
            Console.WriteLine(await StageShares.MeasureAsync(folder, 500));
            return 0;
        }
        finally
        {
            farm.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>FeedHub and the floor loop by turns, so that a noisy minute hits both.</summary>
    private static async Task RoundAsync(List<Run> runs, string[] modes, string folder, string feedhub, string self, bool withPeers)
    {
        foreach (var leftover in new[] { "hub", "floor" }.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(leftover, recursive: true);
        }

        Directory.CreateDirectory(Path.Combine(folder, "floor"));
        var peers = withPeers ? PeerReaders.In(folder, File.ReadAllLines(Path.Combine(folder, "urls.txt"))).ToArray() : [];
        foreach (var mode in modes)
        {
            await SetModeAsync(mode is "cold" or "warm" ? "etag" : mode, Port);
            runs.Add(await MeasureAsync("feedhub", mode, feedhub, $"poll --force --allow-private --feeds {folder}/feeds.json --data {folder}/hub"));
            runs.Add(await MeasureAsync("floor", mode, self, $"floor {folder}/urls.txt {folder}/floor/floor.db 64{(mode == "plain" ? " hash" : "")}"));
            foreach (var (name, program, arguments) in mode is "cold" or "warm" ? peers : [])
            {
                runs.Add(await MeasureAsync(name, mode, program, arguments));
            }
        }
    }

    private static void Print(List<Run> runs, string[] modes, int feeds, int rounds)
    {
        Console.WriteLine($"{feeds} feeds, median of {rounds}, {Environment.ProcessorCount} cores");
        Console.WriteLine("mode    feedhub wall/CPU s, peak MiB   floor wall/CPU s   ratio wall/CPU");
        foreach (var mode in modes)
        {
            var (hub, floor) = (Median(runs, "feedhub", mode), Median(runs, "floor", mode));
            Console.WriteLine(FormattableString.Invariant(
                $"{mode,-7} {hub.Wall,7:F2} / {hub.Cpu,5:F2}, {hub.PeakMiB,5:F0}        {floor.Wall,7:F2} / {floor.Cpu,5:F2}     {hub.Wall / floor.Wall,5:F2} / {hub.Cpu / floor.Cpu:F2}"));
            foreach (var peer in runs.Where(run => run.Mode == mode && run.Who is not ("feedhub" or "floor")))
            {
                Console.WriteLine(FormattableString.Invariant($"        {peer.Who} {peer.Wall:F2} s, {peer.Wall / hub.Wall:F1} times as long as feedhub"));
            }
        }
    }

    private static Run Median(List<Run> runs, string who, string mode)
    {
        var mine = runs.Where(run => run.Who == who && run.Mode == mode).ToList();
        return new Run(who, mode, Middle(mine.Select(run => run.Wall)), Middle(mine.Select(run => run.Cpu)), Middle(mine.Select(run => run.PeakMiB)));
    }

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static async Task<Run> MeasureAsync(string who, string mode, string program, string arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(program, arguments, redirect: true);
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        var cpu = TimeSpan.Zero;
        while (!process.HasExited)
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
                cpu = process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                break;
            }

            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(20));
        }

        await output;
        var wall = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments} ended with {process.ExitCode}: {await output}");
        }

        return new Run(who, mode, wall, cpu.TotalSeconds, peak / 1048576.0);
    }

    private static void WriteSources(string folder, int feeds)
    {
        var urls = Enumerable.Range(0, feeds).Select(feed => FarmServer.Url(feed, Port)).ToArray();
        File.WriteAllLines(Path.Combine(folder, "urls.txt"), urls);
        File.WriteAllText(Path.Combine(folder, "feeds.json"), JsonSerializer.Serialize(new { feeds = urls }));
    }

    public static async Task SetModeAsync(string mode, int port)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/mode/{mode}");
        using var response = await http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
    }

    public static string Publish()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "FeedHub.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from a checkout.");
        }

        var target = Path.Combine(root, ".artifacts", "load");
        using var publish = Start("dotnet", $"publish {root}/src/FeedHub.Server -c Release -o {target} -v q --nologo", redirect: false);
        publish.WaitForExit();
        return Path.Combine(target, "feedhub");
    }

    public static Process Start(string program, string arguments, bool redirect) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = redirect })!;

    public static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;

    private sealed record Run(string Who, string Mode, double Wall, double Cpu, double PeakMiB);
}
