using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>Two workers on one PostgreSQL, of which one is killed while it holds every feed of a host.</summary>
[Collection(nameof(Alone))]
public sealed class DeadWorkerTests(PostgresFixture postgres) : IAsyncDisposable
{
    private const int Feeds = 12;

    private readonly FeedHubProcess _feedhub = new();
    private readonly List<Process> _running = [];
    private readonly ConcurrentDictionary<string, bool> _askedBySecond = new();
    private readonly TaskCompletionSource _firstHolds = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        _feedhub.Dispose();
    }

    [Fact]
    public async Task What_a_killed_worker_held_goes_on_within_twenty_seconds_though_all_is_of_one_host()
    {
        await using var origin = new HostileOrigin(AnswerAsync);
        _feedhub.Environment["ConnectionStrings__FeedHub"] = postgres.ConnectionString(await postgres.CreateEmptyAsync());
        _feedhub.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8";
        _feedhub.Environment["FeedHub__FetchTimeout"] = "60s";
        var first = await StartAsync("first", origin);
        await _firstHolds.Task.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        await StartAsync("second", origin);

        // Longer than any lease lasts: the living renews its own, and the second worker takes none of them.
        await Task.Delay(TimeSpan.FromSeconds(15), Cancel);
        Assert.Empty(_askedBySecond);

        FeedHubProcess.Signal(first, "KILL");
        var watch = Stopwatch.StartNew();
        while (_askedBySecond.Count < Feeds)
        {
            Assert.True(watch.Elapsed < Busy.Allow(20), $"After {watch.Elapsed} {_askedBySecond.Count} of {Feeds} feeds went on.");
            await Task.Delay(50, Cancel);
        }
    }

    /// <summary>The first worker is kept waiting; the second gets its feeds.</summary>
    private async Task AnswerAsync(HostileOrigin.Connection connection)
    {
        if (connection.Head.Contains("first", StringComparison.Ordinal))
        {
            _firstHolds.TrySetResult();
            await connection.HangAsync();
        }

        _askedBySecond[connection.Path] = true;
        var body = Encoding.UTF8.GetBytes(HostileFeeds.Rss(connection.Path.Trim('/'), 1));
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {body.Length}\r\n\r\n");
        await connection.SendAsync(body);
    }

    private async Task<Process> StartAsync(string name, HostileOrigin origin)
    {
        _feedhub.Write($"{name}.json", JsonSerializer.Serialize(new
        {
            userAgent = name,
            contact = "news@example.org",
            feeds = Enumerable.Range(0, Feeds).Select(feed => origin.Url($"/{feed}")),
        }));
        var process = _feedhub.Start("serve", "--role", "worker", "--feeds", $"{name}.json", "--urls", $"http://127.0.0.1:{FreePort.Next()}");
        _running.Add(process);
        var error = process.StandardError.ReadToEndAsync(Cancel);
        Assert.True(await process.StandardOutput.ReadLineAsync(Cancel) is not null, process.HasExited ? await error : "");
        _ = process.StandardOutput.ReadToEndAsync(Cancel);
        return process;
    }
}
