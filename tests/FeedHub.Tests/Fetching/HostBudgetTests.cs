using System.Collections.Concurrent;
using FeedHub.Fetching;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Fetching;

public sealed class HostBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_host_gets_two_at_once_in_order_of_arrival()
    {
        var budget = new HostBudget(2, 0, _time);
        var first = await EnterAsync(budget);
        var second = await EnterAsync(budget);
        var third = EnterAsync(budget);
        var fourth = EnterAsync(budget);

        Assert.False(third.IsCompleted);
        second!.Dispose();
        using var turn = await third;
        Assert.False(fourth.IsCompleted);
        first!.Dispose();
        Assert.NotNull(await fourth);
    }

    [Fact]
    public async Task Hosts_do_not_wait_for_each_other()
    {
        var budget = new HostBudget(1, 0, _time);
        using var slow = await EnterAsync(budget, "slow.example");
        var waiting = EnterAsync(budget, "slow.example");

        Assert.True(EnterAsync(budget, "other.example").IsCompletedSuccessfully);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task A_host_that_says_too_many_gets_one_at_a_time_for_an_hour()
    {
        var budget = new HostBudget(2, 0, _time);
        (await EnterAsync(budget))!.SaidTooMany(null);
        var second = EnterAsync(budget);
        Assert.False(second.IsCompleted);

        _time.Advance(TimeSpan.FromHours(1));

        _ = EnterAsync(budget);
        Assert.NotNull(await second.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task When_a_host_has_refused_two_feeds_the_others_wait_as_long_as_it_said()
    {
        using var web = new FakeWeb(_time);
        using var fetcher = new FeedFetcher(new FetchLimits(), _time, web);
        foreach (var feed in new[] { "a", "b", "c" })
        {
            web.On($"https://strict.example/{feed}", new WebAnswer(429, "", "Retry-After: 600"));
        }

        var results = new List<FetchResult.Failed>();
        foreach (var feed in new[] { "a", "b", "c" })
        {
            results.Add(Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, $"https://strict.example/{feed}")));
        }

        Assert.Equal([PollFailure.RateLimited, PollFailure.RateLimited, PollFailure.HostBusy], results.Select(result => result.Failure));
        Assert.Equal((TimeSpan.FromMinutes(10), null), (results[2].RetryAfter, results[2].SentAt));
        Assert.Equal(2, web.Requests.Count);

        _time.Advance(TimeSpan.FromMinutes(10));
        web.On("https://strict.example/c", new WebAnswer(200, "<rss/>"));
        Assert.IsType<FetchResult.Fetched>(await FetchAsync(fetcher, "https://strict.example/c"));
    }

    [Fact]
    public async Task A_host_of_our_own_network_refuses_for_one_feed_only()
    {
        await using var bridge = new HostileOrigin(connection => connection.SendAsync(
            connection.Path == "/ok" ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 429 Too Many\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n"));
        using var fetcher = new FeedFetcher(new FetchLimits { AllowedPrivateNetworks = ["127.0.0.1"] }, TimeProvider.System);

        for (var i = 0; i < 4; i++)
        {
            await FetchAsync(fetcher, bridge.Url($"/{i}").AbsoluteUri);
        }

        Assert.IsType<FetchResult.Fetched>(await FetchAsync(fetcher, bridge.Url("/ok").AbsoluteUri));
    }

    [Fact]
    public async Task Many_requests_in_a_row_are_spaced()
    {
        var budget = new HostBudget(100, 5, _time);
        var turns = Enumerable.Range(0, 25).Select(_ => EnterAsync(budget)).ToArray();
        Assert.Equal(10, turns.Count(turn => turn.IsCompleted));

        _time.Advance(TimeSpan.FromMilliseconds(999));
        await Settle(turns, 14);
        Assert.Equal(14, turns.Count(turn => turn.IsCompleted));

        for (var i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await Task.WhenAll(turns).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_waits_too_long_or_gives_up_does_not_hold_the_queue()
    {
        var budget = new HostBudget(1, 0, _time);
        var first = await EnterAsync(budget);
        using var cancel = new CancellationTokenSource();
        var impatient = budget.EnterAsync("host", TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var cancelled = budget.EnterAsync("host", TimeSpan.FromDays(1), cancel.Token);
        var patient = EnterAsync(budget);

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await impatient);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(patient.IsCompleted);
        first!.Dispose();
        Assert.NotNull(await patient);
    }

    [Fact]
    public async Task However_many_feeds_a_host_has_at_most_two_are_asked_at_once_and_all_in_turn()
    {
        var now = 0;
        var most = 0;
        var asked = new ConcurrentQueue<string>();
        await using var origin = new HostileOrigin(async connection =>
        {
            asked.Enqueue(connection.Path);
            var active = Interlocked.Increment(ref now);
            InterlockedMax(ref most, active);
            await Task.Delay(20, connection.Stop);
            Interlocked.Decrement(ref now);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>");
        });
        using var fetcher = new FeedFetcher(
            new FetchLimits { AllowedPrivateNetworks = ["127.0.0.1"], MaxPerHostPerSecond = 0 }, TimeProvider.System);

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            fetcher.DownloadAsync(new FetchRequest { Url = origin.Url($"/{i}") }, TestContext.Current.CancellationToken)));

        Assert.All(results, result => Assert.IsType<FetchResult.Fetched>(result));
        Assert.Equal(2, most);
        Assert.Equal(40, asked.Distinct().Count());
    }

    [Fact]
    public async Task Hosts_that_hang_leave_room_for_those_that_answer()
    {
        var timeout = Busy.Allow(1);
        var limits = new FetchLimits { Timeout = timeout, AllowedPrivateNetworks = ["127.0.0.0/8"], MaxConcurrent = 16 };
        var hanging = Enumerable.Range(10, 12).Select(i => new HostileOrigin(connection => connection.HangAsync(), $"127.0.0.{i}")).ToArray();
        await using var healthy = new HostileOrigin(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"));
        using var fetcher = new FeedFetcher(limits, TimeProvider.System);
        await Task.WhenAll(hanging.Select(origin => FetchAsync(fetcher, origin)));

        var again = Task.WhenAll(hanging.Select(origin => FetchAsync(fetcher, origin)));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 10; i++)
        {
            Assert.IsType<FetchResult.Fetched>(await FetchAsync(fetcher, healthy));
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, timeout * 0.9);
        Assert.False(again.IsCompleted, "the hosts no longer hang");
        await again;
        foreach (var origin in hanging)
        {
            await origin.DisposeAsync();
        }
    }

    private static Task<FetchResult> FetchAsync(FeedFetcher fetcher, string url) =>
        fetcher.DownloadAsync(new FetchRequest { Url = new Uri(url) }, TestContext.Current.CancellationToken);

    private static Task<FetchResult> FetchAsync(FeedFetcher fetcher, HostileOrigin origin) =>
        fetcher.DownloadAsync(new FetchRequest { Url = origin.Url() }, TestContext.Current.CancellationToken);

    private static async Task Settle(Task[] tasks, int completed)
    {
        for (var i = 0; i < 200 && tasks.Count(task => task.IsCompleted) < completed; i++)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static Task<HostTurn?> EnterAsync(HostBudget budget, string host = "host") =>
        budget.EnterAsync(host, TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
}
