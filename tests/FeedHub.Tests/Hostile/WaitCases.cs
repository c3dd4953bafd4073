using System.Globalization;
using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>When to come again: what servers and feeds ask for, and what errors cost.</summary>
internal static class WaitCases
{
    public static IEnumerable<HostileCase> List()
    {
        foreach (var status in new[] { 429, 503, 403 })
        {
            yield return new($"retry-{status}-seconds", hit => hit.AnswerAsync(status, "", "Retry-After: 7"), All(Spaced(_ => Seconds(7)), Requests(1, 9), State("failing")));
            yield return new($"retry-{status}-date", hit => hit.AnswerAsync(status, "", $"Date: {Http(Now)}", $"Retry-After: {Http(Now + Seconds(7))}"), All(Spaced(_ => Seconds(6.5)), Requests(1, 9)));
            yield return new($"retry-{status}-then-well", hit => hit.Number == 0 ? hit.AnswerAsync(status, "", "Retry-After: 3") : hit.FeedAsync([1]), All(Spaced(_ => Seconds(3)).Only(2), Shows(1), IsWell));
        }

        yield return new("retry-date-without-clock", hit => hit.AnswerAsync(429, "", $"Retry-After: {Http(Now + Seconds(7))}"), All(Spaced(_ => Seconds(6.5)), Requests(1, 9)));
        yield return new("retry-on-redirect", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "/retry-on-redirect/there", "Retry-After: 6") : hit.FeedAsync([1]), All(Spaced(_ => Seconds(6)), Shows(1)));
        foreach (var (name, value) in new[] { ("huge", "99999999999999999999"), ("negative", "-5"), ("words", "soon"), ("past", "Wed, 04 Mar 2020 08:00:00 GMT"), ("far-date", "Fri, 01 Jan 9999 00:00:00 GMT") })
        {
            yield return new($"retry-{name}", hit => hit.AnswerAsync(429, "", $"Retry-After: {value}"), All(Polls(0, 0.5), State("failing"), Holds(seen => seen.Health.GetProperty("nextPollAt").GetDateTimeOffset() < Now.AddHours(27), "stays away for more than a day")));
        }

        foreach (var (name, headers) in new (string, string[])[]
        {
            ("max-age", ["Cache-Control: max-age=6"]), ("max-age-private", ["Cache-Control: private, max-age=6, must-revalidate"]), ("max-age-upper", ["CACHE-CONTROL: Max-Age=6"]),
            ("max-age-quoted", ["Cache-Control: max-age=\"6\""]), ("max-age-second-line", ["Cache-Control: public", "Cache-Control: max-age=6"]),
            ("max-age-over-expires", ["Cache-Control: max-age=6", "Expires: 0"]), ("max-age-age", ["Cache-Control: max-age=100", "Age: 94"]),
        })
        {
            yield return new(name, hit => hit.FeedAsync([1], headers), All(Spaced(_ => Seconds(6)), Requests(2, 11), Shows(1)));
        }

        yield return new("max-age-of-304", hit => hit.Number == 0 ? hit.FeedAsync([1], "ETag: \"m\"") : hit.AnswerAsync(304, "", "Cache-Control: max-age=6"), All(Spaced(_ => Seconds(6), 1), Requests(2, 12)));
        yield return new("expires", hit => hit.FeedAsync([1], $"Date: {Http(Now)}", $"Expires: {Http(Now + Seconds(6))}"), All(Spaced(_ => Seconds(5.9)), Requests(2, 11)));
        yield return new("expires-of-304", hit => hit.Number == 0 ? hit.FeedAsync([1], "ETag: \"m\"") : hit.AnswerAsync(304, "", $"Expires: {Http(Now + Seconds(7))}"), All(Spaced(_ => Seconds(6), 1), Requests(2, 12)));
        foreach (var (name, headers) in new (string, string[])[]
        {
            ("max-age-0", ["Cache-Control: max-age=0"]), ("no-cache", ["Cache-Control: no-cache"]), ("no-store", ["Cache-Control: no-store, max-age=600"]), ("expires-0", ["Expires: 0"]), ("expires-minus-1", ["Expires: -1"]),
            ("max-age-junk", ["Cache-Control: max-age=soon, =, ;"]), ("expires-past", ["Expires: Thu, 19 Nov 1981 08:52:00 GMT"]), ("max-age-negative", ["Cache-Control: max-age=-600"]),
        })
        {
            yield return new(name, hit => hit.FeedAsync([1], headers), All(KeepsPace, Shows(1)));
        }

