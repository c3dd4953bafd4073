using System.Diagnostics;
using System.Text.RegularExpressions;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

/// <summary>A process that polls and matches is killed at random moments, and started again on what it left behind.</summary>
/// <remarks>Five kills here; as many as wanted with <c>FEEDHUB_KILLS=100 dotnet test --filter FullyQualifiedName~KillTests</c>.</remarks>
public sealed class KillTests
{
    private const string Folder = "FEEDHUB_KILL_FOLDER";
    private const int ArticlesPerPoll = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_once_after_it()
    {
        if (Environment.GetEnvironmentVariable(Folder) is { } given)
        {
            // This is the process to be killed: the test runs itself.
            await WriteUntilKilledAsync(given);
        }

        var folder = Directory.CreateTempSubdirectory("feedhub-kill-").FullName;
        var kills = int.Parse(Environment.GetEnvironmentVariable("FEEDHUB_KILLS") ?? "5", null);
        var random = new Random(7);
        var (acknowledged, slowest) = (new List<string>(), TimeSpan.Zero);
        for (var kill = 0; kill < kills; kill++)
        {
            acknowledged.AddRange(await RunAndKillAsync(folder, TimeSpan.FromMilliseconds(random.Next(20, 600))));

            var startedAt = Stopwatch.GetTimestamp();
            await using var database = Database.Open(null, folder, TimeProvider.System);
            await database.MigrateAsync(Cancel);
            var stored = await database.ReadAsync(session => session.QueryAsync<string>("SELECT feed_id || '/' || entry_id FROM articles"), Cancel);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(startedAt).Ticks));

            Assert.Empty(acknowledged.Except(stored));
            Assert.Equal(stored.Count, stored.Distinct().Count());
            Assert.Equal(0, stored.Count % ArticlesPerPoll);
            await ConsistentAsync(database, stored.Count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {acknowledged.Count} acknowledged, 0 lost, 0 twice, slowest start {slowest.TotalMilliseconds:N0} ms");
        Assert.NotEmpty(acknowledged);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Polls and matches, and says on its output what is stored.</summary>
    private static async Task WriteUntilKilledAsync(string folder)
    {
        var database = Database.Open(null, folder, TimeProvider.System);
        await database.MigrateAsync(Cancel);
        var (feeds, stories) = (new FeedStore(database), new StoryStore(database));
        await feeds.SyncAsync([.. Enumerable.Range(0, 50).Select(i => Some.Source($"feed-{i}"))], Some.Now, Cancel);
        var owner = $"{Environment.ProcessId}";
        var polling = Enumerable.Range(0, 8).Select(_ => Task.Run(PollAsync, Cancel)).Append(Task.Run(MatchAsync, Cancel));
        await Task.WhenAll(polling);

        async Task PollAsync()
        {
            // The leases of the killed run out as they would an hour later.
            for (var now = Some.Now.AddTicks(Stopwatch.GetTimestamp()); ; now = now.AddHours(1))
            {
                foreach (var leased in await feeds.LeaseAsync(now, TimeSpan.FromMinutes(1), 5, null, force: true, Cancel))
                {
                    var run = Guid.NewGuid();
                    var articles = Enumerable.Range(0, ArticlesPerPoll).Select(i => Some.Article($"{run}-{i}", leased.FeedId, firstSeenAt: now, text: new string('ن', 1000 + i)));
                    var stored = await feeds.CommitPollAsync(new PollCommit(leased, Some.State(now), null, [.. articles]), now, Cancel);
                    if (stored.Held)
                    {
                        Console.WriteLine($"stored {leased.FeedId}/{run}");
                    }
                }
            }
        }

        async Task MatchAsync()
        {
            for (var now = Some.Now.AddTicks(Stopwatch.GetTimestamp()); ; now = now.AddHours(1))
            {
                await stories.HoldMatcherAsync(owner, now, TimeSpan.FromMinutes(1), Cancel);
                var pending = await stories.PendingAsync(100, Cancel);
                await stories.CommitAsync(
                    new MatchBatch
                    {
                        Articles = [.. pending.Select(one => Some.Match(one.Article.Id, $"s{one.Article.Id}"))],
                        Stories = [.. pending.Select(one => Some.NewStory($"s{one.Article.Id}", one.Article.Id))],
                    },
                    owner, now, Cancel);
            }
        }
    }

    /// <summary>What the process said it had stored before it was killed.</summary>
    private static async Task<IReadOnlyList<string>> RunAndKillAsync(string folder, TimeSpan lifetime)
    {
        var test = $"{typeof(KillTests).FullName}.{nameof(What_was_acknowledged_before_a_kill_is_there_once_after_it)}";
        string[] arguments = [typeof(KillTests).Assembly.Location, "-method", test, "-showliveoutput"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Folder] = folder },
        })!;
        var said = new List<string>();
        var output = "";
        var killing = false;
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            output += line + "\n";
            // The last line may have been cut off by the kill.
            if (Regex.Match(line, "stored (feed-[0-9]+/[0-9a-f-]{36})$") is not { Success: true, Groups: var groups })
            {
                continue;
            }

            said.Add(groups[1].Value);
            if (!killing)
            {
                killing = true;
                _ = Task.Delay(lifetime, Cancel).ContinueWith(_ => process.Kill(), Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }

        await process.WaitForExitAsync(Cancel);
        Assert.True(said.Count > 0, output);
        return [.. said.SelectMany(poll => Enumerable.Range(0, ArticlesPerPoll).Select(i => $"{poll}-{i}"))];
    }

    private static async Task ConsistentAsync(Database database, int articles)
    {
        Assert.Equal("ok", await ScalarAsync<string>("PRAGMA integrity_check"));
        Assert.Equal(articles, await ScalarAsync<long>("SELECT COUNT(*) FROM article_texts"));
        Assert.Equal(articles, await ScalarAsync<long>("SELECT (SELECT COUNT(*) FROM pending) + (SELECT COUNT(*) FROM matches)"));
        Assert.Equal(0, await ScalarAsync<long>("SELECT COUNT(*) FROM pending p JOIN matches m USING (article_id)"));
        var mark = await new StoryStore(database).MarkAsync(Cancel);
        Assert.Equal((mark.Stories, mark.LastSequence), (await ScalarAsync<long>("SELECT COUNT(*) FROM stories"), await ScalarAsync<long>("SELECT COALESCE(MAX(seq), 0) FROM stories")));
        Assert.Equal(mark.Stories, mark.LastSequence);

        Task<T?> ScalarAsync<T>(string sql) => database.ReadAsync(session => session.ScalarAsync<T>(sql), Cancel);
    }
}
