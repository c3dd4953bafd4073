using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Hostile;

/// <summary>
/// The built program follows a source for each case, all at once, from servers on loopback that do what the cases say; their logs and what it
/// publishes are judged. Nothing of FeedHub is faked, shortened or switched off but the pace.
/// </summary>
internal sealed class HostileExam : IAsyncDisposable
{
    /// <summary>The smallest machine that is promised to do.</summary>
    private const long MachineMiB = 512;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Hit>> _hits = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly ConcurrentQueue<string> _strangers = new();

    /// <summary>Of a host whose feed is gone the home page, the usual places and the sitemap are asked, once a day.</summary>
    private static readonly HashSet<string> WhereALostFeedIsLookedFor =
        [.. FeedCandidates.Usual(new Uri("http://x.test/")).Select(uri => uri.PathAndQuery), "/", "/robots.txt", "/sitemap.xml"];
    private readonly StringBuilder _log = new();
    private readonly Stopwatch _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedhub-exam-");
    private readonly Dictionary<string, HostileCase> _cases;
    private readonly Dictionary<string, ExamPlaces> _places = [];
    private readonly HostileOrigin _web;
    private readonly HostileOrigin[] _canaries;
    private readonly TcpListener _secure = new(System.Net.IPAddress.Any, 0);

    public HostileExam(ExamTimes times, IReadOnlyList<HostileCase> cases)
    {
        Times = times;
        Cases = cases;
        _cases = Cases.ToDictionary(one => one.Name);
        _web = new HostileOrigin(ServeAsync, "0.0.0.0");
        var canary = new HostileOrigin(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "127.0.0.1");
        _canaries = [canary, .. Socket.OSSupportsIPv6 ? new[] { new HostileOrigin(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "::1", canary.Port) } : []];
        _secure.Start();
        _ = ServeSecurelyAsync();
        for (var i = 0; i < Cases.Count; i++)
        {
            _places[Cases[i].Name] = new ExamPlaces($"127.0.{1 + (i / 200)}.{1 + (i % 200)}", $"127.0.{11 + (i / 200)}.{1 + (i % 200)}", _web.Port, ((System.Net.IPEndPoint)_secure.LocalEndpoint).Port, canary.Port);
        }
    }

    public static IReadOnlyList<HostileCase> AllCases() =>
        [.. Healthy(6), .. PoliteCases.List(), .. WaitCases.List(), .. RedirectCases.List(), .. WireCases.List(), .. PageCases.List(), .. EntryCases.List(), .. OddCases.List()];

    public ExamTimes Times { get; }

    public IReadOnlyList<HostileCase> Cases { get; }

    /// <summary>By case; null: kept.</summary>
    public Dictionary<string, string?> Faults { get; } = [];

    /// <summary>Of the process as a whole.</summary>
    public List<string> WholeFaults { get; } = [];

    /// <summary>On a machine of 512 MB; see <see cref="MachineMiB"/>.</summary>
    public long PeakMiB { get; private set; }

    public TimeSpan Cpu { get; private set; }

    /// <summary>The times between two polls of the same healthy source, shortest first.</summary>
    public TimeSpan[] HealthyGaps => [.. Cases.Where(one => one.Name.StartsWith("healthy-", StringComparison.Ordinal))
        .Select(one => _hits.GetValueOrDefault(one.Name)?.ToArray() ?? []).SelectMany(hits => hits.Zip(hits.Skip(1), (one, next) => next.At - one.At)).Order()];

    public string Log => _log.ToString();

