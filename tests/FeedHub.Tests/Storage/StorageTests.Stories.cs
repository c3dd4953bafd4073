using System.Collections.Immutable;
using FeedHub.Cleaning;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task One_process_at_a_time_is_the_matcher()
    {
        Assert.Equal(MatcherHold.Taken, await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel));
        Assert.Equal(MatcherHold.Refused, await Stories.HoldMatcherAsync("b", Some.Now, Lease, Cancel));
        Assert.Equal(MatcherHold.Kept, await Stories.HoldMatcherAsync("a", Some.Now + Lease, Lease, Cancel));
        Assert.Equal(MatcherHold.Taken, await Stories.HoldMatcherAsync("b", Some.Now + Lease + Lease, Lease, Cancel));
        Assert.Equal(MatcherHold.Refused, await Stories.HoldMatcherAsync("a", Some.Now + Lease + Lease, Lease, Cancel));

        await Stories.ReleaseMatcherAsync("a", Cancel);
        Assert.Equal(MatcherHold.Refused, await Stories.HoldMatcherAsync("a", Some.Now + Lease + Lease, Lease, Cancel));
        await Stories.ReleaseMatcherAsync("b", Cancel);
        Assert.Equal(MatcherHold.Taken, await Stories.HoldMatcherAsync("a", Some.Now + Lease + Lease, Lease, Cancel));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_leaves_no_hub_without_a_matcher()
    {
        await Stories.HoldMatcherAsync("dead", Some.Now, Lease, Cancel);

        Assert.Equal(MatcherHold.Taken, await Stories.HoldMatcherAsync("heir", Some.Now.AddHours(-2), Lease, Cancel));
    }

    [Fact]
    public async Task A_matcher_that_lost_its_lease_stores_nothing()
    {
        await PollAsync(Some.Article());
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        await Stories.HoldMatcherAsync("b", Some.Now + Lease, Lease, Cancel);
        var id = await IdOfAsync("1");
        var batch = new MatchBatch { Articles = [Some.Match(id, "s")], Stories = [Some.NewStory("s", id)] };

        await Assert.ThrowsAsync<OutdatedMatcherException>(() => Stories.CommitAsync(batch, "a", Some.Now, Cancel));

        Assert.Equal(new StoryMark(0, 0, DateTimeOffset.UnixEpoch, 0), await Stories.MarkAsync(Cancel));
        Assert.Single(await Stories.PendingAsync(10, Cancel));
    }

    [Fact]
    public async Task A_batch_that_names_an_expired_story_is_refused_whole()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"));
        var (first, second) = (await IdOfAsync("1"), await IdOfAsync("2"));
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        var batch = new MatchBatch
        {
            Articles = [Some.Match(first, "new"), Some.Match(second, "expired")],
            Stories = [Some.NewStory("new", first)],
        };

        await Assert.ThrowsAsync<OutdatedMatcherException>(() => Stories.CommitAsync(batch, "a", Some.Now, Cancel));

        Assert.Equal(2, (await Stories.PendingAsync(10, Cancel)).Count);
        Assert.Empty(await Stories.ReadAsync(new StoryQuery(), Cancel));
    }

    [Fact]
    public async Task Of_two_stories_that_became_one_the_other_is_found_by_its_id_and_listed_nowhere()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"), Some.Article("3"), Some.Article("4"));
        long[] ids = [await IdOfAsync("1"), await IdOfAsync("2"), await IdOfAsync("3"), await IdOfAsync("4")];
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        await Stories.CommitAsync(
            new() { Articles = [Some.Match(ids[0], "one"), Some.Match(ids[1], "two")], Stories = [Some.NewStory("one", ids[0]), Some.NewStory("two", ids[1])] }, "a", Some.Now, Cancel);

        await Stories.CommitAsync(new() { Articles = [Some.Match(ids[2], "one")], Merged = [new("two", "one")] }, "a", Some.Now, Cancel);

        var story = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));
        Assert.Equal("one", story.Id);
        Assert.Equal(ids[..3], story.Copies.Select(copy => copy.ArticleId).Order());
        Assert.Equal("one", await Stories.MergedIntoAsync("two", Cancel));
        Assert.Null(await Stories.MergedIntoAsync("one", Cancel));
        Assert.Null(await Stories.MergedIntoAsync("\0", Cancel));
        Assert.Equal(1, (await Stories.MarkAsync(Cancel)).Stories);
        Assert.Equal(["one"], (await Stories.IndexedAsync(Cancel).ToListAsync(Cancel)).Select(article => article.StoryId).Distinct());
        Assert.Equal(["two"], Assert.Single(await Stories.ExportAsync(null, null, Cancel).ToListAsync(Cancel)).MergedIds);

        // Chains lead to their end, and end with it.
        await Stories.CommitAsync(new() { Articles = [Some.Match(ids[3], "zero")], Stories = [Some.NewStory("zero", ids[3])], Merged = [new("one", "zero")] }, "a", Some.Now, Cancel);
        Assert.Equal("zero", await Stories.MergedIntoAsync("two", Cancel));
        Assert.Equal("zero", await Stories.MergedIntoAsync("one", Cancel));
        await Assert.ThrowsAsync<OutdatedMatcherException>(() => Stories.CommitAsync(new() { Merged = [new("one", "zero")] }, "a", Some.Now, Cancel));
    }

    /// <summary>The last line of an entry names who carried a story by some time; a story that becomes a part of another adds nobody to that.</summary>
    [Fact]
    public async Task Copies_of_a_story_that_became_a_part_of_another_join_it_then()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"), Some.Article("3"));
        long[] ids = [await IdOfAsync("1"), await IdOfAsync("2"), await IdOfAsync("3")];
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        await Stories.CommitAsync(
            new() { Articles = [.. ids.Select(id => Some.Match(id, $"{id}"))], Stories = [.. ids.Select(id => Some.NewStory($"{id}", id))] }, "a", Some.Now, Cancel);

        await Stories.CommitAsync(new() { Merged = [new($"{ids[1]}", $"{ids[0]}")] }, "a", Some.Now.AddHours(1), Cancel);
        await Stories.CommitAsync(new() { Articles = [Some.Match(ids[2], $"{ids[0]}")] }, "a", Some.Now.AddHours(2), Cancel);
        await Stories.CommitAsync(new() { Articles = [Some.Match(ids[0], $"{ids[0]}")] }, "a", Some.Now.AddHours(3), Cancel);

        var story = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));
        Assert.Equal(
            [(ids[0], Some.Now), (ids[1], Some.Now.AddHours(1)), (ids[2], Some.Now.AddHours(2))],
            story.Copies.Select(copy => (copy.ArticleId, copy.JoinedAt)).Order());
    }

    [Fact]
    public async Task Stories_of_one_affair_know_each_other_and_a_merged_one_hands_its_own_on()
    {
        await PollAsync(Some.Article("1", published: Some.Now.AddHours(-3)), Some.Article("2", published: Some.Now.AddHours(-2)), Some.Article("3", published: Some.Now.AddHours(-1)), Some.Article("4"));
        long[] ids = [await IdOfAsync("1"), await IdOfAsync("2"), await IdOfAsync("3"), await IdOfAsync("4")];
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        await Stories.CommitAsync(
            new()
            {
                Articles = [Some.Match(ids[0], "one"), Some.Match(ids[1], "two", ids[0]), Some.Match(ids[2], "three", ids[1], ids[0]), Some.Match(ids[3], "four", ids[2])],
                Stories = [Some.NewStory("one", ids[0]), Some.NewStory("two", ids[1]), Some.NewStory("three", ids[2]), Some.NewStory("four", ids[3])],
            },
            "a",
            Some.Now,
            Cancel);

        Assert.Equal(["two", "three"], await RelatedAsync("one"));
        Assert.Equal(["one", "three"], await RelatedAsync("two"));
        Assert.Equal(["one", "two", "four"], await RelatedAsync("three"));
        Assert.Equal(["one", "three"], (await Stories.ExportAsync(null, null, Cancel).ToListAsync(Cancel)).Single(story => story.Story.Id == "two").RelatedIds);

        await Stories.CommitAsync(new() { Merged = [new("three", "two")] }, "a", Some.Now, Cancel);

        Assert.Equal(["one", "four"], await RelatedAsync("two"));
        Assert.Equal(["two"], await RelatedAsync("four"));

        async Task<IEnumerable<string>> RelatedAsync(string id) =>
            (await Stories.RelatedAsync(Assert.Single(await Stories.ReadAsync([id], Cancel)), Cancel)).Select(story => story.Id);
    }

    [Fact]
    public async Task However_many_are_stored_at_once_each_is_stored_once()
    {
        const int feeds = 30;
        const int each = 100;
        for (var feed = 0; feed < feeds; feed++)
        {
            await PollAsync([.. Enumerable.Range(0, each).Select(number => Some.Article($"{number}", $"feed{feed}"))]);
        }

        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        long[] ids = [.. (await Stories.PendingAsync(feeds * each, Cancel)).Select(pending => pending.Article.Id)];

        var batch = new MatchBatch
        {
            Articles = [.. ids.Select(id => Some.Match(id, $"story-{id}"))],
            Stories = [.. ids.Select(id => Some.NewStory($"story-{id}", id))],
        };
        await Stories.CommitAsync(batch, "a", Some.Now, Cancel);

        var stories = await Stories.ReadAsync(new StoryQuery { Limit = feeds * each }, Cancel);
        Assert.Equal(ids.Select((id, place) => ($"story-{id}", place + 1L)).Reverse(), stories.Select(story => (story.Id, story.Sequence)));
        Assert.Equal(ids.Reverse(), stories.Select(story => story.Shown.Id));
        Assert.Empty(await Stories.PendingAsync(10, Cancel));
    }

    [Fact]
    public async Task New_stories_get_the_next_numbers_in_the_order_of_the_batch()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"), Some.Article("3"));
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        var ids = (await Stories.PendingAsync(10, Cancel)).Select(pending => pending.Article.Id).ToArray();

        await Stories.CommitAsync(Batch(("c", ids[2]), ("a", ids[0])), "a", Some.Now, Cancel);
        await Stories.CommitAsync(Batch(("b", ids[1])), "a", Some.Now.AddSeconds(1), Cancel);

        var stories = await Stories.ReadAsync(new StoryQuery(), Cancel);
        Assert.Equal([("b", 3), ("a", 2), ("c", 1)], stories.Select(story => (story.Id, story.Sequence)));
        Assert.Equal(new StoryMark(2, 3, Some.Now.AddSeconds(1), 3, IsSearchBehind: true), await Stories.MarkAsync(Cancel));
        Assert.Empty(await Stories.PendingAsync(10, Cancel));

        static MatchBatch Batch(params (string Story, long Article)[] all) => new()
        {
            Articles = [.. all.Select(one => Some.Match(one.Article, one.Story))],
            Stories = [.. all.Select(one => Some.NewStory(one.Story, one.Article))],
        };
    }

    [Fact]
    public async Task A_late_copy_joins_and_another_may_be_shown_but_the_story_keeps_its_place()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"));
        await MatchAsync();
        await PollAsync(Some.Article("x", feedId: "other", title: "أوفى", published: Some.Now.AddHours(-3)));
        var late = await IdOfAsync("x", "other");
        var batch = new MatchBatch
        {
            Articles = [new MatchedArticle(late, "story-sana-1", new(MatchCode.SameText), new byte[] { 9 })],
            Stories = [new StoryChange("story-sana-1", late, IsNew: false, Some.Now.AddDays(9), Some.Now.AddMinutes(5))],
        };

        await Stories.CommitAsync(batch, "matcher", Some.Now, Cancel);

        var story = Assert.Single(await Stories.ReadAsync(["story-sana-1"], Cancel));
        Assert.Equal((1, "أوفى", Some.Now, Some.Now.AddMinutes(5)), (story.Sequence, story.Shown.Title, story.FirstSeenAt, story.UpdatedAt));
        Assert.Equal(["sana", "other"], story.Copies.Select(copy => copy.FeedId));
        Assert.Equal(
            new StoryCopy(late, "other", "x", "https://other.example/x", "أوفى", Some.Now.AddHours(-3), new(MatchCode.SameText)) { JoinedAt = Some.Now }, story.Copies[1]);
        Assert.Equal(2, (await Stories.MarkAsync(Cancel)).LastSequence);
        Assert.Equal(["story-sana-2", "story-sana-1"], (await Stories.ReadAsync(new StoryQuery { Order = StoryOrder.Dated }, Cancel)).Select(one => one.Id));
    }

    [Fact]
    public async Task What_was_old_when_it_came_is_no_news()
    {
        await PollAsync(
            Some.Article("now", published: Some.Now.AddHours(-1)), Some.Article("undated"), Some.Article("late", published: Some.Now.AddHours(-47)),
            Some.Article("archive", published: Some.Now.AddHours(-49)));
        await MatchAsync();
        var dated = new StoryQuery { Order = StoryOrder.Dated };

        Assert.Equal(["undated", "now", "late"], await EntriesAsync(dated with { CameInAfter = Some.Now.AddHours(-12) }));
        Assert.Equal(["undated", "now", "late", "archive"], await EntriesAsync(dated));
        Assert.Empty(await EntriesAsync(dated with { CameInAfter = Some.Now }));

        async Task<IEnumerable<string>> EntriesAsync(StoryQuery query) => (await Stories.ReadAsync(query, Cancel)).Select(story => story.Shown.EntryId);
    }

    [Fact]
    public async Task Narrowed_to_feeds_a_story_is_shown_as_one_of_them_told_it()
    {
        await PollAsync(Some.Article("1", title: "عنوان الأولى"));
        await PollAsync(Some.Article("1", feedId: "other", title: "عنوان الثانية"));
        await MatchAsync(_ => "story");

        var own = Assert.Single(await Stories.ReadAsync(new StoryQuery { FeedIds = ["other"] }, Cancel));
        var any = Assert.Single(await Stories.ReadAsync(new StoryQuery { FeedIds = ["other", "sana"] }, Cancel));

        Assert.Equal(("عنوان الثانية", "other", 2), (own.Shown.Title, own.Shown.FeedId, own.Copies.Length));
        Assert.Equal("عنوان الأولى", any.Shown.Title);
    }

    [Fact]
    public async Task A_correction_that_comes_while_the_matcher_thinks_is_matched_again()
    {
        await PollAsync(Some.Article("1"));
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        var (pending, _, turn) = Assert.Single(await Stories.PendingAsync(10, Cancel));
        await PollAsync((await Articles.FindAsync("sana/1", Cancel))! with { Text = "صُحّح" });

        await Stories.CommitAsync(
            new MatchBatch { Articles = [Some.Match(pending.Id, "s") with { Turn = turn }], Stories = [Some.NewStory("s", pending.Id)] }, "a", Some.Now, Cancel);

        var again = Assert.Single(await Stories.PendingAsync(10, Cancel));
        Assert.Equal(("صُحّح", "s"), (again.Article.Text, again.StoryId));
    }

    [Fact]
    public async Task An_article_that_moves_leaves_no_empty_story_behind()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"));
        await MatchAsync();
        var moved = await IdOfAsync("2");

        await Stories.CommitAsync(new MatchBatch { Articles = [Some.Match(moved, "story-sana-1")] }, "matcher", Some.Now, Cancel);

        var story = Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel));
        Assert.Equal(2, story.Copies.Length);
        Assert.Equal((2, 1), ((await Stories.MarkAsync(Cancel)).LastSequence, (await Stories.MarkAsync(Cancel)).Stories));
    }

    [Fact]
    public async Task Polls_corrections_the_matcher_and_retention_run_at_once_and_lose_nothing()
    {
        const int feeds = 6;
        const int rounds = 12;
        await Feeds.SyncAsync([.. Enumerable.Range(0, feeds).Select(i => Some.Source($"f{i}"))], Some.Now, Cancel);
        await Stories.HoldMatcherAsync("matcher", Some.Now, Lease, Cancel);
        var polling = Enumerable.Range(0, feeds).Select(i => Task.Run(() => PollManyAsync($"f{i}"), Cancel)).ToArray();
        var polled = Task.WhenAll(polling);
        while (!polled.IsCompleted)
        {
            await MatchAsync();
            await Articles.ExpireAsync(Some.Now.AddDays(-1), Cancel);
        }

        await polled;
        await MatchAsync();

        var indexed = await Stories.IndexedAsync(Cancel).ToListAsync(Cancel);
        Assert.Equal(feeds * rounds * 5, indexed.Count);
        Assert.Empty(await Stories.PendingAsync(10, Cancel));
        var mark = await Stories.MarkAsync(Cancel);
        Assert.Equal((indexed.Count, indexed.Count), (mark.LastSequence, mark.Stories));
        Assert.Equal($"{rounds - 1}", (await Articles.FindAsync("f0/0-0", Cancel))!.Text);

        async Task PollManyAsync(string feed)
        {
            for (var round = 0; round < rounds; round++)
            {
                var first = round == 0 ? null : await Articles.FindAsync($"{feed}/0-0", Cancel);
                var leased = await LeaseOneAsync(feed, Some.Now.AddHours(round));
                var found = Enumerable.Range(0, 5).Select(i => Some.Article($"{round}-{i}", feed, text: i == 0 && round == 0 ? "0" : null));
                var corrected = first is null ? [] : new[] { first with { Text = $"{round}" } };
                var stored = await Feeds.CommitPollAsync(new PollCommit(leased, Some.State(), null, [.. corrected, .. found]), Some.Now, Cancel);
                Assert.Equal(new PollStored(true, 5, corrected.Length), stored);
            }
        }
    }

    [Fact]
    public async Task The_index_comes_back_in_match_order()
    {
        await PollAsync(Some.Article("1", published: Some.Now.AddDays(-1)), Some.Article("2"), Some.Article("3"));
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        var ids = (await Stories.PendingAsync(10, Cancel)).Select(pending => pending.Article.Id).ToArray();
        await Stories.CommitAsync(
            new MatchBatch
            {
                Articles = [Some.Match(ids[1], "s"), Some.Match(ids[2], "t"), Some.Match(ids[0], "s")],
                Stories = [Some.NewStory("s", ids[1]), Some.NewStory("t", ids[2])],
            },
            "a", Some.Now, Cancel);
        await Stories.CommitAsync(new MatchBatch { Articles = [Some.Match(ids[1], "s")] }, "a", Some.Now, Cancel);

        var indexed = await Stories.IndexedAsync(Cancel).ToListAsync(Cancel);

        Assert.Equal([ids[1], ids[2], ids[0]], indexed.Select(article => article.ArticleId));
        Assert.Equal([true, true, false], indexed.Select(article => article.IsShown));
        var last = indexed[2];
        Assert.Equal(
            ("sana", "1", "s", "sana.example/1", Some.Now.AddDays(-1), Some.Now, false, Some.Article("1").Text.Length, Some.Now),
            (last.FeedId, last.EntryId, last.StoryId, last.UrlKey, last.Date, last.FirstSeenAt, last.IsTruncated, last.TextLength, last.StoryFirstSeenAt));
        Assert.Equal([1, 2, 3], last.Sketch.ToArray());
    }

    [Fact]
    public async Task The_clock_of_the_matcher_outlives_the_articles_it_has_met()
    {
        Assert.Equal(DateTimeOffset.UnixEpoch, await Stories.MatchedUntilAsync(Cancel));
        await PollAsync(Some.Article());
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        var id = Assert.Single(await Stories.PendingAsync(1, Cancel)).Article.Id;

        await Stories.CommitAsync(
            new MatchBatch { Articles = [Some.Match(id, "s")], Stories = [Some.NewStory("s", id)], MatchedUntil = Some.Now }, "a", Some.Now, Cancel);
        await Articles.ExpireAsync(Some.Now.AddYears(1), Cancel);

        Assert.Equal(Some.Now, await Stories.MatchedUntilAsync(Cancel));
    }

    [Fact]
    public async Task What_the_WebSub_hub_was_told_is_remembered_beside_what_there_is_to_tell()
    {
        Assert.Equal(0, await Stories.ToldVersionAsync(Cancel));
        await PollAsync(Some.Article());
        await MatchAsync();
        var version = (await Stories.MarkAsync(Cancel)).Version;
        Assert.NotEqual(version, await Stories.ToldVersionAsync(Cancel));

        await Stories.ToldAsync(version, Cancel);

        Assert.Equal(version, await Stories.ToldVersionAsync(Cancel));
        Assert.Equal(version, (await Stories.MarkAsync(Cancel)).Version);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    public async Task Stories_are_read_in_pages_narrowed_to_feeds(int otherFeeds)
    {
        for (var i = 1; i <= 6; i++)
        {
            await PollAsync(Some.Article($"{i}", feedId: i % 2 == 0 ? "even" : "odd", published: Some.Now.AddMinutes(-i)));
        }

        await PollAsync(Some.Article("6b", feedId: "even"));
        await MatchAsync(article => "s" + article.EntryId[..1]);
        string[] feeds = ["even", .. Enumerable.Range(0, otherFeeds).Select(i => $"none-{i}")];

        Assert.Equal(["s6", "s4"], await IdsAsync(new StoryQuery { FeedIds = feeds, Limit = 2 }));
        Assert.Equal(["s2"], await IdsAsync(new StoryQuery { FeedIds = feeds, BeforeSequence = 4 }));
        Assert.Equal(["s6"], await IdsAsync(new StoryQuery { FeedIds = feeds, AfterSequence = 4 }));
        Assert.Equal(["s2", "s4"], await IdsAsync(new StoryQuery { FeedIds = feeds, Limit = 2, Order = StoryOrder.Dated }));
        Assert.Equal(["s1", "s2", "s3", "s4", "s5", "s6"], await IdsAsync(new StoryQuery { Order = StoryOrder.Dated }));
        Assert.Equal(["s5", "s4"], await IdsAsync(new StoryQuery { BeforeSequence = 6, AfterSequence = 3 }));

        var all = await Stories.ReadAsync(new StoryQuery { Order = StoryOrder.Dated }, Cancel);
        Assert.Equal(["s4", "s5"], await IdsAsync(new StoryQuery { Order = StoryOrder.Dated, Below = StoryCursor.Of(all[2]), Limit = 2 }));
        Assert.Equal(["s2", "s3"], await IdsAsync(new StoryQuery { Order = StoryOrder.Dated, Above = StoryCursor.Of(all[3]), Limit = 2 }));
        Assert.Equal(["s2"], await IdsAsync(new StoryQuery { Order = StoryOrder.Dated, FeedIds = feeds, Above = StoryCursor.Of(all[3]), Limit = 1 }));
        Assert.Equal(all.Select(story => story.Sequence), (await Stories.PlacesAsync(new StoryQuery { Order = StoryOrder.Dated }, Cancel)).Select(place => place.Sequence));
        Assert.Empty(await IdsAsync(new StoryQuery { FeedIds = [] }));
        Assert.Empty(await IdsAsync(new StoryQuery { Limit = 0 }));

        async Task<IEnumerable<string>> IdsAsync(StoryQuery query) => (await Stories.ReadAsync(query, Cancel)).Select(story => story.Id);
    }

    [Fact]
    public async Task Stories_are_read_in_the_order_of_their_ids()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"));
        await MatchAsync();

        var stories = await Stories.ReadAsync(["story-sana-2", "none", "story-sana-1", "story-sana-2"], Cancel);

        Assert.Equal(["story-sana-2", "story-sana-1"], stories.Select(story => story.Id));
        Assert.Empty(await Stories.ReadAsync(Array.Empty<string>(), Cancel));
    }

    [Fact]
    public async Task Learned_lines_come_back_in_their_order()
    {
        await Stories.HoldMatcherAsync("a", Some.Now, Lease, Cancel);
        var lines = new[] { new LearnedLine("المركز الصحفي", 9), new LearnedLine("\"تابعنا\"", 5) };

        await Stories.CommitAsync(Batch(new LearnedLine("قديم", 5)), "a", Some.Now, Cancel);
        await Stories.CommitAsync(Batch(lines), "a", Some.Now, Cancel);

        Assert.Equal(lines, await Feeds.LearnedLinesAsync("sana", Cancel));
        Assert.Empty(await Feeds.LearnedLinesAsync("other", Cancel));

        static MatchBatch Batch(params LearnedLine[] lines) =>
            new() { LearnedLines = ImmutableDictionary<string, ImmutableArray<LearnedLine>>.Empty.Add("sana", [.. lines]) };
    }

    [Fact]
    public async Task The_health_of_a_feed_counts_its_articles_and_stories()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"), Some.Article("3"));
        await PollAsync(Some.Article("1", feedId: "other"));
        await MatchAsync(article => article.EntryId == "3" ? "b" : "a");

        var health = await Feeds.HealthAsync(Cancel);

        Assert.Equal([("other", 1, 1), ("sana", 3, 2)], health.Select(feed => (feed.FeedId, feed.Articles, feed.Stories)));
    }

    [Fact]
    public async Task An_export_holds_every_story_with_every_article()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"));
        await PollAsync(Some.Article("1", feedId: "other"));
        await MatchAsync(article => article.EntryId);

        var all = await Stories.ExportAsync(null, null, Cancel).ToListAsync(Cancel);

        Assert.Equal(["1", "2"], all.Select(one => one.Story.Id));
        Assert.Equal([("sana", Some.Article("1").Text), ("other", Some.Article("1").Text)], all[0].Articles.Select(article => (article.FeedId, article.Text)));
        Assert.Empty(await Stories.ExportAsync(Some.Now.AddMilliseconds(1), null, Cancel).ToListAsync(Cancel));
        Assert.Empty(await Stories.ExportAsync(null, Some.Now, Cancel).ToListAsync(Cancel));
        Assert.Equal(2, await Stories.ExportAsync(Some.Now, Some.Now.AddMilliseconds(1), Cancel).CountAsync(Cancel));
    }
}
