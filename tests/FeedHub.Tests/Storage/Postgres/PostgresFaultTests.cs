using System.Diagnostics;
using FeedHub.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Storage;

/// <summary>What a server that crashes, restarts or stays away, and connections that are cut, do: nothing acknowledged is lost, nothing is stored twice.</summary>
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private readonly List<string> _stored = [];
    private PostgresServer? _server;
    private Database _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_server, var reason) = await PostgresServer.StartAsync();
        Assert.SkipWhen(_server is null, reason);
        await _server.ExecuteAsync("CREATE DATABASE hub");
        _database = Database.Open(_server.ConnectionString("hub"), "", TimeProvider.System);
        await _database.MigrateAsync(Cancel);
        await new FeedStore(_database).SyncAsync([.. Enumerable.Range(0, 8).Select(i => Some.Source($"feed-{i}"))], Some.Now, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _database.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_restart_is_waited_for_within_an_operation()
    {
        using var stop = new CancellationTokenSource();
        var polling = Enumerable.Range(0, 8).Select(i => Task.Run(() => PollAsync($"feed-{i}", stop.Token), Cancel)).ToArray();
        await WaitForAsync(40);

        await _server!.KillAsync();
        await _server.LaunchAsync();

        await WaitForAsync(80);
        await stop.CancelAsync();
        var refused = await Task.WhenAll(polling);
        Assert.Equal(0, refused.Sum());
        await NothingLostNothingTwiceAsync();
    }

    [Fact]
    public async Task Connections_that_are_cut_in_the_middle_cost_nothing()
    {
        using var stop = new CancellationTokenSource();
        var polling = Enumerable.Range(0, 8).Select(i => Task.Run(() => PollAsync($"feed-{i}", stop.Token), Cancel)).ToArray();
        for (var cut = 1; cut <= 15; cut++)
        {
            await WaitForAsync(cut * 10);
            await _server!.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'hub' AND pid <> pg_backend_pid()");
        }

        await stop.CancelAsync();
        Assert.Equal(0, (await Task.WhenAll(polling)).Sum());
        await NothingLostNothingTwiceAsync();
    }

    [Fact]
    public async Task A_server_that_stays_away_is_said_and_comes_back_by_itself()
    {
        await _server!.KillAsync();
        var startedAt = Stopwatch.GetTimestamp();

        var read = await Assert.ThrowsAsync<StorageUnavailableException>(() => new StoryStore(_database).MarkAsync(Cancel));
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt), TimeSpan.Zero, Busy.Allow(5));
        Assert.Contains("goes on by itself", read.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await new StoryStore(_database).IndexedAsync(Cancel).CountAsync(Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => new FeedStore(_database).SyncAsync([], Some.Now, Cancel));
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt), TimeSpan.Zero, Busy.Allow(20));

        await _server.LaunchAsync();
        Assert.Equal(0, (await new StoryStore(_database).MarkAsync(Cancel)).Version);
    }

    [Fact]
    public async Task What_is_wrong_with_the_address_is_said_without_the_password()
    {
        await using var database = Database.Open(_server!.ConnectionString("none") + ";Password=geheim", "", TimeProvider.System);

        var exception = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.MigrateAsync(Cancel));

        Assert.Contains("createdb", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", exception.ToString(), StringComparison.Ordinal);
    }

    private async Task WaitForAsync(int polls)
    {
        while (true)
        {
            lock (_stored)
            {
                if (_stored.Count >= polls)
                {
                    return;
                }
            }

            await Task.Delay(5, Cancel);
        }
    }

    /// <summary>Polls one feed until told to stop; returns how often the database was away.</summary>
    private async Task<int> PollAsync(string feed, CancellationToken stop)
    {
        var feeds = new FeedStore(_database);
        var refused = 0;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                var now = Some.Now.AddHours(i);
                foreach (var leased in await feeds.LeaseAsync(now, TimeSpan.FromMinutes(1), 1, [feed], force: true, Cancel))
                {
                    var stored = await feeds.CommitPollAsync(
                        new PollCommit(leased, Some.State(now.AddMilliseconds(i)), null, [Some.Article($"{i}", feed, firstSeenAt: now)]), now, Cancel);
                    Assert.Equal(new PollStored(true, 1, 0), stored);
                    lock (_stored)
                    {
                        _stored.Add($"{feed}/{i}");
                    }
                }
            }
            catch (StorageUnavailableException)
            {
                refused++;
            }
        }

        return refused;
    }

    private async Task NothingLostNothingTwiceAsync()
    {
        var kept = await _database.ReadAsync(session => session.QueryAsync<string>("SELECT feed_id || '/' || entry_id FROM articles"), Cancel);
        Assert.Equal(_stored.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.Equal(_stored.Count, await _database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM pending"), Cancel));
    }
}
