using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task The_last_fifty_polls_of_each_feed_are_kept_newest_first()
    {
        await Feeds.SyncAsync([Some.Source("sana"), Some.Source("wafa")], Some.Now, Cancel);
        for (var i = 0; i < 53; i++)
        {
            await LogAsync("sana", Logged(Some.Now.AddMinutes(i)) with { Entries = i });
        }

        await LogAsync("wafa", Logged(Some.Now));

        var polls = await Feeds.PollsAsync("sana", Cancel);
        Assert.Equal(Enumerable.Range(3, 50).Reverse(), polls.Select(poll => poll.Entries));
        Assert.Equal(Some.Now.AddMinutes(52), polls[0].At);
        Assert.Single(await Feeds.PollsAsync("wafa", Cancel));
        Assert.Empty(await Feeds.PollsAsync("nobody", Cancel));
    }

    [Fact]
    public async Task A_poll_is_read_as_it_was_logged()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var failed = new LoggedPoll(
            Some.Now, PollResult.Failed, 503, PollFailure.ServerError, "عطل \0 في الخادم", "https://sana.example/feed?key=…", 0, 0, 0, 812, TimeSpan.FromMilliseconds(1234));
        var read = failed with { Result = PollResult.Polled, Status = null, Failure = null, Reason = null, Entries = 12, Added = 3, Changed = 2 };

        await LogAsync("sana", failed);
        await LogAsync("sana", read);

        Assert.Equal([read, failed with { Reason = "عطل  في الخادم" }], await Feeds.PollsAsync("sana", Cancel));
    }

    [Fact]
    public async Task A_poll_whose_lease_was_lost_is_not_logged()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var lost = await LeaseOneAsync();
        await Feeds.ReleaseAsync([lost], Cancel);

        var stored = await Feeds.CommitPollAsync(new PollCommit(lost, Some.State(), null, []) { Log = _ => Logged(Some.Now) }, Some.Now, Cancel);

        Assert.False(stored.Held);
        Assert.Empty(await Feeds.PollsAsync("sana", Cancel));
    }

    [Fact]
    public async Task Polls_that_failed_are_counted_by_day_and_forgotten_after_weeks()
    {
        await Feeds.SyncAsync([Some.Source("sana"), Some.Source("wafa")], Some.Now, Cancel);
        var midnight = new DateTimeOffset(2026, 11, 19, 21, 30, 0, TimeSpan.Zero);
        foreach (var hours in new[] { (-17 * 24) + 2, -0.6, 0.6, 1, 25, 30 })
        {
            await LogAsync("sana", Failed(midnight.AddHours(hours)));
        }

        await LogAsync("sana", Logged(midnight.AddHours(26)));
        await LogAsync("wafa", Failed(midnight.AddHours(26)));

        await CountedAsync();
        Time.SetUtcNow(midnight.AddDays(2));
        await Articles.ExpireAsync(midnight.AddDays(-20), Cancel);
        await CountedAsync();
        Assert.Equal([0], (await new SourceActivities(Database).ReadAsync(midnight.AddDays(-17), 1, Cancel)).GetValueOrDefault("sana")?.Failures ?? [0]);

        async Task CountedAsync()
        {
            var activity = await new SourceActivities(Database).ReadAsync(midnight, 2, Cancel);
            Assert.Equal([2, 2], activity["sana"].Failures);
            Assert.Equal([0, 0], activity["sana"].Articles);
            Assert.Equal([0, 1], activity["wafa"].Failures);
        }

        static LoggedPoll Failed(DateTimeOffset at) => Logged(at) with { Result = PollResult.Failed, Failure = PollFailure.ServerError, Reason = "503" };
    }

    private static LoggedPoll Logged(DateTimeOffset at) =>
        new(at, PollResult.Unchanged, 304, null, null, "https://sana.example/feed", 0, 0, 0, 200, TimeSpan.FromMilliseconds(20));

    private async Task LogAsync(string feed, LoggedPoll poll) =>
        Assert.True((await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(feed), Some.State(), null, []) { Log = _ => poll }, Some.Now, Cancel)).Held);
}
