using System.IO.Hashing;
using FeedHub.Fetching;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Fetching;

/// <summary>A day of hourly polling in a moment, with a restart at hour 13; the publishers' logs show whether the rules were kept.</summary>
public sealed class CompressedDayTests : IDisposable
{
    private const string Modified = "Sunday, 01-Mar-26 08:00:00 GMT";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Midnight);
    private readonly FakeWeb _web;
    private readonly Dictionary<string, PollState> _feeds = [];

    public CompressedDayTests() => _web = new FakeWeb(_time);

    public void Dispose() => _web.Dispose();

    [Fact]
    public async Task The_rules_are_kept_all_day_and_over_a_restart()
    {
        var calm = Publish("calm", request => Conditional(request, "\"calm\"", Modified));
        var lively = Publish("lively", request => Conditional(request, $"\"{(int)Hours() / 3}\"", null));
        var dateOnly = Publish("date-only", request => Conditional(request, null, Modified));
        var cached = Publish("cached", request => Conditional(request, "\"c\"", null, "Cache-Control: max-age=10800"));
        var limited = Publish("limited", request => Hours() < 6 ? new WebAnswer(429, "", "Retry-After: 14400") : Conditional(request, "\"l\"", null));
        var bare = Publish("bare", request => Hours() < 6 ? new WebAnswer(503) : Conditional(request, "\"b\"", null));
        var missing = Publish("missing", _ => new WebAnswer(404));
        var gone = Publish("gone", _ => Hours() < 5 ? new WebAnswer(200, "<rss/>") : new WebAnswer(410));
        var moved = Publish("moved", _ => new WebAnswer(301, "", "Location: https://new.example/feed"));
        _web.On("https://new.example/feed", request => Conditional(request, "\"m\"", null));

        await PollUntilAsync(Midnight.AddHours(13));
        await PollUntilAsync(Midnight.AddHours(24));

        foreach (var feed in new[] { calm, lively, dateOnly, cached, limited, bare })
        {
            var log = Log(feed);
            var fromFirst = log.SkipWhile(request => feed == limited && request.At < Midnight.AddHours(6) || feed == bare && request.At < Midnight.AddHours(6));
            Assert.Single(fromFirst, request => !request.IsConditional);
            Assert.All(Gaps(log), gap => Assert.True(gap >= Hour, $"{feed} asked again after {gap}"));
        }

        Assert.InRange(Log(calm).Length, 23, 24);
        Assert.All(Log(calm).Skip(1), request => Assert.Equal(("\"calm\"", Modified), (request["If-None-Match"], request["If-Modified-Since"])));
        Assert.All(Log(lively).Skip(1), request => Assert.Equal($"\"{(int)(request.At - Midnight - Hour).TotalHours / 3}\"", request["If-None-Match"]));
        Assert.All(Log(dateOnly).Skip(1), request => Assert.Equal((null, Modified), (request["If-None-Match"], request["If-Modified-Since"])));
        Assert.All(Gaps(Log(cached)), gap => Assert.True(gap >= 3 * Hour));
        Assert.InRange(Log(cached).Length, 7, 8);
        Assert.All(Gaps(Log(limited).Where(request => request.At < Midnight.AddHours(6))), gap => Assert.True(gap >= 4 * Hour));
        Assert.InRange(Log(missing).Length, 4, 8);
        Assert.InRange(Log(gone).Count(request => request.At >= Midnight.AddHours(5)), 1, 2);
        Assert.True(_feeds[gone].IsGone);
        Assert.Equal(5, Log(moved).Length);
        Assert.Equal(new Uri("https://new.example/feed"), _feeds[moved].MovedTo);
        Assert.All(_web.Requests, request => Assert.True(request["Cookie"] is null && request["Referer"] is null));
    }

    private double Hours() => (_time.GetUtcNow() - Midnight).TotalHours;

    private WebRequest[] Log(string feed) => [.. _web.Requests.Where(request => request.Url.Host == $"{feed}.example")];

    private static IEnumerable<TimeSpan> Gaps(IEnumerable<WebRequest> log) => log.Zip(log.Skip(1), (one, next) => next.At - one.At);

    private string Publish(string feed, Func<WebRequest, WebAnswer> answer)
    {
        _web.On($"https://{feed}.example/feed", answer);
        _feeds[feed] = new PollState { NextPollAt = Midnight };
        return feed;
    }

    private static WebAnswer Conditional(WebRequest request, string? tag, string? modified, params string[] more)
    {
        var isSame = request.IsConditional && request["If-None-Match"] == tag && request["If-Modified-Since"] == modified;
        string[] validators = [.. new[] { tag is null ? null : $"ETag: {tag}", modified is null ? null : $"Last-Modified: {modified}" }.OfType<string>(), .. more];
        return isSame ? new WebAnswer(304, "", validators) : new WebAnswer(200, $"<rss>{tag}</rss>", ["Set-Cookie: id=1", .. validators]);
    }

    /// <summary>A process that starts now, knows what was stored, and stops at <paramref name="end"/>.</summary>
    private async Task PollUntilAsync(DateTimeOffset end)
    {
        using var fetcher = new FeedFetcher(new FetchLimits(), _time, _web);
        while (_feeds.MinBy(feed => feed.Value.NextPollAt) is var (id, state) && state.NextPollAt < end)
        {
            _time.Advance(state.NextPollAt > _time.GetUtcNow() ? state.NextPollAt - _time.GetUtcNow() : TimeSpan.Zero);
            var now = _time.GetUtcNow();
            var fetch = await fetcher.FetchAsync(
                new FetchRequest { Url = new Uri($"https://{id}.example/feed"), MovedTo = state.MovedTo, Validators = PollSchedule.ValidatorsToSend(state, now) },
                TestContext.Current.CancellationToken);
            var hash = fetch is FetchResult.Fetched { Body: var body } ? $"{XxHash3.HashToUInt64(body.Span)}" : null;
            _feeds[id] = PollSchedule.Next(id, state, new PollOutcome(fetch, null, hash, FeedPace.None, 0), Hour, now);
        }

        _time.Advance(end > _time.GetUtcNow() ? end - _time.GetUtcNow() : TimeSpan.Zero);
    }
}
