using System.Diagnostics;
using System.Net;
using System.Text.Json;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Support;
using Microsoft.Data.Sqlite;

namespace FeedHub.Tests.Server;

/// <summary>The whole hub while its database is away or locked, as a process; the benchmarks' <c>faults</c> is the long form.</summary>
public sealed class DatabaseAwayTests : IAsyncDisposable
{
    private static readonly string[] Pages = ["/", "/feed.atom", "/feed.rss", "/feed.json", "/sources"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(200);

    private readonly FeedHubProcess _feedhub = new();
    private readonly string _address = $"http://127.0.0.1:{FreePort.Next()}";
    private readonly HttpClient _http = new();
    private Process? _hub;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_hub is not null)
        {
            _hub.Kill();
            await _hub.WaitForExitAsync(CancellationToken.None);
            _hub.Dispose();
        }

        _feedhub.Dispose();
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_pages_stand_and_news_come_when_it_is_back()
    {
        var (server, reason) = await PostgresServer.StartAsync();
        Assert.SkipWhen(server is null, reason);
        await using (server)
        {
            await server.ExecuteAsync("CREATE DATABASE hub");
            _feedhub.Environment["ConnectionStrings__FeedHub"] = server.ConnectionString("hub");
            await NothingIsLostAsync(server.KillAsync, server.LaunchAsync);
        }
    }

    [Fact]
    public async Task While_another_program_holds_the_lock_pages_stand_and_news_come_when_it_lets_go()
    {
        using var other = new SqliteConnection($"Data Source={_feedhub.Folder}/.data/feedhub.db;Pooling=false");
        await NothingIsLostAsync(() => RunAsync("BEGIN IMMEDIATE"), () => RunAsync("ROLLBACK"));

        async Task RunAsync(string sql)
        {
            if (other.State != System.Data.ConnectionState.Open)
            {
                await other.OpenAsync(Cancel);
            }

            await using var command = other.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }

    private async Task NothingIsLostAsync(Func<Task> spoil, Func<Task> mend)
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", HostileFeeds.Rss("a", 1));
        _feedhub.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8";
        _feedhub.Write("feeds.json", JsonSerializer.Serialize(new { pollEvery = "1s", feeds = new[] { origin.Url("/a.xml") } }));
        _hub = _feedhub.Start("serve", "--urls", _address);
        _ = _hub.StandardError.ReadToEndAsync(Cancel);
        await _hub.StandardOutput.ReadLineAsync(Cancel);
        _ = _hub.StandardOutput.ReadToEndAsync(Cancel);
        await WaitForStoriesAsync(1);
        await Task.WhenAll(Pages.Select(PageAsync));

        await spoil();
        origin.Put("/a.xml", HostileFeeds.Rss("a", 1, 2));
        for (var read = 0; read < 10; read++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PageAsync(Pages[read % Pages.Length])).Status);
            await Task.Delay(200, Cancel);
        }

        await mend();
        await WaitForStoriesAsync(2);
        Assert.False(_hub.HasExited);
    }

    private async Task<(HttpStatusCode Status, string Body)> PageAsync(string path)
    {
        using var response = await _http.GetAsync(_address + path, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    private async Task WaitForStoriesAsync(int count)
    {
        var watch = Stopwatch.StartNew();
        while (await PageAsync("/feed.json") is var (status, body))
        {
            if (status == HttpStatusCode.OK && JsonDocument.Parse(body).RootElement.GetProperty("items").GetArrayLength() >= count)
            {
                return;
            }

            Assert.True(watch.Elapsed < Patience, $"After {watch.Elapsed}: {status} {body}");
            await Task.Delay(100, Cancel);
        }
    }
}
