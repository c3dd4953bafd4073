using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    /// <summary>Longer than the matcher looks back.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(4);

    private static string LongText { get; } = string.Join('\n', Enumerable.Range(0, 40).Select(line => $"السطر {line} من خبر طويل عن المدينة: قال المتحدّث إنّ العمل مستمرّ."));

    [Fact]
    public async Task What_is_settled_reads_as_before_and_takes_a_fraction_of_the_room()
    {
        await PollAsync(Some.Article("1", text: LongText), Some.Article("2", text: "قصير"), Some.Article("3", text: ""));
        var (before, size) = await SettleAsync();

        Assert.Equal(LongText, (await Articles.FindAsync("sana/1", Cancel))!.Text);
        Assert.Equal(before, (await Stories.ReadAsync(new StoryQuery { Limit = 10 }, Cancel)).Select(story => story.Shown.Text));
        Assert.Equal(["قصير", ""], (await Stories.ReadAsync(new StoryQuery { Limit = 10 }, Cancel)).Where(story => story.Shown.EntryId != "1").OrderBy(story => story.Shown.EntryId).Select(story => story.Shown.Text));
        Assert.InRange(await TextSizeAsync(), 1, size / 4);
        Assert.Equal(0, await Articles.SettleAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_is_settled_that_may_still_find_company()
    {
        await PollAsync(Some.Article("1", text: LongText));
        Time.Advance(Long);
        Assert.Equal(0, await Articles.SettleAsync(Cancel));

        await MatchAsync(now: Some.Now.AddHours(1));
        Assert.Equal(0, await Articles.SettleAsync(Cancel));

        await PollAsync(Some.Now + Long, Some.Article("2", text: LongText, firstSeenAt: Some.Now + Long));
        await MatchUntilAsync(Some.Now + Long);
        Assert.Equal(1, await Articles.SettleAsync(Cancel));
    }

    [Fact]
    public async Task A_settled_article_can_be_corrected_and_keeps_what_it_said()
    {
        await PollAsync(Some.Article("1", text: LongText));
        await SettleAsync();
        var article = (await Articles.FindAsync("sana/1", Cancel))!;

        Assert.Equal(new PollStored(true, 0, 1), await PollAsync(article with { Text = LongText + "\nتصحيح" }));

        Assert.Equal(LongText + "\nتصحيح", (await Articles.FindAsync("sana/1", Cancel))!.Text);
        Assert.Equal(LongText, Assert.Single(await Articles.RevisionsAsync(article.Id, Cancel)).Text);
        Assert.Equal(LongText + "\nتصحيح", Assert.Single(await Stories.PendingAsync(1, Cancel)).Article.Text);
    }

    [Fact]
    public async Task A_settled_article_whose_picture_changes_comes_to_the_matcher_with_its_text()
    {
        await PollAsync(Some.Article("1", text: LongText));
        await SettleAsync();
        var article = (await Articles.FindAsync("sana/1", Cancel))!;

        await PollAsync(article with { ImageUrl = "https://sana.example/other.jpg" });

        Assert.Equal(LongText, Assert.Single(await Stories.PendingAsync(1, Cancel)).Article.Text);
    }

    [Fact]
    public async Task A_settled_article_is_found_by_its_words_though_it_is_indexed_only_then()
    {
        await PollAsync([.. Enumerable.Range(1, 3).Select(number => Some.Article($"{number}", text: LongText + "\nزلزال"))]);
        await SettleAsync();
        var search = new SearchIndex(Database);

        Assert.Equal(3, await search.IndexAsync(100, Cancel));

        Assert.Equal(3, (await search.FindAsync(SearchQuery.Parse("زلزال"), new StoryQuery { Limit = 5 }, NoTags, Cancel)).Count);
        Assert.Equal("زلزال", await search.SuggestAsync("زلزاق", NoTags, Cancel));
    }

    [Fact]
    public async Task More_than_one_transaction_is_settled_in_one_run()
    {
        await PollAsync([.. Enumerable.Range(0, 250).Select(number => Some.Article($"{number}", text: $"{number} {LongText}"))]);

        await SettleAsync(250);

        Assert.Equal(250, (await Stories.ReadAsync(new StoryQuery { Limit = 300 }, Cancel)).Count(story => story.Shown.Text == $"{story.Shown.EntryId} {LongText}"));
    }

    [Fact]
    public async Task What_the_hub_decided_is_kept_and_its_sketches_are_not()
    {
        await PollAsync(Some.Article("1", text: LongText), Some.Article("2", text: LongText));
        var (a, b) = (await IdOfAsync("1"), await IdOfAsync("2"));
        var sketch = new SketchRecord(new IndexRow { Ordinal = 1, Sketch = new uint[100] }, [1, 2, 3], [], []).ToBytes();
        await Stories.HoldMatcherAsync("matcher", Some.Now, Lease, Cancel);
        await Stories.CommitAsync(
            new MatchBatch
            {
                Articles = [new(a, "story", new(MatchCode.First), sketch) { Turn = 1 }, new(b, "story", new(MatchCode.SameText), sketch) { Turn = 1, ThroughId = a }],
                Stories = [Some.NewStory("story", a)],
            },
            "matcher", Some.Now, Cancel);
        var before = await Stories.DecisionAsync(a, b, Cancel);

        await SettleAsync(2);

        Assert.NotNull(before);
        Assert.Equal(a, before.OfB.ThroughId);
        Assert.Equal(before, await Stories.DecisionAsync(a, b, Cancel));
        var indexed = await Stories.IndexedAsync(Cancel).ToListAsync(Cancel);
        Assert.Equal([a, b], indexed.Select(article => article.ArticleId));
        Assert.All(indexed, article => Assert.InRange(article.Sketch.Length, 1, sketch.Length / 4));
    }

    /// <summary>Of what is there now; returns the texts before, and how large they were.</summary>
    private async Task<(IReadOnlyList<string> Texts, long Size)> SettleAsync(int? expected = null)
    {
        await MatchUntilAsync(Some.Now + Long);
        var texts = (await Stories.ReadAsync(new StoryQuery { Limit = 10 }, Cancel)).Select(story => story.Shown.Text).ToList();
        var size = await TextSizeAsync();
        var settled = await Articles.SettleAsync(Cancel);
        Assert.Equal(expected ?? settled, settled);
        Assert.NotEqual(0, settled);
        return (texts, size);
    }

    /// <summary>All that waits, with the matcher's clock set to a time.</summary>
    private async Task MatchUntilAsync(DateTimeOffset until)
    {
        await MatchAsync(now: until);
        await Database.WriteAsync(session => session.ExecuteAsync("UPDATE hub SET matched_until_ms = @until", new { until = until.ToUnixTimeMilliseconds() }), Cancel);
    }

    private Task<long> TextSizeAsync() => Database.ReadAsync(
        session => session.ScalarAsync<long>("SELECT CAST(SUM(LENGTH(text) + COALESCE(LENGTH(packed), 0)) AS BIGINT) FROM article_texts"), Cancel);
}
