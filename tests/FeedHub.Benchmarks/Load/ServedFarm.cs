using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FeedHub.Benchmarks.Load;

/// <summary>What a farm has served and how it was asked; see <see cref="FarmServer"/>.</summary>
internal sealed record FarmCounts(int Entries, int Requests, int Unconditional, int TooSoon, int MostAtOnce);

/// <summary>A <see cref="FarmServer"/> in a process of its own, and feeds.json for it.</summary>
internal sealed class ServedFarm : IDisposable
{
    private readonly Process _process;

    private ServedFarm(Process process, int feeds, int port) => (_process, Feeds, Port) = (process, feeds, port);

    public int Feeds { get; }

    public int Port { get; }

    public static async Task<ServedFarm> StartAsync(int feeds, int port, string options = "")
    {
        var process = LoadRun.Start(Environment.ProcessPath!, FormattableString.Invariant($"farm --feeds {feeds} --port {port} {options}"), redirect: true);
        await process.StandardOutput.ReadLineAsync();
        return new ServedFarm(process, feeds, port);
    }

    public Task SetModeAsync(string mode) => LoadRun.SetModeAsync(mode, Port);

    /// <summary>Writes <c>feeds.json</c> into <paramref name="folder"/>.</summary>
    public Task WriteSourcesAsync(string folder, string pollEvery, int? hosts = null) => File.WriteAllTextAsync(
        Path.Combine(folder, "feeds.json"),
        JsonSerializer.Serialize(new { pollEvery, link = "https://hub.example", feeds = Enumerable.Range(0, Feeds).Select(feed => FarmServer.Url(feed, Port, hosts)) }));

    public async Task<FarmCounts> CountsAsync()
    {
        var numbers = (await ServedHub.GetAsync($"http://127.0.0.1:{Port}/counts"))!.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new FarmCounts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
