using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FeedHub.Storage;
using FeedHub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Tests.Server;

/// <summary>Turning the pages of every list, as a person does, while news comes in: each story once, and a way back.</summary>
public sealed partial class BrowsingTests
{
    private const int Stories = 230;

    [Theory]
    [InlineData("/", Stories)]
    [InlineData("/?tag=%D8%B3%D9%88%D8%B1%D9%8A%D8%A7", Stories / 2)]
    [InlineData("/?source=b", Stories / 2)]
    [InlineData("/sources/b", Stories / 2)]
    [InlineData("/search?q=%D8%AE%D8%A8%D8%B1&sort=new", Stories)]
    [InlineData("/search?q=%D8%AE%D8%A8%D8%B1", Stories)]
    public async Task Older_pages_reach_every_story_once_while_news_comes_in_and_lead_back(string path, int expected)
    {
        await using var origin = await FeedOrigin.StartAsync();
        var start = DateTimeOffset.UtcNow;
        origin.Put("/a.xml", Rss("a", [.. Enumerable.Range(0, Stories / 2).Select(i => (i * 2, start.AddMinutes(-30 * i)))]));
        origin.Put("/b.xml", Rss("b", [.. Enumerable.Range(0, Stories / 2).Select(i => ((i * 2) + 1, start.AddMinutes(-17 * i)))]));
        await using var hub = await RunningHub.StartAsync(
            $$"""{ "pollEvery": "1s", "feeds": [{ "url": "{{origin.Url("/a.xml")}}", "id": "a" }, { "url": "{{origin.Url("/b.xml")}}", "id": "b", "tags": ["سوريا"] }] }""");
        await hub.WaitForAsync("/feed.json?limit=1000", answer => Titles(answer) >= Stories);
        await hub.WaitForAsync("/search/feed.json?q=%D8%AE%D8%A8%D8%B1&limit=1000", answer => Titles(answer) >= Stories);

        var first = await hub.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
        var (seen, pages, page) = (Ids(first).ToList(), new List<string> { path }, first);
        while (Link(page, "next") is { } older)
        {
            if (pages.Count == 1)
            {
                // News, and late stories that stand above and below where the reader is.
                origin.Put("/c.xml", Rss("b", [(1000, start.AddMinutes(1)), (1001, start.AddMinutes(-1))]));
                await File.WriteAllTextAsync(
                    Path.Combine(hub.Folder, "feeds.json"),
                    $$"""{ "pollEvery": "1s", "feeds": [{ "url": "{{origin.Url("/a.xml")}}", "id": "a" }, { "url": "{{origin.Url("/b.xml")}}", "id": "b", "tags": ["سوريا"] }, { "url": "{{origin.Url("/c.xml")}}", "id": "c", "tags": ["سوريا"] }] }""",
                    TestContext.Current.CancellationToken);
                await hub.WaitForAsync("/feed.json?limit=1000", answer => Titles(answer) >= Stories + 2);
            }

            pages.Add(older);
            page = await hub.Http.GetStringAsync(older, TestContext.Current.CancellationToken);
            seen.AddRange(Ids(page));
        }

        Assert.Equal(expected, seen.Count);
        Assert.Equal(seen.Distinct(), seen);

        // The way back ends at the first page, which by now has the news, and misses nothing either.
        var back = new List<string>(Ids(page).Reverse());
        while (Link(page, "prev") is { } newer)
        {
            page = await hub.Http.GetStringAsync(newer, TestContext.Current.CancellationToken);
            back.AddRange(Ids(page).Reverse());
        }

        Assert.Null(Link(page, "prev"));
        Assert.Empty(seen.Except(back));
    }

    [Fact]
    public async Task The_address_of_a_story_that_became_part_of_another_leads_there()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("a", [(1, DateTimeOffset.UtcNow)]));
        await using var hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": [{ "url": "{{origin.Url("/a.xml")}}", "id": "a" }] }""");
        await hub.WaitForTitlesAsync(1);
        var story = Assert.Single(await hub.Services.GetRequiredService<StoryStore>().ReadAsync(new StoryQuery(), TestContext.Current.CancellationToken));
        await hub.Services.GetRequiredService<Database>().WriteAsync(
            session => session.ExecuteAsync("INSERT INTO merged_stories (id, into_id, merged_ms) VALUES ('part', @id, 0)", new { id = story.Id }), TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Http.BaseAddress };

        using var answer = await client.GetAsync(new Uri("/stories/part", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal($"/stories/{story.Id}", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/?before=123")]
    [InlineData("/?before=9999999999999.1")]
    [InlineData("/?after=0.0")]
    [InlineData("/sources/a?before=5")]
    public async Task An_address_of_version_01_and_the_ends_of_the_list_are_pages(string path)
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [{ "url": "https://a.invalid/feed", "id": "a" }] }""");

        using var answer = await hub.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/?before=x")]
    [InlineData("/?before=1.x")]
    [InlineData("/?before=1.2&after=3.4")]
    [InlineData("/search?q=x&sort=new&before=1.99999999999999999999")]
    public async Task A_place_that_is_none_is_said_to_be_none(string path)
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");

        using var answer = await hub.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("before and after are places in the list", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static int Titles(string json) => TitlePattern().Count(json);

    private static IEnumerable<string> Ids(string html) => StoryPattern().Matches(html).Select(match => match.Groups[1].Value);

    private static string? Link(string html, string rel) =>
        Regex.Match(html, $"<a href=\"([^\"]*)\" rel=\"{rel}\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    private static string Rss(string id, (int Number, DateTimeOffset Date)[] entries) =>
        $"<rss version='2.0'><channel><title>{id}</title>{string.Concat(entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"<item><title>خبر رقم {entry.Number}</title><guid isPermaLink='false'>{entry.Number}</guid><link>https://{id}.test/{entry.Number}</link><pubDate>{entry.Date:R}</pubDate></item>")))}</channel></rss>";

    [GeneratedRegex("<h3><a href=\"/stories/([a-z0-9]+)\"")]
    private static partial Regex StoryPattern();

    [GeneratedRegex("\"title\": ?\"خبر")]
    private static partial Regex TitlePattern();
}
