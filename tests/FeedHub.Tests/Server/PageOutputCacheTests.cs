using System.Text;
using FeedHub.Server;
using FeedHub.Storage;
using FeedHub.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Tests.Server;

public sealed class PageOutputCacheTests : IDisposable
{
    private readonly JumpingClock _time = new(DateTimeOffset.UnixEpoch);
    private readonly PageOutputCache _pages;

    public PageOutputCacheTests() => _pages = new PageOutputCache(_time);

    public void Dispose() => _pages.Dispose();

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

    [Fact]
    public async Task A_crowd_shares_a_rendering_a_second_and_a_single_reader_has_one_of_its_own()
    {
        const int Crowd = 200;
        var rendered = 0;

        Assert.All(await ComeAsync(), body => Assert.Equal("page", body));
        Assert.InRange(rendered, 1, Crowd / 4);

        rendered = 0;
        await ComeAsync();
        Assert.InRange(rendered, 1, Crowd / 4);

        rendered = 0;
        await AskAsync("/", () => new Slow(() => rendered++));
        Assert.Equal(1, rendered);

        async Task<string[]> ComeAsync()
        {
            var bodies = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async _ => (await AskAsync("/", () => new Slow(() => Interlocked.Increment(ref rendered)))).Body));
            _time.Advance(TimeSpan.FromSeconds(1.5));
            return bodies;
        }
    }

    [Fact]
    public async Task A_crowd_of_failures_leaves_room_for_the_next()
    {
        foreach (var _ in Enumerable.Range(0, 100))
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => AskAsync("/", () => throw new StorageUnavailableException()));
            await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("/", () => new Broken()));
        }

        Assert.Equal("page", (await AskAsync("/", () => new Rendered(200, "page"))).Body);
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

    private sealed class Slow(Action count) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            count();
            await Task.Delay(20);
            await httpContext.Response.WriteAsync("page");
        }
    }

    private sealed class Broken : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException();
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
