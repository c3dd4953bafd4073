using System.Diagnostics;
using System.Globalization;
using FeedHub.Tests.Support;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>idle [--feeds 4,1000] [--seconds 120] [--before PATH] [--feedhub PATH]</c>: what the published program holds of memory once its feeds have nothing new,
/// beside a Kestrel with one endpoint and, where one is named, a program of an earlier commit.
/// </summary>
internal static class IdleRun
{
    public static async Task<int> MainAsync(string[] args)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("idle reads /proc, which is Linux's.");
            return 2;
        }

        var quiet = TimeSpan.FromSeconds(int.Parse(LoadRun.Option(args, "--seconds") ?? "120", CultureInfo.InvariantCulture));
        var hubs = new List<(string Name, string Path)> { ("the hub", LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish()) };
        if (LoadRun.Option(args, "--before") is { } before)
        {
            hubs.Add(("the hub before", before));
        }

        await BareAsync(quiet);
        foreach (var feeds in (LoadRun.Option(args, "--feeds") ?? "4,1000").Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)))
        {
            foreach (var (name, path) in hubs)
            {
                await HubAsync(name, path, feeds, quiet);
            }
        }

        return 0;
    }

    private static async Task BareAsync(TimeSpan quiet)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file + ".gz", "");
        using var bare = LoadRun.Start(Environment.ProcessPath!, FormattableString.Invariant($"bare {file} {FreePort.Next()}"), redirect: true);
        await bare.StandardOutput.ReadLineAsync();
        await Task.Delay(quiet);
        Print("an empty Kestrel", bare);
        bare.Kill();
        await bare.WaitForExitAsync();
        File.Delete(file);
        File.Delete(file + ".gz");
    }

    private static async Task HubAsync(string name, string feedhub, int feeds, TimeSpan quiet)
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-idle-").FullName;
        using var farm = await ServedFarm.StartAsync(feeds, FreePort.Next());
        await farm.SetModeAsync("etag");
        await farm.WriteSourcesAsync(folder, "1m");
        using (var hub = new ServedHub(feedhub, folder, FreePort.Next()))
        {
            await hub.ReadyAsync();
            await hub.SettleAsync(feeds);
            await Task.Delay(quiet);
            Print(FormattableString.Invariant($"{name}, {feeds} feeds"), hub.Process);
            await hub.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Print(string what, Process process)
    {
        var status = Fields(process, "status");
        var shares = Fields(process, "smaps_rollup");
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-28} {MiB(status, "VmRSS")} MiB resident, {MiB(shares, "Private_Clean") + MiB(shares, "Private_Dirty")} its own, {MiB(status, "RssAnon")} not of files; {MiB(status, "VmHWM")} at most; {status["Threads"]} threads"));
    }

    /// <summary>Lines of <c>name: value</c>.</summary>
    private static Dictionary<string, string> Fields(Process process, string file) =>
        File.ReadLines(FormattableString.Invariant($"/proc/{process.Id}/{file}"))
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);

    private static long MiB(Dictionary<string, string> fields, string name) => long.Parse(fields[name].Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
}
