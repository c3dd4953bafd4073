using System.Diagnostics;
using System.Text.Json;
using FeedHub.Server;
using Microsoft.AspNetCore.Builder;

namespace FeedHub.Tests.Support;

/// <summary>The whole hub in this process, on a free port and a folder of its own; several run side by side.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private RunningHub(WebApplication app, string folder, bool ownsFolder)
    {
        _app = app;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Holds feeds.json and the data.</summary>
    public string Folder { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="feedsJson">Text of feeds.json; paces of a second keep tests quick.</param>
    /// <param name="folder">Null: a new temporary one, removed at the end.</param>
    /// <param name="settings">Beside or instead of those every test gets.</param>
    public static async Task<RunningHub> StartAsync(string feedsJson, string? folder = null, params (string Name, string Value)[] settings)
    {
        var home = folder ?? Directory.CreateTempSubdirectory("feedhub-test").FullName;
        var file = Path.Combine(home, "feeds.json");
        await File.WriteAllTextAsync(file, feedsJson);
        var configuration = HubSettings.Configuration(
        [
            new("FeedHub:Feeds", file),
            new("FeedHub:Data", Path.Combine(home, "data")),
            new("FeedHub:AllowedPrivateNetworks", "127.0.0.0/8"),
            new("FeedHub:FetchTimeout", "5s"),
            new("Logging:LogLevel:Default", "Warning"),
            new("urls", "http://127.0.0.1:0"),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)),
        ]);
        var options = HubSettings.Read(configuration);
        var (catalog, mistakes) = await CatalogFile.ReadAsync(file, CancellationToken.None);
        Assert.Empty(mistakes);
        var app = await HubHost.BuildAsync(options, configuration, catalog!, CancellationToken.None);
        await app.StartAsync();
        return new RunningHub(app, home, folder is null);
    }

    /// <summary>Asks again until <paramref name="isEnough"/>; fails with the last answer when patience ends.</summary>
    public async Task<string> WaitForAsync(string path, Func<string, bool> isEnough)
    {
        var watch = Stopwatch.StartNew();
        var answer = "";
        while (watch.Elapsed < Patience)
        {
            using var response = await Http.GetAsync(path);
            answer = await response.Content.ReadAsStringAsync();
            if (isEnough(answer))
            {
                return answer;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{path} never came to what was waited for; it says: {answer}");
    }

    /// <summary>Titles of the merged feed, as JSON Feed gives them.</summary>
    public async Task<string[]> WaitForTitlesAsync(int count)
    {
        var json = await WaitForAsync("/feed.json", answer => Titles(answer).Length >= count);
        return Titles(json);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string[] Titles(string json)
    {
        if (!json.StartsWith('{'))
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("items", out var items)
            ? [.. items.EnumerateArray().Select(item => item.GetProperty("title").GetString()!)]
            : [];
    }
}
