using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

[Collection(OneHubAtATime.Name)]
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
    public async Task It_changes_nothing_even_for_who_may_look()
    {
        await using var hub = await RunningHub.StartAsync(Feeds, null, ("FeedHub:DashboardUser", "editor"), ("FeedHub:DashboardPassword", "secret"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hangfire/recurring/remove")
        {
            Content = new FormUrlEncodedContent([new("jobs[]", "PollDueFeeds")]),
        };
        request.Headers.Authorization = Login("Basic", "editor:secret");

        using var answer = await hub.Http.SendAsync(request);

        Assert.True((int)answer.StatusCode is 401 or 403 or 405, $"It gives {answer.StatusCode}.");
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
        if (header is var (name, value))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await hub.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static AuthenticationHeaderValue Login(string scheme, string login) => new(scheme, Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
}
