using FeedHub.Publishing;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

public sealed class ArchivePagesTests
{
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
        var chosen = Choose(found, size);

        var before = Before(found, chosen);

        Assert.NotNull(before);
        Assert.All(found, story => Assert.True(chosen.Contains(story) || story.Sequence < before));
    }

    [Fact]
    public void The_archive_begins_at_a_full_block_where_the_first_page_reaches_it()
    {
        var found = Newest(250, sequence => sequence % 2 == 0 ? "a" : "b");

        Assert.Equal(201, Before(found, Choose(found, 100)));
        Assert.Equal(201, Before(found, Choose(found, 60)));
        Assert.Equal(101, Before(found, Choose(found, 150)));
        Assert.Equal((100, 101), (ArchivePages.After(201), ArchivePages.EndOfBlock(100)));
    }

    [Fact]
    public void A_feed_that_fits_its_first_page_has_no_archive()
    {
        var found = Newest(40, _ => "a");

        Assert.Null(Before(found, Choose(found, 100)));
    }

    private static long? Before(IReadOnlyList<StoryPlace> found, IReadOnlyCollection<StoryPlace> chosen) =>
        ArchivePages.Before([.. found.Take(chosen.Count + 1)], chosen);

    private static IReadOnlyCollection<StoryPlace> Choose(IReadOnlyList<StoryPlace> found, int size) => FirstPage.Choose([.. found.Take(size)], found, new FeedWindow(12, size, size));

    private static List<StoryPlace> Newest(int count, Func<long, string> feedOf) =>
        [.. Enumerable.Range(1, count).Reverse().Select(sequence => new StoryPlace($"{sequence}", sequence, default, default, feedOf(sequence)))];
}
