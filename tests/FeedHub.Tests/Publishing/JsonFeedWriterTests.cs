using System.Text;
using System.Text.Json;
using FeedHub.Publishing;

namespace FeedHub.Tests.Publishing;

public sealed class JsonFeedWriterTests
{
    [Fact]
    public void It_holds_to_the_rules_of_JSON_Feed() => Assert.Empty(FeedRules.OfJson(JsonFeedWriter.Write(Published.Rich())));

    [Theory]
    [MemberData(nameof(HostileFeeds.All), MemberType = typeof(HostileFeeds))]
    public void Whatever_publishers_wrote_it_stays_valid(string what) => Assert.Empty(FeedRules.OfJson(JsonFeedWriter.Write(HostileFeeds.Named(what))));

    [Fact]
    public void The_same_feed_gives_the_same_bytes() => Assert.Equal(JsonFeedWriter.Write(Published.Rich()), JsonFeedWriter.Write(Published.Rich()));

    [Fact]
    public void Our_own_reader_finds_the_same_stories_in_it()
    {
        var feed = RoundTrip.Feed();

        Assert.Equal(RoundTrip.Written(feed), RoundTrip.Read(JsonFeedWriter.Write(feed), "application/feed+json"));
    }

    [Fact]
    public void Arabic_stands_in_it_as_letters() =>
        Assert.Contains("مقابلة مع وزير الثقافة", Encoding.UTF8.GetString(JsonFeedWriter.Write(Published.Rich())), StringComparison.Ordinal);

    [Fact]
    public void It_names_the_hub_the_archive_and_who_carried_a_story()
    {
        using var document = JsonDocument.Parse(JsonFeedWriter.Write(Published.Rich()));
        var feed = document.RootElement;
        var first = feed.GetProperty("items")[0];

        Assert.Equal("https://hub.example/icon.png", feed.GetProperty("icon").GetString());
        Assert.Equal("https://hub.example/favicon.ico", feed.GetProperty("favicon").GetString());
        Assert.Equal("https://push.example/", feed.GetProperty("hubs")[0].GetProperty("url").GetString());
        Assert.Equal("https://hub.example/feed.json?before=101", feed.GetProperty("next_url").GetString());
        Assert.Equal("وكالة السهل", first.GetProperty("_feedhub").GetProperty("source").GetProperty("title").GetString());
        Assert.Equal(
            ["https://minaa.example/40", "https://nahr.example/41?a=1&b=2"],
            first.GetProperty("_feedhub").GetProperty("related").EnumerateArray().Select(copy => copy.GetProperty("url").GetString()));
        Assert.Equal(3, first.GetProperty("attachments").GetArrayLength());
    }
}
