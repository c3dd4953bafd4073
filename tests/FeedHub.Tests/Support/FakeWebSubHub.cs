using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FeedHub.Tests.Support;

/// <summary>A WebSub hub on loopback that verifies and sends when the test says.</summary>
internal sealed class FakeWebSubHub : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;

    private FakeWebSubHub(WebApplication app) => _app = app;

    public string Address => _app.Urls.First() + "/hub";

    /// <summary>What it was asked for, in order of arrival.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    /// <summary>Status of its answers.</summary>
    public int Answer { get; set; } = StatusCodes.Status202Accepted;

    public static async Task<FakeWebSubHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hub = new FakeWebSubHub(builder.Build());
        hub._app.MapPost("/hub", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            hub.Asked.Enqueue(form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
            context.Response.StatusCode = hub.Answer;
        });
        hub._app.MapPost("/moved", () => Results.Redirect("/hub", permanent: false, preserveMethod: true));
        await hub._app.StartAsync();
        return hub;
    }

    /// <summary>Asks whether the subscription is meant; the answer's status and body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> VerifyAsync(string callback, string topic, string mode = "subscribe", string challenge = "c&+é", int lease = 3600)
    {
        var query = $"?hub.mode={mode}&hub.topic={Uri.EscapeDataString(topic)}&hub.challenge={Uri.EscapeDataString(challenge)}&hub.lease_seconds={lease}";
        using var answer = await _http.GetAsync(callback + query);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends content, signed with <paramref name="secret"/> unless a signature is given.</summary>
    public async Task<HttpStatusCode> SendAsync(string callback, string content, string secret, string method = "sha256", string? signature = null)
    {
        var body = Encoding.UTF8.GetBytes(content);
        using var request = new HttpRequestMessage(HttpMethod.Post, callback) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/rss+xml; charset=utf-8");

        // Who is refused reads the refusal rather than a broken pipe.
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        request.Headers.TryAddWithoutValidation("X-Hub-Signature", signature ?? Sign(body, secret, method));
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static string Sign(byte[] body, string secret, string method) =>
        $"{method}={Convert.ToHexStringLower(CryptographicOperations.HmacData(new HashAlgorithmName(method.ToUpperInvariant()), Encoding.UTF8.GetBytes(secret), body))}";
}
