using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class PollScheduleTests
{
    private static readonly FetchResult.Failed WebPage = new(PollFailure.WebPage, "This is a web page.");
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);
    private static readonly Validators Tag = new("\"a\"", null);

    [Fact]
    public void A_healthy_feed_keeps_the_wanted_pace()
    {
        foreach (var id in Ids())
        {
            var wait = Wait(Next(Fetched(), feedId: id));

            Assert.InRange(wait, Every, Every * 1.011);
        }
    }

    [Fact]
    public void Feeds_of_one_pace_drift_apart_and_each_keeps_its_own()
    {
        var waits = Ids().Select(id => Wait(Next(Fetched(), feedId: id))).ToArray();

        Assert.True(waits.Max() - waits.Min() > Every * 0.008);
        Assert.Equal(waits, Ids().Select(id => Wait(Next(Fetched(), feedId: id))));
    }

    [Fact]
    public void The_pace_counts_from_the_request_not_from_the_wait_for_its_turn()
    {
        var sentAt = Now.AddSeconds(40);

        var next = Next(Fetched() with { SentAt = sentAt, AnsweredAt = sentAt.AddSeconds(9) });

        Assert.InRange(next.NextPollAt - sentAt, Every, Every * 1.011);
        Assert.Equal(sentAt, next.LastPollAt);
    }

    [Theory]
    [InlineData(5, 15)]
    [InlineData(60, 60)]
    [InlineData(60 * 24, 60 * 24)]
    [InlineData(60 * 24 * 365, 60 * 24)]
    public void Freshness_slows_down_to_a_day_at_most_and_never_speeds_up(int freshMinutes, int minutes)
    {
        foreach (var fetch in new FetchResult[] { Fetched(), new FetchResult.NotModified() })
        {
            var wait = Wait(Next(fetch with { FreshFor = TimeSpan.FromMinutes(freshMinutes) }, Polled()));

            Assert.InRange(wait.TotalMinutes, minutes, minutes * 1.011);
        }
    }

    [Theory]
    [InlineData(30, null, 30)]
    [InlineData(5, null, 15)]
    [InlineData(null, 120, 120)]
    [InlineData(null, 60, 15)] // WordPress
    [InlineData(45, 60, 45)]
    [InlineData(60 * 24 * 30, null, 60 * 24)]
    public void The_feeds_own_pace_is_kept(int? ttlMinutes, int? periodMinutes, int minutes)
    {
        var pace = new FeedPace(Minutes(ttlMinutes), Minutes(periodMinutes), [], []);

        var first = Next(Fetched(), pace: pace, hash: "1");
        var second = Next(new FetchResult.NotModified(), first);
        var third = Next(Fetched(), second, hash: "1");

        Assert.All([first, second, third], state => Assert.InRange(Wait(state).TotalMinutes, minutes, minutes * 1.011));
    }

    [Fact]
    public void A_feed_that_publishes_faster_than_it_says_is_polled_at_the_wanted_pace()
    {
        var daily = new FeedPace(null, TimeSpan.FromDays(1), [], []);
        var state = Next(Fetched(), pace: daily, hash: "1", newEntries: 20);
        Assert.True(Wait(state) >= TimeSpan.FromDays(1));

        state = Next(Fetched(), state, daily, "2", newEntries: 20, now: Now.AddDays(1));

        Assert.InRange(state.NextPollAt - Now.AddDays(1), TimeSpan.FromHours(1.2), TimeSpan.FromHours(1.3));
    }

    [Fact]
    public void Skipped_hours_and_days_are_slept_through()
    {
        var hours = new FeedPace(null, null, [12, 13, 14], []);
        var days = new FeedPace(null, null, [], [DayOfWeek.Wednesday, DayOfWeek.Thursday]);
        var both = new FeedPace(null, null, [0, 1], [DayOfWeek.Wednesday]);

        Assert.InRange(Next(Fetched(), pace: hours, hash: "1").NextPollAt, Now.AddHours(3), Now.AddHours(3).AddMinutes(5));
        Assert.InRange(Next(Fetched(), pace: days, hash: "1").NextPollAt, Now.Date.AddDays(2).ToUtc(), Now.Date.AddDays(2).AddMinutes(5).ToUtc());
        Assert.InRange(Next(Fetched(), pace: both, hash: "1").NextPollAt, Now.Date.AddDays(1).AddHours(2).ToUtc(), Now.Date.AddDays(1).AddHours(2).AddMinutes(5).ToUtc());
        Assert.InRange(Wait(Next(Failed(PollFailure.ServerError), Polled() with { Pace = hours })), TimeSpan.FromHours(3), TimeSpan.FromHours(3.1));
    }

    [Fact]
    public void A_feed_that_skips_always_means_nothing_by_it()
    {
        var always = new FeedPace(null, null, [.. Enumerable.Range(0, 24)], []);

        Assert.InRange(Wait(Next(Fetched(), pace: always, hash: "1")), Every, Every * 1.011);
    }

    [Fact]
    public void Failures_double_the_wait_up_to_a_day_and_never_give_up()
    {
        var state = Polled();
        var before = TimeSpan.Zero;
        for (var failure = 1; failure <= 200; failure++)
        {
            state = Next(Failed(PollFailure.ServerError), state);
            var wait = Wait(state);
            var ideal = Math.Min(24 * 60, 15 * Math.Pow(2, failure - 1));

            Assert.InRange(wait.TotalMinutes, Math.Max(15, ideal * 0.9), Math.Min(24 * 60, ideal * 1.1));
            Assert.True(wait >= before);
            Assert.Equal(failure, state.FailuresInARow);
            before = wait;
        }
    }

    [Fact]
    public void Success_recovers_at_once()
    {
        var state = Polled() with { FailuresInARow = 30, LastError = "down", LastFailure = PollFailure.Unreachable };

        state = Next(new FetchResult.NotModified(), state);

        Assert.InRange(Wait(state), Every, Every * 1.011);
        Assert.Equal((0, null, null), (state.FailuresInARow, state.LastError, state.LastFailure));
    }

    [Theory]
    [InlineData(PollFailure.RateLimited, 2)]
    [InlineData(PollFailure.Forbidden, 2)]
    [InlineData(PollFailure.Challenge, 2)]
    [InlineData(PollFailure.NotFound, 1)]
    public void Who_sends_us_away_is_left_alone_for_longer(PollFailure failure, int paces) =>
        Assert.InRange(Wait(Next(Failed(failure), Polled())), Every * Math.Max(1, paces * 0.9), Every * paces * 1.1);

    [Theory]
    [InlineData(120, 120)]
    [InlineData(1, 15)]
    [InlineData(60 * 48, 60 * 24)]
    public void Retry_after_is_kept_up_to_a_day(int askedMinutes, int minutes)
    {
        var wait = Wait(Next(Failed(PollFailure.ServerError) with { RetryAfter = TimeSpan.FromMinutes(askedMinutes) }, Polled()));

        Assert.InRange(wait.TotalMinutes, minutes, minutes * 1.1);
    }

    [Fact]
    public void Retry_after_of_a_second_does_not_stop_the_back_off()
    {
        var state = Polled();
        for (var i = 0; i < 5; i++)
        {
            state = Next(Failed(PollFailure.ServerError) with { RetryAfter = TimeSpan.FromSeconds(1) }, state);
        }

        Assert.True(Wait(state) > Every * 14);
    }

    [Fact]
    public void At_most_half_of_the_polls_happen_while_all_fails()
    {
        var interval = TimeSpan.FromSeconds(3);
        var state = Polled();
        var now = Now;
        var polls = 0;
        for (; now < Now + (interval * 20); now = state.NextPollAt, polls++)
        {
            state = PollSchedule.Next("feed", state, new PollOutcome(Failed(PollFailure.NotFound), null, null, FeedPace.None, 0), interval, now);
        }

        Assert.InRange(polls, 3, 10);
    }

    [Fact]
    public void A_body_that_is_no_feed_is_a_failure_and_its_validators_are_not_believed()
    {
        var before = Polled() with { Validators = Tag, BodyHash = "good" };

        var state = Next(Fetched(new Validators("\"error page\"", null)), before, noFeed: WebPage);

        Assert.Equal((Tag, "good", 1, WebPage.Reason, WebPage.Failure), (state.Validators, state.BodyHash, state.FailuresInARow, state.LastError, state.LastFailure));
    }

    [Fact]
    public void Validators_are_saved_though_the_body_is_the_same_and_cleared_when_none_came()
    {
        var before = Polled() with { Validators = Tag, BodyHash = "1" };

        Assert.Equal(new Validators("\"b\"", "today"), Next(Fetched(new Validators("\"b\"", "today")), before, hash: "1").Validators);
        Assert.True(Next(Fetched(), before, hash: "1").Validators.IsEmpty);
        Assert.Equal("\"c\"", Next(new FetchResult.NotModified { Validators = new Validators("\"c\"", null) }, before).Validators.ETag);
        Assert.Equal(Tag, Next(new FetchResult.NotModified(), before).Validators);
        Assert.Equal(Tag, Next(Failed(PollFailure.TimedOut), before).Validators);
    }

    [Fact]
    public void A_delta_leaves_no_body_to_compare_with()
    {
        var state = Next(Fetched(new Validators("\"b\"", null)) with { IsDelta = true }, Polled() with { Validators = Tag, BodyHash = "1" });

        Assert.Equal(("\"b\"", null), (state.Validators.ETag, state.BodyHash));
    }

    [Fact]
    public void After_eight_days_of_304_one_request_goes_without_validators()
    {
        var state = Next(Fetched(Tag), hash: "1");
        var unconditional = 0;
        for (var now = Now; now < Now.AddDays(30); now = state.NextPollAt)
        {
            var sent = PollSchedule.ValidatorsToSend(state, now);
            unconditional += sent.IsEmpty ? 1 : 0;
            state = sent.IsEmpty ? Next(Fetched(Tag), state, hash: "1", now: now) : Next(new FetchResult.NotModified(), state, now: now);
        }

        Assert.Equal(3, unconditional);
    }

    [Fact]
    public void A_feed_that_changes_needs_no_such_check()
    {
        var state = Next(Fetched(Tag), hash: "1");
        for (var day = 1; day < 30; day++)
        {
            var now = Now.AddDays(day);
            Assert.False(PollSchedule.ValidatorsToSend(state, now).IsEmpty);
            state = Next(Fetched(new Validators($"\"{day}\"", null)), state, hash: $"{day}", now: now);
        }
    }

    [Fact]
    public void Validators_caught_lying_are_checked_every_day()
    {
        var state = Next(Fetched(Tag), hash: "1");

        state = Next(Fetched(Tag), state, hash: "2", now: Now.AddDays(9));

        Assert.False(PollSchedule.ValidatorsToSend(state, Now.AddDays(9).AddHours(23)).IsEmpty);
        Assert.True(PollSchedule.ValidatorsToSend(state, Now.AddDays(10)).IsEmpty);
    }

    [Fact]
    public void Gone_is_asked_about_once_more_and_then_never()
    {
        var once = Next(new FetchResult.Gone { Status = 410 }, Polled());
        var twice = Next(new FetchResult.Gone { Status = 410 }, once, now: once.NextPollAt);
        var other = Next(Failed(PollFailure.NotFound), once, now: once.NextPollAt);
        var back = Next(Fetched(Tag), once, now: once.NextPollAt);

        Assert.True(once.IsGone && Wait(once) > TimeSpan.FromDays(1));
        Assert.Equal(PollSchedule.Never, twice.NextPollAt);
        Assert.Equal((true, PollSchedule.Never), (other.IsGone, other.NextPollAt));
        Assert.False(back.IsGone);
    }

    [Fact]
    public void A_move_is_believed_when_it_was_seen_five_times_and_undone_when_it_fails()
    {
        var there = new Uri("https://new.example/feed");
        var moved = Fetched(Tag) with { MovedTo = there };
        var state = Polled();
        for (var i = 0; i < 4; i++)
        {
            state = Next(i % 2 == 0 ? moved : new FetchResult.NotModified { MovedTo = there }, state);
        }

        Assert.Equal((null, there, 4), (state.MovedTo, state.MovingTo, state.MovingToSeen));
        state = Next(moved, state);
        Assert.Equal((there, null, 0), (state.MovedTo, state.MovingTo, state.MovingToSeen));

        state = Next(Failed(PollFailure.NotFound), Next(Failed(PollFailure.NotFound), state));
        Assert.Equal(there, state.MovedTo);
        Assert.Null(Next(Failed(PollFailure.NotFound), state).MovedTo);
    }

    [Fact]
    public void A_move_that_is_taken_back_or_leads_to_no_feed_is_not_believed()
    {
        var moved = Fetched(Tag) with { MovedTo = new Uri("https://new.example/feed") };
        var state = Polled();
        for (var i = 0; i < 20; i++)
        {
            state = i % 4 == 3 ? Next(Fetched(Tag), state) : Next(moved, state);
        }

        Assert.Null(state.MovedTo);
        for (var i = 0; i < 20; i++)
        {
            state = Next(moved, state, noFeed: WebPage);
        }

        Assert.Null(state.MovedTo);
    }

    [Fact]
    public void A_busy_host_costs_a_feed_nothing_but_a_moment()
    {
        var before = Polled() with { FailuresInARow = 1, LastError = "down", LastFailure = PollFailure.Unreachable };

        var state = Next(Failed(PollFailure.HostBusy), before);

        Assert.Equal(before with { NextPollAt = state.NextPollAt }, state);
        Assert.InRange(state.NextPollAt - Now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_hub_that_brings_what_is_new_is_trusted_with_a_slower_pace_until_it_misses_something_or_its_lease_ends()
    {
        var pushed = PollSchedule.Pushed(Polled(), new PollOutcome(Fetched(), null, null, FeedPace.None, 2), Now.AddHours(3), Now);
        Assert.Equal((Polled().NextPollAt, Now), (pushed.NextPollAt, pushed.LastNewEntryAt));

        var quiet = Next(new FetchResult.NotModified(), pushed);
        Assert.InRange(Wait(quiet), 4 * Every, 4 * Every * 1.011);
        Assert.InRange(Wait(Next(Fetched() with { FreshFor = TimeSpan.FromHours(6) }, pushed)).TotalHours, 6, 6.1);
        Assert.InRange(Wait(Next(Failed(PollFailure.NotFound), pushed)), Every * 0.9, Every * 1.1);

        var missed = Next(Fetched(), quiet, newEntries: 1);
        Assert.Null(missed.PushedUntil);
        Assert.InRange(Wait(missed), Every, Every * 1.011);

        var ended = Next(new FetchResult.NotModified(), pushed, now: Now.AddHours(3));
        Assert.InRange(ended.NextPollAt - Now.AddHours(3), Every, Every * 1.011);
    }

    [Fact]
    public void What_a_hub_sends_that_is_no_feed_changes_nothing() =>
        Assert.Equal(Polled(), PollSchedule.Pushed(Polled(), new PollOutcome(Fetched(), WebPage, null, FeedPace.None, 0), Now.AddHours(3), Now));

    [Theory]
    [InlineData(null)]
    [InlineData("ttl=3600")]
    [InlineData("every=86400;hours=0,23;days=5,6")]
    public void A_pace_is_written_and_read(string? text) => Assert.Equal(text, FeedPace.FromText(text).ToText());

    [Theory]
    [InlineData("ttl=x;hours=25,1;days=9;junk;=;every=0", "hours=1")]
    [InlineData(";;;", null)]
    public void A_pace_that_cannot_be_read_is_left_out(string text, string? read) => Assert.Equal(read, FeedPace.FromText(text).ToText());

    private static FetchResult.Fetched Fetched(Validators? validators = null) =>
        new("<rss/>"u8.ToArray(), null, new Uri("https://news.example/feed")) { Status = 200, Validators = validators ?? Validators.None };

    private static FetchResult.Failed Failed(PollFailure failure) => new(failure, "It failed.");

    private static PollState Polled() => new() { LastPollAt = Now - Every, LastSuccessAt = Now - Every, LastUnconditionalAt = Now - Every };

    private static PollState Next(
        FetchResult fetch, PollState? before = null, FeedPace? pace = null, string? hash = null, int newEntries = 0, FetchResult.Failed? noFeed = null,
        DateTimeOffset? now = null, string feedId = "feed") =>
        PollSchedule.Next(feedId, before ?? new PollState(), new PollOutcome(fetch, noFeed, hash, pace ?? FeedPace.None, newEntries), Every, now ?? Now);

    private static TimeSpan Wait(PollState state) => state.NextPollAt - Now;

    private static TimeSpan? Minutes(int? minutes) => minutes is { } value ? TimeSpan.FromMinutes(value) : null;

    private static IEnumerable<string> Ids() => Enumerable.Range(0, 200).Select(i => $"feed-{i}");
}

internal static class DateTimeUtc
{
    public static DateTimeOffset ToUtc(this DateTime date) => new(date, TimeSpan.Zero);
}
