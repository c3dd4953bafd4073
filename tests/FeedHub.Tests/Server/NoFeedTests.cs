using System.Globalization;
using System.Text.Json;
using FeedHub.Tests.Cleaning.Lists;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>Sites without a feed, followed by the built program: a page that lists articles and a news sitemap, from <c>add</c> to the merged feed.</summary>
public sealed class NoFeedTests : IDisposable
{
    private const string Body =
        "افتتحت بلدية الميناء صباح الأحد سوقها القديم بعد عامين من أعمال الترميم التي شملت سقوفه الخشبية وأبوابه الحديدية، وحضر الافتتاح مئات من سكان المدينة وتجارها.|"
        + "وقال رئيس البلدية سامر الحداد في كلمة قصيرة إن السوق سيعمل طوال أيام الأسبوع، وإن إيجارات دكاكينه لن ترتفع هذا العام رغم ارتفاع كلفة العمل.|"
        + "وأضاف أن المرحلة التالية، وهي ترميم الخان المجاور، تبدأ في الخريف وتنتهي قبل موسم السياحة المقبل في المدينة، بتمويل من صندوق المدن التاريخية.";

    private static readonly string[] Others =
        ["هطلت أمطار غزيرة على المرتفعات الغربية فأغلقت السيول طريقين فرعيين، وعملت فرق الطوارئ ساعات حتى عادت حركة المرور إلى ما كانت عليه قبل العاصفة.", "انطلق معرض الكتاب في العاصمة بمشاركة مئتي دار نشر من عشرين بلداً، ويستمر عشرة أيام تتخللها ندوات وأمسيات شعرية ومسرح للأطفال.", "أبقى المصرف المركزي سعر الفائدة دون تغيير للشهر الثالث، وقال إن التضخم يتراجع ببطء وإن القرار المقبل رهن بأسعار الطاقة والغذاء."];

    private static readonly string[] Titles = ["بلدية الميناء تفتتح السوق القديم بعد عامين من الترميم", "أمطار غزيرة تغلق طريقين فرعيين في المرتفعات", "انطلاق معرض الكتاب في العاصمة بمشاركة واسعة", "المصرف المركزي يبقي سعر الفائدة دون تغيير"];

