using FeedHub.Cleaning;
using FeedHub.Parsing;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task An_article_comes_back_as_it_was_stored()
    {
        var article = Some.Article("رقم/1", published: Some.Now.AddHours(-2)) with
        {
            Updated = Some.Now.AddHours(-1),
            Author = "كاتب",
            Categories = ["سياسة", "\"a,b\""],
            Enclosures = [new Enclosure("https://sana.example/a.mp3", "audio/mpeg", 123), new Enclosure("https://sana.example/b", null, null)],
            ImageUrl = "https://sana.example/i.jpg",
            IsTruncated = true,
            RawHash = ulong.MaxValue - 3,
        };

        await PollAsync(article);

        var found = await Articles.FindAsync("sana/رقم/1", Cancel);
        Assert.NotNull(found);
        Assert.True(found.Id > 0);
        Assert.Equal(article.Categories, found.Categories);
        Assert.Equal(article.Enclosures, found.Enclosures);
        Assert.Equal(article with { Id = found.Id }, found with { Categories = article.Categories, Enclosures = article.Enclosures });
        Assert.Equal(found.Id, (await Articles.FindAsync($"{found.Id}", Cancel))?.Id);
        Assert.Null(await Articles.FindAsync("sana/none", Cancel));
        Assert.Null(await Articles.FindAsync("nothing", Cancel));
        Assert.Null(await Articles.FindAsync("99999999999999999999999", Cancel));
    }

    [Fact]
    public async Task An_article_is_found_by_its_address_however_that_is_written()
    {
        await PollAsync(Some.Article("1", urlKey: CanonicalUrl.Key("https://www.sana.example/a/b/")), Some.Article("2", urlKey: ""));

        Assert.Equal("1", (await Articles.FindAsync("http://sana.example/a/b?utm_source=rss", Cancel))?.EntryId);
        Assert.Null(await Articles.FindAsync("https://sana.example/", Cancel));
        Assert.Null(await Articles.FindAsync("mailto://", Cancel));
    }

    [Fact]
    public async Task Text_that_an_engine_could_not_hold_is_mended_alike()
    {
        var entryId = "a\0b\ud800" + new string('ط', 5000);
        await PollAsync(Some.Article(entryId, title: "قبل\0بعد\udfff") with { Link = "https://x.example/\0" });

        var pending = Assert.Single(await Stories.PendingAsync(10, Cancel)).Article;
        var found = (await Articles.FindAsync($"sana/{pending.EntryId}", Cancel))!;
        var known = await Articles.KnownAsync("sana", [Some.Entry(entryId)], Cancel);

        Assert.Equal(("قبلبعد\ufffd", "قبلبعد\ufffd"), (pending.Title, found.Title));
        Assert.Equal("https://x.example/", found.Link);
        Assert.Equal(found.Id, Assert.Single(known).Own?.ArticleId);
        Assert.Equal(new PollStored(true, 0, 0), await PollAsync(Some.Article(entryId)));
    }

    [Fact]
    public async Task An_entry_is_known_by_its_id_and_by_its_address_within_its_feed()
    {
        await PollAsync(Some.Article("1", urlKey: "sana.example/x"), Some.Article("2", urlKey: ""));
        await PollAsync(Some.Article("1", feedId: "other"));
        var first = await IdOfAsync("1");

        var known = await Articles.KnownAsync(
            "sana", [Some.Entry("9", "sana.example/x"), Some.Entry("2", "sana.example/new"), Some.Entry("8", "sana.example/none"), Some.Entry("7")], Cancel);

        Assert.Equal([null, await IdOfAsync("2"), null, null], known.Select(entry => entry.Own?.ArticleId));
        Assert.Equal(new KnownArticle(first, 7), Assert.Single(known[0].AtPage));
        Assert.All(known.Skip(1), entry => Assert.Empty(entry.AtPage));
        Assert.Equal([true, true, false, false], known.Select(entry => entry.IsSettled(7)));
        Assert.Empty(await Articles.KnownAsync("sana", [], Cancel));
    }

    [Fact]
    public async Task The_same_entry_is_stored_once_however_often_it_is_committed()
    {
        Assert.Equal(new PollStored(true, 2, 0), await PollAsync(Some.Article("1"), Some.Article("2")));
        Assert.Equal(new PollStored(true, 1, 0), await PollAsync(Some.Article("2", title: "آخر"), Some.Article("3")));
    }

    [Fact]
    public async Task What_entries_are_compared_with_are_those_named_editions_and_those_without_address_by_their_words()
    {
        await PollAsync(
            Some.Article("1", urlKey: "sana.example/a", contentKey: "words"), Some.Article("2", urlKey: "", contentKey: "words"),
            Some.Article("3#now", urlKey: "sana.example/c"), Some.Article("4", urlKey: "sana.example/d#now"), Some.Article("5", urlKey: "sana.example/e"));

        var alike = await Articles.AlikeAsync(
            "sana",
            [Some.Article("6", urlKey: "", contentKey: "words"), Some.Article("3", urlKey: "", contentKey: "now"), Some.Article("7", urlKey: "sana.example/d", contentKey: "now")],
            [await IdOfAsync("5")],
            Cancel);

        Assert.Equal(["2", "3#now", "4", "5"], alike.Select(article => article.EntryId));
        Assert.Empty(await Articles.AlikeAsync("other", [Some.Article("6", urlKey: "", contentKey: "words")], [], Cancel));
    }

    [Fact]
    public async Task An_article_whose_id_is_taken_keeps_another()
    {
        await PollAsync(Some.Article("1", text: "قبل"));
        var former = (await Articles.FindAsync("sana/1", Cancel))!;

        Assert.Equal(new PollStored(true, 1, 0), await PollAsync([former with { EntryId = "1#former" }], Some.Article("1", text: "بعد")));

        Assert.Equal("بعد", (await Articles.FindAsync("sana/1", Cancel))!.Text);
        Assert.Equal((former.Id, "قبل"), (await Articles.FindAsync("sana/1#former", Cancel)) is { } kept ? (kept.Id, kept.Text) : default);
    }

    [Fact]
    public async Task What_is_dated_after_a_burial_at_the_same_address_is_another_entry()
    {
        await PollAsync(Some.Article("1", urlKey: "sana.example/1"));
        await MatchAsync();
        await Articles.ExpireAsync(Some.Now.AddDays(1), Cancel);

        var known = await Articles.KnownAsync(
            "sana",
            [.. new DateTimeOffset?[] { Time.GetUtcNow().AddDays(-1), null, Time.GetUtcNow().AddMinutes(1) }.Select(date => new IdentifiedEntry(new ParsedEntry { Published = date }, "new", "sana.example/1"))],
            Cancel);

        Assert.Equal([true, true, false], known.Select(entry => entry.IsBuried));
    }

    [Fact]
    public async Task A_correction_keeps_what_was_said_before_and_goes_to_the_matcher_again()
    {
        await PollAsync(Some.Article("1", title: "خبر", text: "أوّل"));
        await MatchAsync();
        var mark = await Stories.MarkAsync(Cancel);
        var stored = (await Articles.FindAsync("sana/1", Cancel))!;
        var later = Some.Now.AddHours(1);

        var result = await PollAsync(later, stored with { Text = "ثانٍ", ChangedAt = later, RawHash = 8 });

        Assert.Equal(new PollStored(true, 0, 1), result);
        var now = (await Articles.FindAsync("sana/1", Cancel))!;
        Assert.Equal(("ثانٍ", later, Some.Now, 8ul), (now.Text, now.ChangedAt, now.FirstSeenAt, now.RawHash));
        Assert.Equal([new ArticleRevision(later, "خبر", "أوّل")], await Articles.RevisionsAsync(stored.Id, Cancel));
        var pending = Assert.Single(await Stories.PendingAsync(10, Cancel));
        Assert.Equal("story-sana-1", pending.StoryId);
        Assert.True((await Stories.MarkAsync(Cancel)).Version > mark.Version);
    }

    [Fact]
    public async Task A_change_that_no_reader_sees_is_noted_and_no_more()
    {
        await PollAsync(Some.Article("1"));
        await MatchAsync();
        var mark = await Stories.MarkAsync(Cancel);
        var stored = (await Articles.FindAsync("sana/1", Cancel))!;

        var result = await PollAsync(stored with { RawHash = 99, ChangedAt = Some.Now.AddHours(1) });

        Assert.Equal(new PollStored(true, 0, 0), result);
        Assert.Equal(99ul, (await Articles.FindAsync("sana/1", Cancel))!.RawHash);
        Assert.Equal(Some.Now, (await Articles.FindAsync("sana/1", Cancel))!.ChangedAt);
        Assert.Empty(await Stories.PendingAsync(10, Cancel));
        Assert.Equal(mark, await Stories.MarkAsync(Cancel));
    }

    [Fact]
    public async Task Of_a_page_that_never_stands_still_the_last_texts_are_kept()
    {
        await PollAsync(Some.Article("1", text: "0"));
        var stored = (await Articles.FindAsync("sana/1", Cancel))!;
        for (var i = 1; i <= 25; i++)
        {
            await PollAsync(Some.Now.AddMinutes(i), stored with { Text = $"{i}", ChangedAt = Some.Now.AddMinutes(i) });
        }

        var revisions = await Articles.RevisionsAsync(stored.Id, Cancel);

        Assert.Equal(Enumerable.Range(5, 20).Select(i => $"{i}"), revisions.Select(revision => revision.Text));
    }

    [Fact]
    public async Task What_has_expired_is_gone_and_does_not_come_back()
    {
        await PollAsync(Some.Article("1", urlKey: "sana.example/1"), Some.Article("2"));
        await MatchAsync();
        var late = Some.Now.AddDays(100);
        await PollAsync(late, Some.Article("3", firstSeenAt: late));
        await MatchAsync(now: late);
        var mark = await Stories.MarkAsync(Cancel);

        var expired = await Articles.ExpireAsync(Some.Now.AddDays(90), Cancel);

        Assert.Equal(2, expired);
        Assert.Null(await Articles.FindAsync("sana/1", Cancel));
        Assert.Equal(["story-sana-3"], (await Stories.ReadAsync(new StoryQuery(), Cancel)).Select(story => story.Id));
        var known = await Articles.KnownAsync("sana", [Some.Entry("1"), Some.Entry("new", "sana.example/1"), Some.Entry("4")], Cancel);
        Assert.Equal([true, true, false], known.Select(entry => entry.IsBuried));
        Assert.Equal(0, (await PollAsync(late, Some.Article("2", firstSeenAt: late))).Added);
        var after = await Stories.MarkAsync(Cancel);
        Assert.True(after.Version > mark.Version);
        Assert.Equal((3, 1), (after.LastSequence, after.Stories));
    }

    [Fact]
    public async Task A_story_stays_whole_while_a_copy_of_it_is_young()
    {
        var late = Some.Now.AddDays(2);
        await PollAsync(Some.Article("1"));
        await MatchAsync(_ => "story");
        await PollAsync(late, Some.Article("1", feedId: "other", firstSeenAt: late));
        await MatchAsync(_ => "story", late);

        Assert.Equal(0, await Articles.ExpireAsync(late, Cancel));
        Assert.Equal(2, Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel)).Copies.Length);
        Assert.Equal(2, await Articles.ExpireAsync(late.AddSeconds(1), Cancel));
        Assert.Empty(await Stories.ReadAsync(new StoryQuery(), Cancel));
    }

    [Fact]
    public async Task What_waits_for_the_matcher_does_not_expire()
    {
        await PollAsync(Some.Article());

        Assert.Equal(0, await Articles.ExpireAsync(Some.Now.AddYears(1), Cancel));
        Assert.NotNull(await Articles.FindAsync("sana/1", Cancel));
    }

    [Fact]
    public async Task What_waits_for_the_matcher_finds_what_was_kept_when_it_came()
    {
        var keep = TimeSpan.FromDays(4);
        await PollAsync(Some.Article("1"));
        await MatchAsync();
        Time.Advance(TimeSpan.FromDays(2));
        var late = Time.GetUtcNow();
        await PollAsync(late, Some.Article("2", firstSeenAt: late));
        Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(0, await Articles.ExpireAsync(Time.GetUtcNow() - keep, Cancel));
        await MatchAsync(now: late);
        Assert.Equal(1, await Articles.ExpireAsync(Time.GetUtcNow() - keep, Cancel));
        Assert.Equal(["story-sana-2"], (await Stories.ReadAsync(new StoryQuery(), Cancel)).Select(story => story.Id));
    }

    [Fact]
    public async Task A_story_stays_whole_while_a_copy_of_it_waits_for_the_matcher()
    {
        await PollAsync(Some.Article("1"));
        await PollAsync(Some.Article("1", feedId: "other"));
        await MatchAsync(_ => "story");
        var copy = await Articles.FindAsync("other/1", Cancel);
        await PollAsync(Some.Article("1", feedId: "other", title: "عنوان مصحح", id: copy!.Id, rawHash: 8));

        Assert.Equal(0, await Articles.ExpireAsync(Some.Now.AddYears(1), Cancel));
        Assert.Equal(2, Assert.Single(await Stories.ReadAsync(new StoryQuery(), Cancel)).Copies.Length);

        await MatchAsync(_ => "story");
        Assert.Equal(2, await Articles.ExpireAsync(Some.Now.AddYears(1), Cancel));
    }

    [Fact]
    public async Task A_row_number_is_never_given_twice()
    {
        await PollAsync(Some.Article("1"));
        await MatchAsync();
        var first = await IdOfAsync("1");
        await Articles.ExpireAsync(Some.Now.AddYears(1), Cancel);

        await PollAsync(Some.Article("2"));

        Assert.True(await IdOfAsync("2") > first);
    }

    [Fact]
    public async Task A_tombstone_stays_as_long_as_the_feed_carries_its_entry()
    {
        await PollAsync(Some.Article("1"), Some.Article("2"));
        await MatchAsync();
        await Articles.ExpireAsync(Some.Now.AddDays(1), Cancel);
        for (var month = 0; month < 14; month++)
        {
            Time.Advance(TimeSpan.FromDays(31));
            await Articles.KnownAsync("sana", [Some.Entry("1")], Cancel);
            await Articles.ExpireAsync(Some.Now.AddDays(1), Cancel);
        }

        var known = await Articles.KnownAsync("sana", [Some.Entry("1"), Some.Entry("2")], Cancel);

        Assert.Equal([true, false], known.Select(entry => entry.IsBuried));
    }
}
