using System.Diagnostics;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;
using FeedHub.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace FeedHub.Benchmarks;

/// <summary>
/// The full commit path beside what the engine itself can do, measured in one run:
/// <c>storage [POLLS] [sqlite|postgres]</c>. Raw is rows of the same size with the same three keys, batched, without anything of ours.
/// </summary>
internal static class StorageBenchmarks
{
    private const int ArticlesPerPoll = 20;
    private const int Feeds = 1000;
    private const int Callers = 64;

    internal static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task<int> MainAsync(string[] args)
    {
        var polls = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 5000;
        if (args is not [_, "postgres"])
        {
            await SqliteAsync(polls);
        }

        if (args is not [_, "sqlite"])
        {
            await PostgresAsync(polls);
        }

        return 0;
    }

    private static async Task SqliteAsync(int polls)
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-bench-").FullName;
        try
        {
            foreach (var mode in new[] { "FULL", "NORMAL" })
            {
                var raw = RawSqlite(Path.Combine(folder, $"raw-{mode}.db"), polls * ArticlesPerPoll, ArticlesPerPoll * 50, mode);
                Report($"SQLite raw, batches of 1000, synchronous={mode}", raw);
                Report($"SQLite raw, batches of 20, synchronous={mode}", RawSqlite(Path.Combine(folder, $"raw20-{mode}.db"), polls * ArticlesPerPoll / 4, ArticlesPerPoll, mode));
            }

            await using var database = Database.Open(null, folder, TimeProvider.System);
            await FullPathAsync(database, polls, () => Console.WriteLine($"  {"database size",-50} {new FileInfo(Path.Combine(folder, "feedhub.db")).Length / 1024 / 1024} MiB for {polls * ArticlesPerPoll} articles"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PostgresAsync(int polls)
    {
        var (server, reason) = await PostgresServer.StartAsync();
        if (server is null)
        {
            Console.WriteLine(reason);
            return;
        }

        await using (server)
        {
            await server.ExecuteAsync("CREATE DATABASE raw");
            await server.ExecuteAsync("CREATE DATABASE hub");
            Report("PostgreSQL raw, COPY of 1000", await RawPostgresAsync(server.ConnectionString("raw"), "copied", polls * ArticlesPerPoll, 1000, CopyAsync));
            Report("PostgreSQL raw, prepared inserts, 20 a transaction", await RawPostgresAsync(server.ConnectionString("raw"), "inserted", polls * ArticlesPerPoll / 4, ArticlesPerPoll, InsertAsync));
            await using var database = Database.Open(server.ConnectionString("hub"), "", TimeProvider.System);
            await FullPathAsync(database, polls);
        }
    }

    /// <summary>Lease, known?, commit, match, read: as the hub does it, many polls at a time.</summary>
    private static async Task FullPathAsync(Database database, int polls, Action? beforeExpiry = null)
    {
        await database.MigrateAsync(CancellationToken.None);
        var feeds = new FeedStore(database);
        var articles = new ArticleStore(database);
        var stories = new StoryStore(database);
        await feeds.SyncAsync([.. Enumerable.Range(0, Feeds).Select(i => new FeedSource { Id = $"feed-{i:0000}", Url = new Uri($"https://feed-{i}.example/") })], Now, CancellationToken.None);

        var rounds = Math.Max(1, polls / Feeds);
        var (commit, lease, known) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            var leased = await feeds.LeaseAsync(Now, TimeSpan.FromMinutes(5), Feeds, null, force: true, CancellationToken.None);
            lease += Stopwatch.GetElapsedTime(startedAt);
            var made = leased.Select(feed => (Feed: feed, Articles: Articles(feed.FeedId, round))).ToArray();

            startedAt = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (poll, cancel) =>
                await articles.KnownAsync(poll.Feed.FeedId, [.. poll.Articles.Select(article => new IdentifiedEntry(new Parsing.ParsedEntry(), article.EntryId, article.UrlKey))], cancel));
            known += Stopwatch.GetElapsedTime(startedAt);

            startedAt = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (poll, cancel) =>
                await feeds.CommitPollAsync(new PollCommit(poll.Feed, new PollState { NextPollAt = Now }, null, poll.Articles), Now, cancel));
            commit += Stopwatch.GetElapsedTime(startedAt);
        }

        var rows = rounds * Feeds * ArticlesPerPoll;
        Report($"{database.Engine} CommitPollAsync, {Callers} callers", rows / commit.TotalSeconds);
        Report($"{database.Engine} KnownAsync, entries", rows / known.TotalSeconds);
        Report($"{database.Engine} LeaseAsync, feeds", rounds * Feeds / lease.TotalSeconds);
        Report($"{database.Engine} PendingAsync + CommitAsync, articles", rows / (await MatchAllAsync(stories)).TotalSeconds);
        Report($"{database.Engine} IndexedAsync, articles", rows / (await TimeAsync(async () => await stories.IndexedAsync(CancellationToken.None).CountAsync())).TotalSeconds);
        if (database.Engine == "PostgreSQL")
        {
            // As autovacuum does within a minute.
            await database.WriteAsync(session => session.ExecuteAsync("ANALYZE"), CancellationToken.None);
        }

        Report($"{database.Engine} first page of 100 stories, reads", 1 / (await TimeAsync(() => stories.ReadAsync(new StoryQuery(), CancellationToken.None))).TotalSeconds);
        Report($"{database.Engine} page of one feed, reads", 1 / (await TimeAsync(() => stories.ReadAsync(new StoryQuery { FeedIds = ["feed-0500"] }, CancellationToken.None))).TotalSeconds);
        Report($"{database.Engine} page of 50 feeds, reads", 1 / (await TimeAsync(() => stories.ReadAsync(new StoryQuery { FeedIds = [.. Enumerable.Range(0, 50).Select(i => $"feed-{i:0000}")] }, CancellationToken.None))).TotalSeconds);
        Report($"{database.Engine} MarkAsync, reads", 1 / (await TimeAsync(() => stories.MarkAsync(CancellationToken.None))).TotalSeconds);
        Report($"{database.Engine} HealthAsync, reads", 1 / (await TimeAsync(() => feeds.HealthAsync(CancellationToken.None))).TotalSeconds);
        beforeExpiry?.Invoke();
        var startedExpiry = Stopwatch.GetTimestamp();
        var expired = await articles.ExpireAsync(Now.AddDays(1), CancellationToken.None);
        Report($"{database.Engine} ExpireAsync, articles", expired / Stopwatch.GetElapsedTime(startedExpiry).TotalSeconds);
    }

