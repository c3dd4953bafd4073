using System.Text;
using FeedHub.Server;
using FeedHub.Storage;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Tests.Server;

public sealed class LastPagesTests
{
    private readonly LastPages _pages = new();

    [Fact]
    public async Task While_the_database_is_away_the_last_page_stands()
    {
        Assert.Equal("<p>خبر</p>", (await AskAsync("/", () => new Rendered(200, "<p>خبر</p>"))).Body);

        var (status, body, _) = await AskAsync("/", () => throw new StorageUnavailableException());

        Assert.Equal((200, "<p>خبر</p>"), (status, body));
    }

    [Fact]
    public async Task A_page_nobody_saw_before_cannot_stand()
    {
        await AskAsync("/", () => new Rendered(200, "front"));
        await AskAsync("/stories/none", () => new Rendered(404, "none"));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => AskAsync("/sources", () => throw new StorageUnavailableException()));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => AskAsync("/stories/none", () => throw new StorageUnavailableException()));
    }

    [Fact]
    public async Task Whoever_has_the_page_gets_304_until_it_changes()
    {
        var (_, _, tag) = await AskAsync("/", () => new Rendered(200, "one"));

        Assert.Equal((304, ""), await AnswerAsync("one"));
        Assert.Equal((200, "two"), await AnswerAsync("two"));

        async Task<(int Status, string Body)> AnswerAsync(string page)
        {
            var (status, body, _) = await AskAsync("/", () => new Rendered(200, page), tag);
            return (status, body);
        }
    }

    private async Task<(int Status, string Body, string Tag)> AskAsync(string path, Func<IResult> handler, string? tag = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Host = new HostString("hub.example");
        context.Request.Path = path;
        context.Request.Headers.IfNoneMatch = tag;
        using var sent = new MemoryStream();
        context.Response.Body = sent;
        var result = (IResult)(await _pages.ServeAsync(EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>(handler())))!;
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(sent.ToArray()), context.Response.Headers.ETag.ToString());
    }

    private sealed class Rendered(int status, string html) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            return httpContext.Response.WriteAsync(html);
        }
    }
}
