using FeedHub.Fetching;
using FeedHub.Server;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>A source that fails for good finds its own way: what <c>check</c> says, what <c>--fix</c> writes, what the hub shows.</summary>
public sealed class LostFeedTests : IAsyncLifetime
{
    private const string Html = "<!doctype html><html lang='ar'><head><title>صحيفة</title>";

    private readonly FeedHubProcess _feedhub = new();
    private FeedOrigin _site = null!;

    public async ValueTask InitializeAsync() => _site = await FeedOrigin.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _feedhub.Dispose();
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData("its home page declares another", "/old.xml", "/rss/new.xml")]
    [InlineData("it is gone for good, and the home page declares an Atom feed", "/gone.xml", "/atom/all")]
    [InlineData("a page answers at its address", "/page", "/syndication/rss")]
    [InlineData("it is at a usual place", "/nowhere.xml", "/feed/")]
    [InlineData("the home page's Link header names it", "/nowhere.xml", "/by-header.xml")]
    [InlineData("its section has one of its own", "/ar/news/feed.xml", "/ar/rss")]
    [InlineData("the home page sends browsers on", "/nowhere.xml", "/inner/latest.atom")]
    [InlineData("the home page only links to it", "/nowhere.xml", "/syndicate?what=1")]
    [InlineData("no page tells, but the sitemap of robots.txt", "/nowhere.xml", "/deep/down/feed-all")]
    [InlineData("its address answers with something else", "/api/list", "/rss/new.xml")]
    [InlineData("its address answers with nothing", "/empty", "/rss/new.xml")]
    public async Task It_is_found_where_the_site_has_it_now(string kind, string old, string now)
    {
        Prepare(kind, now);
        var before = $$"""
            {
              // سوريا
              "feeds": [
                "{{_site.Url(old)}}", // the paper itself
              ],
            }
            """;
        _feedhub.Write("feeds.json", before);

        var told = (await _feedhub.RunAsync("check", "--fetch", "--allow-private")).Ended(2);

        Assert.Contains($"the site announces now: {_site.Url(now)}", told.Output, StringComparison.Ordinal);
        Assert.Equal(before, _feedhub.Read("feeds.json"));

        var fixedIt = (await _feedhub.RunAsync("check", "--fetch", "--fix", "--allow-private")).Ended(0);

        Assert.Contains($"{_site.Url(old)} is now {_site.Url(now)}", fixedIt.Output, StringComparison.Ordinal);
        var id = told.Lines[1].Split('\t')[1];
        Assert.Equal(before.Replace($"\"{_site.Url(old)}\"", $$"""{ "id": "{{id}}", "url": "{{_site.Url(now)}}" }""", StringComparison.Ordinal), _feedhub.Read("feeds.json"));
        Assert.Contains($"ok\t{id}\t", (await _feedhub.RunAsync("check", "--fetch", "--allow-private")).Ended(0).Output, StringComparison.Ordinal);
        Assert.InRange(_site.Requests.Count, 1, 120);
    }

    [Fact]
    public async Task It_is_followed_to_another_host()
    {
        await using var newSite = await FeedOrigin.StartAsync();
        newSite.Put("/", Html + "<link rel='alternate' type='application/rss+xml' href='/feed'>");
        newSite.Put("/feed", Rss("خبر"));
        _site.Answer("/", 301, newSite.Url("/"));
        _feedhub.Write("feeds.json", $$"""{ "feeds": [ { "url": "{{_site.Url("/feed.xml")}}", "id": "paper" } ] }""");

        (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(0);

        Assert.Equal($$"""{ "feeds": [ { "url": "{{newSite.Url("/feed")}}", "id": "paper" } ] }""", _feedhub.Read("feeds.json"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task What_may_work_again_is_left_alone(int status)
    {
        Prepare("its home page declares another", "/rss/new.xml");
        _site.Answer("/feed.xml", status);
        var before = $$"""{ "feeds": [ "{{_site.Url("/feed.xml")}}" ] }""";
        _feedhub.Write("feeds.json", before);

        (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(2);

        Assert.Equal(before, _feedhub.Read("feeds.json"));
        Assert.DoesNotContain(_site.Requests, request => request.Path == "/");
    }

    [Fact]
    public async Task An_empty_feed_is_no_successor()
    {
        _site.Put("/", Html + "<link rel='alternate' type='application/rss+xml' href='/rss/new.xml'>");
        _site.Put("/rss/new.xml", "<rss version='2.0'><channel><title>ص</title></channel></rss>");
        var before = $$"""{ "feeds": [ "{{_site.Url("/feed.xml")}}" ] }""";
        _feedhub.Write("feeds.json", before);

        Assert.DoesNotContain("announces", (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(2).Output, StringComparison.Ordinal);
        Assert.Equal(before, _feedhub.Read("feeds.json"));
    }

    [Fact]
    public async Task Two_lines_do_not_become_one_feed()
    {
        Prepare("its home page declares another", "/rss/new.xml");
        _feedhub.Write("feeds.json", $$"""
            { "feeds": [
              "{{_site.Url("/one.xml")}}",
              "{{_site.Url("/two.xml")}}"
            ] }
            """);

        var result = (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(2);

        Assert.Contains("line 2 follows that feed already", result.Output, StringComparison.Ordinal);
        Assert.Contains(_site.Url("/two.xml"), _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar", "/new")]
    [InlineData("en", "/en/feed")]
    [InlineData("fa", "/new")]
    [InlineData("fr", "/en/feed")]
    public async Task Of_several_the_one_in_its_language_is_meant_and_comments_never(string language, string now)
    {
        _site.Put("/", Html + string.Concat(((string[])["/comments/feed", "/en/feed", "/new"]).Select(href => $"<link rel='alternate' type='application/rss+xml' href='{href}'>")));
        _site.Put("/comments/feed", Rss("تعليق على خبر افتتاح الجسر"));
        _site.Put("/en/feed", Rss("The minister opened a bridge"));
        _site.Put("/new", Rss("افتتاح جسر جديد في المدينة"));
        _feedhub.Write("feeds.json", $$"""{ "language": "{{language}}", "feeds": [ "{{_site.Url("/old")}}" ] }""");

        (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(0);

        Assert.Contains($"\"url\": \"{_site.Url(now)}\"", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_goes_to_no_other_host()
    {
        await using var newSite = await FeedOrigin.StartAsync();
        newSite.Put("/feed", Rss("خبر"));
        _site.Put("/", $"{Html}<link rel='alternate' type='application/rss+xml' href='{newSite.Url("/feed")}'>");
        var before = $$"""{ "feeds": [ { "id": "paper", "url": "{{_site.Url("/old")}}", "headers": { "X-Key": "secret" } } ] }""";
        _feedhub.Write("feeds.json", before);

        var result = (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(2);

        Assert.Contains("kept\tpaper\tits headers would go to 127.0.0.1:", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, _feedhub.Read("feeds.json"));
    }

    [Theory]
    [InlineData("{ \"title\": \"ت\", \"feeds\": [ \"https://else.example/feed\", \"{old}\" ] }", 0, "fixed\t")]
    [InlineData("{ \"feeds\": [ \"https://else.example/feed\" ] }", 2, "any more.")]
    [InlineData("{ broken", 2, "feeds.json:1:")]
    [InlineData(null, 2, "feeds.json:1:1: ")]
    public async Task What_was_written_meanwhile_stays(string? meanwhile, int exitCode, string said)
    {
        _site.Put("/", $"{Html}<link rel='alternate' type='application/rss+xml' href='/new'>");
        _site.Put("/new", Rss("خبر"));
        var text = meanwhile?.Replace("{old}", _site.Url("/old"), StringComparison.Ordinal);
        var path = _feedhub.Write("feeds.json", $$"""{ "feeds": [ { "id": "paper", "url": "{{_site.Url("/old")}}" } ] }""");
        _site.When("/old", () =>
        {
            File.Delete(path);
            File.AppendAllText(path, text ?? "");
        });

        var result = (await _feedhub.RunAsync("check", "--fix", "--allow-private")).Ended(exitCode);

        Assert.Contains(said, result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        var stays = exitCode == 2 ? text : text!.Replace($"\"{_site.Url("/old")}\"", $$"""{ "id": "paper", "url": "{{_site.Url("/new")}}" }""", StringComparison.Ordinal);
        Assert.Equal(stays ?? "", _feedhub.Read("feeds.json"));
    }

    [Fact]
    public async Task The_hub_says_what_the_site_announces_and_looks_once()
    {
        Prepare("its home page declares another", "/rss/new.xml");
        await using var hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": [ { "id": "paper", "url": "{{_site.Url("/old.xml")}}" } ] }""");

        await hub.WaitForAsync("/sources.json", answer => answer.Contains($"\"announced\":\"{_site.Url("/rss/new.xml")}\"", StringComparison.Ordinal));

        Assert.Contains("يعلن الموقع الآن", await hub.Http.GetStringAsync("/sources"), StringComparison.Ordinal);
        Assert.Contains("check --fix", await hub.Http.GetStringAsync("/sources/paper"), StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(11), TestContext.Current.CancellationToken);
        Assert.Single(_site.Requests, request => request.Path == "/");

        // Edited: what was found for the old address says nothing about the new one.
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "feeds.json"), $$"""{ "pollEvery": "1s", "feeds": [ { "id": "paper", "url": "{{_site.Url("/rss/new.xml")}}" } ] }""");
        await hub.WaitForAsync("/sources.json", answer => answer.Contains("\"announced\":null", StringComparison.Ordinal) && answer.Contains("\"state\":\"ok\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dead_name_leads_to_the_site_above_it()
    {
        Assert.Equal(["https://feeds.paper.example/ar/", "https://feeds.paper.example/", "https://paper.example/"], Pages("https://feeds.paper.example/ar/rss.xml"));
        Assert.Equal(["https://paper.example/", "https://www.paper.example/"], Pages("https://paper.example/feed/"));
        Assert.Equal(["http://127.0.0.1:81/"], Pages("http://127.0.0.1:81/feed"));

        static IEnumerable<string> Pages(string lost) => LostFeedSearch.PagesOf(new Uri(lost), null).Select(page => page.AbsoluteUri);
    }

    [Fact]
    public async Task A_login_is_told_to_no_other_host()
    {
        var web = new FakeWeb()
            .On("https://paper.example/", new WebAnswer(200, Html + "<link rel='alternate' type='application/rss+xml' href='/rss'>"))
            .On("https://paper.example/rss", new WebAnswer(200, Rss("خبر")));
        using var fetcher = new FeedFetcher(new FetchLimits { MaxPerHostPerSecond = 0 }, TimeProvider.System, web);

        var found = await new LostFeedSearch(fetcher).FindAsync(new Uri("https://me:secret@feeds.paper.example/old"), null, "ar", TestContext.Current.CancellationToken);

        Assert.Equal("https://paper.example/rss", found?.AbsoluteUri);
        Assert.All(web.Requests, request => Assert.Null(request["Authorization"]));
    }

    private void Prepare(string kind, string now)
    {
        _site.Put(now.Split('?')[0], Rss("خبر"));
        _site.Put("/", Html);
        switch (kind)
        {
            case "it is gone for good, and the home page declares an Atom feed":
                _site.Answer("/gone.xml", 410);
                _site.Put("/", $"{Html}<link rel='alternate' type='application/atom+xml' href='{now}'>");
                break;
            case "a page answers at its address":
                _site.Put("/page", $"{Html}<p>الصفحة الأولى</p><link rel=alternate type=application/rss+xml href={now}>");
                _site.Put("/", $"{Html}<p>الصفحة الأولى</p><link rel=alternate type=application/rss+xml href={now}>");
                break;
            case "the home page's Link header names it":
                _site.Link("/", $"<{now}>; rel=\"alternate\"; type=\"application/rss+xml\"");
                break;
            case "its section has one of its own":
                _site.Put("/ar/", $"{Html}<link rel='alternate' type='application/rss+xml' href='{now}'>");
                _site.Put("/", $"{Html}<link rel='alternate' type='application/rss+xml' href='/en/rss'>");
                _site.Put("/en/rss", Rss("news"));
                break;
            case "the home page sends browsers on":
                _site.Put("/", Html + "<meta http-equiv='refresh' content='0; url=/inner/'>");
                _site.Put("/inner/", $"{Html}<link rel='alternate' type='application/atom+xml' href='latest.atom'>");
                break;
            case "the home page only links to it":
                _site.Put("/", $"{Html}<body><a href='/about'>من نحن</a><a href='{now}'>RSS</a>");
                break;
            case "no page tells, but the sitemap of robots.txt":
                _site.Put("/robots.txt", "User-agent: *\nDisallow: /admin\nSitemap: /maps/all.xml\n");
                _site.Put("/maps/all.xml", $"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{_site.Url("/about")}</loc></url><url><loc>{_site.Url(now)}</loc></url></urlset>");
                break;
            case "its address answers with something else":
                _site.Put("/api/list", "{ \"items\": \"none\" }");
                goto default;
            case "its address answers with nothing":
                _site.Put("/empty", "");
                goto default;
            case "it is at a usual place":
                break;
            default:
                _site.Put("/", $"{Html}<link rel='alternate' type='application/rss+xml' title='الأخبار' href='{now}'>");
                break;
        }
    }

    private static string Rss(string title) =>
        $"<rss version='2.0'><channel><title>صحيفة</title><link>http://paper.example/</link><item><title>{title}</title><guid>1</guid></item></channel></rss>";
}
