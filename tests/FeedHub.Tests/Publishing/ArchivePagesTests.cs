using FeedHub.Cleaning;
using FeedHub.Publishing;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

public sealed class ArchivePagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(299, 50)]
    [InlineData(299, 10)]
    [InlineData(250, 100)]
    [InlineData(200, 100)]
    [InlineData(101, 100)]
    [InlineData(7, 3)]
    public void No_story_is_missing_from_both_the_first_page_and_the_archive(int newest, int size)
    {
        var found = Newest(newest, sequence => sequence % 10 == 0 ? "calm" : "flood");
        var chosen = FairWindow.Choose(found, size);

        var before = ArchivePages.Before(found, chosen);

        Assert.NotNull(before);
        Assert.All(found, story => Assert.True(chosen.Contains(story) || story.Sequence < before));
    }

    [Fact]
    public void The_archive_begins_at_a_full_block_where_the_first_page_reaches_it()
    {
        var found = Newest(250, sequence => sequence % 2 == 0 ? "a" : "b");

        Assert.Equal(201, ArchivePages.Before(found, FairWindow.Choose(found, 100)));
    }

    [Fact]
    public void A_feed_that_fits_its_first_page_has_no_archive()
    {
        var found = Newest(40, _ => "a");

        Assert.Null(ArchivePages.Before(found, FairWindow.Choose(found, 100)));
    }

    [Fact]
    public void An_enclosure_of_unknown_length_still_says_one_in_rss()
    {
        var story = Story(1, "a");
        story = story with { Shown = story.Shown with { Enclosures = [new("https://news.example/a.mp3", "audio/mpeg", null)] } };
        var feed = new PublishedFeed
        {
            Title = "أخبار",
            Language = "ar",
            Address = "https://hub.example",
            Path = "/feed",
            UpdatedAt = Start,
            Entries = [new PublishedEntry(story, new Dictionary<string, PublishedSource>())],
        };

        var rss = System.Xml.Linq.XDocument.Load(new MemoryStream(SyndicationWriter.WriteRss(feed)));

        Assert.Equal("0", rss.Descendants("enclosure").Single().Attribute("length")?.Value);
    }

    private static List<Story> Newest(int count, Func<long, string> feedOf) =>
        [.. Enumerable.Range(1, count).Reverse().Select(sequence => Story(sequence, feedOf(sequence)))];

    private static Story Story(long sequence, string feedId) => new()
    {
        Id = $"s{sequence}",
        Sequence = sequence,
        FirstSeenAt = Start,
        UpdatedAt = Start,
        Shown = new Article
        {
            Id = sequence,
            FeedId = feedId,
            EntryId = $"e{sequence}",
            Link = $"https://news.example/{sequence}",
            Title = "خبر",
            Text = "نص الخبر",
            FirstSeenAt = Start,
            ChangedAt = Start,
            Language = "ar",
            UrlKey = "",
            ContentKey = "",
        },
    };
}
