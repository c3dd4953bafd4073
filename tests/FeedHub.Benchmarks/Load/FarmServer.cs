using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>farm --feeds N --port P [--entries 20] [--every 2000] [--hosts N] [--pace MS]</c>: serves a <see cref="FeedFarm"/> from memory on 127.1.x.y,
/// a host per feed or so many hosts, in a process of its own.
/// The mode is set by <c>POST /mode/NAME</c>: <c>etag</c> (304 where the tag matches), <c>plain</c> (no validators), <c>grown</c> (one entry more),
/// <c>slow</c> (as etag, each answer 40–300 ms late, the same for a feed every time), <c>rolling</c> (every feed gains an entry every
/// so many milliseconds, one after the other) until <c>still</c>. <c>GET /counts</c>: entries of all feeds, requests, unconditional requests, requests for a feed that
/// came sooner than 0.6 of the pace after the one before, and the most requests that one host had at once.
/// </summary>
internal static class FarmServer
{
    public static async Task<int> MainAsync(string[] args)
    {
        var feeds = int.Parse(args[1], CultureInfo.InvariantCulture);
        var port = int.Parse(args[3], CultureInfo.InvariantCulture);
        var entries = Number("--entries", 20);
        var every = Number("--every", 2000);
        var hosts = Number("--hosts", feeds);
        var farm = new FeedFarm(feeds, entries);
        var manners = new Manners(feeds, hosts, TimeSpan.FromMilliseconds(Number("--pace", 0) * 0.6));
        var bodies = new byte[feeds][];
        Parallel.For(0, feeds, feed => bodies[feed] = farm.Feed(feed));
        var mode = "etag";
        var rolled = new Stopwatch();
        var requests = 0;
        var unconditional = 0;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Any, port, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.MapPost("/mode/{name}", (string name) =>
        {
            mode = name;
            if (mode == "rolling")
            {
                rolled.Start();
            }
            else
            {
                rolled.Stop();
            }
        });
        app.MapGet("/counts", () => $"{Enumerable.Range(0, feeds).Sum(feed => entries + Extra(feed))} {requests} {unconditional} {manners.TooSoon} {manners.MostAtOnce}");
        app.MapGet("/f/{feed:int}.xml", async (int feed, HttpContext context) =>
        {
            using var asked = manners.Asked(feed);
            if (mode == "slow")
            {
                await Task.Delay(40 + (int)((uint)feed * 2654435761 % 260));
            }

            Interlocked.Increment(ref requests);
            if (context.Request.Headers.IfNoneMatch.Count == 0)
            {
                Interlocked.Increment(ref unconditional);
            }

            var extra = Extra(feed);
            var body = extra > 0 ? farm.Feed(feed, extra) : bodies[feed];
            if (mode != "plain")
            {
                var tag = $"\"{feed}-{body.Length}\"";
                context.Response.Headers.ETag = tag;
                if (context.Request.Headers.IfNoneMatch == tag)
                {
                    context.Response.StatusCode = StatusCodes.Status304NotModified;
                    return;
                }
            }

            context.Response.ContentType = "application/rss+xml; charset=utf-8";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body);
        });
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        await app.RunAsync();
        return 0;

        int Extra(int feed) => mode == "grown" ? 1 : (int)((rolled.ElapsedMilliseconds + ((long)feed * every / feeds)) / every);

        int Number(string name, int otherwise) => LoadRun.Option(args, name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
    }

    /// <param name="hosts">Null: each feed has a host of its own.</param>
    public static string Url(int feed, int port, int? hosts = null)
    {
        var host = feed % (hosts ?? int.MaxValue);
        return $"http://127.1.{host / 250 % 250}.{(host % 250) + 1}:{port}/f/{feed}.xml";
    }

    /// <summary>How politely the farm is asked. Thread-safe.</summary>
    private sealed class Manners(int feeds, int hosts, TimeSpan soonest)
    {
        private readonly Lock _lock = new();
        private readonly long[] _askedAt = new long[feeds];
        private readonly int[] _atOnce = new int[hosts];

        public int TooSoon { get; private set; }

        public int MostAtOnce { get; private set; }

        /// <summary>Dispose it when the answer has been given.</summary>
        public IDisposable Asked(int feed)
        {
            lock (_lock)
            {
                if (_askedAt[feed] != 0 && Stopwatch.GetElapsedTime(_askedAt[feed]) < soonest)
                {
                    TooSoon++;
                }

                _askedAt[feed] = Stopwatch.GetTimestamp();
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce[feed % hosts]);
            }

            return new Answered(this, feed % hosts);
        }

        private sealed class Answered(Manners manners, int host) : IDisposable
        {
            public void Dispose()
            {
                lock (manners._lock)
                {
                    manners._atOnce[host]--;
                }
            }
        }
    }
}
