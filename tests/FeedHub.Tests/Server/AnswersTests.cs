using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FeedHub.Tests.Server;

/// <summary>What publishers really answer, as the built program meets it on the wire.</summary>
public sealed class AnswersTests : IDisposable
{
    private readonly FeedHubProcess _feedhub = new() { Environment = { ["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8" } };

    public void Dispose() => _feedhub.Dispose();

    [Theory]
    [InlineData("/\u00D8\u00A3\u00D8\u00AE\u00D8\u00A8\u00D8\u00A7\u00D8\u00B1", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1")]
    [InlineData("?q=\u00D8\u00A3", "/feed?q=%D8%A3")]
    [InlineData("{address}/\u00D8\u00A3?q=\u00D8\u00AE", "/%D8%A3?q=%D8%AE")]
    [InlineData("/\u00C3\u00CE\u00C8\u00C7\u00D1", "/%C3%CE%C8%C7%D1")]
    [InlineData("{address}/x?q=\u00C3\u00CE", "/x?q=%C3%CE")]
    public async Task A_redirect_to_raw_bytes_leads_to_where_they_mean(string location, string asked)
    {
        await using var origin = new HostileOrigin(connection => connection.Path == "/feed"
            ? connection.SendAsync($"HTTP/1.1 302 Found\r\nLocation: {location.Replace("{address}", Address(connection), StringComparison.Ordinal)}\r\nContent-Length: 0\r\n\r\n")
            : SendFeedAsync(connection));

        (await PollAsync(new { url = origin.Url() })).Ended(0);

        Assert.Equal(asked, origin.Requests[^1].Split(' ')[1]);
    }

    [Fact]
    public async Task A_site_that_tries_whether_cookies_come_back_is_read()
    {
        await using var origin = new HostileOrigin(connection => connection.Head.Contains("\r\nCookie: seen=1; at=2", StringComparison.OrdinalIgnoreCase)
            ? SendFeedAsync(connection)
            : connection.SendAsync("HTTP/1.1 307 Again\r\nLocation: /feed\r\nSet-Cookie: seen=1; Path=/\r\nSet-Cookie: at=2; Path=/; Max-Age=60\r\nContent-Length: 0\r\n\r\n"));

        (await PollAsync(new { url = origin.Url() })).Ended(0);
        (await _feedhub.RunAsync("poll", "--force")).Ended(0);

        Assert.Equal([false, true, false, true], origin.Requests.Select(request => request.Contains("Cookie:", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Feeds_and_pages_are_told_how_to_reach_somebody()
    {
        await using var origin = new HostileOrigin(connection => connection.Path.StartsWith("/feed", StringComparison.Ordinal)
            ? SendFeedAsync(connection, $"<rss version='2.0'><channel><title>ق</title><item><title>خبر</title><link>{Address(connection)}/page</link><guid>{connection.Path}</guid><description>بداية [...]</description></item></channel></rss>")
            : connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        _feedhub.Write("feeds.json", JsonSerializer.Serialize(new
        {
            userAgent = "Hudhud/2",
            contact = "news@hub.example",
            feeds = new object[] { new { url = origin.Url("/feed/1"), fullText = true }, new { url = origin.Url("/feed/2"), userAgent = "Mozilla/5.0" } },
        }));

        (await _feedhub.RunAsync("poll")).Ended(0);

        Assert.Equal(
            [("/feed/1", "Hudhud/2 (+news@hub.example)"), ("/feed/2", "Mozilla/5.0"), ("/page", "Hudhud/2 (+news@hub.example)"), ("/robots.txt", "Hudhud/2 (+news@hub.example)")],
            origin.Requests.Select(request => (request.Split(' ')[1], Regex.Match(request, "User-Agent: ([^\r]+)").Groups[1].Value)).Order());
    }

    [Fact]
    public async Task A_feed_under_a_certificate_that_nobody_signed_says_what_to_write_and_then_works()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=paper", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        await using var app = await ServeSecurelyAsync(certificate);
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/feed";

        var refused = (await PollAsync(new { url })).Ended(1);
        var pin = Regex.Match(refused.Output, "\"certificate\": \"(sha256/[^\"]+)\"").Groups[1].Value;
        _feedhub.Write("feeds.json", JsonSerializer.Serialize(new { feeds = new[] { new { url, certificate = pin } } }));

        Assert.Contains("\tok\t1 new\t", (await _feedhub.RunAsync("poll", "--force")).Ended(0).Output, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ServeSecurelyAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(HostileFeeds.Rss("secure", 1)));
        await app.StartAsync();
        return app;
    }

    private static string Address(HostileOrigin.Connection connection) => "http://" + Regex.Match(connection.Head, "Host: ([^\r]+)").Groups[1].Value;

    private static async Task SendFeedAsync(HostileOrigin.Connection connection, string? feed = null)
    {
        var body = Encoding.UTF8.GetBytes(feed ?? HostileFeeds.Rss("wire", 1));
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {body.Length}\r\n\r\n");
        await connection.SendAsync(body);
    }

    private Task<ProcessResult> PollAsync(object feed)
    {
        _feedhub.Write("feeds.json", JsonSerializer.Serialize(new { feeds = new[] { feed } }));
        return _feedhub.RunAsync("poll");
    }
}