    internal static Task<TimeSpan> MatchAllAsync(StoryStore stories) => MatchAllAsync(stories, one => $"story-{one.Article.Id}");

    /// <summary>Every article a story of its own.</summary>
    internal static async Task<TimeSpan> MatchAllAsync(StoryStore stories, Func<PendingArticle, string> idOf)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await stories.HoldMatcherAsync("bench", Now, TimeSpan.FromHours(1), CancellationToken.None);
        var sketch = new byte[128];
        while (await stories.PendingAsync(500, CancellationToken.None) is { Count: > 0 } pending)
        {
            await stories.CommitAsync(
                new MatchBatch
                {
                    Articles = [.. pending.Select(one => new MatchedArticle(one.Article.Id, idOf(one), new(MatchCode.First), sketch))],
                    Stories = [.. pending.Select(one => new StoryChange(idOf(one), one.Article.Id, true, Now, Now))],
                },
                "bench", Now, CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(startedAt);
    }

    /// <summary>The middle of five, after one to warm up.</summary>
    private static async Task<TimeSpan> TimeAsync<T>(Func<Task<T>> work)
    {
        await work();
        var times = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            await work();
            times.Add(Stopwatch.GetElapsedTime(startedAt));
        }

        return times.Order().ElementAt(2);
    }

