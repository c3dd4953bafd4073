using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>kill9 [--kills 100] [--feeds 50] [--feedhub PATH]</c>: serves feeds that grow all the time, kills <c>feedhub serve</c> with SIGKILL at
/// random moments, then lets it settle and compares its export with what was served: nothing lost, nothing twice.
/// </summary>
internal static class KillRun
{
    private const int Port = 18191;
    private const string Hub = "http://127.0.0.1:18192";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> MainAsync(string[] args)
    {
        var kills = int.Parse(LoadRun.Option(args, "--kills") ?? "100", CultureInfo.InvariantCulture);
        var feeds = int.Parse(LoadRun.Option(args, "--feeds") ?? "50", CultureInfo.InvariantCulture);
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var folder = Directory.CreateTempSubdirectory("feedhub-kill").FullName;
        using var farm = LoadRun.Start(Environment.ProcessPath!, $"farm --feeds {feeds} --port {Port}", redirect: true);
        try
        {
            await farm.StandardOutput.ReadLineAsync();
            await LoadRun.SetModeAsync("rolling", Port);
            var urls = Enumerable.Range(0, feeds).Select(feed => FarmServer.Url(feed, Port)).ToArray();
            await File.WriteAllTextAsync(Path.Combine(folder, "feeds.json"), JsonSerializer.Serialize(new { pollEvery = "1s", feeds = urls }));
            var readyAfter = new List<TimeSpan>();
            for (var kill = 0; kill < kills; kill++)
            {
                using var hub = Serve(feedhub, folder);
                readyAfter.Add(await WaitUntilReadyAsync());
                await Task.Delay(Random.Shared.Next(50, 1500));
                hub.Kill();
                await hub.WaitForExitAsync();
            }

            await LoadRun.SetModeAsync("still", Port);
            var stop = await SettleAsync(feedhub, folder, urls.Length);
            var (served, requests, unconditional) = await FarmCountsAsync();
            var (lost, twice, stories) = await CompareAsync(feedhub, folder, feeds, served);
            Console.WriteLine(FormattableString.Invariant(
                $"{kills} kills, {served * feeds} entries served: {lost} lost, {twice} twice, {stories} stories; ready after {readyAfter.Max().TotalSeconds:F2} s at most; {unconditional} of {requests} requests unconditional; stopped in {stop.TotalSeconds:F2} s"));
            return lost + twice == 0 ? 0 : 1;
        }
        finally
        {
            farm.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Serve(string feedhub, string folder)
    {
        var start = new ProcessStartInfo(feedhub, $"serve --feeds {folder}/feeds.json --data {folder}/data --urls {Hub}") { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<TimeSpan> WaitUntilReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            try
            {
                if (await GetAsync($"{Hub}/health/ready") is not null)
                {
                    return watch.Elapsed;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("The hub never became ready.");
    }

    /// <summary>Waits until every feed has been polled since it stood still, then stops the hub; returns how long stopping took.</summary>
    private static async Task<TimeSpan> SettleAsync(string feedhub, string folder, int feeds)
    {
        using var hub = Serve(feedhub, folder);
        await WaitUntilReadyAsync();
        var since = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && await PolledSinceAsync(since) < feeds)
        {
            await Task.Delay(200);
        }

        await Task.Delay(3000);
        var stopping = Stopwatch.StartNew();
        using var term = Process.Start("kill", $"-TERM {hub.Id}");
        await hub.WaitForExitAsync();
        return stopping.Elapsed;
    }

    private static async Task<int> PolledSinceAsync(DateTimeOffset since)
    {
        using var json = JsonDocument.Parse(await GetAsync($"{Hub}/sources.json") ?? "[]");
        var sources = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement : json.RootElement.GetProperty("sources");
        return sources.EnumerateArray().Count(source =>
            source.GetProperty("lastSuccessAt") is { ValueKind: JsonValueKind.String } at && at.GetDateTimeOffset() > since);
    }

    private static async Task<(int Served, int Requests, int Unconditional)> FarmCountsAsync()
    {
        var counts = (await GetAsync($"http://127.0.0.1:{Port}/counts"))!.Split(' ');
        return (Number(counts[0]), Number(counts[1]), Number(counts[2]));

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static async Task<(int Lost, int Twice, int Stories)> CompareAsync(string feedhub, string folder, int feeds, int entriesPerFeed)
    {
        using var export = LoadRun.Start(feedhub, $"export --feeds {folder}/feeds.json --data {folder}/data", redirect: true);
        var seen = new Dictionary<string, int>();
        var stories = 0;
        while (await export.StandardOutput.ReadLineAsync() is { } line)
        {
            stories++;
            using var story = JsonDocument.Parse(line);
            foreach (var article in story.RootElement.GetProperty("articles").EnumerateArray())
            {
                var id = article.GetProperty("entryId").GetString()!;
                seen[id] = seen.GetValueOrDefault(id) + 1;
            }
        }

        return ((feeds * entriesPerFeed) - seen.Count, seen.Values.Count(times => times > 1), stories);
    }

    private static async Task<string?> GetAsync(string url)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await http.SendAsync(request, CancellationToken.None);
        return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync() : null;
    }
}
