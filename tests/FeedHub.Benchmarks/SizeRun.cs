using System.Globalization;
using FeedHub.Benchmarks.Load;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Benchmarks;

/// <summary>
/// <c>size [--sources 200] [--perDay 10] [--keep 30] [--days 150]</c>: months of publishing with retention and compaction every day, polled, matched and indexed as
/// by the hub, on a clock of its own; prints how large the files are every ten days.
/// </summary>
internal static class SizeRun
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);

    public static async Task<int> MainAsync(string[] args)
    {
        var (sources, perDay, keep, days) = (Number(args, "--sources", 200), Number(args, "--perDay", 10), Number(args, "--keep", 30), Number(args, "--days", 150));
        var folder = Directory.CreateTempSubdirectory("feedhub-size-").FullName;
        var time = new SetClock { Now = Start };
        try
        {
            await using var database = Database.Open(null, folder, time);
            await database.MigrateAsync(CancellationToken.None);
            var feeds = new FeedStore(database);
            await feeds.SyncAsync([.. Enumerable.Range(0, sources).Select(i => new FeedSource { Id = $"feed-{i}", Url = new Uri($"https://feed-{i}.example/") })], Start, CancellationToken.None);
            var (stories, search, articles) = (new StoryPipeline(new StoryStore(database), time), new SearchIndex(database), new ArticleStore(database));
            for (var day = 0; day < days; day++)
            {
                time.Now = Start.AddDays(day);
                await PollAsync(feeds, time.Now, day, perDay);
                await stories.RunAsync(_ => null, keep, CancellationToken.None);
                while (await search.IndexAsync(500, CancellationToken.None) == 500)
                {
                }

                await articles.ExpireAsync(time.Now.AddDays(-keep), CancellationToken.None);
                await articles.SettleAsync(CancellationToken.None);
                if (day % 10 == 9)
                {
                    Console.WriteLine(FormattableString.Invariant(
                        $"day {day + 1,4}: {MiB(folder, "feedhub.db"),6:F1} MiB, log {MiB(folder, "feedhub.db-wal"):F1} MiB; {await CountAsync(database, "articles"),7} articles, {await CountAsync(database, "tombstones"),8} remembered as gone"));
                }
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PollAsync(FeedStore feeds, DateTimeOffset now, int day, int perDay)
    {
        var leased = await feeds.LeaseAsync(now, TimeSpan.FromMinutes(5), int.MaxValue, null, force: true, CancellationToken.None);
        await Task.WhenAll(leased.Select((feed, source) => feeds.CommitPollAsync(
            new PollCommit(feed, new PollState { NextPollAt = now.AddHours(1) }, null, [.. Enumerable.Range(day * perDay, perDay).Select(entry => Article(feed.FeedId, source, entry, now))]),
            now, CancellationToken.None)));
    }

    private static Article Article(string feed, int source, int entry, DateTimeOffset now)
    {
        var (title, text) = FeedFarm.Story(source, entry);
        return new Article
        {
            FeedId = feed,
            EntryId = $"https://{feed}.example/?p={entry}",
            Link = $"https://{feed}.example/2026/{entry}",
            Title = title,
            Text = text,
            Published = now.AddMinutes(-5),
            FirstSeenAt = now,
            ChangedAt = now,
            Language = "ar",
            Author = "محرّر",
            Categories = ["سياسة"],
            UrlKey = $"{feed}.example/2026/{entry}",
            ContentKey = Convert.ToHexString(System.IO.Hashing.XxHash128.Hash(System.Text.Encoding.UTF8.GetBytes(title + text))),
            RawHash = (ulong)entry,
        };
    }

    private static Task<long> CountAsync(Database database, string table) =>
        database.ReadAsync(session => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}"), CancellationToken.None);

    private static double MiB(string folder, string file) => new FileInfo(Path.Combine(folder, file)) is { Exists: true } there ? there.Length / 1048576.0 : 0;

    private static int Number(string[] args, string name, int otherwise) =>
        LoadRun.Option(args, name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
