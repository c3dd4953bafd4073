using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class PollCommandTests : IDisposable
{
    private readonly FeedHubProcess _feedhub = new();

    public PollCommandTests()
    {
        _feedhub.Write("good.xml", "<rss version='2.0'><channel><title>ت</title><item><title>خبر</title><guid>1</guid></item></channel></rss>");
        _feedhub.Write("page.html", "<!doctype html><p>no feed");
    }

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task A_line_tells_of_each_feed_and_one_that_works_is_enough()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [ { "id": "good", "url": "good.xml" }, { "id": "page", "url": "page.html" }, { "url": "https://off.example/", "enabled": false } ] }""");

        var result = (await _feedhub.RunAsync("poll")).Ended(0);

        Assert.Equal("good\tok\t1 new\t0 changed\t", result.Lines[0]);
        Assert.StartsWith("page\tfailed\t0 new\t0 changed\t", result.Lines[1], StringComparison.Ordinal);
        Assert.Equal(2, result.Lines.Length);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Where_no_feed_works_it_fails()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [ "page.html" ] }""");

        (await _feedhub.RunAsync("poll")).Ended(1);
    }

    [Fact]
    public async Task Feeds_that_are_not_due_are_left_alone_and_said_to_be()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [ "good.xml" ] }""");
        (await _feedhub.RunAsync("poll")).Ended(0);

        var again = (await _feedhub.RunAsync("poll")).Ended(0);
        var forced = (await _feedhub.RunAsync("poll", "--force")).Ended(0);

        Assert.Equal("", again.Output);
        Assert.Matches(@"^Not due yet: 1 feed, the next at \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\. With --force", again.Error);
        Assert.Contains("unchanged", Assert.Single(forced.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_give_no_full_text_are_named_with_the_reason()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/robots.txt", "User-agent: *\nDisallow: /closed\n");
        origin.Put("/xml", "<p>a page of another type");
        origin.Put("/feed", "<rss version='2.0'><channel><title>جريدة</title>" + string.Concat(new[] { "xml", "gone", "closed" }.Select(page =>
            $"<item><title>خبر {page}</title><guid>{page}</guid><link>{origin.Url("/" + page)}</link><description>أول الخبر [...]</description></item>")) + "</channel></rss>");
        _feedhub.Write("feeds.json", $$"""{ "feeds": [ { "id": "paper", "url": "{{origin.Url("/feed")}}", "fullText": true, "allowPrivateNetwork": true } ] }""");

        var result = (await _feedhub.RunAsync("poll")).Ended(0);

        Assert.Contains($"paper: no full text from {origin.Url("/xml")}: it is no web page.", result.Error, StringComparison.Ordinal);
        Assert.Contains($"paper: no full text from {origin.Url("/closed")}: its site's robots.txt does not let us.", result.Error, StringComparison.Ordinal);
        Assert.Matches($"paper: no full text from {origin.Url("/gone")}: .*404", result.Error);
        Assert.Equal("paper\tok\t3 new\t0 changed\t", Assert.Single(result.Lines));
    }

    [Fact]
    public async Task A_line_that_names_its_source_is_not_polled()
    {
        _feedhub.Write("own.xml", "<rss version='2.0'><channel><title>صوت الميناء - أخبار المدينة</title><item><title>خبر</title><guid>1</guid><description>&lt;p>وصلت السفينة صباح الأحد.&lt;/p>&lt;p>تابعوا صوت الميناء على تلغرام&lt;/p></description></item></channel></rss>");
        _feedhub.Write("feeds.json", """{ "feeds": [ "own.xml" ] }""");

        (await _feedhub.RunAsync("poll")).Ended(0);

        Assert.Contains("\"text\":\"وصلت السفينة صباح الأحد.\"", (await _feedhub.RunAsync("export")).Ended(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_what_to_do()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [] }""");

        Assert.Contains("feedhub add URL", (await _feedhub.RunAsync("poll")).Ended(0).Error, StringComparison.Ordinal);
    }
}
