using CsCheck;
using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

/// <summary>The same articles in the same order give the same stories, whatever happens in between.</summary>
public sealed class StoryMatcherReplayTests
{
    private static readonly string[] Words =
        [.. Enumerable.Range(0, 300).Select(number => new string([.. "ابتجدرسعفقكلمنهوي".Where((_, place) => ((number * 7919 >> place) & 1) == 1)]) + "ن")];

    /// <summary>Twenty stories, told whole, cut, or with words changed, by six sources over five days; and one source's own closing line.</summary>
    private static readonly Gen<Article[]> History =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 119], Gen.Int[0, 1000])
            .Select(Write)
            .Array[10, 60]
            .Select(articles => articles.OrderBy(article => article.FirstSeenAt).DistinctBy(article => article.EntryId).ToArray());

    [Fact]
    public void The_size_of_batches_does_not_matter() =>
        Gen.Select(History, Gen.Int[1, 20]).Sample(
            (history, size) =>
            {
                var (whole, split) = (new TellStories(), new TellStories());
                whole.Tell(history);
                foreach (var batch in history.Chunk(size))
                {
                    split.Tell(batch);
                }

                Assert.Equal(whole.Decisions, split.Decisions);
                Assert.Equal(Shown(whole), Shown(split));
            },
            iter: 60);

    [Fact]
    public void A_restart_anywhere_does_not_matter() =>
        Gen.Select(History, Gen.Int[1, 59], Gen.Int[1, 59]).Sample(
            (history, first, second) =>
            {
                var (live, restarted) = (new TellStories(), new TellStories());
                foreach (var (index, article) in history.Index())
                {
                    live.Tell(article);
                    restarted.Tell(article);
                    if (index == first || index == second)
                    {
                        restarted.Restart();
                    }
                }

                Assert.Equal(live.Decisions, restarted.Decisions);
                Assert.Equal(Shown(live), Shown(restarted));
                Assert.Equal(live.Batches.SelectMany(batch => batch.LearnedLines.Keys), restarted.Batches.SelectMany(batch => batch.LearnedLines.Keys));
            },
            iter: 60);

    [Fact]
    public void A_restart_after_corrections_does_not_matter() =>
        Gen.Select(History, Gen.Int[0, 1000].Array[1, 8]).Sample(
            (history, corrections) =>
            {
                var (live, restarted) = (new TellStories(), new TellStories());
                foreach (var hub in (TellStories[])[live, restarted])
                {
                    hub.Tell(history);
                    foreach (var correction in corrections)
                    {
                        hub.Tell(Corrected(history, correction % history.Length, correction, history[^1].FirstSeenAt));
                        if (hub == restarted)
                        {
                            hub.Restart();
                        }
                    }

                    hub.Tell([.. Enumerable.Range(0, 20).Select(story => Write((story, 0, 5, 119, 5000 + story)))]);
                }

                Assert.Equal(live.Decisions, restarted.Decisions);
                Assert.Equal(Shown(live), Shown(restarted));
            },
            iter: 60);

    /// <summary>Storage forgets after two days, at any time; a live matcher goes by its own clock.</summary>
    [Fact]
    public void Restarts_and_expiry_amid_corrections_do_not_matter() =>
        Gen.Select(History, Gen.Int[0, 7].Array[60], Gen.Int[0, 1000].Array[60]).Sample(
            (history, acts, salts) =>
            {
                var (live, restarted) = (new TellStories(keepDays: 2), new TellStories(keepDays: 2));
                foreach (var hub in (TellStories[])[live, restarted])
                {
                    foreach (var (index, article) in history.Index())
                    {
                        hub.Tell(article);
                        if (acts[index] == 0)
                        {
                            hub.Expire(article.FirstSeenAt);
                        }

                        if (acts[index] is 1 or 2 && salts[index] % (index + 1) is var old && !hub.IsExpired(old + 1))
                        {
                            hub.Tell(Corrected(history, old, salts[index], article.FirstSeenAt));
                        }

                        if (hub == restarted && acts[index] is 0 or 1 or 3)
                        {
                            hub.Restart();
                        }
                    }
                }

                // Records number a source's articles; where it has none left, a restart counts from one again.
                Assert.Equal(live.Decisions.Select(WithoutRecord), restarted.Decisions.Select(WithoutRecord));
                Assert.Equal(Shown(live), Shown(restarted));
            },
            iter: 60);

    [Fact]
    public void What_is_too_old_to_be_kept_takes_no_room_in_a_matcher_that_never_restarts()
    {
        var hub = new TellStories(keepDays: 2);
        for (var hour = 0; hour < 1000; hour += 2)
        {
            hub.Tell([.. Enumerable.Range(0, 20).Select(number => Fresh((hour * 20) + (number / 2), $"feed{number}", hour))]);
        }

        var (articles, stories) = hub.Matcher.Held;
        Assert.InRange(articles, 500, 2100);
        Assert.InRange(stories, 250, 2100);
        Assert.Equal(5000, hub.Emitted.Count);
    }

    [Fact]
    public void Each_story_is_emitted_once_and_has_its_articles() =>
        History.Sample(
            history =>
            {
                var hub = new TellStories();
                foreach (var batch in history.Chunk(7))
                {
                    hub.Tell(batch);
                }

                Assert.Equal(hub.Emitted.Distinct(), hub.Emitted);
                Assert.Equal(hub.Decisions.Select(decision => decision.Story).ToHashSet(), hub.Emitted.Except(hub.Batches.SelectMany(batch => batch.Merged).Select(merged => merged.StoryId)).ToHashSet());
                Assert.All(hub.Stories.Values, story => Assert.True(story.UpdatedAt >= story.FirstSeenAt));
            },
            iter: 60);

    private static IEnumerable<(string, long, DateTimeOffset, DateTimeOffset)> Shown(TellStories hub) =>
        hub.Stories.Values.OrderBy(story => story.StoryId, StringComparer.Ordinal).Select(story => (story.StoryId, story.ShownArticleId, story.FirstSeenAt, story.UpdatedAt));

    private static Article Fresh(int story, string feed, int hour)
    {
        var words = string.Join(' ', Enumerable.Range(0, 40).Select(place => $"{Words[place]}{story}"));
        return News.Article(words[..60], words, feed, hour);
    }

    private static (string, MatchReason) WithoutRecord((string Story, MatchReason Reason, string Sketch) decision) => (decision.Story, decision.Reason);

    private static Article Corrected(Article[] history, int index, int salt, DateTimeOffset at)
    {
        var words = Write((salt % 20, salt % 4, 0, 0, salt));
        return history[index] with { Id = index + 1, Title = words.Title, Text = words.Text, ContentKey = words.ContentKey, ChangedAt = at };
    }

    /// <summary>Storage forgets by the wall clock: without it a process that restarts would weigh words by other articles than one that does not.</summary>
    [Fact]
    public void A_correction_moves_the_clock_of_the_matcher()
    {
        var hub = new TellStories();
        var first = Write((1, 0, 0, 0, 1));
        hub.Tell(first);

        hub.Tell(first with { Id = 1, Title = first.Title + " مصحح", ChangedAt = first.ChangedAt.AddHours(100) });

        Assert.Equal(100, (hub.Batches[1].MatchedUntil - hub.Batches[0].MatchedUntil).TotalHours);
    }

    internal static Article Write((int Story, int Edit, int Feed, int Hour, int Salt) told)
    {
        var (story, edit, feed, hour, salt) = told;
        var words = Enumerable.Range(0, 90).Select(place => Words[((story * 7907) + (place * (story + 13))) % Words.Length]).ToArray();
        for (var place = 0; edit == 2 && place < words.Length; place += 12)
        {
            words[place] = Words[(salt + place) % Words.Length];
        }

        var text = string.Join(' ', edit == 1 ? words[..40] : words) + (feed == 0 ? "\nتابعونا على صفحتنا الرئيسية كل صباح" : "");
        var title = string.Join(' ', words[..6]) + (edit == 3 ? $" {salt % 4}" : "");
        return News.Article(title, text, $"feed{feed}", hour, entry: $"{salt}", isTruncated: edit == 1);
    }
}
