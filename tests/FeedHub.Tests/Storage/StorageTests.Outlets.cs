using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task Stories_are_found_by_how_many_sources_carry_them_and_by_their_day()
    {
        await CarryAsync();

        Assert.Equal(["three", "two", "old"], await IdsAsync(new StoryQuery { Outlets = 2, Order = StoryOrder.Dated }));
        Assert.Equal(["three"], await IdsAsync(new StoryQuery { Outlets = 3 }));
        Assert.Empty(await IdsAsync(new StoryQuery { Outlets = 4 }));
        Assert.Equal(["two", "old"], await IdsAsync(new StoryQuery { Outlets = 2, DatedBefore = Some.Now.AddHours(-1), Order = StoryOrder.Dated }));
        Assert.Equal(["three", "alone", "two"], await IdsAsync(new StoryQuery { DatedFrom = Some.Now.AddHours(-2), Order = StoryOrder.Dated }));
        Assert.Equal(["old"], await IdsAsync(new StoryQuery { DatedFrom = Some.Now.AddHours(-30), DatedBefore = Some.Now.AddHours(-2) }));
        Assert.Equal(["three", "two"], (await Stories.PlacesAsync(new StoryQuery { Outlets = 2, Limit = 2, Order = StoryOrder.Dated }, Cancel)).Select(place => place.Id));

        async Task<IEnumerable<string>> IdsAsync(StoryQuery query) => (await Stories.ReadAsync(query, Cancel)).Select(story => story.Id);
    }

    [Fact]
    public async Task What_the_most_sources_carried_counts_those_who_had_joined_by_then()
    {
        await CarryAsync();

        Assert.Equal(
            [new CarriedStory("three", Some.Now.AddMinutes(-30), 3), new CarriedStory("two", Some.Now.AddHours(-2), 2)],
            await Stories.MostCarriedAsync(Some.Now.AddHours(-3), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, 10, Cancel));
        Assert.Equal(
            [new CarriedStory("two", Some.Now.AddHours(-2), 2), new CarriedStory("three", Some.Now.AddMinutes(-30), 2)],
            (await Stories.MostCarriedAsync(Some.Now.AddHours(-3), Some.Now, Some.Now, 10, Cancel)).OrderBy(story => story.Date));
        Assert.Equal(["three"], (await Stories.MostCarriedAsync(Some.Now.AddDays(-3), Some.Now, DateTimeOffset.MaxValue, 1, Cancel)).Select(story => story.Id));
        Assert.Empty(await Stories.MostCarriedAsync(Some.Now.AddDays(-3), Some.Now, Some.Now.AddDays(-1), 10, Cancel));
        Assert.Equal(Some.Now, await Stories.BeganAsync(Cancel));
    }

    [Fact]
    public async Task A_hub_without_stories_did_not_begin() => Assert.Null(await Stories.BeganAsync(Cancel));

    [Fact]
    public async Task A_source_is_first_where_it_published_before_the_others()
    {
        await CarryAsync();

        var activity = await new SourceActivities(Database).ReadAsync(Some.Now.AddDays(-1), 2, Cancel);

        Assert.Equal(["nahar", "other", "sana"], activity.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([0, 4], activity["sana"].Articles);
        Assert.Equal((2, 1), (activity["sana"].Shared, activity["sana"].Firsts));
        Assert.Equal((2, 1), (activity["other"].Shared, activity["other"].Firsts));
        Assert.Equal((1, 0), (activity["nahar"].Shared, activity["nahar"].Firsts));
        Assert.Empty(await new SourceActivities(Database).ReadAsync(Some.Now.AddDays(1), 2, Cancel));
    }

    /// <summary>Four stories: one that three carry, the last of them since a minute later; two that two do; and one alone.</summary>
    private async Task CarryAsync()
    {
        await PollAsync(Article("1", "sana", -0.5), Article("2", "sana", -1), Article("3", "sana", -2), Article("4", "sana", -26));
        await PollAsync(Article("1", "other", -0.4), Article("3", "other", -3), Article("4", "other", -26));
        await PollAsync(Article("1", "nahar", -0.3));
        string[] stories = ["three", "alone", "two", "old"];
        var first = new List<(string Story, long Id, bool IsNew)>();
        for (var i = 0; i < stories.Length; i++)
        {
            first.Add((stories[i], await IdOfAsync($"{i + 1}"), true));
        }

        foreach (var i in (int[])[0, 2, 3])
        {
            first.Add((stories[i], await IdOfAsync($"{i + 1}", "other"), false));
        }

        await Stories.HoldMatcherAsync("matcher", Some.Now, TimeSpan.FromMinutes(5), Cancel);
        await Stories.CommitAsync(
            new MatchBatch { Articles = [.. first.Select(one => Some.Match(one.Id, one.Story))], Stories = [.. first.Where(one => one.IsNew).Select(one => Some.NewStory(one.Story, one.Id))] }, "matcher", Some.Now, Cancel);
        await Stories.CommitAsync(new MatchBatch { Articles = [Some.Match(await IdOfAsync("1", "nahar"), "three")] }, "matcher", Some.Now.AddMinutes(1), Cancel);

        static FeedHub.Cleaning.Article Article(string id, string feed, double hours) => Some.Article(id, feed, urlKey: $"{feed}.example/{id}", published: Some.Now.AddHours(hours));
    }
}
