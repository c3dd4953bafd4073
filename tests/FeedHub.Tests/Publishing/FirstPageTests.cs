using FeedHub.Publishing;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

public sealed class FirstPageTests
{
    [Fact]
    public void What_fits_is_shown_whole_and_in_order()
    {
        var newest = Newest(50, _ => "flood");

        Assert.Equal(newest, Choose(newest, 50));
    }

    [Fact]
    public void A_flood_leaves_half_the_page_to_the_others()
    {
        var newest = Newest(300, sequence => sequence is > 40 and <= 290 ? "flood" : "calm");

        var chosen = Choose(newest, 100);

        Assert.Equal(100, chosen.Length);
        Assert.Equal(50, chosen.Count(story => story.FeedId == "calm"));
        Assert.Equal(newest[0], chosen[0]);
    }

    [Fact]
    public void The_flood_fills_what_nobody_else_needs()
    {
        var newest = Newest(300, sequence => sequence % 50 == 0 ? "calm" : "flood");

        var chosen = Choose(newest, 100);

        Assert.Equal(100, chosen.Length);
        Assert.Equal(6, chosen.Count(story => story.FeedId == "calm"));
    }

    [Fact]
    public void However_many_flood_the_page_the_others_keep_what_they_have()
    {
        var newest = Newest(900, sequence => sequence <= 60 ? $"calm{sequence % 2}" : $"flood{sequence % 3}");

        var chosen = Choose(newest, 500);

        Assert.Equal(500, chosen.Length);
        Assert.Equal(60, chosen.Count(story => story.FeedId.StartsWith("calm", StringComparison.Ordinal)));
        Assert.All(chosen.Where(story => story.FeedId.StartsWith("flood", StringComparison.Ordinal)).CountBy(story => story.FeedId), source => Assert.InRange(source.Value, 146, 148));
    }

    [Fact]
    public void The_only_source_has_the_page_to_itself() => Assert.Equal(Newest(300, _ => "only")[..100], Choose(Newest(300, _ => "only"), 100));

    [Fact]
    public void The_order_stays_and_no_story_comes_twice()
    {
        var chosen = Choose(Newest(400, sequence => sequence % 7 < 5 ? "flood" : $"calm{sequence % 3}"), 100);

        Assert.Equal(chosen.OrderByDescending(story => story.Sequence), chosen);
        Assert.Equal(100, chosen.DistinctBy(story => story.Id).Count());
    }

    [Fact]
    public void A_page_of_one_shows_the_newest() => Assert.Equal(9, Assert.Single(Choose(Newest(9, _ => "a"), 1)).Sequence);

    [Fact]
    public void What_came_in_within_the_hours_stands_beside_the_newest_by_date()
    {
        var all = Newest(9, _ => "a");
        var late = all[7] with { Date = Noon.AddHours(-20) };
        var newest = all.Take(3).Select(story => story with { Date = Noon.AddHours(story.Sequence) }).ToList();

        var chosen = FirstPage.Choose(newest, [newest[1], late], new FeedWindow(12, 3, 10));

        Assert.Equal([.. newest, late], chosen);
    }

    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static System.Collections.Immutable.ImmutableArray<StoryPlace> Choose(IReadOnlyList<StoryPlace> stories, int size) =>
        FirstPage.Choose([.. stories.Take(size)], stories, new FeedWindow(12, size, size));

    private static List<StoryPlace> Newest(int count, Func<long, string> feedOf) =>
        [.. Enumerable.Range(1, count).Reverse().Select(sequence => new StoryPlace($"{sequence}", sequence, Noon, Noon, feedOf(sequence)))];
}
