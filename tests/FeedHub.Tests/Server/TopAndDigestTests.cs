using System.Globalization;
using System.Net;
using System.Text.Json;
using FeedHub.Tests.Publishing;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>What only a hub knows of a story: how many carry it. As a feed, a page, a digest.</summary>
public sealed class TopAndDigestTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_top_feed_carries_each_story_once_when_enough_carry_it()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a", ManyPapers.Rss("السهل", (1, Now.AddHours(-1)), (2, Now.AddHours(-2)), (3, Now.AddHours(-3))));
        origin.Put("/b", ManyPapers.Rss("الميناء", (1, Now.AddHours(-1))));
        origin.Put("/c", ManyPapers.Rss("النهر", (9, Now.AddHours(-1))));
        await using var hub = await StartAsync(origin, "a", "b", "c");
        await hub.WaitForTitlesAsync(4);
        var before = await hub.WaitForAsync("/top/feed.json?sources=2", answer => answer.Contains(ManyPapers.Title(1), StringComparison.Ordinal));
        using (var one = JsonDocument.Parse(before))
        {
            Assert.Equal([ManyPapers.Title(1)], Titles(one));
            Assert.Equal("/top?sources=2", new Uri(one.RootElement.GetProperty("home_page_url").GetString()!).PathAndQuery);
        }

        Assert.Empty(Titles(JsonDocument.Parse(await hub.Http.GetStringAsync("/top/feed.json", Cancel))));
        Assert.Contains("لا خبر بعد حمله 3 مصادر أو أكثر", await hub.Http.GetStringAsync("/top", Cancel), StringComparison.Ordinal);

        origin.Put("/c", ManyPapers.Rss("النهر", (9, Now.AddHours(-1)), (1, Now.AddHours(-1))));
        using var three = JsonDocument.Parse(await hub.WaitForAsync("/top/feed.json", answer => answer.Contains(ManyPapers.Title(1), StringComparison.Ordinal)));
        using var two = JsonDocument.Parse(await hub.Http.GetStringAsync("/top/feed.json?sources=2", Cancel));
        using var first = JsonDocument.Parse(before);

        Assert.Equal([ManyPapers.Title(1)], Titles(three));
        Assert.Equal([Dates(first), Dates(first)], [Dates(two), Dates(first)]);
        Assert.True(string.CompareOrdinal(Dates(three), Dates(two)) > 0, "dated before it got there");
        Assert.Contains(ManyPapers.Title(1), await hub.Http.GetStringAsync("/top", Cancel), StringComparison.Ordinal);
        foreach (var query in (string[])["", "?sources=2"])
        {
            Assert.Empty(FeedRules.OfAtom(await hub.Http.GetByteArrayAsync("/top/feed.atom" + query, Cancel)));
            Assert.Empty(FeedRules.OfRss(await hub.Http.GetByteArrayAsync("/top/feed.rss" + query, Cancel)));
            Assert.Empty(FeedRules.OfJson(await hub.Http.GetByteArrayAsync("/top/feed.json" + query, Cancel)));
        }
    }

    [Theory]
    [InlineData("/top?sources=0")]
    [InlineData("/top?sources=x")]
    [InlineData("/top/feed.atom?sources=1001")]
    [InlineData("/top/feed.json?sources=2&sources=3")]
    public async Task A_number_of_sources_that_is_none_is_said_to_be_none(string path)
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");
        using var answer = await hub.Http.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("sources is a whole number from 1 to 1000", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_pages_of_the_top_feed_reach_every_story()
    {
        await using var origin = await FeedOrigin.StartAsync();
        var stories = Enumerable.Range(1, 30).Select(i => (i, Now.AddMinutes(-i * 7))).ToArray();
        origin.Put("/a", ManyPapers.Rss("السهل", stories));
        origin.Put("/b", ManyPapers.Rss("الميناء", stories));
        await using var hub = await StartAsync(origin, "a", "b");
        await hub.WaitForAsync("/top/feed.json?sources=2", answer => JsonDocument.Parse(answer).RootElement.GetProperty("items").GetArrayLength() == 30);

        var (seen, next) = (new List<string>(), "/top/feed.json?sources=2&limit=8");
        while (next is not null)
        {
            using var page = JsonDocument.Parse(await hub.Http.GetStringAsync(next, Cancel));
            seen.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.RootElement.TryGetProperty("next_url", out var older) ? older.GetString() : null;
        }

        Assert.Equal(30, seen.Distinct().Count());
    }

    [Fact]
    public async Task The_digest_is_one_entry_a_day_and_stands_still()
    {
        await using var origin = await FeedOrigin.StartAsync();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Damascus");
        var at = TimeZoneInfo.ConvertTime(Now.AddHours(-1), zone);
        origin.Put("/a", ManyPapers.Rss("السهل", (1, Now.AddHours(-3)), (2, Now.AddHours(-4)), (3, Now.AddHours(-30)), (4, Now.AddMinutes(-5)), (5, Now.AddHours(-5))));
        origin.Put("/b", ManyPapers.Rss("الميناء", (1, Now.AddHours(-3)), (2, Now.AddHours(-4)), (3, Now.AddHours(-30)), (4, Now.AddMinutes(-4))));
        origin.Put("/c", ManyPapers.Rss("النهر", (2, Now.AddHours(-4))));
        await using var hub = await StartAsync(origin, ["a", "b", "c"], $"\"timeZone\": \"Asia/Damascus\", \"digestAt\": \"{at.ToString("HH:mm", CultureInfo.InvariantCulture)}\",");
        await hub.WaitForAsync("/top/feed.json?sources=3", answer => answer.Contains(ManyPapers.Title(2), StringComparison.Ordinal));
        await hub.WaitForAsync("/top/feed.json?sources=2", answer => JsonDocument.Parse(answer).RootElement.GetProperty("items").GetArrayLength() == 4);

        using var json = JsonDocument.Parse(await hub.Http.GetStringAsync("/digest/feed.json", Cancel));
        var days = json.RootElement.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(2, days.Count);
        var today = days[0].GetProperty("content_html").GetString()!;
        Assert.True(today.IndexOf(ManyPapers.Title(2), StringComparison.Ordinal) < today.IndexOf(ManyPapers.Title(1), StringComparison.Ordinal), "the one with three sources comes first");
        Assert.Contains("3 مصادر: السهل، الميناء، النهر", Ordered(today), StringComparison.Ordinal);
        Assert.DoesNotContain(ManyPapers.Title(4), today, StringComparison.Ordinal);
        Assert.DoesNotContain(ManyPapers.Title(5), today, StringComparison.Ordinal);
        Assert.Contains(ManyPapers.Title(3), days[1].GetProperty("content_html").GetString()!, StringComparison.Ordinal);
        Assert.Equal(at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), days[0].GetProperty("date_published").GetString()![..16]);
        Assert.Equal($"urn:feedhub:digest:{at:yyyy-MM-dd}", days[0].GetProperty("id").GetString());

        Assert.Empty(FeedRules.OfAtom(await hub.Http.GetByteArrayAsync("/digest/feed.atom", Cancel)));
        Assert.Empty(FeedRules.OfRss(await hub.Http.GetByteArrayAsync("/digest/feed.rss", Cancel)));
        Assert.Empty(FeedRules.OfJson(await hub.Http.GetByteArrayAsync("/digest/feed.json", Cancel)));
        Assert.Single(JsonDocument.Parse(await hub.Http.GetStringAsync("/digest/feed.json?limit=1", Cancel)).RootElement.GetProperty("items").EnumerateArray());
        Assert.Empty(JsonDocument.Parse(await hub.Http.GetStringAsync("/digest/feed.json?before=1", Cancel)).RootElement.GetProperty("items").EnumerateArray());

        // A paper that joins later changes no digest that is made.
        using var before = await hub.Http.GetAsync("/digest/feed.atom", Cancel);
        origin.Put("/d", ManyPapers.Rss("الفجر", (7, Now.AddHours(-2))));
        origin.Put("/c", ManyPapers.Rss("النهر", (2, Now.AddHours(-4)), (4, Now.AddMinutes(-3))));
        await hub.WaitForAsync("/top/feed.json?sources=3", answer => answer.Contains(ManyPapers.Title(4), StringComparison.Ordinal));
        using var after = await hub.Http.GetAsync("/digest/feed.atom", Cancel);
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);

        static string Ordered(string html) => html.Replace("الميناء، السهل", "السهل، الميناء", StringComparison.Ordinal).Replace("النهر، السهل، الميناء", "السهل، الميناء، النهر", StringComparison.Ordinal).Replace("السهل، النهر، الميناء", "السهل، الميناء، النهر", StringComparison.Ordinal).Replace("الميناء، النهر، السهل", "السهل، الميناء، النهر", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_page_shows_what_matters_first_and_the_rest_by_day_and_each_day_has_a_page()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a", ManyPapers.Rss("السهل", (1, Now.AddHours(-4)), (2, Now.AddMinutes(-2)), (3, Now.AddDays(-2)), (4, Now.AddDays(-40))));
        origin.Put("/b", ManyPapers.Rss("الميناء", (1, Now.AddHours(-1)), (5, Now.AddHours(-30))));
        await using var hub = await StartAsync(origin, ["a", "b"], "\"timeZone\": \"Asia/Damascus\",");
        await hub.WaitForTitlesAsync(5);
        var page = WebUtility.HtmlDecode(await hub.WaitForAsync("/", answer => answer.Contains("الأهم الآن", StringComparison.Ordinal)));

        var places = ((string[])["الأهم الآن", ManyPapers.Title(1), "مصدران", "خلال 3 ساعات", ManyPapers.Title(2), ManyPapers.Title(5), ManyPapers.Title(3), ManyPapers.Title(4)]).Select(text => page.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Equal(page.IndexOf($"<bdi dir=\"rtl\">{ManyPapers.Title(1)}", StringComparison.Ordinal), page.LastIndexOf($"<bdi dir=\"rtl\">{ManyPapers.Title(1)}", StringComparison.Ordinal));
        Assert.Equal(1, page.Split("بتوقيت دمشق").Length - 1);

        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now.AddDays(-40), TimeZoneInfo.FindSystemTimeZoneById("Asia/Damascus")).DateTime);
        Assert.Contains($"href=\"/days/{day:yyyy-MM-dd}\"", page, StringComparison.Ordinal);
        var ofDay = WebUtility.HtmlDecode(await hub.Http.GetStringAsync($"/days/{day:yyyy-MM-dd}", Cancel));
        Assert.Contains(ManyPapers.Title(4), ofDay, StringComparison.Ordinal);
        Assert.DoesNotContain(ManyPapers.Title(3), ofDay, StringComparison.Ordinal);
        var next = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now.AddDays(-2), TimeZoneInfo.FindSystemTimeZoneById("Asia/Damascus")).DateTime);
        Assert.Contains($"href=\"/days/{next:yyyy-MM-dd}\"", ofDay, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(ofDay, "href=\"/days/(?!" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ")"));
        Assert.Contains("لا خبر من هذا اليوم", await hub.Http.GetStringAsync("/days/2001-01-01", Cancel), StringComparison.Ordinal);
        foreach (var none in (string[])["/days/2026-13-01", "/days/today", "/days/0001-01-01", "/days/9999-12-31", "/days/2026-1-1"])
        {
            using var answer = await hub.Http.GetAsync(none, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        var compact = await hub.Http.GetStringAsync("/?view=compact", Cancel);
        Assert.DoesNotContain("class=\"lead\"", compact, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"true\">مكثف", compact, StringComparison.Ordinal);
    }

    private static Task<RunningHub> StartAsync(FeedOrigin origin, params string[] papers) => StartAsync(origin, papers, "");

    private static Task<RunningHub> StartAsync(FeedOrigin origin, string[] papers, string keys) => RunningHub.StartAsync(
        $$"""{ {{keys}} "pollEvery": "1s", "feeds": [{{string.Join(',', papers.Select(paper => $"{{ \"url\": \"{origin.Url("/" + paper)}\", \"id\": \"{paper}\" }}"))}}] }""");

    private static IEnumerable<string> Titles(JsonDocument feed) => feed.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!);

    private static string Dates(JsonDocument feed) =>
        string.Join(' ', feed.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("date_published").GetString() + item.GetProperty("date_modified").GetString()));
}
