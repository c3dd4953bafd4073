using FeedHub.Tests.Support;
using Microsoft.Playwright;

namespace FeedHub.Tests.Server;

/// <summary>The front page of a hub of ten papers in a real Chromium: how much a person sees at once, and whether it can be read.</summary>
public sealed class FrontPageTests : IAsyncLifetime
{
    private static readonly string[] Papers = ["وكالة السهل", "جريدة الميناء", "راديو النهر", "صحيفة الفجر", "قناة المدى", "موقع الساحل", "النهار الجديد", "الشرق اليوم", "BBC عربي", "شبكة الرافدين"];

    private FeedOrigin? _origin;
    private RunningHub? _hub;
    private ChromiumBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        ChromiumBrowser.SkipWithout();
        _origin = await FeedOrigin.StartAsync();
        var now = DateTimeOffset.UtcNow;
        for (var paper = 0; paper < Papers.Length; paper++)
        {
            var shared = Enumerable.Range(1, 6).Where(story => paper < 10 - story).Select(story => (story, now.AddMinutes((-50 * story) - paper)));
            var own = Enumerable.Range(0, 8).Select(story => ((100 * (paper + 1)) + story, now.AddMinutes((-97 * story) - (7 * paper))));
            _origin.Put($"/{paper}", ManyPapers.Rss(Papers[paper], [.. shared, .. own]));
        }

        _hub = await RunningHub.StartAsync($$"""{ "timeZone": "Asia/Damascus", "pollEvery": "1s", "feeds": [{{string.Join(',', Papers.Select((_, paper) => $$"""{ "url": "{{_origin.Url($"/{paper}")}}", "id": "p{{paper}}", "tags": ["{{(paper % 2 == 0 ? "سياسة" : "محليات")}}"] }"""))}}, { "url": "{{_origin.Url("/none")}}", "id": "none", "title": "صحيفة غائبة" }] }""");
        await _hub.WaitForTitlesAsync(86);
        await _hub.WaitForAsync("/top?sources=9", answer => answer.Contains("9 مصادر", StringComparison.Ordinal));
        await _hub.WaitForAsync("/sources.json", answer => answer.Contains("\"failing\"", StringComparison.Ordinal));
        _chromium = await ChromiumBrowser.LaunchAsync();
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
        }

        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_is_dense_and_can_be_read()
    {
        foreach (var (width, height, least) in new[] { (1280, 900, 6), (390, 844, 4) })
        {
            var page = await OpenAsync("/", width, height);
            var whole = await page.EvaluateAsync<int>("[...document.querySelectorAll('.stories article')].filter(one => one.getBoundingClientRect().bottom <= innerHeight).length");
            Assert.True(whole >= least, $"{whole} stories are seen at {width}×{height}.");

            // Measure: letters of the longest line.
            var longest = await page.EvaluateAsync<int>("""
                () => Math.max(...[...document.querySelectorAll('.stories h3, .stories .lead')].filter(one => one.getClientRects().length).map(one => {
                    const text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), range = document.createRange(), lines = new Map();
                    for (let node; node = text.nextNode();) for (let i = 0; i < node.length; i++) {
                        range.setStart(node, i); range.setEnd(node, i + 1);
                        const top = Math.round(range.getBoundingClientRect().top);
                        lines.set(top, (lines.get(top) ?? 0) + 1);
                    }
                    return Math.max(0, ...lines.values());
                }))
                """);
            Assert.InRange(longest, 10, 70);
        }

        var list = await OpenAsync("/days/" + TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Asia/Damascus")).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), 1280, 900);
        Assert.NotEqual(0, await list.Locator("h1").CountAsync());
    }

    [Fact]
    public async Task What_many_carry_looks_it_and_leads_to_its_timeline()
    {
        var page = await OpenAsync("/", 1280, 900);
        var first = page.Locator(".topmost article").First;

        Assert.Equal("9 مصادر", await first.Locator(".outlets").InnerTextAsync());
        Assert.True(await first.Locator("h3").EvaluateAsync<double>("one => parseFloat(getComputedStyle(one).fontSize)") > await page.Locator(".day h3").First.EvaluateAsync<double>("one => parseFloat(getComputedStyle(one).fontSize)"), "The first story is no larger than the others.");

        await first.Locator("h3 a").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/stories/*");
        Assert.Equal(9, await page.Locator(".timeline ul li").CountAsync());
        Assert.Equal(0, await page.Locator("table").CountAsync());
    }

    [Fact]
    public async Task The_two_weeks_of_a_source_mark_the_days_on_which_polls_failed()
    {
        var page = await OpenAsync("/sources", 1280, 900);

        var marked = page.Locator("svg.days:has(.failed)");
        Assert.Equal(1, await marked.CountAsync());
        Assert.Contains("مرات جلب فشلت", await marked.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_accessibility_checker_finds_nothing_on_a_full_or_failing_page(ColorScheme scheme)
    {
        Accessibility.SkipWithout();
        var found = new List<string>();
        foreach (var (path, width) in new[] { ("/", 1280), ("/", 390), ("/?view=compact", 1280), ("/top", 1280), ("/sources", 1280), ("/sources", 390), ("/sources/none", 390), ("/days/2001-01-01", 1280), ("/nowhere", 390), ("story", 390), ("story", 1280) })
        {
            var page = await OpenAsync(path == "story" ? "/" : path, width, 900, scheme);
            if (path == "story")
            {
                await page.Locator(".topmost h3 a").First.ClickAsync();
                await page.WaitForURLAsync("**/stories/*");
            }

            found.AddRange(await Accessibility.ViolationsAsync(page));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} at {width} scrolls sideways.");
        }

        Assert.Empty(found);
    }

    private async Task<IPage> OpenAsync(string path, int width, int height, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _chromium!.Browser.NewPageAsync(new() { BaseURL = _hub!.Http.BaseAddress!.ToString(), Locale = "ar", ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, BypassCSP = true });
        page.SetDefaultTimeout(180_000);
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        return page;
    }
}
