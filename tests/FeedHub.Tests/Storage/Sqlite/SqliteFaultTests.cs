using System.Diagnostics;
using FeedHub.Storage;
using FeedHub.Tests.Support;
using Microsoft.Data.Sqlite;

namespace FeedHub.Tests.Storage;

/// <summary>What a full disk, another program's lock, a read-only folder and a damaged file do: say so, lose nothing, go on.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-faults-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder, "feedhub.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task While_another_program_holds_the_lock_pages_are_read_and_commits_wait()
    {
        await using var database = await OpenAsync(_folder);
        var feeds = new FeedStore(database);
        await feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var leased = await feeds.LeaseAsync(Some.Now, TimeSpan.FromMinutes(5), 1, null, force: true, Cancel);
        using var other = Lock();

        var commit = feeds.CommitPollAsync(new PollCommit(leased[0], Some.State(), null, [Some.Article()]), Some.Now, Cancel);
        var health = await feeds.HealthAsync(Cancel);
        await Task.Delay(1500, Cancel);
        var waited = !commit.IsCompleted;
        Run(other, "ROLLBACK");

        Assert.Single(health);
        Assert.True(waited);
        Assert.Equal(new PollStored(true, 1, 0), await commit);
    }

    /// <summary>Everybody who writes would wait with it.</summary>
    [Fact]
    public async Task Work_that_waits_for_anything_but_its_session_is_refused_on_the_writer()
    {
        await using var database = await OpenAsync(_folder);

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            async session =>
            {
                await Task.Delay(Timeout.Infinite, Cancel);
                return await session.ExecuteAsync("DELETE FROM feeds");
            },
            Cancel));

        await new FeedStore(database).SyncAsync([Some.Source()], Some.Now, Cancel);
    }

    [Fact]
    public async Task A_hub_told_to_stop_does_not_wait_for_another_programs_lock()
    {
        var database = await OpenAsync(_folder);
        using var other = Lock();
        var startedAt = Stopwatch.GetTimestamp();
        var waiting = Enumerable.Range(0, 3).Select(_ => new FeedStore(database).SyncAsync([Some.Source()], Some.Now, Cancel)).ToArray();

        await database.DisposeAsync();

        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => one);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(startedAt), TimeSpan.Zero, Busy.Allow(20));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => new FeedStore(database).SyncAsync([], Some.Now, Cancel));
    }

    [Fact]
    public async Task A_caller_that_is_cancelled_does_not_wait_for_the_lock()
    {
        await using var database = await OpenAsync(_folder);
        using var other = Lock();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FeedStore(database).SyncAsync([Some.Source()], Some.Now, cancel.Token));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_outlived()
    {
        var (folder, unmount) = SmallDisk(megabytes: 40);
        Assert.SkipWhen(folder is null, "no small file system can be mounted here; the next test simulates it");
        try
        {
            await using var database = await OpenAsync(folder);
            var feeds = new FeedStore(database);
            await feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
            var stored = new List<string>();

            // Articles of 20 KB: more than the disk has room for beside its ballast, whoever writes first.
            var filling = FillAsync(feeds, stored, 400);
            StorageUnavailableException? said = null;
            while (said is null)
            {
                said = await Record.ExceptionAsync(() => database.WriteAsync(
                    session => session.ExecuteAsync("INSERT INTO learned_lines VALUES (@id, @lines)", new { id = $"{Guid.NewGuid()}", lines = new string('x', 20_000) }), Cancel)) as StorageUnavailableException;
            }

            var read = await new StoryStore(database).PendingAsync(10_000, Cancel);
            Assert.False(filling.IsCompleted);
            File.Delete(Path.Combine(folder, "ballast"));
            await filling;

            Assert.Contains("disk is full", said.Message, StringComparison.Ordinal);
            Assert.NotNull(read);
            var pending = (await new StoryStore(database).PendingAsync(10_000, Cancel)).Select(one => one.Article.EntryId);
            Assert.Equal(stored.Order(StringComparer.Ordinal), pending.Order(StringComparer.Ordinal));
            Assert.Equal("ok", await database.ReadAsync(session => session.ScalarAsync<string>("PRAGMA integrity_check"), Cancel));
        }
        finally
        {
            unmount();
        }
    }

    [Fact]
    public async Task A_poll_that_finds_no_room_is_kept_and_stored_once_when_there_is_some()
    {
        await using var database = await OpenAsync(_folder);
        await database.WriteAsync(session => session.ExecuteAsync("PRAGMA max_page_count=100"), Cancel);
        var feeds = new FeedStore(database);
        await feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var stored = new List<string>();

        // The writer begins a new connection after the failure, for which the limit does not hold; the poll in hand waits for that.
        await FillAsync(feeds, stored, 60);

        var pending = (await new StoryStore(database).PendingAsync(10_000, Cancel)).Select(one => one.Article.EntryId);
        Assert.Equal(stored.Order(StringComparer.Ordinal), pending.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_retention_the_file_does_not_grow_from_month_to_month()
    {
        await using var database = await OpenAsync(_folder);
        var (feeds, articles, stories) = (new FeedStore(database), new ArticleStore(database), new StoryStore(database));
        await feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var sizes = new List<long>();
        for (var month = 0; month < 6; month++)
        {
            var now = Some.Now.AddDays(30 * month);
            var leased = await feeds.LeaseAsync(now, TimeSpan.FromMinutes(5), 1, null, force: true, Cancel);
            var some = Enumerable.Range(0, 400).Select(i => Some.Article($"{month}-{i}", firstSeenAt: now, text: new string('ن', 1500)));
            await feeds.CommitPollAsync(new PollCommit(leased[0], Some.State(now), null, [.. some]), now, Cancel);
            await stories.HoldMatcherAsync("m", now, TimeSpan.FromMinutes(5), Cancel);
            var pending = await stories.PendingAsync(1000, Cancel);
            await stories.CommitAsync(
                new FeedHub.Stories.MatchBatch
                {
                    Articles = [.. pending.Select(one => Some.Match(one.Article.Id, one.Article.EntryId))],
                    Stories = [.. pending.Select(one => Some.NewStory(one.Article.EntryId, one.Article.Id))],
                },
                "m", now, Cancel);
            await articles.ExpireAsync(now.AddDays(-20), Cancel);
            sizes.Add(new FileInfo(FilePath).Length);
        }

        // What grows is tombstones only.
        Assert.InRange(sizes[^1], 1, sizes[1] + (4 * 400 * 150));
    }

    [Fact]
    public async Task One_callers_mistake_costs_the_others_nothing()
    {
        await using var database = await OpenAsync(_folder);
        var feeds = new FeedStore(database);

        var good = Enumerable.Range(0, 20).Select(i => database.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO learned_lines VALUES (@id, '[]')", new { id = $"{i}" }), Cancel)).ToArray();
        var bad = Enumerable.Range(0, 20).Select(i => database.WriteAsync<int>(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO learned_lines VALUES (@id, '[]')", new { id = $"bad{i}" });
                throw new InvalidOperationException("mistake");
            },
            Cancel)).ToArray();

        await Task.WhenAll(good);
        foreach (var one in bad)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        }

        Assert.Equal(20, await database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM learned_lines"), Cancel));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "", Cancel);
        await using var database = Database.Open(null, Path.Combine(_folder, "file", "data"), TimeProvider.System);

        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.MigrateAsync(Cancel));

        Assert.Contains(Path.Combine(_folder, "file", "data"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        await File.WriteAllTextAsync(FilePath, new string('x', 5000), Cancel);
        await using var database = Database.Open(null, _folder, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.MigrateAsync(Cancel));

        Assert.Contains("backup", exception.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(FilePath, Cancel));
    }

    private static async Task<Database> OpenAsync(string folder)
    {
        var database = Database.Open(null, folder, TimeProvider.System);
        await database.MigrateAsync(Cancel);
        return database;
    }

    /// <summary>Commits polls of one article of 20 KB until <paramref name="count"/> are stored.</summary>
    private static async Task FillAsync(FeedStore feeds, List<string> stored, int count)
    {
        while (stored.Count < count)
        {
            var leased = await LeaseAsync(feeds);
            var article = Some.Article($"{stored.Count}", text: new string('ن', 10_000));
            await feeds.CommitPollAsync(new PollCommit(leased[0], Some.State(), null, [article]), Some.Now, Cancel);
            stored.Add(article.EntryId);
        }
    }

    /// <summary>As the dispatcher does: where the disk has no room for a lease, it asks again later. A poll in hand is kept.</summary>
    private static async Task<IReadOnlyList<LeasedFeed>> LeaseAsync(FeedStore feeds)
    {
        while (true)
        {
            try
            {
                var leased = await feeds.LeaseAsync(Some.Now, TimeSpan.FromMinutes(5), 1, null, force: true, Cancel);
                return leased.Count > 0 ? leased : await feeds.LeaseAsync(Some.Now.AddHours(1), TimeSpan.FromMinutes(5), 1, null, force: true, Cancel);
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(20, Cancel);
            }
        }
    }

    private static (string? Folder, Action Unmount) SmallDisk(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-disk-").FullName;
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Exit("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            return (null, () => { });
        }

        File.WriteAllBytes(Path.Combine(folder, "ballast"), new byte[megabytes * 1024 * 1024 * 7 / 8]);
        return (folder, () =>
        {
            Exit("umount", "-l", folder);
            Directory.Delete(folder);
        }
        );
    }

    private static int Exit(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Lock()
    {
        var other = new SqliteConnection($"Data Source={FilePath};Pooling=false");
        other.Open();
        Run(other, "BEGIN IMMEDIATE");
        return other;
    }
}
