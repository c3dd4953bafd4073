using System.Globalization;
using System.Text;
using FeedHub.Publishing;
using FeedHub.Server;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server;

public sealed class FeedCacheTests
{
    private static readonly FeedPage Page = new("/feed", "/", "أخبار", FeedFormat.Atom);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task However_many_ask_at_a_time_it_is_rendered_once()
    {
        var cached = new FeedCache(_time).Of("http://hub", Page);
        var rendered = new TaskCompletionSource<RenderedFeed>();
        var times = 0;
        var answers = Enumerable.Range(0, 64).Select(_ => cached.GetAsync("hub", "1", Render)).ToArray();
        rendered.SetResult(Feed("a"));

        Assert.All(await Task.WhenAll(answers), feed => Assert.Equal("a", Text(feed)));
        Assert.Equal(1, times);

        Task<RenderedFeed> Render(RenderedFeed? previous)
        {
            times++;
            return rendered.Task;
        }
    }

    [Fact]
    public async Task While_the_next_version_is_made_others_get_the_last_one()
    {
        var cached = new FeedCache(_time).Of("http://hub", Page);
        await cached.GetAsync("hub", "1", _ => Task.FromResult(Feed("a")));
        var rendered = new TaskCompletionSource<RenderedFeed>();
        var first = cached.GetAsync("hub later", "2", _ => rendered.Task);

        Assert.Equal("a", Text(await cached.GetAsync("hub later", "2", _ => rendered.Task)));
        Assert.Equal("hub", cached.Confirmed);
        Assert.True(cached.IsBeingRendered);
        rendered.SetResult(Feed("b"));
        Assert.Equal("b", Text(await first));
        Assert.False(cached.IsBeingRendered);
        Assert.Equal("hub later", cached.Confirmed);
    }

    [Fact]
    public async Task What_could_not_be_rendered_anew_stands_and_is_tried_again()
    {
        var cached = new FeedCache(_time).Of("http://hub", Page);
        await Assert.ThrowsAsync<TimeoutException>(() => cached.GetAsync("hub", "1", _ => throw new TimeoutException()));
        await cached.GetAsync("hub", "1", _ => Task.FromResult(Feed("a")));

        Assert.Equal("a", Text(await cached.GetAsync("hub later", "2", _ => throw new TimeoutException())));
        Assert.Equal("hub", cached.Confirmed);
        Assert.Equal("b", Text(await cached.GetAsync("hub later", "2", _ => Task.FromResult(Feed("b")))));
    }

    [Fact]
    public async Task Pages_that_a_stranger_makes_up_push_out_no_page_that_is_read()
    {
        var cache = new FeedCache(_time);
        var read = cache.Of("http://hub", Page);
        await read.GetAsync("hub", "1", _ => Task.FromResult(Feed("a")));
        for (var number = 0; number < 5_000; number++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            var made = cache.Of("http://hub", Page with { Search = number.ToString(CultureInfo.InvariantCulture) });
            await made.GetAsync("hub", "1", _ => Task.FromResult(Feed(new string('x', 200_000))));
            Assert.Same(read, cache.Of("http://hub", Page));
        }

        Assert.NotNull(read.Feed);
        Assert.Null(cache.Of("http://hub", Page with { Search = "1" }).Feed);
    }

    private static string Text(RenderedFeed feed) => Encoding.UTF8.GetString(feed.Bytes);

    private static RenderedFeed Feed(string text) => new(Encoding.UTF8.GetBytes(text), "application/atom+xml", 7, DateTimeOffset.UnixEpoch);
}
