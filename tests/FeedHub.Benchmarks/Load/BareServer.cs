using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>bare FILE PORT</c>: Kestrel with one endpoint that sends the file's bytes, <c>FILE.gz</c> where gzip is accepted, and 304 for whatever
/// If-None-Match; nothing else.
/// </summary>
internal static class BareServer
{
    public static async Task<int> MainAsync(string[] args)
    {
        var (plain, gzip) = (await File.ReadAllBytesAsync(args[0]), await File.ReadAllBytesAsync(args[0] + ".gz"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, int.Parse(args[1], CultureInfo.InvariantCulture)));
        var app = builder.Build();
        app.MapGet("/feed.atom", (HttpContext context) =>
        {
            var (headers, response) = (context.Request.Headers, context.Response);
            response.Headers.ETag = "\"bare\"";
            if (headers.IfNoneMatch.Count > 0)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            var isPacked = headers.AcceptEncoding == "gzip";
            response.Headers.ContentEncoding = isPacked ? "gzip" : default;
            response.ContentType = "application/atom+xml; charset=utf-8";
            response.ContentLength = (isPacked ? gzip : plain).Length;
            return response.Body.WriteAsync(isPacked ? gzip : plain).AsTask();
        });
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        await app.RunAsync();
        return 0;
    }
}
