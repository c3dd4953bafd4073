using FeedHub.Tests.Support;
using Microsoft.Playwright;

namespace FeedHub.Tests.Server;

/// <summary>The pages in a real Chromium, with the sample feeds that come with the tests; skipped where none is installed.</summary>
public sealed class BrowserTests(PicturedHub hub) : IClassFixture<PicturedHub>, IAsyncLifetime
{
    private readonly List<string> _asked = [];
    private RunningHub? _hub;
    private IBrowser? _browser;

    public static TheoryData<string> Pages => ["/", "/sources", "/sources/sahl", "/search?q=جسر", "/search?q=لاشيء", "/subscribe", "/subscribe?q=جسر", "/?tag=جرائد", "/?view=compact", "/top", "/top?sources=2", "/days/2026-11-19", "/days/2020-01-01", "/stories/none", "story"];

    public async ValueTask InitializeAsync()
    {
        ChromiumBrowser.SkipWithout();
        (_hub, _browser) = await hub.OpenAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_accessibility_checker_finds_nothing(ColorScheme scheme)
    {
        Accessibility.SkipWithout();
        await using var context = await ContextAsync(new() { ColorScheme = scheme, BypassCSP = true });
        var found = new List<string>();
        foreach (var path in Pages)
        {
            var page = await OpenAsync(context, path);
            found.AddRange(await Accessibility.ViolationsAsync(page));
        }

        Assert.Empty(found);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_reads_from_the_right_and_fits_a_phone_a_desk_and_twice_the_letters(string path)
    {
        foreach (var (width, height, zoom) in new[] { (1280, 900, 1), (768, 1024, 1), (360, 740, 1), (640, 450, 2), (320, 640, 1) })
        {
            await using var context = await ContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = zoom });
            var page = await OpenAsync(context, path);

            Assert.Equal("rtl", await page.EvaluateAsync<string>("document.documentElement.dir"));
            Assert.Equal("ar", await page.EvaluateAsync<string>("document.documentElement.lang"));
            Assert.Equal("rtl", await page.EvaluateAsync<string>("getComputedStyle(document.body).direction"));
            var beyond = await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('body *')]
                    .filter(one => !one.closest('.copies') && !one.matches('.unseen, .skip') && one.getClientRects().length > 0)
                    .filter(one => one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1)
                    .map(one => one.outerHTML.slice(0, 120))
                """);
            Assert.True(beyond.Length == 0, $"{path} at {width}: beyond the edge are {string.Join(" ", beyond)}");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} at {width} scrolls sideways.");
        }

        Assert.All(_asked, address => Assert.StartsWith(_hub!.Http.BaseAddress!.ToString(), address, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Letters_stand_out_from_what_is_behind_them(ColorScheme scheme)
    {
        await using var context = await ContextAsync(new() { ColorScheme = scheme });
        foreach (var path in new[] { "/", "story", "/sources", "/search?q=جسر", "/subscribe", "/top?sources=2", "/stories/none" })
        {
            var page = await OpenAsync(context, path);
            Assert.Equal(scheme == ColorScheme.Dark, await page.EvaluateAsync<bool>(Luminance + "luminance(getComputedStyle(document.body).backgroundColor) < 0.2"));

            // WCAG 2.2, 1.4.3: 4.5 to 1.
            var faint = await page.EvaluateAsync<string[]>(Luminance + """
                [...document.querySelectorAll('body *')]
                    .filter(one => !one.matches('.unseen, .skip') && [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
                    .map(one => {
                        let behind = one;
                        while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
                        const [a, b] = [luminance(getComputedStyle(one).color), luminance(behind ? getComputedStyle(behind).backgroundColor : 'rgb(255,255,255)')];
                        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.outerHTML.slice(0, 100)];
                    })
                    .filter(([ratio]) => ratio < 4.5)
                    .map(([ratio, html]) => ratio.toFixed(2) + ' ' + html)
                """);
            Assert.True(faint.Length == 0, $"{path} {scheme}: {string.Join(" | ", faint)}");
        }
    }

    [Fact]
    public async Task A_reader_without_script_finds_a_story_reads_it_and_searches()
    {
        await using var context = await ContextAsync(new() { JavaScriptEnabled = false });
        var page = await OpenAsync(context, "/");
        var title = (await page.Locator(".stories h3 a").First.InnerTextAsync()).Trim();
        await page.Locator(".stories h3 a").First.ClickAsync();
        await page.WaitForURLAsync("**/stories/*");

        Assert.Equal(title, (await page.Locator("h1").InnerTextAsync()).Trim());
        Assert.NotEqual(0, await page.Locator(".story > p").CountAsync());

        await page.Locator("#q").FillAsync("الجسر");
        await page.Locator("#q").PressAsync("Enter");
        await page.WaitForURLAsync("**/search?q=*");

        Assert.NotEqual(0, await page.Locator(".stories li").CountAsync());
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_first_and_every_link_by_a_name()
    {
        await using var context = await ContextAsync(new());
        var page = await OpenAsync(context, "/");
        await page.Keyboard.PressAsync("Tab");

        Assert.Equal("#content", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().left >= 0"), "The skip link stays hidden.");
        foreach (var path in new[] { "/", "story", "/sources", "/subscribe", "/top", "/days/2026-11-19" })
        {
            page = await OpenAsync(context, path);
            Assert.Equal(1, await page.Locator("h1").CountAsync());
            Assert.Equal(1, await page.Locator("main").CountAsync());
            Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a, button')].filter(one => !one.textContent.trim()).map(one => one.outerHTML)"));
            Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('input')].filter(one => !one.labels.length).map(one => one.outerHTML)"));
            Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('img')].filter(one => !one.hasAttribute('alt')).map(one => one.outerHTML)"));
        }
    }

    [Theory]
    [InlineData("/sources")]
    [InlineData("/sources/sahl")]
    [InlineData("/sources.json")]
    [InlineData("/sources.opml")]
    public async Task Where_this_machine_keeps_its_files_is_said_nowhere(string path)
    {
        var answer = await _hub!.Http.GetStringAsync(path);

        Assert.DoesNotContain(_hub.Folder, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("file:", answer, StringComparison.Ordinal);
    }

    /// <summary>With FEEDHUB_APPROVE=1 the README's picture is taken anew.</summary>
    [Fact]
    public async Task The_front_page_of_the_sample_feeds_can_be_pictured()
    {
        await using var context = await ContextAsync(new() { ViewportSize = new() { Width = 1120, Height = 820 } });
        var page = await OpenAsync(context, "/");
        var picture = await page.ScreenshotAsync();

        Assert.InRange(picture.Length, 20_000, 300_000);
        if (Environment.GetEnvironmentVariable("FEEDHUB_APPROVE") == "1")
        {
            await File.WriteAllBytesAsync(Repository.Folder(".github/page.png"), picture);
        }

        Assert.InRange(new FileInfo(Repository.Folder(".github/page.png")).Length, 20_000, 300_000);
    }

    [Fact]
    public async Task A_page_a_client_has_already_is_not_sent_again()
    {
        using var first = await _hub!.Http.GetAsync("/subscribe");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/subscribe");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await _hub.Http.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    private const string Luminance = """
        const luminance = color => {
            const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };

        """;

    private async Task<IBrowserContext> ContextAsync(BrowserNewContextOptions options)
    {
        options.BaseURL = _hub!.Http.BaseAddress!.ToString();
        options.Locale = "ar";
        var context = await _browser!.NewContextAsync(options);

        // Milliseconds: the browser, too, has to share the machine.
        context.SetDefaultTimeout(180_000);

        // The lead image is the one thing that may come from elsewhere; the sample feeds' hosts do not exist.
        await context.RouteAsync("**/*", route => route.Request.ResourceType == "image" ? route.AbortAsync() : route.ContinueAsync());
        context.Request += (_, request) =>
        {
            if (request.ResourceType != "image")
            {
                lock (_asked)
                {
                    _asked.Add(request.Url);
                }
            }
        };
        return context;
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path == "story" ? "/" : path);
        if (path == "story")
        {
            await page.Locator(".stories h3 a").First.ClickAsync();
            await page.WaitForURLAsync("**/stories/*");
        }

        return page;
    }
}
