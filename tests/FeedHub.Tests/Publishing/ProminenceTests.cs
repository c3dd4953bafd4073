using FeedHub.Publishing;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

public sealed class ProminenceTests
{
    private static readonly DateTimeOffset Now = Published.Start;

    [Fact]
    public void More_sources_matter_more_and_half_as_much_after_six_hours()
    {
        CarriedStory[] stories =
        [
            new("two-now", Now, 2), new("five-of-the-morning", Now.AddHours(-6), 5), new("five-of-yesterday", Now.AddHours(-20), 5), new("three-now", Now.AddMinutes(-5), 3), new("four", Now.AddHours(-6), 4),
        ];

        Assert.Equal(["three-now", "five-of-the-morning", "two-now", "four"], Prominence.Now(stories, Now, 4).Select(story => story.Id));
    }

    [Fact]
    public void A_story_is_dated_by_the_source_that_made_it_so_many_and_stays_there()
    {
        StoryCopy[] copies =
        [
            Published.Copy(1, "sahl", joinedAt: Now), Published.Copy(2, "sahl", joinedAt: Now.AddMinutes(5)), Published.Copy(3, "minaa", joinedAt: Now.AddHours(1)), Published.Copy(4, "nahr", joinedAt: Now.AddHours(2)),
        ];
        var early = Prominence.Reached(Published.Story(copies: copies[..3]), 2);
        var late = Prominence.Reached(Published.Story(copies: copies), 2);

        Assert.Equal(Now.AddHours(1), early.Date);
        Assert.Equal((early.Date, early.UpdatedAt, early.Shown.Date), (late.Date, late.UpdatedAt, late.Shown.Date));
        Assert.Equal(Now.AddHours(2), Prominence.Reached(Published.Story(copies: copies), 3).Shown.Date);
        Assert.Equal(Now.AddHours(9), Prominence.Reached(Published.Story(copies: copies, updatedAt: Now.AddHours(9)), 3).UpdatedAt);
    }
}
