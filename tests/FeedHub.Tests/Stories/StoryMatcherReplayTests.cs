using CsCheck;
using FeedHub.Cleaning;

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
                        var old = history[correction % history.Length];
                        var id = (correction % history.Length) + 1;
                        var words = Write((correction % 20, correction % 4, 0, 0, correction));
                        hub.Tell(old with { Id = id, Title = words.Title, Text = words.Text, ContentKey = words.ContentKey, ChangedAt = history[^1].FirstSeenAt });
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
            iter: 60,
            seed: "0000000000000");

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
                Assert.Equal(hub.Decisions.Select(decision => decision.Story).ToHashSet(), hub.Emitted.ToHashSet());
                Assert.All(hub.Stories.Values, story => Assert.True(story.UpdatedAt >= story.FirstSeenAt));
            },
            iter: 60);

    private static IEnumerable<(string, long, DateTimeOffset, DateTimeOffset)> Shown(TellStories hub) =>
        hub.Stories.Values.OrderBy(story => story.StoryId, StringComparer.Ordinal).Select(story => (story.StoryId, story.ShownArticleId, story.FirstSeenAt, story.UpdatedAt));

    private static Article Write((int Story, int Edit, int Feed, int Hour, int Salt) told)
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
