using System.Net;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>A hub that goes by any name still answers sensibly to a name that is none.</summary>
public sealed class HubAddressTests
{
    [Fact]
    public async Task Whatever_host_is_asked_for_no_answer_is_a_fault()
    {
        await using var hub = await RunningHub.StartAsync(
            """{ "webSubHub": "https://hub.example/", "feeds": [] }""", null, ("FeedHub:AllowedHosts", "*"));

        foreach (var path in (string[])["/", "/feed.atom", "/feed.json", "/sources", "/search?q=خبر"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(hub, path, "xn--99999"));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, path, new Uri("http://أخبار.example").IdnHost));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, path, "news.example:8080"));
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(hub, path, "a..b"));
        }
    }

    [Fact]
    public async Task Names_in_Arabic_are_allowed_as_they_are_written()
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""", null, ("FeedHub:AllowedHosts", "أخبار.example;*.محور.example"));

        Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, "/feed.rss", new Uri("http://أخبار.example").IdnHost));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, "/feed.rss", new Uri("http://www.محور.example").IdnHost));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(hub, "/feed.rss", "example"));
    }

    private static async Task<HttpStatusCode> AskAsync(RunningHub hub, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Host", host);
        using var answer = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
