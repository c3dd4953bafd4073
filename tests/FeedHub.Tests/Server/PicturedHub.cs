using FeedHub.Tests.Support;
using Microsoft.Playwright;

namespace FeedHub.Tests.Server;

/// <summary>One hub with the sample feeds, polled, matched and indexed, and one browser, for all browser tests.</summary>
public sealed class PicturedHub : IAsyncDisposable
{
    /// <summary>Null: none is installed.</summary>
    public static readonly string? Chromium = Array.Find(
        [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    /// <summary>No traffic of the browser's own.</summary>
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private RunningHub? _hub;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal async Task<(RunningHub Hub, IBrowser Browser)> OpenAsync()
    {
        _hub ??= await StartAsync();
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        return (_hub, _browser);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
            Directory.Delete(_hub.Folder, recursive: true);
        }
    }

    private static async Task<RunningHub> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-test").FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("tests/FeedHub.Tests/Fixtures/SampleFeeds")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var hub = await RunningHub.StartAsync(await File.ReadAllTextAsync(Path.Combine(folder, "feeds.json")), folder);
        await hub.WaitForAsync("/sources.json", answer => answer.Split("\"lastSuccessAt\":\"", StringSplitOptions.None).Length == 5);
        await hub.WaitForTitlesAsync(4);
        await hub.WaitForAsync("/search/feed.json?q=الجسر", answer => answer.Contains("\"id\"", StringComparison.Ordinal));
        return hub;
    }
}