    /// <param name="program">The built <c>feedhub</c>.</param>
    public async Task RunAsync(string program)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "feeds.json"), FeedsJson());
        WireCases.MakeBombs();
        using var hub = Start(program, out var address);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(await address), Timeout = TimeSpan.FromSeconds(60) };
            _clock.Start();
            await Task.Delay(Times.Whole);
            var now = _clock.Elapsed;
            Measure(hub);
            await JudgeAsync(http, hub, now);
        }
        finally
        {
            using var term = Process.Start("kill", $"-TERM {hub.Id}");
            if (!hub.WaitForExit(Busy.Allow(5)))
            {
                WholeFaults.Add("It did not stop within 5 s.");
                hub.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _secure.Dispose();
        await _web.DisposeAsync();
        foreach (var canary in _canaries)
        {
            await canary.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Sources that do everything right, for those of the others to be seen against.</summary>
    public static IEnumerable<HostileCase> Healthy(int count) => Enumerable.Range(1, count).Select(i => new HostileCase(
        $"healthy-{i}",
        hit => hit.FeedAsync([.. Enumerable.Range(1, (hit.Number / 4) + 1)]),
        Judges.All(Judges.Shows(1, 2), Judges.IsWell, Judges.Spaced(times => times.Interval), InTurn)));

    /// <summary>However many hang beside it.</summary>
    private static string? InTurn(Seen seen)
    {
        var gaps = seen.Hits.Zip(seen.Hits.Skip(1), (one, next) => (one.At, Length: next.At - one.At)).ToArray();
        var (at, longest) = gaps.Length == 0 ? (TimeSpan.Zero, TimeSpan.MaxValue) : gaps.MaxBy(gap => gap.Length);
        return longest <= ((seen.Times.Interval * 2.5) + TimeSpan.FromSeconds(1)) * seen.Times.Slack ? null : $"waited {longest.TotalSeconds:F1} s for its turn after {at.TotalSeconds:F1} s";
    }

    private async Task ServeAsync(HostileOrigin.Connection connection)
    {
        var path = connection.Path.Split('/', 3);
        if (path is ["", "", ..])
        {
            await connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            return;
        }

        if (path.Length < 3 || !_cases.TryGetValue(path[1], out var one))
        {
            if (!WhereALostFeedIsLookedFor.Contains(connection.Path))
            {
                _strangers.Enqueue(connection.Path);
            }

            await connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            return;
        }

        var rest = "/" + path[2];
        var number = _requests.AddOrUpdate($"{one.Name}{rest.Split('?')[0]}", 0, (_, before) => before + 1);
        var hit = new Hit(connection, one.Name, rest, number, _clock.Elapsed, _places[one.Name]);
        _hits.GetOrAdd(one.Name, _ => new()).Enqueue(hit);
        try
        {
            await one.Serve(hit);
        }
        finally
        {
            hit.Sent = connection.Sent - hit.Before;
            hit.EndedAt = _clock.Elapsed;
        }
    }

    /// <summary>TLS with a certificate nobody vouches for.</summary>
    private async Task ServeSecurelyAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=news.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        try
        {
            while (true)
            {
                var client = await _secure.AcceptTcpClientAsync();
                _ = Task.Run(async () =>
                {
                    using (client)
                    {
                        await using var tls = new SslStream(client.GetStream());
                        try
                        {
                            await tls.AuthenticateAsServerAsync(certificate);
                            await tls.WriteAsync(Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\n\r\n" + HostileFeeds.Rss("self-signed", 1)));
                        }
                        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
                        {
                            // It did not trust us, as it should.
                        }
                    }
                });
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The exam is over.
        }
    }

    private string FeedsJson()
    {
        var json = new StringBuilder("{ \"title\": \"exam\", \"link\": \"https://hub.example\", \"merge\": \"exact\", \"pollEvery\": \"").Append(CultureInfo.InvariantCulture, $"{Times.Interval.TotalSeconds:0}s\", \"feeds\": [\n");
        foreach (var one in Cases)
        {
            var places = _places[one.Name];
            json.Append(CultureInfo.InvariantCulture, $"{{ \"id\": \"{one.Name}\", \"url\": {JsonSerializer.Serialize(one.Address?.Invoke(places) ?? places.Url(one.Name, one.Path))}{one.Line} }},\n");
        }

        return json.Append("] }").ToString();
    }

    private Process Start(string program, out Task<string> address)
    {
        var start = new ProcessStartInfo(program, ["serve", "--feeds", Path.Combine(_folder.FullName, "feeds.json"), "--data", Path.Combine(_folder.FullName, "data"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["FeedHub__FetchTimeout"] = FormattableString.Invariant($"{Times.Timeout.TotalSeconds:0}s");
        start.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.1.0-127.0.19.255";
        start.Environment["FeedHub__AllowedHosts"] = "127.0.0.1";
        start.Environment["Logging__LogLevel__Default"] = "Information";
        start.Environment["NO_COLOR"] = "1";

        // The runtime tidies up by the machine's memory: on a larger one than is promised for it lets more lie.
        start.Environment["DOTNET_GCTotalPhysicalMemory"] = $"0x{MachineMiB << 20:x}";
        var ready = new TaskCompletionSource<string>();
        var hub = new Process { StartInfo = start };
        hub.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        hub.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        hub.Start();
        hub.BeginOutputReadLine();
        hub.BeginErrorReadLine();
        address = ready.Task.WaitAsync(TimeSpan.FromSeconds(120));
        return hub;
    }

    private void Hear(string? line, TaskCompletionSource<string> ready)
    {
        if (line is null)
        {
            ready.TrySetException(new InvalidOperationException(Log));
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (line.Split("http://127.0.0.1:") is [_, var port, ..] && line.Contains("listening", StringComparison.OrdinalIgnoreCase))
        {
            ready.TrySetResult("http://127.0.0.1:" + port.TrimEnd('/', '.'));
        }
    }

    private void Measure(Process hub)
    {
        hub.Refresh();
        if (hub.HasExited)
        {
            WholeFaults.Add($"It ended with {hub.ExitCode}: {Log[^Math.Min(2000, Log.Length)..]}");
            return;
        }

        PeakMiB = hub.PeakWorkingSet64 / 1024 / 1024;
        Cpu = hub.TotalProcessorTime;
    }

    private async Task JudgeAsync(HttpClient http, Process hub, TimeSpan now)
    {
        var pages = new StringBuilder();
        using var sources = JsonDocument.Parse(await PageAsync(http, "/sources.json", pages));
        var list = sources.RootElement.ValueKind == JsonValueKind.Array ? sources.RootElement : sources.RootElement.GetProperty("sources");
        var health = list.EnumerateArray().ToDictionary(source => source.GetProperty("id").GetString()!);
        foreach (var one in Cases)
        {
            using var feed = JsonDocument.Parse(await PageAsync(http, $"/sources/{one.Name}/feed.json?limit=1000", pages));

            // What comes while the pages are read belongs to no round.
            var hits = (_hits.GetValueOrDefault(one.Name) ?? []).Where(hit => hit.At <= now).ToArray();
            var seen = new Seen(one.Name, hits, health[one.Name], [.. feed.RootElement.GetProperty("items").EnumerateArray()], Times);
            Faults[one.Name] = Judges.EndsInTime(seen, now) ?? Judges.TakesFewBytes(seen) ?? one.Judge(seen);
        }

        foreach (var path in new[] { "/", "/sources", "/sources.opml", "/feed.atom?limit=1000", "/feed.rss?limit=1000", "/feed.json?limit=1000", "/search?q=x", "/metrics" })
        {
            await PageAsync(http, path, pages);
        }

        JudgeWhole(pages.ToString());
    }

    private void JudgeWhole(string pages)
    {
        Fault(_canaries.Any(canary => canary.Connections > 0), $"A canary inside the network was connected to: {string.Join(", ", _canaries.SelectMany(canary => canary.Requests))}");
        Fault(!_strangers.IsEmpty, $"Asked for what nobody named: {string.Join(", ", _strangers.Distinct().Take(5))}");
        Fault(pages.Contains("secret-", StringComparison.Ordinal), $"A password stands on a page: {Around(pages)}");
        Fault(Log.Contains("secret-", StringComparison.Ordinal), "A password stands in the log.");
        Fault(Log.Contains(" ERROR ", StringComparison.Ordinal), $"The log holds a defect: {Log.Split('\n').FirstOrDefault(line => line.Contains(" ERROR ", StringComparison.Ordinal))}");
        Fault(PeakMiB > MachineMiB, $"It took {PeakMiB} MiB.");
        var twice = _hits.Where(pair => First(pair.Value).Zip(First(pair.Value).Where(hit => hit.Path == "/feed").Skip(1), (one, next) => next.At - one.At).Any(gap => gap < Times.Interval * 0.4)).Select(pair => pair.Key).ToList();
        Fault(twice.Count > 0, $"Polled twice at once: {string.Join(", ", twice)}");
    }

    /// <summary>Of each exchange: with a cookie it comes from a redirect.</summary>
    private static IEnumerable<Hit> First(IEnumerable<Hit> hits) =>
        hits.Where(hit => hit.Path.StartsWith("/feed", StringComparison.Ordinal) && !hit.Path.Contains('?', StringComparison.Ordinal) && hit["Cookie"] is null);

    private static string Around(string text) => text.IndexOf("secret-", StringComparison.Ordinal) is >= 0 and var at ? text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)] : "";

    private void Fault(bool isSo, string what)
    {
        if (isSo)
        {
            WholeFaults.Add(what);
        }
    }

    private async Task<string> PageAsync(HttpClient http, string path, StringBuilder pages)
    {
        using var answer = await http.GetAsync(path);
        Fault(!answer.IsSuccessStatusCode, $"{path} answers {(int)answer.StatusCode}.");
        var text = await answer.Content.ReadAsStringAsync();
        pages.Append(text).Append('\n');
        return text;
    }
}
