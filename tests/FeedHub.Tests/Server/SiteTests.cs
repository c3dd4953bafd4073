using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FeedHub.Tests.Server;

/// <summary>What browsers, search engines and people who share a story ask the site for.</summary>
public sealed partial class SiteTests(FilledHub filled) : IClassFixture<FilledHub>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_manifest_names_the_hub_and_icons_that_are_there()
    {
        using var answer = await filled.Hub.Http.GetAsync("/manifest.webmanifest", Cancel);
        using var manifest = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal("application/manifest+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("FeedHub", "ar", "rtl", "/"), (Text("name"), Text("lang"), Text("dir"), Text("start_url")));
        foreach (var icon in manifest.RootElement.GetProperty("icons").EnumerateArray())
        {
            using var found = await filled.Hub.Http.GetAsync(icon.GetProperty("src").GetString(), Cancel);
            Assert.Equal(icon.GetProperty("type").GetString(), found.Content.Headers.ContentType?.MediaType);
        }

        string? Text(string name) => manifest.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_browser_learns_how_to_search()
    {
        using var answer = await filled.Hub.Http.GetAsync("/opensearch.xml", Cancel);
        var description = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!;
        var template = (string?)description.Elements().First(element => element.Name.LocalName == "Url").Attribute("template");

        Assert.Equal("application/opensearchdescription+xml", answer.Content.Headers.ContentType?.MediaType);
        using var found = await filled.Hub.Http.GetAsync(template!.Replace("{searchTerms}", "%D8%AE%D8%A8%D8%B1", StringComparison.Ordinal), Cancel);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Contains("<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"FeedHub\" href=\"/opensearch.xml\"", WebUtility.HtmlDecode(await filled.Hub.Http.GetStringAsync("/", Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Robots_leave_stories_to_their_publishers()
    {
        var story = StoryPath().Match(await filled.Hub.Http.GetStringAsync("/", Cancel)).Value;

        Assert.Contains("Disallow: /search\n", await filled.Hub.Http.GetStringAsync("/robots.txt", Cancel), StringComparison.Ordinal);
        Assert.Contains("<meta name=\"robots\" content=\"noindex\">", await filled.Hub.Http.GetStringAsync(story, Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("noindex", await filled.Hub.Http.GetStringAsync("/", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_says_what_it_is_to_whoever_it_is_shared_with()
    {
        var path = StoryPath().Match(await filled.Hub.Http.GetStringAsync("/", Cancel)).Value;
        var page = WebUtility.HtmlDecode(await filled.Hub.Http.GetStringAsync(path, Cancel));
        var address = filled.Hub.Http.BaseAddress!.ToString().TrimEnd('/') + path;
        var title = Regex.Match(page, "<title>(.*?)</title>").Groups[1].Value;

        Assert.Contains("<meta property=\"og:type\" content=\"article\">", page, StringComparison.Ordinal);
        Assert.Contains($"<meta property=\"og:title\" content=\"{title}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<meta property=\"og:url\" content=\"{address}\"", page, StringComparison.Ordinal);
        Assert.Matches("<meta property=\"article:published_time\" content=\"20[0-9-]+T[0-9:]+Z\"", page);
        Assert.Contains($"href=\"https://wa.me/?text={Uri.EscapeDataString($"{title}\n{address}")}\"", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{address}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_subscription_page_has_every_feeds_address_ready_to_copy()
    {
        var page = WebUtility.HtmlDecode(await filled.Hub.Http.GetStringAsync("/subscribe?q=%D8%AE%D8%A8%D8%B1%20%22%D8%AC%D8%B3%D8%B1%22", Cancel));
        var hub = filled.Hub.Http.BaseAddress!.ToString().TrimEnd('/');

        foreach (var feed in (string[])["/feed.atom", "/feed.rss", "/feed.json", "/top/feed.atom", "/digest/feed.rss", "/tags/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/feed.atom", "/sources/news/feed.json", "/search/feed.atom?q=%D8%AE%D8%A8%D8%B1%20%22%D8%AC%D8%B3%D8%B1%22"])
        {
            Assert.Contains($"<a href=\"{hub}{feed}\">{hub}{feed}</a>", page, StringComparison.Ordinal);
            using var answer = await filled.Hub.Http.GetAsync(feed, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_search_says_how_many_it_found()
    {
        var all = WebUtility.HtmlDecode(await filled.Hub.WaitForAsync("/search?q=%D8%AE%D8%A8%D8%B1", answer => answer.Contains($"{FilledHub.Stories} ", StringComparison.Ordinal)));

        Assert.Contains($"{FilledHub.Stories} خبراً.", all, StringComparison.Ordinal);
        Assert.Contains("نتائج البحث عن «<bdi>خبر</bdi>»", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?view=compact")]
    [InlineData("/?source=news")]
    [InlineData("/search?q=%D8%AE%D8%A8%D8%B1")]
    [InlineData("/sources/news")]
    [InlineData("/sources")]
    [InlineData("/subscribe")]
    public async Task No_page_weighs_more_than_60_KB_with_its_style(string path)
    {
        var page = await filled.Hub.Http.GetByteArrayAsync(path, Cancel);
        var style = await filled.Hub.Http.GetByteArrayAsync(Regex.Match(System.Text.Encoding.UTF8.GetString(page), "/style[^\"]*").Value, Cancel);

        Assert.InRange(page.Length + style.Length, 1_000, 60 * 1024);
    }

    [Fact]
    public async Task The_table_of_sources_draws_two_weeks()
    {
        var page = WebUtility.HtmlDecode(await filled.Hub.Http.GetStringAsync("/sources", Cancel));

        Assert.Matches($"<svg class=\"days\"[^>]* aria-label=\"أخبار آخر 14 يوماً، اليوم أخيراً: [0، ]*{FilledHub.Stories}\"", page);
        Assert.Equal(14, page.Split("<rect ").Length - 1);
    }

    [Fact]
    public async Task A_sources_page_shows_what_came_of_its_last_polls()
    {
        var page = WebUtility.HtmlDecode(await filled.Hub.Http.GetStringAsync("/sources/news", Cancel));

        Assert.Matches("<summary>آخر مرات الجلب \\([0-9]+\\)</summary>", page);
        Assert.Contains("قُرئت (200)", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("/stories/[a-z0-9]+")]
    private static partial Regex StoryPath();
}
