using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Storage;
using FeedHub.Stories;
using FeedHub.Tests.Stories;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests;

public sealed class StoryPipelineTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-stories-").FullName;
    private readonly FakeTimeProvider _time = new(News.Noon);
    private Database _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StoryStore Stories => new(_database);

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(null, _folder, _time);
        await _database.MigrateAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Committed_articles_become_stories()
    {
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge), News.Article(News.StrikeTitle, News.Strike));
        await PollAsync("nahar", News.Article("افتتاح الجسر", News.BridgeRetold, "nahar", hours: 1));

        Assert.Equal(3, await new StoryPipeline(Stories, _time).RunAsync(_ => null, 90, Cancel));

        var stories = await Stories.ReadAsync(new StoryQuery(), Cancel);
        Assert.Equal(2, stories.Count);
        var bridge = stories.Single(story => story.Copies.Length == 2);
        Assert.Equal(["sana", "nahar"], bridge.Copies.Select(copy => copy.FeedId));
        Assert.Equal(MatchCode.First, bridge.Copies[0].Reason.Code);
        Assert.Equal(News.Bridge, bridge.Shown.Text);
    }

    [Fact]
    public async Task Nothing_pending_matches_nothing()
    {
        var pipeline = new StoryPipeline(Stories, _time);

        Assert.Equal(0, await pipeline.RunAsync(_ => null, 90, Cancel));
        Assert.Equal(0, await pipeline.RunAsync(_ => null, 90, Cancel));
    }

    [Fact]
    public async Task A_new_process_goes_on_where_the_old_one_stood()
    {
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge));
        var old = new StoryPipeline(Stories, _time);
        await old.RunAsync(_ => null, 90, Cancel);
        await old.ReleaseAsync(Cancel);

        await PollAsync("nahar", News.Article("افتتاح الجسر", News.BridgeRetold, "nahar", hours: 1));
        Assert.Equal(1, await new StoryPipeline(Stories, _time).RunAsync(_ => null, 90, Cancel));

        Assert.Equal(2, Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel)).Copies.Length);
    }

    [Fact]
    public async Task Only_the_holder_of_the_lease_matches()
    {
        var (first, second) = (new StoryPipeline(Stories, _time), new StoryPipeline(Stories, _time));
        await first.RunAsync(_ => null, 90, Cancel);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge));

        Assert.Equal(0, await second.RunAsync(_ => null, 90, Cancel));
        Assert.Equal(1, await first.RunAsync(_ => null, 90, Cancel));
    }

    [Fact]
    public async Task Who_takes_the_lease_over_knows_what_the_other_matched()
    {
        var (first, second) = (new StoryPipeline(Stories, _time), new StoryPipeline(Stories, _time));
        await first.RunAsync(_ => null, 90, Cancel);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge));
        await first.RunAsync(_ => null, 90, Cancel);
        _time.Advance(TimeSpan.FromMinutes(5));
        await PollAsync("nahar", News.Article("افتتاح الجسر", News.BridgeRetold, "nahar", hours: 1));
        await second.RunAsync(_ => null, 90, Cancel);
        await PollAsync("third", News.Article("الجسر الجديد يفتتح", News.Bridge, "third", hours: 1));

        Assert.Equal(0, await first.RunAsync(_ => null, 90, Cancel));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await first.RunAsync(_ => null, 90, Cancel));
        Assert.Equal(3, Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel)).Copies.Length);
    }

    [Fact]
    public async Task More_than_a_batch_is_matched_in_one_run()
    {
        await PollAsync("sana", [.. Others(5300, "sana")]);

        Assert.Equal(5300, await new StoryPipeline(Stories, _time).RunAsync(_ => null, 90, Cancel));
        Assert.Equal(5300, (await Stories.MarkAsync(Cancel)).Stories);
        Assert.Equal(0, await Stories.PendingCountAsync(Cancel));
    }

    [Fact]
    public async Task Batches_that_are_stored_together_say_what_each_said()
    {
        await PollAsync("sana", [News.Article(News.BridgeTitle, News.Bridge[..400] + "…", isTruncated: true), .. Others(700, "sana")]);
        await PollAsync("nahar", News.Article("افتتاح الجسر", News.Bridge, "nahar", hours: 1));

        Assert.Equal(702, await new StoryPipeline(Stories, _time).RunAsync(_ => null, 90, Cancel));

        var bridge = Assert.Single(await Stories.ReadAsync(new StoryQuery { Limit = 1000 }, Cancel), story => story.Copies.Length == 2);
        Assert.Equal(("nahar", News.Bridge), (bridge.Shown.FeedId, bridge.Shown.Text));
        Assert.Equal(1, (await Stories.MarkAsync(Cancel)).Version);
    }

    [Fact]
    public async Task A_correction_keeps_its_story_and_its_place()
    {
        var pipeline = new StoryPipeline(Stories, _time);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge, entry: "1"));
        await pipeline.RunAsync(_ => null, 90, Cancel);
        var before = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));

        _time.Advance(TimeSpan.FromHours(1));
        await PollAsync("sana", News.Article("تصحيح: " + News.BridgeTitle, News.BridgeRetold, entry: "1", id: before.Shown.Id) with { ChangedAt = _time.GetUtcNow() });
        await pipeline.RunAsync(_ => null, 90, Cancel);

        var after = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));
        Assert.Equal((before.Id, before.Sequence, before.FirstSeenAt), (after.Id, after.Sequence, after.FirstSeenAt));
        Assert.Equal(News.BridgeRetold, after.Shown.Text);
        Assert.Equal(_time.GetUtcNow(), after.UpdatedAt);
    }

    [Fact]
    public async Task What_changes_no_letter_does_not_move_updated()
    {
        var pipeline = new StoryPipeline(Stories, _time);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge, entry: "1"));
        await pipeline.RunAsync(_ => null, 90, Cancel);
        var before = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));

        _time.Advance(TimeSpan.FromHours(1));
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge, entry: "1", id: before.Shown.Id) with { ChangedAt = _time.GetUtcNow(), Categories = ["جسور"] });
        Assert.Equal(1, await pipeline.RunAsync(_ => null, 90, Cancel));

        var after = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));
        Assert.Equal(["جسور"], after.Shown.Categories);
        Assert.Equal(before.UpdatedAt, after.UpdatedAt);
    }

    [Fact]
    public async Task What_a_corrected_copy_said_before_is_kept()
    {
        var pipeline = new StoryPipeline(Stories, _time);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge, entry: "1"));
        await pipeline.RunAsync(_ => null, 90, Cancel);
        var id = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel)).Shown.Id;

        await PollAsync("sana", News.Article("عاجل: " + News.BridgeTitle, News.BridgeRetold, entry: "1", id: id));
        await pipeline.RunAsync(_ => null, 90, Cancel);

        var earlier = Assert.Single(await new ArticleStore(_database).RevisionsAsync(id, Cancel));
        Assert.Equal((News.BridgeTitle, News.Bridge), (earlier.Title, earlier.Text));
    }

    [Fact]
    public async Task Expired_news_that_a_feed_still_carries_is_not_told_again()
    {
        var pipeline = new StoryPipeline(Stories, _time);
        var bridge = News.Article(News.BridgeTitle, News.Bridge, entry: "1");
        await PollAsync("sana", bridge);
        await pipeline.RunAsync(_ => null, 90, Cancel);

        _time.Advance(TimeSpan.FromDays(91));
        await new ArticleStore(_database).ExpireAsync(_time.GetUtcNow().AddDays(-90), Cancel);
        await PollAsync("sana", bridge with { FirstSeenAt = _time.GetUtcNow() });

        Assert.Equal(0, await pipeline.RunAsync(_ => null, 90, Cancel));
        Assert.Empty(await Stories.ReadAsync(new StoryQuery(), Cancel));
    }

    [Fact]
    public async Task A_copy_of_what_has_just_expired_is_told_as_news_by_a_matcher_that_still_knew_it()
    {
        var pipeline = new StoryPipeline(Stories, _time);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge, entry: "1"));
        await pipeline.RunAsync(_ => null, 2, Cancel);

        _time.Advance(TimeSpan.FromHours(49));
        await new ArticleStore(_database).ExpireAsync(_time.GetUtcNow().AddDays(-2), Cancel);
        await PollAsync("nahar", News.Article("الجسر", News.Bridge, "nahar", hours: 49));

        Assert.Equal(1, await pipeline.RunAsync(_ => null, 2, Cancel));
        Assert.Equal("nahar", Assert.Single(Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel)).Copies).FeedId);
    }

    [Fact]
    public async Task What_was_matched_behind_a_batch_that_could_not_be_stored_is_matched_again()
    {
        var pipeline = new StoryPipeline(Stories, _time);
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge, entry: "1"));
        await pipeline.RunAsync(_ => null, 2, Cancel);

        _time.Advance(TimeSpan.FromHours(49));
        await new ArticleStore(_database).ExpireAsync(_time.GetUtcNow().AddDays(-2), Cancel);
        var copy = News.Article("الجسر", News.Bridge, "nahar", hours: 49);
        await PollAsync("nahar", [copy, .. Others(4500, "nahar", hours: 49)]);

        Assert.Equal(4501, await pipeline.RunAsync(_ => null, 2, Cancel));
        var stories = await Stories.ReadAsync(new StoryQuery { Limit = 5000 }, Cancel);
        Assert.Equal(4501, stories.Sum(story => story.Copies.Length));
        Assert.DoesNotContain(stories, story => story.Copies.Any(told => told.FeedId == "sana"));
    }

    [Fact]
    public async Task A_source_merged_by_exact_keys_is_left_alone()
    {
        await PollAsync("sana", News.Article(News.BridgeTitle, News.Bridge));
        await PollAsync("nahar", News.Article("افتتاح الجسر", News.BridgeRetold, "nahar", hours: 1));

        await new StoryPipeline(Stories, _time).RunAsync(feed => News.Source(feed, merge: FeedHub.Sources.MergeMode.Exact), 90, Cancel);

        Assert.Equal(2, (await Stories.MarkAsync(Cancel)).Stories);
    }

    private static IEnumerable<Article> Others(int count, string feed, int hours = 0) => Enumerable.Range(0, count)
        .Select(number => News.Article($"خبر قصير عن الموضوع رقم {number}", $"نص الخبر {number}", feed, hours, entry: $"{number}"));

    /// <summary>Stores the articles as one poll of the feed would.</summary>
    private async Task PollAsync(string feed, params Article[] articles)
    {
        var feeds = new FeedStore(_database);
        var now = _time.GetUtcNow();
        await feeds.SyncAsync([News.Source("sana"), News.Source("nahar"), News.Source("third")], now, Cancel);
        var leased = Assert.Single(await feeds.LeaseAsync(now, TimeSpan.FromMinutes(1), 1, [feed], force: true, Cancel));
        await feeds.CommitPollAsync(new(leased, new PollState { NextPollAt = now, LastPollAt = now }, null, articles), now, Cancel);
    }
}
