using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>farm --feeds N --port P</c>: serves a <see cref="FeedFarm"/> from memory on 127.1.x.y, a host per feed, in a process of its own.
/// The mode is set by <c>POST /mode/NAME</c>: <c>etag</c> (304 where the tag matches), <c>plain</c> (no validators), <c>grown</c> (one entry more),
/// <c>slow</c> (as etag, each answer 40–300 ms late, the same for a feed every time), <c>rolling</c> (every feed gains an entry every two
/// seconds) until <c>still</c>. <c>GET /counts</c>: entries a feed has now, requests, unconditional requests.
/// </summary>
internal static class FarmServer
{
    public static async Task<int> MainAsync(string[] args)
    {
        var feeds = int.Parse(args[1], CultureInfo.InvariantCulture);
        var port = int.Parse(args[3], CultureInfo.InvariantCulture);
        var farm = new FeedFarm(feeds);
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
        app.MapGet("/counts", () => $"{20 + Extra()} {requests} {unconditional}");
        app.MapGet("/f/{feed:int}.xml", async (int feed, HttpContext context) =>
        {
            if (mode == "slow")
            {
                await Task.Delay(40 + (int)((uint)feed * 2654435761 % 260));
            }

            Interlocked.Increment(ref requests);
            if (context.Request.Headers.IfNoneMatch.Count == 0)
            {
                Interlocked.Increment(ref unconditional);
            }

            var body = Extra() > 0 ? farm.Feed(feed, Extra()) : bodies[feed];
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

        int Extra() => mode == "grown" ? 1 : (int)(rolled.ElapsedMilliseconds / 2000);
    }

    public static string Url(int feed, int port) => $"http://127.1.{feed / 250 % 250}.{(feed % 250) + 1}:{port}/f/{feed}.xml";
}
