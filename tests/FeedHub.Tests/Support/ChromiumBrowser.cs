using Microsoft.Playwright;

namespace FeedHub.Tests.Support;

/// <summary>A Chromium of its own, without traffic of its own; tests that want one are skipped where none is installed.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    /// <summary>Null: none is installed.</summary>
    private static readonly string? Program = Array.Find(
        [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static void SkipWithout() => Assert.SkipWhen(Program is null, "No Chromium is installed; set CHROMIUM to its path.");

    public static async Task<ChromiumBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Quiet }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
