using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task A_sound_list_is_counted()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [ "https://a.example/feed", { "url": "https://b.example/", "enabled": false, "pollEvery": "5s" } ] }""");

        var result = (await _feedhub.RunAsync("check")).Ended(0);

        Assert.Contains("2 feeds, 1 enabled, no mistakes.", result.Output, StringComparison.Ordinal);
        Assert.Contains("feeds.json:1:", result.Error, StringComparison.Ordinal);
        Assert.Contains("hasty", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("\"link\": \"https://hub.example\",", false)]
    [InlineData("\"contact\": \"news@hub.example\",", false)]
    public async Task It_warns_while_publishers_cannot_reach_anybody(string keys, bool isWarned)
    {
        _feedhub.Write("feeds.json", $$"""{ {{keys}} "feeds": [ "https://a.example/feed" ] }""");

        var result = (await _feedhub.RunAsync("check")).Ended(0);

        Assert.Equal(isWarned, result.Error.Contains(": publishers cannot reach whoever runs this hub. Write \"contact\"", StringComparison.Ordinal));
        Assert.Equal(isWarned ? 1 : 0, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Every_mistake_is_a_line_with_file_line_and_column()
    {
        var path = _feedhub.Write("my feeds.json", "{\n  \"tittle\": \"x\",\n  \"feeds\": [ \"a.example/feed\", { \"pollEvery\": \"soon\" } ]\n}");

        var result = (await _feedhub.RunAsync("check", "--feeds", "my feeds.json")).Ended(2);

        Assert.Equal("", result.Output);
        Assert.Equal([$"{path}:2:3", $"{path}:3:14", $"{path}:3:32", $"{path}:3:47"], result.Error.TrimEnd().Split('\n').Select(line => line.Split(": ")[0]));
    }

    [Fact]
    public async Task The_shipped_lists_are_sound()
    {
        foreach (var list in (string[])["feeds.json", "tests/FeedHub.Tests/Fixtures/SampleFeeds/feeds.json"])
        {
            var result = (await _feedhub.RunAsync("check", "--feeds", Repository.Folder(list))).Ended(0);

            // Who runs them is for whoever takes them over to say.
            Assert.Contains("publishers cannot reach", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_feed_can_be_tried()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/good", "<rss version='2.0'><channel><title>ت</title><item><title>خبر</title><guid>1</guid></item></channel></rss>");
        origin.Put("/page", "<!doctype html><p>no feed");
        _feedhub.Write("feeds.json", $$"""{ "feeds": [ { "id": "good", "url": "{{origin.Url("/good")}}" }, { "id": "page", "url": "{{origin.Url("/page")}}" }, { "id": "gone", "url": "{{origin.Url("/gone")}}" } ] }""");

        var result = (await _feedhub.RunAsync("check", "--fetch", "--allow-private")).Ended(2);

        Assert.Equal(["ok\tgood\trss-2.0, 1 entry", "FAILED\tpage", "FAILED\tgone"], result.Lines[1..4].Select((line, i) => i == 0 ? line : line[..11]));
        Assert.Equal("1 of 3 feeds are fine.", result.Lines[4]);
    }
}
