using System.Globalization;
using FeedHub.Server;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server;

public sealed class RevalidatedTests
{
    [Fact]
    public async Task However_many_ask_at_a_time_it_is_made_once()
    {
        var kept = new Revalidated<int, string>();
        var made = new TaskCompletionSource<string>();
        var times = 0;
        var answers = Enumerable.Range(0, 64).Select(_ => kept.GetAsync(1, Make)).ToArray();
        made.SetResult("a");

        Assert.All(await Task.WhenAll(answers), value => Assert.Equal("a", value));
        Assert.Equal(1, times);

        Task<string> Make(string? last)
        {
            times++;
            return made.Task;
        }
    }

    [Fact]
    public async Task While_the_next_version_is_made_others_get_the_last_one()
    {
        var kept = new Revalidated<int, string>();
        await kept.GetAsync(1, _ => Task.FromResult("a"), "hub");
        var made = new TaskCompletionSource<string>();
        var first = kept.GetAsync(2, _ => made.Task, "hub later");

        Assert.Equal("a", await kept.GetAsync(2, _ => made.Task, "hub later"));
        Assert.Equal("hub", kept.Confirmed);
        Assert.True(kept.IsBeingMade);
        made.SetResult("b");
        Assert.Equal("b", await first);
        Assert.False(kept.IsBeingMade);
        Assert.Equal("hub later", kept.Confirmed);
    }

    [Fact]
    public async Task What_could_not_be_made_anew_stands_and_is_tried_again()
    {
        var kept = new Revalidated<int, string>();
        await Assert.ThrowsAsync<TimeoutException>(() => kept.GetAsync(1, _ => throw new TimeoutException()));
        await kept.GetAsync(1, _ => Task.FromResult("a"), "hub");

        Assert.Equal("a", await kept.GetAsync(2, _ => throw new TimeoutException(), "hub later"));
        Assert.Equal("hub", kept.Confirmed);
        Assert.Equal("a then b", await kept.GetAsync(2, last => Task.FromResult(last + " then b")));
    }

    [Fact]
    public async Task Keys_that_a_stranger_makes_up_push_out_none_that_is_asked_for()
    {
        var time = new FakeTimeProvider();
        var cache = new RevalidatedCache<string, int, string>(most: 512, mostWeight: 10_000_000, weigh: value => value.Length, time);
        var read = cache.Of("read");
        await read.GetAsync(1, _ => Task.FromResult("a"));
        foreach (var weight in new[] { 10, 200_000 })
        {
            for (var number = 0; number < 2_000; number++)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                await cache.Of(number.ToString(CultureInfo.InvariantCulture)).GetAsync(1, _ => Task.FromResult(new string('x', weight)));
                Assert.Same(read, cache.Of("read"));
            }

            Assert.NotNull(read.Last);
            Assert.Null(cache.Of("1").Last);
        }
    }
}
