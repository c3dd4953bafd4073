using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FeedHub.Fetching;

/// <summary>What came of a poll, as far as the schedule is concerned.</summary>
/// <param name="NoFeed">Why the body that came is of no use; null: it is a feed, or none came.</param>
/// <param name="BodyHash">Null: no whole body came.</param>
/// <param name="Pace">Read from the body; ignored where none was read.</param>
/// <param name="NewEntries">How many entries were new.</param>
public sealed record PollOutcome(FetchResult Fetch, FetchResult.Failed? NoFeed, string? BodyHash, FeedPace Pace, int NewEntries);

/// <summary>
/// When to poll next. While all is well: the wanted pace, or a slower one that the server (Cache-Control, Expires, Retry-After) or the feed
/// (ttl, sy:updatePeriod, skipHours, skipDays) asks for, or four times the wanted pace while a WebSub hub brings what is new.
/// While it fails: twice as long each time, up to a day, for ever. Pure.
/// </summary>
public static class PollSchedule
{
    /// <summary>No server's word and no failure keeps us away for longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>Next poll of a feed that said 410 twice.</summary>
    public static readonly DateTimeOffset Never = new(9999, 12, 30, 0, 0, 0, TimeSpan.Zero);

    private const int MovesToBelieve = 5;
    private const int FailuresToMoveBack = 3;

    /// <summary>Each healthy feed keeps its own pace within this share of the wanted one, so that feeds do not march in step.</summary>
    private const double Stretch = 0.01;

    private const double FailureJitter = 0.1;

    /// <summary>Fewer polls while a hub pushes: they only see to it that it has missed nothing.</summary>
    private const int PushedStretch = 4;

    private static readonly TimeSpan ValidatorsLast = TimeSpan.FromDays(8);
    private static readonly TimeSpan LyingValidatorsLast = TimeSpan.FromDays(1);
    private static readonly TimeSpan GoneIsConfirmedAfter = TimeSpan.FromDays(7);
    private static readonly TimeSpan WordPressSaysHourly = TimeSpan.FromHours(1);
    private static readonly FetchResult.Failed MovedAndGone = new(PollFailure.Gone, "The address it had moved to is gone (410).");

    /// <summary>The state to store after a poll, its next time included.</summary>
    /// <param name="pollEvery">The wanted pace; nothing but the server's word makes it slower while all is well.</param>
    /// <param name="now">Used where the result does not say when it was sent.</param>
    public static PollState Next(string feedId, PollState before, PollOutcome outcome, TimeSpan pollEvery, DateTimeOffset now)
    {
        var sentAt = outcome.Fetch.SentAt ?? now;
        var place = Place(feedId);
        var state = before with { LastPollAt = sentAt, LastStatus = outcome.Fetch.Status ?? (outcome.Fetch is FetchResult.Failed ? null : before.LastStatus) };
        return outcome switch
        {
            { Fetch: FetchResult.Failed { Failure: PollFailure.HostBusy } } => Postponed(before, outcome.Fetch, pollEvery, place, now),
            { Fetch: FetchResult.Gone } when before.MovedTo is null => Gone(state, before.IsGone, sentAt),
            { Fetch: FetchResult.Gone } => Failed(state, outcome, MovedAndGone, pollEvery, place, sentAt),
            { Fetch: FetchResult.Failed failed } => Failed(state, outcome, failed, pollEvery, place, sentAt),
            { NoFeed: { } failed } => Failed(state, outcome, failed, pollEvery, place, sentAt),
            _ => Succeeded(before, state, outcome, pollEvery, place, sentAt),
        };
    }

    /// <summary>The state to store after a WebSub hub has sent what is new, without being asked: nothing is known of the server, and the next poll stays where it is.</summary>
    /// <param name="until">End of the hub's lease.</param>
    public static PollState Pushed(PollState before, PollOutcome outcome, DateTimeOffset? until, DateTimeOffset now) =>
        outcome.NoFeed is not null ? before : WithNewEntries(before, outcome.NewEntries, now) with { PushedUntil = until };

