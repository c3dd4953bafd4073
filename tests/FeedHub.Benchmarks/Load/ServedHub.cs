using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace FeedHub.Benchmarks.Load;

/// <summary>What an export of the hub says of the entries that a farm has served.</summary>
internal sealed record Outcome(int Lost, int Twice, IReadOnlySet<string> StoryIds);

/// <summary>A <c>feedhub serve</c> in a process of its own, to be asked, killed and stopped.</summary>
internal sealed class ServedHub : IDisposable
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) });
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly string _feedhub;
    private readonly string _place;
    private readonly string? _connection;

    /// <param name="folder">Holds feeds.json, and the data unless there is a connection.</param>
    /// <param name="connection">Of PostgreSQL; null: SQLite.</param>
    public ServedHub(string feedhub, string folder, int port, string? connection = null, string role = "all", string? data = null)
    {
        _feedhub = feedhub;
        _connection = connection;
        _place = $"--feeds {folder}/feeds.json --data {data ?? folder + "/data"}";
        Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        _process = Start($"serve {_place} --urls {Address} --role {role}");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public string Address { get; }

    public Process Process => _process;

    public bool IsAlive => !_process.HasExited;

    /// <summary>Waits until it says that it is ready; returns how long after its start that was.</summary>
    public async Task<TimeSpan> ReadyAsync()
    {
        while (Stopwatch.GetElapsedTime(_startedAt) < Patience)
        {
            if (await GetAsync(Address + "/health/ready") is not null)
            {
                return Stopwatch.GetElapsedTime(_startedAt);
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("The hub never became ready.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns how long it took to end.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var term = Process.Start("kill", FormattableString.Invariant($"-TERM {_process.Id}"));
        await _process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(startedAt);
    }

    /// <summary>How many sources have been polled with success since then.</summary>
    public async Task<int> PolledSinceAsync(DateTimeOffset since)
    {
        using var json = JsonDocument.Parse(await GetAsync(Address + "/sources.json") ?? "[]");
        var sources = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement : json.RootElement.GetProperty("sources");
        return sources.EnumerateArray().Count(source =>
            source.GetProperty("lastSuccessAt") is { ValueKind: JsonValueKind.String } at && at.GetDateTimeOffset() > since);
    }

    /// <summary>Waits until so many sources have been polled after this call, and for the matcher to have had its turn.</summary>
    public async Task SettleAsync(int sources)
    {
        var since = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && await PolledSinceAsync(since) < sources)
        {
            await Task.Delay(250);
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
    }

    /// <summary>Compares an export with what the farm has served; while something is missing it asks again, for the matcher may be behind.</summary>
    public async Task<Outcome> CompareAsync(int entriesServed)
    {
        var watch = Stopwatch.StartNew();
        while (await ExportAsync(entriesServed) is var outcome)
        {
            if (outcome.Lost == 0 || !IsAlive || watch.Elapsed > Patience)
            {
                return outcome;
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        throw new UnreachableException();
    }

    private async Task<Outcome> ExportAsync(int entriesServed)
    {
        using var export = Start($"export {_place}");
        var times = new Dictionary<string, int>();
        var stories = new HashSet<string>();
        var twice = 0;
        while (await export.StandardOutput.ReadLineAsync() is { } line)
        {
            using var story = JsonDocument.Parse(line);
            twice += stories.Add(story.RootElement.GetProperty("id").GetString()!) ? 0 : 1;
            foreach (var article in story.RootElement.GetProperty("articles").EnumerateArray())
            {
                var id = article.GetProperty("entryId").GetString()!;
                times[id] = times.GetValueOrDefault(id) + 1;
            }
        }

        return new Outcome(entriesServed - times.Count, twice + times.Values.Count(seen => seen > 1), stories);
    }

    /// <summary>Null: no answer, or none with 200.</summary>
    public static async Task<string?> GetAsync(string url) => (await AskAsync(url))?.Body;

    /// <summary>As <see cref="GetAsync"/>, with the strong tag.</summary>
    public static async Task<(string Body, string? ETag)?> AskAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            using var response = await Http.SendAsync(request, timeout.Token);
            return response.StatusCode == HttpStatusCode.OK ? (await response.Content.ReadAsStringAsync(timeout.Token), response.Headers.ETag?.Tag) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (IsAlive)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private Process Start(string arguments)
    {
        var start = new ProcessStartInfo(_feedhub, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["Logging__LogLevel__FeedHub"] = "Error";
        if (_connection is not null)
        {
            start.Environment["ConnectionStrings__FeedHub"] = _connection;
        }

        return Process.Start(start)!;
    }
}
