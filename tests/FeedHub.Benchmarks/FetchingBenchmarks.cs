using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using FeedHub.Fetching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FeedHub.Benchmarks;

/// <summary>
/// The fetch loop beside a bare HttpClient loop; a cycle of many feeds with and without some that hang and drip; memory under bombs.
/// The origin is a process of its own, so that CPU and memory shown are the client's. All in one run, rounds interleaved.
/// </summary>
internal static class FetchingBenchmarks
{
    private const int Hosts = 250;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <param name="arguments">Number of feeds; 1,000 if not given.</param>
    public static async Task<int> MainAsync(string[] arguments)
    {
        var feeds = arguments is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000;
        using var origin = StartOrigin(out var port);
        try
        {
            await CompareLoopsAsync(port, feeds);
            await CompareCyclesAsync(port, feeds);
            await MeasureBombsAsync(port);
        }
        finally
        {
            origin.Kill();
        }

        return 0;
    }

    /// <summary>The other process: prints its port and serves until killed.</summary>
    public static async Task<int> OriginAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://0.0.0.0:0");
        var app = builder.Build();
        var body = Feed(20_000);
        var bomb = Gzip(new byte[256 * 1024 * 1024]);
        var brotliBomb = Brotli(new byte[256 * 1024 * 1024]);
        app.MapGet("/feed", context => AnswerAsync(context, body));
        app.MapGet("/hang", context => Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted));
        app.MapGet("/drip", DripAsync);
        app.MapGet("/bomb", context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(bomb).AsTask();
        });
        app.MapGet("/brotli-bomb", context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return context.Response.Body.WriteAsync(brotliBomb).AsTask();
        });
        app.MapGet("/large", async context =>
        {
            var piece = new byte[64 * 1024];
            Array.Fill(piece, (byte)' ');
            while (true)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
        await Task.Delay(System.Threading.Timeout.Infinite);
        return 0;
    }

    private static async Task CompareLoopsAsync(int port, int feeds)
    {
        using var bare = new HttpMessageInvoker(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods, MaxConnectionsPerServer = 2 });
        using var fetcher = Fetcher();
        var bareRounds = new List<Cost>();
        var ours = new List<Cost>();
        var oursUnchanged = new List<Cost>();
        for (var round = 0; round < 7; round++)
        {
            bareRounds.Add(await MeasureAsync(feeds, i => BareAsync(bare, Url(port, i, "/feed"))));
            ours.Add(await MeasureAsync(feeds, i => FetchAsync(fetcher, Url(port, i, "/feed"), Validators.None)));
            oursUnchanged.Add(await MeasureAsync(feeds, i => FetchAsync(fetcher, Url(port, i, "/feed"), new Validators("\"same\"", null))));
        }

        Console.WriteLine(FormattableString.Invariant($"{feeds} feeds of 20 kB on {Hosts} hosts, 64 at once, median of 5 warm rounds"));
        Print("bare HttpClient loop", Median(bareRounds), Median(bareRounds));
        Print("FeedFetcher, 200", Median(ours), Median(bareRounds));
        Print("FeedFetcher, 304", Median(oursUnchanged), Median(bareRounds));
    }

    private static async Task CompareCyclesAsync(int port, int feeds)
    {
        var bad = Math.Max(1, feeds / 100);
        Console.WriteLine(FormattableString.Invariant($"A cycle of {feeds} feeds; {bad} that hang and {bad} that drip, timeout {Timeout.TotalSeconds} s"));
        foreach (var withBad in new[] { false, true, false, true })
        {
            using var fetcher = Fetcher();
            var clock = Stopwatch.StartNew();
            var delays = new double[feeds];
            var unhealthy = withBad
                ? Enumerable.Range(0, bad * 2).Select(i => FetchAsync(fetcher, new Uri($"http://127.2.{i / 250}.{(i % 250) + 1}:{port}/{(i % 2 == 0 ? "hang" : "drip")}"), Validators.None)).ToArray()
                : [];
            await Task.WhenAll(Enumerable.Range(0, feeds).Select(async i =>
            {
                await FetchAsync(fetcher, Url(port, i, "/feed"), Validators.None);
                delays[i] = clock.Elapsed.TotalMilliseconds;
            }));
            var healthy = clock.Elapsed;
            await Task.WhenAll(unhealthy);
            Array.Sort(delays);
            Console.WriteLine(FormattableString.Invariant(
                $"  {(withBad ? "with them   " : "without them")}: all healthy feeds after {healthy.TotalMilliseconds:F0} ms, median {delays[feeds / 2]:F0} ms, all ended after {clock.Elapsed.TotalMilliseconds:F0} ms"));
        }
    }

    private static async Task MeasureBombsAsync(int port)
    {
        using var fetcher = Fetcher();
        using var stop = new CancellationTokenSource();
        var peak = 0L;
        var watch = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                await Task.Delay(10);
            }
        });
        string[] kinds = ["/bomb", "/brotli-bomb", "/large"];
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var results = await Task.WhenAll(Enumerable.Range(0, 192).Select(i => FetchAsync(fetcher, Url(port, i, kinds[i % kinds.Length]), Validators.None)));
        await stop.CancelAsync();
        await watch;
        Console.WriteLine(FormattableString.Invariant(
            $"64 gzip and 64 brotli bombs of 256 MiB and 64 endless bodies, 64 at once: {results.Count(result => result is FetchResult.Failed { Failure: PollFailure.TooLarge })} refused as too large, {results.Count(result => result is FetchResult.Failed { Failure: PollFailure.TimedOut })} timed out; peak working set {peak / 1024 / 1024} MiB, {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / 192:F0} ms CPU each"));
    }

    private static System.Net.DecompressionMethods DecompressionMethods => System.Net.DecompressionMethods.GZip | System.Net.DecompressionMethods.Brotli;

    private static FeedFetcher Fetcher() =>
        new(new FetchLimits { AllowedPrivateNetworks = ["127.0.0.0/8"], Timeout = Timeout, MaxPerHostPerSecond = 0 }, TimeProvider.System);

    private static Uri Url(int port, int feed, string path) => new($"http://127.1.0.{(feed % Hosts) + 1}:{port}{path}?{feed}");

    private static async Task<FetchResult> FetchAsync(FeedFetcher fetcher, Uri url, Validators validators) =>
        await fetcher.DownloadAsync(new FetchRequest { Url = url, Validators = validators }, CancellationToken.None);

    private static async Task<int> BareAsync(HttpMessageInvoker web, Uri url)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        message.Headers.TryAddWithoutValidation("User-Agent", "bare");
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        using var answer = await web.SendAsync(message, CancellationToken.None);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private static async Task<Cost> MeasureAsync<T>(int feeds, Func<int, Task<T>> fetch)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, feeds, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await fetch(i));
        return new Cost(
            clock.Elapsed.TotalMilliseconds / feeds * 1000,
            (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / feeds * 1000,
            (GC.GetTotalAllocatedBytes() - allocated) / feeds);
    }

    private static Cost Median(List<Cost> rounds)
    {
        var warm = rounds.Skip(2).OrderBy(round => round.CpuMicroseconds).ToArray();
        return warm[warm.Length / 2];
    }

    private static void Print(string what, Cost cost, Cost bare) => Console.WriteLine(FormattableString.Invariant(
        $"  {what,-22} {cost.WallMicroseconds,6:F0} us wall, {cost.CpuMicroseconds,6:F0} us CPU ({cost.CpuMicroseconds / bare.CpuMicroseconds:F2}x), {cost.AllocatedBytes,7} bytes allocated per feed"));

    private static Task AnswerAsync(HttpContext context, byte[] body)
    {
        context.Response.Headers.ETag = "\"same\"";
        if (context.Request.Headers.IfNoneMatch == "\"same\"")
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static async Task DripAsync(HttpContext context)
    {
        while (true)
        {
            await context.Response.Body.WriteAsync("<"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(200, context.RequestAborted);
        }
    }

    private static byte[] Feed(int bytes)
    {
        var feed = new byte[bytes];
        Array.Fill(feed, (byte)'a');
        return feed;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    private static byte[] Brotli(byte[] bytes)
    {
        using var encoder = new BrotliEncoder(quality: 5, window: 24);
        var target = new byte[1024 * 1024];
        encoder.Compress(bytes, target, out _, out var written, isFinalBlock: true);
        return target[..written];
    }

    private static Process StartOrigin(out int port)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add("fetching-origin");
        var origin = Process.Start(start)!;
        port = int.Parse(origin.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        return origin;
    }

    private sealed record Cost(double WallMicroseconds, double CpuMicroseconds, long AllocatedBytes);
}
