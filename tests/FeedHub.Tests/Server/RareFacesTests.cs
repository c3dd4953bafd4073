using System.Net;
using FeedHub.Tests.Support;
using Microsoft.Playwright;

namespace FeedHub.Tests.Server;

/// <summary>Pages that few see, in a real Chromium: of a hub without stories, of one whose database is away, of a story to listen to, and on paper.</summary>
public sealed class RareFacesTests : IAsyncLifetime
{
    private ChromiumBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        ChromiumBrowser.SkipWithout();
        _chromium = await ChromiumBrowser.LaunchAsync();
    }

    public ValueTask DisposeAsync() => _chromium?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_hub_without_stories_says_so_on_every_page()
    {
        Accessibility.SkipWithout();
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");
        var context = await ContextAsync(hub);
        foreach (var path in new[] { "/", "/top", "/sources", "/search?q=خبر", "/subscribe" })
        {
            var page = await context.NewPageAsync();
            var answer = await page.GotoAsync(path);

            Assert.Equal((int)HttpStatusCode.OK, answer!.Status);
            Assert.Empty(await Accessibility.ViolationsAsync(page));
            Assert.Equal(0, await page.Locator(".stories li").CountAsync());
            Assert.NotEqual("", (await page.Locator("main").InnerTextAsync()).Trim());
        }
    }

    [Fact]
    public async Task While_the_database_is_away_a_page_never_seen_says_so()
    {
        Accessibility.SkipWithout();
        var (server, reason) = await PostgresServer.StartAsync();
        Assert.SkipWhen(server is null, reason);
        await using (server)
        {
            await server.ExecuteAsync("CREATE DATABASE hub");
            await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""", null, ("ConnectionStrings:FeedHub", server.ConnectionString("hub")));
            await hub.WaitForAsync("/", answer => answer.Contains("</html>", StringComparison.Ordinal));
            await server.KillAsync();
            var page = await (await ContextAsync(hub)).NewPageAsync();

            var answer = await page.GotoAsync("/search?q=جسر");

            Assert.Equal((int)HttpStatusCode.ServiceUnavailable, answer!.Status);
            Assert.Equal("10", (await answer.AllHeadersAsync())["retry-after"]);
            Assert.Contains("لا تجيب قاعدة البيانات", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Empty(await Accessibility.ViolationsAsync(page));
            await server.LaunchAsync();
        }
    }

    [Fact]
    public async Task A_story_with_a_recording_can_be_heard_and_is_printed_without_it()
    {
        Accessibility.SkipWithout();
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/radio", $"""
            <rss version="2.0"><channel><title>إذاعة الوادي</title><item><title>حوار عن مياه الوادي</title><link>https://radio.example/1</link>
            <pubDate>{DateTimeOffset.UtcNow.AddHours(-1):R}</pubDate><description>يتحدث مدير المياه عن مواسم الجفاف وخطة الآبار الجديدة في قرى الوادي.</description>
            <enclosure url="https://radio.example/1.mp3" length="1000" type="audio/mpeg"/></item></channel></rss>
            """);
        await using var hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": ["{{origin.Url("/radio")}}"] }""");
        await hub.WaitForTitlesAsync(1);
        var page = await (await ContextAsync(hub)).NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator(".stories h3 a").First.ClickAsync();
        await page.WaitForURLAsync("**/stories/*");

        var player = page.Locator("audio");
        Assert.Equal("https://radio.example/1.mp3", await player.GetAttributeAsync("src"));
        Assert.True(await player.IsVisibleAsync(), "The player is hidden.");
        Assert.NotEqual("", await player.GetAttributeAsync("aria-label"));
        Assert.Empty(await Accessibility.ViolationsAsync(page));

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.False(await player.IsVisibleAsync(), "Paper plays nothing.");
        Assert.False(await page.Locator(".top").First.IsVisibleAsync(), "The menu is printed.");
        Assert.True(await page.Locator("h1").IsVisibleAsync(), "The title is not printed.");
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        var sheet = await page.PdfAsync(new() { Format = "A4" });
        Assert.Equal("%PDF"u8.ToArray(), sheet[..4]);
    }

    private async Task<IBrowserContext> ContextAsync(RunningHub hub)
    {
        var context = await _chromium!.Browser.NewContextAsync(new() { BaseURL = hub.Http.BaseAddress!.ToString(), Locale = "ar", BypassCSP = true });

        // Milliseconds: the browser, too, has to share the machine.
        context.SetDefaultTimeout(180_000);
        return context;
    }
}
