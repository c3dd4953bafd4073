using System.Diagnostics;
using System.Globalization;
using FeedHub.Tests.Support;
using Microsoft.Data.Sqlite;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>faults [--feeds 30] [--port 18194] [--only lock|disk|postgres] [--feedhub PATH]</c>: the whole hub, polling feeds that grow all the
/// time, while another program locks its database for 20 s, its disk (a tmpfs of 24 MiB) is full for 15 s, or PostgreSQL is away
/// for 60 s. Prints how many of the pages asked for meanwhile came, how soon after its end news came again, and what was lost.
/// </summary>
internal static class FaultRun
{
    private const int Reads = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<int> MainAsync(string[] args)
    {
        var feeds = int.Parse(LoadRun.Option(args, "--feeds") ?? "30", CultureInfo.InvariantCulture);
        var port = int.Parse(LoadRun.Option(args, "--port") ?? "18194", CultureInfo.InvariantCulture);
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var only = LoadRun.Option(args, "--only");
        var folder = Directory.CreateTempSubdirectory("feedhub-faults").FullName;
        var run = new Course(feedhub, folder, feeds, port);
        var held = true;
        try
        {
            held &= only is not (null or "lock") || await LockAsync(run);
            held &= only is not (null or "disk") || await FullDiskAsync(run);
            held &= only is not (null or "postgres") || await PostgresAwayAsync(run);
            return held ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> LockAsync(Course run)
    {
        var data = Path.Combine(run.Folder, "locked");
        SqliteConnection? other = null;
        return await run.TakeAsync(
            "locked by another program", TimeSpan.FromSeconds(20), data, null,
            () =>
            {
                other = new SqliteConnection($"Data Source={data}/feedhub.db;Pooling=false");
                other.Open();
                Execute(other, "BEGIN IMMEDIATE");
                return Task.CompletedTask;
            },
            () =>
            {
                Execute(other!, "ROLLBACK");
                other!.Dispose();
                return Task.CompletedTask;
            });
    }

    private static async Task<bool> FullDiskAsync(Course run)
    {
        var disk = Path.Combine(run.Folder, "disk");
        Directory.CreateDirectory(disk);
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            Console.WriteLine("disk full: needs root on Linux, to mount a small disk");
            return true;
        }

        Shell("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk);
        try
        {
            return await run.TakeAsync("disk full", TimeSpan.FromSeconds(15), disk, null, () => Done(() => Fill(disk)), () => Done(() => Empty(disk)));
        }
        finally
        {
            Shell("umount", "-l", disk);
        }
    }

    private static async Task<bool> PostgresAwayAsync(Course run)
    {
        var (server, reason) = await PostgresServer.StartAsync();
        if (server is null)
        {
            Console.WriteLine(reason);
            return true;
        }

        await using (server)
        {
            await server.ExecuteAsync("CREATE DATABASE hub");
            return await run.TakeAsync("PostgreSQL away", TimeSpan.FromSeconds(60), run.Folder, server.ConnectionString("hub"), server.KillAsync, server.LaunchAsync);
        }
    }

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    /// <summary>Writes until there is no room left for a byte.</summary>
    private static void Fill(string disk)
    {
        using var ballast = new FileStream(Path.Combine(disk, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1024 * 1024; size > 0; size /= 2)
        {
            try
            {
                while (true)
                {
                    ballast.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full, as far as pieces of this size go.
            }
        }
    }

    private static void Empty(string disk) => File.Delete(Path.Combine(disk, "ballast"));

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Shell(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    /// <summary>A hub over a growing farm, in good days, in bad ones, and in good ones again.</summary>
    private sealed class Course(string feedhub, string folder, int feeds, int port)
    {
        private static readonly string[] Paths = ["/", "/feed.atom", "/feed.rss", "/feed.json", "/sources"];

        public string Folder => folder;

        public async Task<bool> TakeAsync(string what, TimeSpan lasts, string data, string? connection, Func<Task> spoil, Func<Task> mend)
        {
            using var farm = await ServedFarm.StartAsync(feeds, port, "--entries 5");
            await farm.WriteSourcesAsync(folder, "2s");
            await farm.SetModeAsync("rolling");
            using var hub = new ServedHub(feedhub, folder, port + 1, connection, data: data);
            await hub.ReadyAsync();
            await NewsAsync(hub);
            foreach (var path in Paths)
            {
                await ServedHub.GetAsync(hub.Address + path);
            }

            await spoil();
            var read = await ReadAsync(hub, lasts);
            var isReady = await ServedHub.GetAsync(hub.Address + "/health/ready") is not null;
            await mend();
            var news = await NewsAsync(hub);
            await farm.SetModeAsync("still");
            await hub.SettleAsync(feeds);
            var served = (await farm.CountsAsync()).Entries;
            var outcome = await hub.CompareAsync(served);
            var isAlive = hub.IsAlive;
            var stopped = await hub.StopAsync();
            var isSound = connection is not null || IsSound(Path.Combine(data, "feedhub.db"));
            Console.WriteLine(FormattableString.Invariant(
                $"{what} for {lasts.TotalSeconds:F0} s: {read} of {Reads} pages came, said to be {(isReady ? "ready" : "not ready")}; news again {news.TotalSeconds:F1} s after; {served} entries served, {outcome.Lost} lost, {outcome.Twice} twice; {(isAlive ? "alive" : "DEAD")}, database {(isSound ? "sound" : "DAMAGED")}, stopped in {stopped.TotalSeconds:F1} s"));
            return isAlive && isSound && read >= Reads - 2 && outcome is { Lost: 0, Twice: 0 };
        }

        private static async Task<int> ReadAsync(ServedHub hub, TimeSpan lasts)
        {
            var came = 0;
            for (var read = 0; read < Reads; read++)
            {
                await Task.Delay(lasts / Reads);
                came += await ServedHub.GetAsync(hub.Address + Paths[read % Paths.Length]) is null ? 0 : 1;
            }

            return came;
        }

        /// <summary>How long until the newest story is another than now.</summary>
        private static async Task<TimeSpan> NewsAsync(ServedHub hub)
        {
            var watch = Stopwatch.StartNew();
            var before = await NewestAsync(hub);
            while (watch.Elapsed < Patience && await NewestAsync(hub) is var newest && (newest is null || newest == before))
            {
                await Task.Delay(100);
            }

            return watch.Elapsed;
        }

        /// <summary>The sequence that stands in front of the tag.</summary>
        private static async Task<string?> NewestAsync(ServedHub hub) => (await ServedHub.AskAsync(hub.Address + "/feed.json"))?.ETag?.Split('.')[0];

        private static bool IsSound(string file)
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            return check.ExecuteScalar() is "ok";
        }
    }
}