    internal static IReadOnlyList<Article> Articles(string feed, int round) => [.. Enumerable.Range(0, ArticlesPerPoll).Select(i => Article(feed, $"{round}-{i}"))];

    private static Article Article(string feed, string id) => new()
    {
        FeedId = feed,
        EntryId = $"https://{feed}.example/?p={id}",
        Link = $"https://{feed}.example/2026/03/01/{id}",
        Title = $"عنوان الخبر {id} من المصدر {feed} كما نشر",
        Text = Body(id),
        Published = Now.AddMinutes(-5),
        FirstSeenAt = Now,
        ChangedAt = Now,
        Language = "ar",
        Author = "محرّر",
        Categories = ["سياسة", "سوريا"],
        UrlKey = $"{feed}.example/2026/03/01/{id}",
        ContentKey = Convert.ToHexString(System.IO.Hashing.XxHash128.Hash(System.Text.Encoding.UTF8.GetBytes(feed + id))),
        RawHash = 42,
    };

    /// <summary>About 1,500 letters, 2.7 KB.</summary>
    private static string Body(string id) => string.Concat(Enumerable.Repeat($"قالت مصادر محلية إن الأعمال بدأت صباح اليوم في الموقع {id}\n", 26));

    private static double RawSqlite(string file, int rows, int batch, string synchronous)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        Run($"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000");
        Run("CREATE TABLE rows (id INTEGER PRIMARY KEY, feed TEXT, entry TEXT, url TEXT, content TEXT, title TEXT, text TEXT, seen INTEGER)");
        Run("CREATE UNIQUE INDEX a ON rows (feed, entry); CREATE INDEX b ON rows (url); CREATE INDEX c ON rows (content)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (feed, entry, url, content, title, text, seen) VALUES (@0, @1, @2, @3, @4, @5, 1)";
        for (var i = 0; i < 6; i++)
        {
            insert.Parameters.Add(new SqliteParameter($"@{i}", SqliteType.Text));
        }

        var values = Rows(rows);
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var chunk in values.Chunk(batch))
        {
            Run("BEGIN IMMEDIATE");
            foreach (var row in chunk)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    insert.Parameters[i].Value = row[i];
                }

                insert.ExecuteNonQuery();
            }

            Run("COMMIT");
        }

        return rows / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static string[][] Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => Article($"feed-{i % Feeds:0000}", $"{i / Feeds}"))
            .Select(one => new[] { one.FeedId, one.EntryId, one.UrlKey, one.ContentKey, one.Title, one.Text }),
    ];

    private static async Task<double> RawPostgresAsync(
        string connectionString, string table, int rows, int batch, Func<NpgsqlConnection, string, string[][], Task> write)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=20;Auto Prepare Min Usages=2");
        await using (var make = source.CreateCommand(
            $"CREATE TABLE {table} (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, feed text, entry text, url text, content text, title text, text text, seen bigint DEFAULT 1);" +
            $"CREATE UNIQUE INDEX ON {table} (feed, entry); CREATE INDEX ON {table} (url); CREATE INDEX ON {table} (content)"))
        {
            await make.ExecuteNonQueryAsync();
        }

        var values = Rows(rows).Chunk(batch).ToArray();
        var startedAt = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(values, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (chunk, cancel) =>
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await write(connection, table, chunk);
            await transaction.CommitAsync(cancel);
        });
        return rows / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string table, string[][] rows)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} (feed, entry, url, content, title, text) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var value in row)
            {
                await copy.WriteAsync(value, NpgsqlDbType.Text);
            }
        }

        await copy.CompleteAsync();
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string table, string[][] rows)
    {
        foreach (var row in rows)
        {
            await using var insert = new NpgsqlCommand($"INSERT INTO {table} (feed, entry, url, content, title, text) VALUES ($1, $2, $3, $4, $5, $6)", connection);
            foreach (var value in row)
            {
                insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            }

            await insert.ExecuteNonQueryAsync();
        }
    }

    private static void Report(string what, double perSecond) => Console.WriteLine($"  {what,-62} {perSecond,10:N0}/s");
}
