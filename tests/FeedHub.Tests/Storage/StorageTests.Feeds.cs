using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task However_many_feeds_are_listed_each_becomes_known()
    {
        var sources = Enumerable.Range(0, 2_600).Select(number => Some.Source($"feed{number:D4}")).ToArray();

        await Feeds.SyncAsync(sources, Some.Now, Cancel);

        Assert.Equal(sources.Select(source => source.Id), (await Feeds.HealthAsync(Cancel)).Select(health => health.FeedId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_source_is_due_at_once_and_leased_once()
    {
        await Feeds.SyncAsync([Some.Source("a"), Some.Source("b")], Some.Now, Cancel);

        var first = await Feeds.LeaseAsync(Some.Now, Lease, 10, null, force: false, Cancel);
        var second = await Feeds.LeaseAsync(Some.Now, Lease, 10, null, force: false, Cancel);

        Assert.Equal(["a", "b"], first.Select(feed => feed.FeedId));
        Assert.Empty(second);
    }

    [Fact]
    public async Task Many_processes_may_list_the_same_sources_at_once()
    {
        var sources = Enumerable.Range(0, 600).Select(i => Some.Source($"feed-{i}")).ToArray();
        var processes = Enumerable.Range(0, 4).Select(_ => OpenAgain()).ToArray();

        await Task.WhenAll(processes.Select(process => new FeedStore(process).SyncAsync(sources, Some.Now, Cancel)));

        Assert.Equal(600, (await Feeds.HealthAsync(Cancel)).Count);
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_given_to_another()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var dead = await LeaseOneAsync();

        var heir = Assert.Single(await Feeds.LeaseAsync(Some.Now + Lease, Lease, 10, null, force: false, Cancel));
        var late = await Feeds.CommitPollAsync(new PollCommit(dead, Some.State(), null, [Some.Article()]), Some.Now + Lease, Cancel);

        Assert.NotEqual(dead.Lease, heir.Lease);
        Assert.False(late.Held);
        Assert.Null(await Articles.FindAsync("sana/1", Cancel));
    }

    [Fact]
    public async Task A_lease_is_renewed_while_it_is_held_and_never_another_s()
    {
        await Feeds.SyncAsync([Some.Source("a"), Some.Source("b"), Some.Source("c")], Some.Now, Cancel);
        var (mine, lost, done) = (await LeaseOneAsync("a"), await LeaseOneAsync("b"), await LeaseOneAsync("c"));
        var heir = await LeaseOneAsync("b", Some.Now + Lease);
        await Feeds.CommitPollAsync(new PollCommit(done, Some.State(), null, []), Some.Now, Cancel);

        var renewed = await Feeds.RenewAsync(
            new[] { mine, lost, done }.ToDictionary(feed => feed.FeedId, feed => feed.Lease), Some.Now + Lease, Lease, Cancel);

        Assert.Equal(["a"], renewed);
        Assert.Empty(await Feeds.LeaseAsync(Some.Now + (Lease * 1.5), Lease, 10, ["a"], force: true, Cancel));
        Assert.Equal(["a"], (await Feeds.LeaseAsync(Some.Now + (Lease * 2), Lease, 10, ["a"], force: true, Cancel)).Select(feed => feed.FeedId));
        Assert.True((await Feeds.CommitPollAsync(new PollCommit(heir, Some.State(), null, []), Some.Now + Lease, Cancel)).Held);
        Assert.Single(await Feeds.LeaseAsync(Some.Now + (Lease * 2), Lease, 10, ["c"], force: true, Cancel));
    }

    [Fact]
    public async Task A_keeper_renews_what_it_was_given_as_long_as_it_was_given_it()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Some.Now);
        var keeper = new LeaseKeeper(Feeds, time);
        await Feeds.SyncAsync([Some.Source("polled"), Some.Source("queued"), Some.Source("dropped")], Some.Now, Cancel);
        var leased = (await Feeds.LeaseAsync(Some.Now, LeaseKeeper.LeaseFor, 10, null, force: true, Cancel)).ToDictionary(feed => feed.FeedId);
        using var kept = keeper.Keep(leased["polled"]);
        keeper.Keep([leased["queued"]], TimeSpan.FromMinutes(1));
        keeper.Keep(leased["dropped"]).Dispose();

        await PassAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(["dropped"], await FreeAsync());

        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["queued"], await FreeAsync());

        kept.Dispose();
        await PassAsync(TimeSpan.FromSeconds(15));
        Assert.Contains("polled", await FreeAsync());

        async Task PassAsync(TimeSpan span)
        {
            for (var end = time.GetUtcNow() + span; time.GetUtcNow() < end;)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await keeper.RenewAsync(Cancel);
            }
        }

        async Task<IEnumerable<string>> FreeAsync() =>
            (await Feeds.LeaseAsync(time.GetUtcNow(), TimeSpan.FromSeconds(60), 10, null, force: true, Cancel)).Select(feed => feed.FeedId);
    }

    [Fact]
    public async Task A_lease_is_good_for_one_commit()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var leased = await LeaseOneAsync();

        var first = await Feeds.CommitPollAsync(new PollCommit(leased, Some.State(), null, [Some.Article("1")]), Some.Now, Cancel);
        var second = await Feeds.CommitPollAsync(new PollCommit(leased, Some.State(), null, [Some.Article("2")]), Some.Now, Cancel);

        Assert.Equal(new PollStored(true, 1, 0), first);
        Assert.Equal(new PollStored(false, 0, 0), second);
    }

    [Fact]
    public async Task The_longest_due_are_leased_first()
    {
        await Feeds.SyncAsync([Some.Source("b")], Some.Now.AddMinutes(-1), Cancel);
        await Feeds.SyncAsync([Some.Source("a"), Some.Source("b"), Some.Source("c")], Some.Now, Cancel);

        var leased = await Feeds.LeaseAsync(Some.Now, Lease, 2, null, force: false, Cancel);

        Assert.Equal(["b", "a"], leased.Select(feed => feed.FeedId));
    }

    [Fact]
    public async Task Only_the_named_are_leased_and_force_does_not_wait_for_the_time()
    {
        await Feeds.SyncAsync([Some.Source("a"), Some.Source("b"), Some.Source("c")], Some.Now, Cancel);

        var early = Some.Now.AddMinutes(-1);

        Assert.Empty(await Feeds.LeaseAsync(early, Lease, 10, ["a", "b"], force: false, Cancel));
        Assert.Equal(["a", "b"], (await Feeds.LeaseAsync(early, Lease, 10, ["a", "b"], force: true, Cancel)).Select(feed => feed.FeedId));
        Assert.Empty(await Feeds.LeaseAsync(early, Lease, 10, [], force: true, Cancel));
    }

    [Fact]
    public async Task A_job_that_runs_twice_claims_once()
    {
        await Feeds.SyncAsync([Some.Source("a"), Some.Source("b")], Some.Now, Cancel);
        await Feeds.LeaseAsync(Some.Now, Lease, 1, ["a"], force: false, Cancel);
        await Feeds.ReleaseAsync(await Feeds.LeaseAsync(Some.Now + Lease, Lease, 1, ["a"], force: false, Cancel), Cancel);
        var leases = (await Feeds.LeaseAsync(Some.Now, Lease, 10, null, force: false, Cancel)).ToDictionary(feed => feed.FeedId, feed => feed.Lease);

        var first = await Feeds.ClaimAsync(leases, Some.Now, Lease, Cancel);
        var second = await Feeds.ClaimAsync(leases, Some.Now, Lease, Cancel);

        Assert.Equal(["a", "b"], first.Select(feed => feed.FeedId));
        Assert.All(first, feed => Assert.NotEqual(leases[feed.FeedId], feed.Lease));
        Assert.Empty(second);
    }

    [Fact]
    public async Task A_released_feed_is_due_again_and_its_old_lease_is_void()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var leased = await LeaseOneAsync();

        await Feeds.ReleaseAsync([leased], Cancel);

        Assert.False((await Feeds.CommitPollAsync(new PollCommit(leased, Some.State(), null, []), Some.Now, Cancel)).Held);
        Assert.Single(await Feeds.LeaseAsync(Some.Now, Lease, 10, null, force: false, Cancel));
    }

    [Fact]
    public async Task An_unlisted_or_disabled_feed_is_not_due_and_keeps_its_articles()
    {
        await PollAsync(Some.Article());

        await Feeds.SyncAsync([Some.Source(enabled: false)], Some.Now, Cancel);

        Assert.Empty(await Feeds.LeaseAsync(Some.Now.AddDays(1), Lease, 10, null, force: true, Cancel));
        Assert.Null(await Feeds.NextDueAsync(Cancel));
        var health = Assert.Single(await Feeds.HealthAsync(Cancel));
        Assert.False(health.IsListed);
        Assert.Equal(1, health.Articles);
    }

    [Fact]
    public async Task A_source_under_a_new_address_forgets_what_it_knew_of_the_old_one()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var state = Some.State() with { Validators = new Validators("\"1\"", null), BodyHash = "h", IsGone = true, MovedTo = new Uri("https://x.example/") };
        await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(), state, null, []), Some.Now, Cancel);

        await Feeds.SyncAsync([Some.Source(url: "https://new.example/feed")], Some.Now.AddMinutes(1), Cancel);

        var leased = Assert.Single(await Feeds.LeaseAsync(Some.Now.AddMinutes(1), Lease, 10, null, force: false, Cancel));
        Assert.True(leased.State.Validators.IsEmpty);
        Assert.Null(leased.State.BodyHash);
        Assert.Null(leased.State.MovedTo);
        Assert.False(leased.State.IsGone);
    }

    [Fact]
    public async Task The_state_of_a_poll_comes_back_as_it_was()
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var state = new PollState
        {
            Validators = new Validators("W/\"a\u00e9\"", "Sun, 06 Nov 1994 08:49:37 GMT"),
            BodyHash = "00ff",
            NextPollAt = Some.Now.AddMinutes(3),
            LastPollAt = Some.Now,
            LastSuccessAt = Some.Now.AddMinutes(-1),
            LastUnconditionalAt = Some.Now.AddDays(-2),
            LastStatus = 503,
            LastError = "الخادم متوقّف",
            LastFailure = PollFailure.ServerError,
            FailuresInARow = 3,
            IsGone = true,
            MovedTo = new Uri("https://moved.example/%D8%A7?x=1"),
            MovingTo = new Uri("https://moving.example/"),
            MovingToSeen = 4,
            PublishesEvery = TimeSpan.FromSeconds(90.5),
            LastNewEntryAt = Some.Now.AddHours(-1),
            Pace = new FeedPace(TimeSpan.FromMinutes(30), TimeSpan.FromDays(1), [0, 23], [DayOfWeek.Friday]),
            PushedUntil = Some.Now.AddDays(3),
        };
        var description = new FeedDescription("rss-2.0", "سانا", "https://sana.example/", "ar", null, "https://hub.example/", "https://sana.example/feed");

        await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(), state, description, []), Some.Now, Cancel);
        await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(), state, null, []), Some.Now, Cancel);

        var health = Assert.Single(await Feeds.HealthAsync(Cancel));
        Assert.Equal(state, health.State);
        Assert.Equal(description, health.Description);
        Assert.Equal("سانا", health.Title);
    }

    [Fact]
    public async Task The_next_due_time_is_that_of_the_first_feed_or_of_a_lease_that_may_be_dead()
    {
        Assert.Null(await Feeds.NextDueAsync(Cancel));
        await Feeds.SyncAsync([Some.Source("a"), Some.Source("b")], Some.Now, Cancel);
        Assert.Equal(Some.Now, await Feeds.NextDueAsync(Cancel));

        await Feeds.LeaseAsync(Some.Now, Lease, 10, null, force: false, Cancel);

        Assert.Equal(Some.Now + Lease, await Feeds.NextDueAsync(Cancel));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(15, true)]
    [InlineData(60 * 48, true)]
    [InlineData(-2, false)]
    [InlineData(-120, true)]
    public async Task A_clock_jump_neither_stops_nor_hurries_a_feed(int minutesLater, bool isDue)
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(), Some.State(Some.Now.AddMinutes(15)), null, []), Some.Now, Cancel);

        var due = await Feeds.LeaseAsync(Some.Now.AddMinutes(minutesLater), Lease, 1, null, force: false, Cancel);

        Assert.Equal(isDue, due.Count == 1);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_stops_no_feed()
    {
        await Feeds.SyncAsync([Some.Source("polled"), Some.Source("gone"), Some.Source("held")], Some.Now, Cancel);
        foreach (var leased in await Feeds.LeaseAsync(Some.Now, Lease, 10, null, force: false, Cancel))
        {
            var state = new PollState { LastPollAt = Some.Now, NextPollAt = Some.Now.AddMinutes(15), IsGone = leased.FeedId == "gone" };
            if (leased.FeedId != "held")
            {
                await Feeds.CommitPollAsync(new PollCommit(leased, state, null, []), Some.Now, Cancel);
            }
        }

        var due = await Feeds.LeaseAsync(Some.Now.AddHours(-2), Lease, 10, null, force: false, Cancel);

        Assert.Equal(["polled"], due.Select(feed => feed.FeedId));
        Assert.Equal(["held"], (await Feeds.LeaseAsync(Some.Now.AddMinutes(14), Lease, 10, null, force: false, Cancel)).Select(feed => feed.FeedId));
    }

    [Fact]
    public async Task Many_processes_lease_each_feed_once()
    {
        var sources = Enumerable.Range(0, 200).Select(i => Some.Source($"feed-{i:000}")).ToArray();
        await Feeds.SyncAsync(sources, Some.Now, Cancel);
        var processes = Enumerable.Range(0, 4).Select(_ => OpenAgain()).ToArray();

        var leased = await Task.WhenAll(processes.SelectMany(process => Enumerable.Range(0, 4).Select(_ => Task.Run(() => DrainAsync(process), Cancel))));

        Assert.Equal(sources.Select(source => source.Id), leased.SelectMany(ids => ids).Order(StringComparer.Ordinal));
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        static async Task<List<string>> DrainAsync(Database database)
        {
            var feeds = new FeedStore(database);
            var mine = new List<string>();
            while (await feeds.LeaseAsync(Some.Now, Lease, 7, null, force: false, Cancel) is { Count: > 0 } some)
            {
                mine.AddRange(some.Select(feed => feed.FeedId));
            }

            return mine;
        }
    }
}