    private readonly FeedHubProcess _feedhub = new() { Environment = { ["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8", ["FeedHub__MaxPerHostPerSecond"] = "0" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task A_page_that_lists_articles_is_followed_by_one_command()
    {
        await using var origin = await FeedOrigin.StartAsync();
        PutArticles(origin);
        origin.PutPage("/news", ListOf([0, 1, 2]));

        var added = (await _feedhub.RunAsync("add", "--yes", origin.Url("/news"), "--id", "port", "--allow-private")).Ended(0);
        Assert.Equal([$"{origin.Url("/news")} (page)", "  no feed; the page lists articles: div.card", .. Titles[..3].Select(title => "  * " + title)], added.Lines.Skip(1).Take(5));
        Assert.Contains("\"items\": { \"list\": \"div.card\" }", _feedhub.Read("feeds.json"), StringComparison.Ordinal);

        // The list is all that is asked for besides one page for each entry.
        origin.Requests.Clear();
        Assert.Contains("3 new", (await _feedhub.RunAsync("poll", "--force")).Ended(0).Output, StringComparison.Ordinal);
        Assert.Equal(["/a/0", "/a/1", "/a/2", "/news", "/robots.txt"], origin.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));

        // Another order is no news; another article is, and its page alone is asked for.
        origin.PutPage("/news", ListOf([3, 2, 0, 1]));
        origin.Requests.Clear();
        Assert.Contains("1 new", (await _feedhub.RunAsync("poll", "--force")).Ended(0).Output, StringComparison.Ordinal);
        Assert.Equal(["/a/3"], origin.Requests.Select(request => request.Path).Where(path => path.StartsWith("/a/", StringComparison.Ordinal)));

        var stories = await StoriesAsync();
        Assert.Equal(Titles.Order(StringComparer.Ordinal), stories.Select(story => story.GetProperty("title").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(Body.Replace('|', '\n'), stories.Single(story => story.GetProperty("title").GetString() == Titles[0]).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_news_sitemap_named_in_robots_txt_is_found_and_joined_with_a_feeds_copy()
    {
        await using var origin = await FeedOrigin.StartAsync();
        PutArticles(origin);
        origin.PutPage("/", "<!doctype html><html><head><title>الميناء</title></head><body><div id=app></div><script src=/app.js></script></body></html>");
        origin.Put("/robots.txt", $"User-agent: *\nDisallow: /admin\nSitemap: {origin.Url("/maps/index.xml")}\n");
        origin.Put("/maps/index.xml", $"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{origin.Url("/maps/news.xml")}</loc><lastmod>{DateTimeOffset.UtcNow:yyyy-MM-dd}</lastmod></sitemap><sitemap><loc>{origin.Url("/maps/2019.xml")}</loc><lastmod>2019-12-31</lastmod></sitemap></sitemapindex>");
        origin.Put("/maps/news.xml", Sitemap(origin, [0, 1]));
        origin.Put("/other.xml", $"<rss version='2.0'><channel><title>صحيفة الجبل</title><item><title>{Titles[0]}</title><link>https://mountain.test/1</link><guid>m1</guid><description>{Body.Replace("|", "&lt;p&gt;", StringComparison.Ordinal)}</description></item></channel></rss>");

        (await _feedhub.RunAsync("add", "--yes", origin.Url("/"), "--id", "port", "--allow-private")).Ended(0);
        Assert.Contains($"\"url\": \"{origin.Url("/maps/index.xml")}\"", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
        (await _feedhub.RunAsync("add", "--yes", origin.Url("/other.xml"), "--id", "mountain", "--allow-private")).Ended(0);
        origin.Requests.Clear();
        (await _feedhub.RunAsync("poll", "--force")).Ended(0);
        Assert.DoesNotContain("/maps/2019.xml", origin.Requests.Select(request => request.Path));

        var stories = await StoriesAsync();
        Assert.Equal(2, stories.Count);
        var joined = stories.Single(story => story.GetProperty("articles").GetArrayLength() == 2);
        Assert.Equal(["mountain", "port"], joined.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("feed").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_hub_asks_for_the_parts_of_a_sitemap_conditionally()
    {
        await using var origin = await FeedOrigin.StartAsync();
        PutArticles(origin);
        origin.Put("/index.xml", $"<sitemapindex><sitemap><loc>{origin.Url("/news.xml")}</loc></sitemap></sitemapindex>");
        origin.Put("/news.xml", Sitemap(origin, [0, 1]));
        _feedhub.Write("feeds.json", $"{{ \"pollEvery\": \"1s\", \"feeds\": [\"{origin.Url("/index.xml")}\"] }}");

        using var hub = _feedhub.Start("serve", "--urls", $"http://127.0.0.1:{FreePort.Next()}");
        using var deadline = new CancellationTokenSource(Busy.Allow(60));
        while (!origin.Requests.Any(request => request is { Path: "/news.xml", Status: 304 }))
        {
            await Task.Delay(100, deadline.Token);
        }

        FeedHubProcess.Signal(hub, "TERM");
        await FeedHubProcess.EndAsync(hub, null);
        Assert.Equal(["/a/0", "/a/1"], origin.Requests.Select(request => request.Path).Where(path => path.StartsWith("/a/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_selector_that_finds_nothing_is_a_failure_that_says_what_the_page_holds()
    {
        await using var origin = await FeedOrigin.StartAsync();
        PutArticles(origin);
        origin.PutPage("/news", ListOf([0, 1, 2]));
        _feedhub.Write("feeds.json", $"{{ \"feeds\": [{{ \"id\": \"port\", \"url\": \"{origin.Url("/news")}\", \"items\": {{ \"list\": \"article.old\" }} }}] }}");

        var result = await _feedhub.RunAsync("poll", "--force");

        Assert.Contains("\"article.old\" of \"items\" finds nothing on the page", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains("\"div.card\"", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User-agent: *\nDisallow: /news\n", "<div class=card>", "robots.txt")]
    [InlineData("", "<div id=app></div><script src=/app.js></script>", "by script")]
    [InlineData("", "<p>لا شيء هنا</p>", "\"items\": { \"list\": \"article.card\" }")]
    public async Task A_page_that_cannot_be_followed_is_said_to_be_one(string robots, string html, string word)
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/robots.txt", robots);
        origin.PutPage("/news", "<!doctype html><html><head><title>x</title></head><body>" + html);

        Assert.Contains(word, (await _feedhub.RunAsync("add", "--yes", origin.Url("/news"), "--allow-private")).Ended(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_robots_txt_closes_is_not_polled()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/robots.txt", "User-agent: FeedHub\nDisallow: /\n");
        origin.PutPage("/news", ListOf([0]));
        _feedhub.Write("feeds.json", $"{{ \"feeds\": [{{ \"url\": \"{origin.Url("/news")}\", \"items\": {{ \"list\": \".card\" }} }}] }}");

        var result = await _feedhub.RunAsync("poll", "--force");

        Assert.Contains("robots.txt", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Equal(["/robots.txt"], origin.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Items_are_asked_for_though_the_page_names_a_feed()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.PutPage("/news", ListOf([0, 1, 2]).Replace("<title>", "<link rel='alternate' type='application/rss+xml' href='/feed'><title>", StringComparison.Ordinal));
        origin.Put("/feed", "<rss version='2.0'><channel><title>x</title><item><title>خبر</title><link>https://x.test/1</link></item></channel></rss>");

        Assert.Contains("(page)", (await _feedhub.RunAsync("add", "--yes", "--items", origin.Url("/news"), "--allow-private")).Ended(0).Output, StringComparison.Ordinal);
        Assert.Contains("leave --items out", (await _feedhub.RunAsync("add", "--yes", "--items", origin.Url("/feed"), "--allow-private")).Ended(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_list_is_proposed_by_the_built_program()
    {
        await using var origin = await FeedOrigin.StartAsync();
        foreach (var (name, (html, _, _)) in ListPages.All)
        {
            origin.PutPage("/news", html);
            var result = await _feedhub.RunAsync("add", "--yes", origin.Url("/news"), "--allow-private", "--items", "--id", "a" + Guid.NewGuid().ToString("N"));
            Assert.True(result.ExitCode == 0 || result.Error.Contains("already", StringComparison.Ordinal), $"{name}: {result.Error}");
        }
    }

    private async Task<List<JsonElement>> StoriesAsync() =>
        [.. (await _feedhub.RunAsync("export")).Ended(0).Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    private static void PutArticles(FeedOrigin origin)
    {
        for (var i = 0; i < Titles.Length; i++)
        {
            var body = i == 0 ? Body : string.Join('|', Others[i - 1], $"وقال مصدر مسؤول إن العمل في هذا الأمر مستمر، وإن تفاصيل أخرى ستعلن في مؤتمر صحفي يعقد يوم الاثنين في القاعة رقم {i} من مبنى الوزارة.", Others[i - 1].Replace("في", "داخل", StringComparison.Ordinal));
            origin.PutPage($"/a/{i}", $"<!doctype html><html lang='ar'><head><title>{Titles[i]} - الميناء</title></head><body><nav><a href='/'>الرئيسية</a></nav><article><h1>{Titles[i]}</h1>{string.Concat(body.Split('|').Select(text => $"<p>{text}</p>"))}</article><footer>جميع الحقوق محفوظة</footer></body></html>");
        }
    }

    private static string ListOf(int[] numbers) =>
        "<!doctype html><html lang='ar'><head><title>أخبار الميناء</title></head><body><div class='cards'>"
        + string.Concat(numbers.Select(i => string.Create(CultureInfo.InvariantCulture, $"<div class='card'><a href='/a/{i}'><h3>{Titles[i]}</h3></a><span>منذ {i + 1} ساعات</span></div>"))) + "</div></body></html>";

    private static string Sitemap(FeedOrigin origin, int[] numbers) =>
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        + string.Concat(numbers.Select(i => $"<url><loc>{origin.Url($"/a/{i}")}</loc><news:news><news:publication><news:name>الميناء</news:name><news:language>ar</news:language></news:publication><news:publication_date>{DateTimeOffset.UtcNow.AddHours(-i - 1):O}</news:publication_date><news:title>{Titles[i]}</news:title></news:news></url>")) + "</urlset>";
}