        yield return new("max-age-year", hit => hit.FeedAsync([1], "Cache-Control: max-age=31536000"), All(
            Requests(1, 1), Holds(seen => seen.Health.GetProperty("nextPollAt").GetDateTimeOffset() < Now.AddHours(25), "stays away for more than a day")));
        yield return Said("ttl", "<ttl>60</ttl>", 1, 1);
        yield return Said("update-period", "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1, 1);
        yield return Said("skip-hours", $"<skipHours><hour>{Now.Hour}</hour><hour>{(Now.Hour + 1) % 24}</hour></skipHours>", 1, 1);
        yield return Said("skip-days", $"<skipDays><day>{Now:dddd}</day><day>{Now.AddDays(1):dddd}</day></skipDays>", 1, 1);
        yield return new("hourly-of-wordpress", hit => Pacing(hit, "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>"), KeepsPace);
        yield return new("ttl-junk", hit => Pacing(hit, "<ttl>often</ttl><skipHours><hour>99</hour></skipHours><skipDays><day>Someday</day></skipDays>"), All(KeepsPace, Shows(1)));
        yield return new("skip-everything", hit => Pacing(hit, $"<skipHours>{string.Concat(Enumerable.Range(0, 24).Select(hour => $"<hour>{hour}</hour>"))}</skipHours>"), All(KeepsPace, Shows(1)));
        yield return new("ttl-of-304", hit => hit.IsConditional ? hit.AnswerAsync(304, "") : hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, "<ttl>60</ttl>", [HostileFeeds.Item(hit.Name, 1)]), "ETag: \"t\""), Requests(1, 1));

        foreach (var status in new[] { 400, 401, 402, 403, 404, 405, 406, 418, 429, 451, 500, 502, 503, 504, 520, 599 })
        {
            yield return new($"always-{status}", hit => hit.AnswerAsync(status, "no"), All(BacksOff, Says(status.ToString(CultureInfo.InvariantCulture)), ShowsNothing));
        }

        yield return new("gone", hit => hit.Number == 0 ? hit.FeedAsync([1]) : hit.AnswerAsync(410, ""), All(Requests(2, 3), State("gone"), Shows(1), Says("410")));
        yield return new("gone-at-once", hit => hit.AnswerAsync(410, ""), All(Requests(1, 2), State("gone")));
        yield return new("gone-behind-302", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "/gone-behind-302/there") : hit.AnswerAsync(410, ""), All(BacksOff));
        yield return new("recovers", hit => hit.Number is 1 or 2 ? hit.AnswerAsync(500, "") : hit.FeedAsync([1, hit.Number > 2 ? 2 : 1]), All(Shows(1, 2), IsWell));
        yield return new("errors-grow-apart", hit => hit.AnswerAsync(500, ""), Holds(
            seen => Gaps(seen).Index().All(gap => gap.Item > seen.Times.Interval * Math.Pow(2, gap.Index) * 0.8), "does not wait twice as long each time"));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static HostileCase Said(string name, string channel, int least, int most) => new(name, hit => Pacing(hit, channel), All(Requests(least, most), Shows(1)));

    private static Task Pacing(Hit hit, string channel) => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, channel, [HostileFeeds.Item(hit.Name, 1)]));

    private static TimeSpan[] Gaps(Seen seen) => [.. seen.Hits.Zip(seen.Hits.Skip(1), (one, next) => next.At - one.At)];

    /// <summary>Judges the first requests alone.</summary>
    private static Func<Seen, string?> Only(this Func<Seen, string?> judge, int requests) => seen => judge(seen with { Hits = [.. seen.Hits.Take(requests)] });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static string Http(DateTimeOffset at) => at.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
