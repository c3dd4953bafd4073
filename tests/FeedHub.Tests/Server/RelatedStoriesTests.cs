using System.Net;
using System.Text.Json;
using FeedHub.Tests.Stories;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>What came before and after a story, and what becomes of a page that turns into another article.</summary>
public sealed class RelatedStoriesTests
{
    private const string FollowUp =
        "بدأت البلدية مساء الخميس تركيب أعمدة الإنارة على جسر وادي الزيتون الذي يصل ضفتي المدينة القديمة، بعدما طالب أهالي الحي المجاور بإنارة الممرات الجانبية.\n"
        + "وقال رئيس البلدية إن ستين عمودا تصل من المصنع تباعا، وإن حواجز الضجيج قرب المدرسة الابتدائية تقام في عطلة الربيع.\n"
        + "وكانت الأشغال قد توقفت مرتين بسبب السيول التي جرفت أساسات الدعامة الثالثة في شتاء العام الماضي، قبل أن تتولى شركة محلية إعادة بنائها.";

    [Fact]
    public async Task The_page_and_the_JSON_of_a_story_name_what_came_before_and_after()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("السهل", ("a1", News.BridgeTitle, News.Bridge, -30)));
        origin.Put("/b.xml", Rss("الميناء", ("b1", "البلدية تستجيب لأهالي جسر وادي الزيتون وتنير ممراته", FollowUp, -1)));
        await using var hub = await RunningHub.StartAsync(Feeds(origin));
        await hub.WaitForTitlesAsync(2);
        using var feed = JsonDocument.Parse(await hub.Http.GetStringAsync("/feed.json"));
        var ids = feed.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!.Split('/', ':')[^1]).ToArray();

        using var later = JsonDocument.Parse(await hub.Http.GetStringAsync($"/stories/{ids[0]}.json"));
        using var earlier = JsonDocument.Parse(await hub.Http.GetStringAsync($"/stories/{ids[1]}.json"));

        Assert.Equal([ids[1]], later.RootElement.GetProperty("earlier").EnumerateArray().Select(story => story.GetProperty("id").GetString()));
        Assert.Empty(later.RootElement.GetProperty("later").EnumerateArray());
        Assert.Equal([ids[0]], earlier.RootElement.GetProperty("later").EnumerateArray().Select(story => story.GetProperty("id").GetString()));
        Assert.Equal("first", Assert.Single(earlier.RootElement.GetProperty("articles").EnumerateArray()).GetProperty("code").GetString());
        Assert.Contains($"href=\"/stories/{ids[0]}\"", await hub.Http.GetStringAsync($"/stories/{ids[1]}"), StringComparison.Ordinal);
        Assert.Contains("ما سبقه", await hub.Http.GetStringAsync($"/stories/{ids[0]}"), StringComparison.Ordinal);
        using var missing = await hub.Http.GetAsync("/stories/0000000000000.json");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    /// <summary>One address under one id: the paper writes its next report over the last.</summary>
    [Fact]
    public async Task A_page_that_became_another_article_leaves_its_story()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Rss("السهل", ("a1", News.BridgeTitle, News.Bridge, -3)));
        origin.Put("/b.xml", Rss("الميناء", ("b1", "افتتاح الجسر", News.BridgeRetold, -2)));
        await using var hub = await RunningHub.StartAsync(Feeds(origin));
        await hub.WaitForAsync("/feed.json", answer => answer.Contains("حمله أيضاً مصدر واحد", StringComparison.Ordinal));

        origin.Put("/b.xml", Rss("الميناء", ("b1", News.StrikeTitle, News.Strike, -2)));
        await hub.WaitForTitlesAsync(2);

        using var feed = JsonDocument.Parse(await hub.Http.GetStringAsync("/feed.json"));
        var titles = feed.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()).ToArray();
        Assert.Equivalent(new[] { News.StrikeTitle, News.BridgeTitle }, titles);
        var strike = feed.RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("title").GetString() == News.StrikeTitle);
        using var story = JsonDocument.Parse(await hub.Http.GetStringAsync($"/stories/{strike.GetProperty("id").GetString()!.Split('/', ':')[^1]}.json"));
        Assert.Equal(["b"], story.RootElement.GetProperty("articles").EnumerateArray().Select(copy => copy.GetProperty("feed").GetString()));
    }

    private static string Feeds(FeedOrigin origin) =>
        $$"""{ "pollEvery": "1s", "feeds": [{ "url": "{{origin.Url("/a.xml")}}", "id": "a" }, { "url": "{{origin.Url("/b.xml")}}", "id": "b" }] }""";

    private static string Rss(string paper, params (string Id, string Title, string Text, int Hours)[] items) =>
        $"<rss version='2.0'><channel><title>{paper}</title><link>https://{Uri.EscapeDataString(paper)}.example/</link><description>-</description>"
        + string.Concat(items.Select(item =>
            $"<item><title>{item.Title}</title><link>https://{items[0].Id}.example/{item.Id}</link><guid isPermaLink='false'>{item.Id}</guid>"
            + $"<pubDate>{DateTimeOffset.UtcNow.AddHours(item.Hours):r}</pubDate><description>{item.Text.Replace("\n", "&lt;br&gt;", StringComparison.Ordinal)}</description></item>"))
        + "</channel></rss>";
}
