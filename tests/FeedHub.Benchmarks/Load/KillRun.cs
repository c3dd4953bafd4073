using System.Globalization;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>kill9 [--kills 100] [--feeds 50] [--port 18191] [--feedhub PATH]</c>: serves feeds that grow all the time, kills <c>feedhub serve</c> with
/// SIGKILL at random moments, then lets it settle and compares its export with what was served: nothing lost, nothing twice.
/// </summary>
internal static class KillRun
{
    public static async Task<int> MainAsync(string[] args)
    {
        var kills = int.Parse(LoadRun.Option(args, "--kills") ?? "100", CultureInfo.InvariantCulture);
        var feeds = int.Parse(LoadRun.Option(args, "--feeds") ?? "50", CultureInfo.InvariantCulture);
        var port = int.Parse(LoadRun.Option(args, "--port") ?? "18191", CultureInfo.InvariantCulture);
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var folder = Directory.CreateTempSubdirectory("feedhub-kill").FullName;
        using var farm = await ServedFarm.StartAsync(feeds, port);
        try
        {
            await farm.SetModeAsync("rolling");
            await farm.WriteSourcesAsync(folder, "1s");
            var ready = new List<TimeSpan>();
            for (var kill = 0; kill < kills; kill++)
            {
                using var hub = new ServedHub(feedhub, folder, port + 1);
                ready.Add(await hub.ReadyAsync());
                await Task.Delay(Random.Shared.Next(50, 1500));
                await hub.KillAsync();
            }

            await farm.SetModeAsync("still");
            using var last = new ServedHub(feedhub, folder, port + 1);
            await last.ReadyAsync();
            await last.SettleAsync(feeds);
            var counts = await farm.CountsAsync();
            var stop = await last.StopAsync();
            var outcome = await last.CompareAsync(counts.Entries);
            ready.Sort();
            Console.WriteLine(FormattableString.Invariant(
                $"{kills} kills, {counts.Entries} entries served: {outcome.Lost} lost, {outcome.Twice} twice, {outcome.StoryIds.Count} stories; ready after {ready[ready.Count / 2].TotalSeconds:F2} s, {ready[^1].TotalSeconds:F2} s at most; {counts.Unconditional} of {counts.Requests} requests unconditional; stopped in {stop.TotalSeconds:F2} s"));
            return outcome.Lost + outcome.Twice == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
