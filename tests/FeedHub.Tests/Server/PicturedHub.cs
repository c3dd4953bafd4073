using FeedHub.Tests.Support;
using Microsoft.Playwright;

namespace FeedHub.Tests.Server;

/// <summary>One hub with the sample feeds, polled, matched and indexed, and one browser, for all browser tests.</summary>
public sealed class PicturedHub : IAsyncDisposable
{
    private RunningHub? _hub;
    private ChromiumBrowser? _chromium;

    internal async Task<(RunningHub Hub, IBrowser Browser)> OpenAsync()
    {
        _hub ??= await StartAsync();
        _chromium ??= await ChromiumBrowser.LaunchAsync();
        return (_hub, _chromium.Browser);
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

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