    /// <summary>The validators to send: none after 8 days of nothing but 304, or a day where they were caught lying.</summary>
    public static Validators ValidatorsToSend(PollState state, DateTimeOffset now) =>
        now - state.LastUnconditionalAt >= ValidatorsLast ? Validators.None : state.Validators;

    // Nothing was asked, so nothing is known; feeds that wait for the same host come back one after another.
    private static PollState Postponed(PollState before, FetchResult fetch, TimeSpan pollEvery, double place, DateTimeOffset now) =>
        before with { NextPollAt = now + Longer(Shorter(pollEvery, TimeSpan.FromSeconds(5)), AtMost(fetch.RetryAfter) * (1 + (FailureJitter * place))) };

    private static PollState Succeeded(
        PollState before, PollState state, PollOutcome outcome, TimeSpan pollEvery, double place, DateTimeOffset sentAt)
    {
        state = WithValidators(before, state, outcome, sentAt);
        state = WithMove(state, outcome.Fetch.MovedTo);
        state = WithNewEntries(state, outcome.NewEntries, sentAt);
        state = state with
        {
            Pace = outcome.BodyHash == before.BodyHash || outcome.Fetch is FetchResult.NotModified ? before.Pace : outcome.Pace,
            LastSuccessAt = sentAt,
            LastError = null,
            LastFailure = null,
            FailuresInARow = 0,
            IsGone = false,

            // What a poll finds first, the hub has missed.
            PushedUntil = outcome.NewEntries > 0 ? null : state.PushedUntil,
        };
        var wanted = state.PushedUntil > sentAt ? Longer(pollEvery, AtMost(pollEvery * PushedStretch)) : pollEvery;
        var asked = Longer(AtMost(outcome.Fetch.FreshFor), AtMost(outcome.Fetch.RetryAfter), Hint(state, pollEvery));
        var wait = Longer(wanted, asked) * (1 + (Stretch * place));
        return state with { NextPollAt = OutsideSkipped(sentAt + wait, state.Pace, pollEvery, place) };
    }

    private static PollState Failed(PollState state, PollOutcome outcome, FetchResult.Failed failed, TimeSpan pollEvery, double place, DateTimeOffset sentAt)
    {
        if (state.IsGone)
        {
            return state with { NextPollAt = Never };
        }

        var failures = state.FailuresInARow + 1;
        var movedBack = failures >= FailuresToMoveBack && state.MovedTo is not null;
        var isUnwelcome = outcome.Fetch is FetchResult.Failed { Failure: PollFailure.RateLimited or PollFailure.Forbidden or PollFailure.Challenge };
        var doublings = Math.Min(failures - 1 + (isUnwelcome ? 1 : 0), 40);
        var backOff = pollEvery.TotalSeconds * Math.Pow(2, doublings) * (1 - FailureJitter + (2 * FailureJitter * place));
        var asked = AtMost(outcome.Fetch.RetryAfter) * (1 + (Stretch * place));
        var endedAt = outcome.Fetch.AnsweredAt ?? sentAt;
        return state with
        {
            LastError = failed.Reason,
            LastFailure = failed.Failure,
            FailuresInARow = failures,
            MovedTo = movedBack ? null : state.MovedTo,
            NextPollAt = OutsideSkipped(endedAt + Longer(pollEvery, TimeSpan.FromSeconds(Math.Min(backOff, LongestWait.TotalSeconds)), asked), state.Pace, pollEvery, place),
        };
    }

    private static PollState Gone(PollState state, bool wasGone, DateTimeOffset sentAt) => state with
    {
        IsGone = true,
        LastError = "The publisher says that this feed is gone for good (410); it is no longer polled.",
        LastFailure = PollFailure.Gone,
        FailuresInARow = state.FailuresInARow + 1,

        // People say 410 by mistake, too: one more question, and then none.
        NextPollAt = wasGone ? Never : sentAt + GoneIsConfirmedAfter,
    };

