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
    public async Task An_empty_list_says_what_to_do()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [] }""");

        Assert.Contains("feedhub add URL", (await _feedhub.RunAsync("poll")).Ended(0).Error, StringComparison.Ordinal);
    }
}
