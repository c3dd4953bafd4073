using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

/// <summary>Two stories of one event meet again through a copy that shows them to be one.</summary>
public sealed class StoryMergingTests
{
    private static readonly string[] Lines = News.Bridge.Split('\n');

    /// <summary>Two excerpts that share nothing, and the whole that holds both.</summary>
    private static readonly (string Title, string Text)[] Parts =
    [
        (News.BridgeTitle, string.Join('\n', Lines[..2])),
        ("أهالي الحي يطالبون بإنارة ممرات جسر وادي الزيتون الجديد", string.Join('\n', Lines[2..])),
    ];

    [Fact]
    public void A_copy_that_ties_two_stories_makes_them_one_and_the_older_id_stays()
    {
        var hub = new TellStories();
        var first = hub.Tell(News.Article(Parts[0].Title, Parts[0].Text, "sana"))[0];
        var second = hub.Tell(News.Article(Parts[1].Title, Parts[1].Text, "nahar", hours: 1))[0];
        Assert.NotEqual(first, second);

        var tie = hub.Tell(News.Article("افتتاح جسر وادي الزيتون والأهالي يطالبون بإنارة ممراته", Parts[0].Text + "\n" + Parts[1].Text, "hayat", hours: 2))[0];

        Assert.Equal(first, tie);
        Assert.Equal([new MergedStory(second, first)], hub.Batches[^1].Merged);
        Assert.Equal([first], hub.Stories.Keys);
        Assert.All(hub.Decisions, decision => Assert.Equal(first, decision.Story));
        Assert.Equal([first, second], hub.Emitted);
        Assert.Equal(News.Noon, hub.Stories[first].UpdatedAt);
    }

    [Fact]
    public void Stories_that_nobody_has_heard_of_merge_without_a_trace()
    {
        var hub = new TellStories();

        var stories = hub.Tell(
            News.Article(Parts[0].Title, Parts[0].Text, "sana"),
            News.Article(Parts[1].Title, Parts[1].Text, "nahar", hours: 1),
            News.Article("افتتاح جسر وادي الزيتون والأهالي يطالبون بإنارة ممراته", Parts[0].Text + "\n" + Parts[1].Text, "hayat", hours: 2));

        Assert.Single(stories.Distinct());
        Assert.Empty(hub.Batches[^1].Merged);
        Assert.Single(hub.Emitted);
    }

    [Fact]
    public void One_source_told_two_things()
    {
        var hub = new TellStories();
        var first = hub.Tell(News.Article(Parts[0].Title, Parts[0].Text, "sana"))[0];
        var second = hub.Tell(News.Article(Parts[1].Title, Parts[1].Text, "sana", hours: 1))[0];

        hub.Tell(News.Article("افتتاح جسر وادي الزيتون والأهالي يطالبون بإنارة ممراته", Parts[0].Text + "\n" + Parts[1].Text, "hayat", hours: 2));

        Assert.NotEqual(first, second);
        Assert.Equal(2, hub.Stories.Count);
    }

    [Fact]
    public void After_a_restart_a_merged_story_goes_on()
    {
        var hub = new TellStories();
        var first = hub.Tell(News.Article(Parts[0].Title, Parts[0].Text, "sana"))[0];
        hub.Tell(News.Article(Parts[1].Title, Parts[1].Text, "nahar", hours: 1));
        hub.Tell(News.Article("افتتاح جسر وادي الزيتون والأهالي يطالبون بإنارة ممراته", Parts[0].Text + "\n" + Parts[1].Text, "hayat", hours: 2));
        hub.Restart();

        Assert.Equal(first, hub.Tell(News.Article(Parts[1].Title, "وكالات: " + Parts[1].Text, "watan", hours: 3))[0]);
    }

    [Fact]
    public void Batches_stored_together_tell_what_became_of_each_story()
    {
        var hub = new TellStories();
        hub.Tell(News.Article(Parts[0].Title, Parts[0].Text, "sana"));
        hub.Tell(News.Article(Parts[1].Title, Parts[1].Text, "nahar", hours: 1));
        hub.Tell(News.Article("افتتاح جسر وادي الزيتون والأهالي يطالبون بإنارة ممراته", Parts[0].Text + "\n" + Parts[1].Text, "hayat", hours: 2));

        var later = hub.Batches[1].Then(hub.Batches[2]);
        var all = hub.Batches[0].Then(later);

        Assert.Empty(later.Merged);
        Assert.Empty(later.Stories);
        Assert.Equal(2, later.Articles.Length);
        Assert.Single(all.Stories);
        Assert.Single(all.Articles.Select(article => article.StoryId).Distinct());
    }
}
