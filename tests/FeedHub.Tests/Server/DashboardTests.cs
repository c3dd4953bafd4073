using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

public sealed class DashboardTests
{
    private const string Feeds = """{ "feeds": [ { "url": "http://127.0.0.1:9/feed", "enabled": false } ] }""";

    [Fact]
    public async Task It_opens_to_the_configured_login_and_to_nobody_else()
    {
        await using var hub = await RunningHub.StartAsync(Feeds, null, ("FeedHub:DashboardUser", "editor"), ("FeedHub:DashboardPassword", "كلمة سر: طويلة"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, "Basic", "editor:كلمة سر: طويلة"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, null, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, "Basic", "editor:wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, "Basic", "editor:"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, "Basic", ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, "Bearer", "editor:كلمة سر: طويلة"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, null, null, ("X-Forwarded-For", "127.0.0.1")));
        foreach (var path in new[] { "/hangfire/", "/HANGFIRE", "/hangfire/recurring", "/hangfire/jobs/enqueued", "/hangfire/stats", "/hangfire/../hangfire/servers" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, null, null, path: path));
        }
    }

    [Fact]
    public async Task A_foreign_page_cannot_press_its_buttons()
    {
        await using var hub = await RunningHub.StartAsync(Feeds, null, ("FeedHub:DashboardUser", "editor"), ("FeedHub:DashboardPassword", "secret"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hangfire/recurring/remove")
        {
            Content = new FormUrlEncodedContent([new("jobs[]", "PollDueFeeds")]),
        };
        request.Headers.Authorization = Login("Basic", "editor:secret");

        // Without the form's token.
        using var answer = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True((int)answer.StatusCode is 400 or 401 or 403, $"It gives {answer.StatusCode}.");
    }

    [Fact]
    public async Task Without_a_login_it_opens_on_this_machine_alone()
    {
        await using var hub = await RunningHub.StartAsync(Feeds);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, null, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, null, null, ("Host", "localhost")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, null, null, ("Host", "[::1]:5080")));
        foreach (var path in new[] { "/hangfire", "/HANGFIRE/", "/hangfire/recurring", "/hangfire/stats", "/hangfire/js18200", "/hangfire/../hangfire/servers" })
        {
            foreach (var (name, value) in new[]
            {
                ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.5"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "localhost"),
                ("X-Forwarded-Prefix", "/news"), ("X-Real-IP", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 proxy"), ("Host", "machine.local"), ("Host", "192.168.1.5"),
            })
            {
                Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(hub, null, null, (name, value), path));
            }
        }

        // As versions of nginx ask without further settings.
        foreach (var request in (string[])["HTTP/1.0\r\nHost: 127.0.0.1:5080\r\nConnection: close", "HTTP/1.0\r\nHost: 127.0.0.1:5080\r\nConnection: keep-alive", "HTTP/1.1\r\nHost: 127.0.0.1:5080\r\nConnection: close"])
        {
            var (status, _, _) = await RawHttp.AskAsync(hub.Http.BaseAddress!.Port, $"GET /hangfire {request}\r\n\r\n");
            Assert.Equal(404, status);
        }
    }

    [Theory]
    [InlineData("https://news.example.org", HttpStatusCode.NotFound)]
    [InlineData("http://192.168.1.5:5080/news", HttpStatusCode.NotFound)]
    [InlineData("http://localhost:5080", HttpStatusCode.OK)]
    public async Task Without_a_login_it_is_off_once_the_hub_has_a_public_address(string link, HttpStatusCode expected)
    {
        await using var hub = await RunningHub.StartAsync($$"""{ "link": "{{link}}", "feeds": [] }""");

        Assert.Equal(expected, await StatusAsync(hub, null, null));
    }

    [Theory]
    [InlineData("editor", "")]
    [InlineData("", "secret")]
    public async Task Half_a_login_opens_nothing(string user, string password)
    {
        await using var hub = await RunningHub.StartAsync(Feeds, null, ("FeedHub:DashboardUser", user), ("FeedHub:DashboardPassword", password));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(hub, "Basic", $"{user}:{password}"));
    }

    private static async Task<HttpStatusCode> StatusAsync(
        RunningHub hub, string? scheme, string? login, (string Name, string Value)? header = null, string path = "/hangfire")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = scheme is null ? null : Login(scheme, login!);
        request.Headers.TryAddWithoutValidation("Connection", "keep-alive");
        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await hub.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static AuthenticationHeaderValue Login(string scheme, string login) => new(scheme, Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
}
