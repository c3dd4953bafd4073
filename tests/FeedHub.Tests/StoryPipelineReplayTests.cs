using CsCheck;
using FeedHub.Fetching;
using FeedHub.Storage;
using FeedHub.Tests.Storage;
using FeedHub.Tests.Stories;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests;

/// <summary>One history of polls, corrections, expiry and readers, lived through on either engine, with restarts and compaction and without: the same stories.</summary>
public sealed class StoryPipelineReplayTests(PostgresFixture postgres)
{
    /// <summary>Longer than the matcher looks back: what storage forgets weighs no word any more.</summary>
    private const int KeepDays = 4;

    /// <summary>What happens after some minutes: mostly a poll, now and then the matcher, a reader, retention, another process.</summary>
    private static readonly Gen<(int Kind, int Minutes, int Salt)[]> History =
        Gen.Select(Gen.Int[0, 11], Gen.Int[1, 400], Gen.Int[0, 100_000]).Array[20, 60];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_process_that_restarts_all_the_time_tells_the_same_stories() =>
        History.SampleAsync(
            async history =>
            {
                var live = await LiveThroughAsync(history, null, restarts: false);
                var restarted = await LiveThroughAsync(history, null, restarts: true);
                Assert.Equal(live, restarted);
            },
            iter: 4,
            threads: 1);

    [Fact]
    public async Task PostgreSQL_tells_the_same_stories()
    {
        await postgres.CreateAsync();
        await History.SampleAsync(
            async history =>
            {
                var sqlite = await LiveThroughAsync(history, null, restarts: false);
                var other = await LiveThroughAsync(history, postgres.ConnectionString(await postgres.CreateAsync()), restarts: true);
                Assert.Equal(sqlite, other);
            },
            iter: 2,
            threads: 1);
    }

    /// <summary>Every story at the end, in words.</summary>
    private static async Task<IReadOnlyList<string>> LiveThroughAsync((int Kind, int Minutes, int Salt)[] history, string? connection, bool restarts)
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-replay-").FullName;
        try
        {
            var time = new FakeTimeProvider(News.Noon);
            await using var database = Database.Open(connection, folder, time);
            await database.MigrateAsync(Cancel);
            var hub = new LivedHub(database, time, restarts);
            foreach (var (kind, minutes, salt) in history)
            {
                time.Advance(TimeSpan.FromMinutes(minutes));
                await hub.LiveAsync(kind, salt);
            }

            await hub.LiveAsync(LivedHub.Match, 0);
            await hub.LiveAsync(LivedHub.Read, 0);
            return await hub.StoriesAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class LivedHub(Database database, FakeTimeProvider time, bool restarts)
    {
        public const int Match = 8;
        public const int Read = 9;
        private readonly StoryStore _stories = new(database);
        private readonly ArticleStore _articles = new(database);
        private readonly HashSet<string> _seen = [];
        private StoryPipeline _pipeline = new(new(database), time);
        private long _lastSeen;

        public Task LiveAsync(int kind, int salt) => kind switch
        {
            < 7 => PollAsync(salt),
            7 or Match => MatchAsync(),
            Read => ReadAsync(),
            10 => _articles.ExpireAsync(time.GetUtcNow().AddDays(-KeepDays), Cancel),
            _ => RestartAsync(),
        };

        public async Task<IReadOnlyList<string>> StoriesAsync() =>
        [
            .. (await _stories.ReadAsync(new StoryQuery { Limit = 1000 }, Cancel)).Select(story =>
                $"{story.Id} {story.Sequence} {story.FirstSeenAt:O} {story.UpdatedAt:O} {story.Shown.FeedId}/{story.Shown.EntryId} {story.Shown.Title}: "
                + string.Join(", ", story.Copies.Select(copy => $"{copy.FeedId}/{copy.EntryId} {copy.Reason}"))),
        ];

        /// <summary>One new article of one feed, or one corrected.</summary>
        private async Task PollAsync(int salt)
        {
            var now = time.GetUtcNow();
            var told = StoryMatcherReplayTests.Write((salt % 9, salt % 4, salt % 5, 0, salt % 23));
            var known = await _articles.FindAsync($"{told.FeedId}/{told.EntryId}", Cancel);
            var article = told with
            {
                Id = known?.Id ?? 0,
                Published = now.AddHours(-(salt % 7)),
                FirstSeenAt = known?.FirstSeenAt ?? now,
                ChangedAt = now,
                RawHash = (ulong)salt,
            };
            var feeds = new FeedStore(database);
            await feeds.SyncAsync([.. Enumerable.Range(0, 5).Select(feed => News.Source($"feed{feed}"))], now, Cancel);
            var leased = Assert.Single(await feeds.LeaseAsync(now, TimeSpan.FromMinutes(1), 1, [told.FeedId], force: true, Cancel));
            await feeds.CommitPollAsync(new(leased, new PollState { NextPollAt = now, LastPollAt = now }, null, [article]), now, Cancel);
        }

        private async Task MatchAsync()
        {
            await _pipeline.RunAsync(_ => null, KeepDays, Cancel);
            if (restarts)
            {
                await RestartAsync();
            }
        }

        private async Task RestartAsync()
        {
            if (restarts)
            {
                await _pipeline.ReleaseAsync(Cancel);
                await _articles.SettleAsync(Cancel);
                _pipeline = new(new(database), time);
            }
        }

        /// <summary>A reader asks for what is new: never anything it has seen, and everything since.</summary>
        private async Task ReadAsync()
        {
            var fresh = await _stories.ReadAsync(new StoryQuery { Limit = 1000, AfterSequence = _lastSeen }, Cancel);
            Assert.All(fresh, story => Assert.True(_seen.Add(story.Id), $"{story.Id} came twice"));
            _lastSeen = fresh.Select(story => story.Sequence).Append(_lastSeen).Max();
            Assert.All(await _stories.ReadAsync(new StoryQuery { Limit = 1000 }, Cancel), story => Assert.Contains(story.Id, _seen));
        }
    }
}
