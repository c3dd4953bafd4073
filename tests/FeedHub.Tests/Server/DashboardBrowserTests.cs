using FeedHub.Tests.Support;
using Microsoft.Playwright;

namespace FeedHub.Tests.Server;

/// <summary>Hangfire's dashboard in a real Chromium, under the policy that it is served with; skipped where none is installed.</summary>
public sealed class DashboardBrowserTests(PicturedHub hub) : IClassFixture<PicturedHub>, IAsyncLifetime
{
    private readonly List<string> _wrong = [];
    private IBrowserContext _context = null!;

    public async ValueTask InitializeAsync()
    {
        ChromiumBrowser.SkipWithout();
        var (running, browser) = await hub.OpenAsync();
        _context = await browser.NewContextAsync(new() { BaseURL = running.Http.BaseAddress!.ToString(), Locale = "en" });

        // A policy that forbids something says so on the console, as does a script that fails.
        _context.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        _context.WebError += (_, error) => Note(true, error.Error);
        _context.Response += (_, response) => Note(response.Status >= 400, $"{response.Url} gives {response.Status}.");
        _context.RequestFailed += (_, request) => Note(!(request.Failure ?? "").Contains("ABORTED", StringComparison.Ordinal), $"{request.Url}: {request.Failure}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_page_works_under_its_policy()
    {
        foreach (var path in new[] { "", "/jobs/enqueued", "/jobs/scheduled", "/jobs/processing", "/jobs/succeeded", "/jobs/failed", "/jobs/deleted", "/retries", "/recurring", "/servers" })
        {
            var page = await _context.NewPageAsync();
            await page.GotoAsync("/hangfire" + path, new() { WaitUntil = WaitUntilState.Load });
            await page.Locator(".navbar").WaitForAsync();
            Assert.Equal("fixed", await page.Locator(".navbar").EvaluateAsync<string>("one => getComputedStyle(one).position"));
            await page.CloseAsync();
        }

        Assert.Empty(_wrong);
    }

    [Fact]
    public async Task Its_graph_and_its_counters_move()
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync("/hangfire");
        var counter = page.Locator("[data-metric='succeeded:count'], .metric").First;
        var graph = page.Locator("#realtimeGraph");
        await graph.WaitForAsync();
        var before = await page.ScreenshotAsync(new() { Clip = await ClipOfAsync(graph) });
        await page.WaitForTimeoutAsync(6_000);
        var after = await page.ScreenshotAsync(new() { Clip = await ClipOfAsync(graph) });

        Assert.NotEqual(Convert.ToBase64String(before), Convert.ToBase64String(after));
        Assert.NotEmpty(await counter.InnerTextAsync());
        Assert.Empty(_wrong);
    }

    [Fact]
    public async Task A_job_can_be_read_and_queued_again()
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync("/hangfire/jobs/succeeded");
        var name = page.GetByText("Poll ").First;
        await name.WaitForAsync();
        Assert.Contains("وكالة السهل", await page.Locator("table").InnerTextAsync(), StringComparison.Ordinal);

        await name.ClickAsync();
        await page.WaitForURLAsync("**/jobs/details/*");
        var job = page.Url;
        Assert.Contains("وكالة السهل", await page.Locator("h1.page-header").InnerTextAsync(), StringComparison.Ordinal);
        var states = await page.Locator(".state-card").CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Requeue" }).ClickAsync();
        await page.WaitForTimeoutAsync(2_000);
        await page.GotoAsync(job);

        // Queued, taken, done: once more.
        Assert.True(await page.Locator(".state-card").CountAsync() > states, await page.Locator("body").InnerTextAsync());
        Assert.Empty(_wrong);
    }

    private static async Task<Clip> ClipOfAsync(ILocator part)
    {
        var box = (await part.BoundingBoxAsync())!;
        return new() { X = box.X, Y = box.Y, Width = box.Width, Height = box.Height };
    }

    private void Note(bool isWrong, string what)
    {
        if (isWrong)
        {
            lock (_wrong)
            {
                _wrong.Add(what);
            }
        }
    }
}
