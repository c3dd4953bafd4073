using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public sealed class DatabaseBackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-backup-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Copy => Path.Combine(_folder, "copy.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_taken_while_polls_commit_is_whole_and_opens_as_a_hub()
    {
        await using var database = await OpenAsync("data");
        var feeds = new FeedStore(database);
        await feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        using var stop = new CancellationTokenSource();
        var committed = 0;
        var started = new TaskCompletionSource();
        var writing = Task.Run(WriteAsync, Cancel);
        await started.Task;
        var before = Volatile.Read(ref committed);

        var size = await DatabaseBackup.WriteAsync(database, Copy, Cancel);

        await stop.CancelAsync();
        await writing;
        Assert.Equal(new FileInfo(Copy).Length, size);
        var restored = Directory.CreateDirectory(Path.Combine(_folder, "restored")).FullName;
        File.Copy(Copy, Path.Combine(restored, "feedhub.db"));
        await using var again = await OpenAsync("restored");
        var articles = Assert.Single(await new FeedStore(again).HealthAsync(Cancel)).Articles;
        var texts = await again.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM article_texts"), Cancel);
        Assert.InRange(articles, before, committed);
        Assert.Equal(0, articles % 5);
        Assert.Equal(articles, texts);
        Assert.Equal("ok", await again.ReadAsync(session => session.ScalarAsync<string>("PRAGMA integrity_check"), Cancel));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), file => file.Contains("partial", StringComparison.Ordinal));

        async Task WriteAsync()
        {
            for (var poll = 0; !stop.IsCancellationRequested; poll++)
            {
                var leased = await feeds.LeaseAsync(Some.Now, TimeSpan.FromMinutes(1), 1, null, force: true, Cancel);
                var found = Enumerable.Range(0, 5).Select(i => Some.Article($"{poll}-{i}", text: new string('ن', 2000))).ToArray();
                await feeds.CommitPollAsync(new PollCommit(leased[0], Some.State(), null, found), Some.Now, Cancel);
                Volatile.Write(ref committed, (poll + 1) * 5);
                if (poll == 20)
                {
                    started.SetResult();
                }
            }
        }
    }

    [Fact]
    public async Task A_backup_never_overwrites()
    {
        await using var database = await OpenAsync("data");
        await File.WriteAllTextAsync(Copy, "precious", Cancel);

        await Assert.ThrowsAsync<IOException>(() => DatabaseBackup.WriteAsync(database, Copy, Cancel));

        Assert.Equal("precious", await File.ReadAllTextAsync(Copy, Cancel));
    }

    [Fact]
    public async Task A_backup_of_nothing_makes_no_empty_database()
    {
        await using var database = Database.Open(null, Path.Combine(_folder, "typo"), TimeProvider.System);

        await Assert.ThrowsAsync<FileNotFoundException>(() => DatabaseBackup.WriteAsync(database, Copy, Cancel));

        Assert.False(File.Exists(Copy));
        Assert.False(Directory.Exists(Path.Combine(_folder, "typo")));
    }

    [Fact]
    public async Task A_backup_into_a_folder_that_is_not_there_says_so()
    {
        await using var database = await OpenAsync("data");

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => DatabaseBackup.WriteAsync(database, Path.Combine(_folder, "none", "copy.db"), Cancel));
    }

    [Fact]
    public async Task PostgreSQL_is_left_to_its_own_tools()
    {
        await using var database = Database.Open("Host=nowhere.invalid", "", TimeProvider.System);

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => DatabaseBackup.WriteAsync(database, Copy, Cancel));

        Assert.Contains("pg_dump", exception.Message, StringComparison.Ordinal);
    }

    private async Task<Database> OpenAsync(string name)
    {
        var database = Database.Open(null, Path.Combine(_folder, name), TimeProvider.System);
        await database.MigrateAsync(Cancel);
        return database;
    }
}