    private static PollState WithValidators(PollState before, PollState state, PollOutcome outcome, DateTimeOffset sentAt)
    {
        var said = outcome.Fetch.Validators;
        if (outcome.Fetch is FetchResult.NotModified or FetchResult.Fetched { IsDelta: true })
        {
            return state with
            {
                Validators = new Validators(said.ETag ?? before.Validators.ETag, said.LastModified ?? before.Validators.LastModified),
                BodyHash = outcome.Fetch is FetchResult.NotModified ? before.BodyHash : null,
                LastUnconditionalAt = outcome.Fetch is FetchResult.NotModified ? before.LastUnconditionalAt ?? sentAt : sentAt,
            };
        }

        // Asked without validators after days of 304, the server shows a new body under the old ones: with them it would have said 304 again.
        var lied = ValidatorsToSend(before, sentAt).IsEmpty && !before.Validators.IsEmpty && said == before.Validators
            && before.BodyHash is not null && outcome.BodyHash != before.BodyHash;
        return state with
        {
            Validators = said,
            BodyHash = outcome.BodyHash,
            LastUnconditionalAt = lied ? sentAt - ValidatorsLast + LyingValidatorsLast : sentAt,
        };
    }

    private static PollState WithMove(PollState state, Uri? movedTo)
    {
        if (movedTo is null)
        {
            return state with { MovingTo = null, MovingToSeen = 0 };
        }

        var seen = movedTo == state.MovingTo ? state.MovingToSeen + 1 : 1;
        return seen >= MovesToBelieve
            ? state with { MovedTo = movedTo, MovingTo = null, MovingToSeen = 0 }
            : state with { MovingTo = movedTo, MovingToSeen = seen };
    }

    private static PollState WithNewEntries(PollState state, int newEntries, DateTimeOffset sentAt)
    {
        if (newEntries == 0)
        {
            return state;
        }

        // The first poll brings everything the feed holds and tells nothing about its pace.
        var sample = (sentAt - state.LastNewEntryAt) / newEntries;
        return state with
        {
            LastNewEntryAt = sentAt,
            PublishesEvery = sample is not { } latest || latest < TimeSpan.Zero ? state.PublishesEvery
                : state.PublishesEvery is { } smoothed ? (smoothed * 0.7) + (latest * 0.3)
                : latest,
        };
    }

    /// <summary>
    /// What the feed's text asks for. It is believed until the feed is seen to publish faster: templates say "daily" of papers that
    /// print by the minute. WordPress writes "hourly" into every feed, so that says nothing.
    /// </summary>
    private static TimeSpan? Hint(PollState state, TimeSpan pollEvery)
    {
        var period = state.Pace.UpdatePeriod == WordPressSaysHourly ? null : state.Pace.UpdatePeriod;
        var hint = Longer(AtMost(state.Pace.Ttl), AtMost(period));
        return state.PublishesEvery is { } seen && hint > seen ? Longer(pollEvery, seen) : hint;
    }

    private static DateTimeOffset OutsideSkipped(DateTimeOffset at, FeedPace pace, TimeSpan pollEvery, double place)
    {
        const int HoursToLookAt = 24 * 7;
        var open = at;
        for (var hours = 0; hours <= HoursToLookAt; hours++)
        {
            if (!pace.SkipHours.Contains(open.UtcDateTime.Hour) && !pace.SkipDays.Contains(open.UtcDateTime.DayOfWeek))
            {
                return hours == 0 ? at : open + (Shorter(pollEvery, TimeSpan.FromMinutes(5)) * place);
            }

            open = new DateTimeOffset(open.UtcDateTime.Date, TimeSpan.Zero).AddHours(open.UtcDateTime.Hour + 1);
        }

        // It skips everything, which nobody means.
        return at;
    }

    /// <summary>Where this feed stands among all, from 0 to 1, always the same.</summary>
    private static double Place(string feedId) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(feedId.AsSpan())) / (double)ulong.MaxValue;

    private static TimeSpan? AtMost(TimeSpan? wait) => wait > LongestWait ? LongestWait : wait;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan wait, params ReadOnlySpan<TimeSpan?> others)
    {
        foreach (var other in others)
        {
            wait = other > wait ? other.Value : wait;
        }

        return wait;
    }

    private static TimeSpan? Longer(params ReadOnlySpan<TimeSpan?> waits)
    {
        TimeSpan? longest = null;
        foreach (var wait in waits)
        {
            longest = longest is null || wait > longest ? wait : longest;
        }

        return longest;
    }
}
