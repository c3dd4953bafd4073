using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class AddCommandTests : IDisposable
{
    private const string Feed =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0"><channel><title>جريدة "الضفة"</title><link>https://diffa.example/</link>
          <item><title>خبر قديم</title><guid>1</guid><pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate></item>
          <item><title>خبر رابع</title><guid>4</guid><pubDate>Fri, 06 Nov 2026 08:00:00 GMT</pubDate></item>
          <item><title>خبر ثان</title><guid>2</guid><pubDate>Wed, 04 Nov 2026 08:00:00 GMT</pubDate></item>
          <item><title>خبر ثالث</title><guid>3</guid><pubDate>Thu, 05 Nov 2026 08:00:00 GMT</pubDate></item>
        </channel></rss>
        """;

    private const string EmptyFeed = "<rss version=\"2.0\"><channel><title>تعليقات</title></channel></rss>";

    private readonly FeedHubProcess _feedhub = new();

    /// <summary>What the page at /page says, and where the feed is.</summary>
    public static TheoryData<string, string, string> Pages => new()
    {
        { "link, RSS", """<head><link rel="alternate" type="application/rss+xml" title="x" href="/own.rss"></head>""", "/own.rss" },
        { "link, Atom", """<link rel=alternate type=application/atom+xml href=/own.atom>""", "/own.atom" },
        { "link, JSON Feed", """<link href='/own.json' type='application/feed+json' rel='alternate'/>""", "/own.json" },
        { "link, type with charset, upper case", """<LINK REL="ALTERNATE" TYPE="application/rss+xml; charset=utf-8" HREF="/own">""", "/own" },
        { "link, text/xml", """<link rel="alternate" type="text/xml" href="/rss/all">""", "/rss/all" },
        { "link, several relations", """<link rel="home alternate" type="application/rss+xml" href="own.rss">""", "/own.rss" },
        { "link, entities in the address", """<link rel="alternate" type="application/rss+xml" href="/own?a=1&amp;b=2">""", "/own?a=1&b=2" },
        { "link below a base", """<base href="/deep/er/"><link rel="alternate" type="application/rss+xml" href="own.rss">""", "/deep/er/own.rss" },
        { "link inside the body", """<body><div><p>x<link rel="alternate" type="application/rss+xml" href="/own.rss">""", "/own.rss" },
        { "link of comments first", """<link rel="alternate" type="application/rss+xml" title="تعليقات" href="/comments/feed"><link rel="alternate" type="application/rss+xml" href="/own.rss">""", "/own.rss" },
        { "first link broken", """<link rel="alternate" type="application/rss+xml" href="/broken"><link rel="alternate" type="application/rss+xml" href="/own.rss">""", "/own.rss" },
        { "oEmbed beside it", """<link rel="alternate" type="application/json+oembed" href="/oembed"><link rel="alternate" type="application/json" href="/wp-json/1"><link rel="alternate" type="application/rss+xml" href="/own.rss">""", "/own.rss" },
        { "anchor by its address", """<p><a href="/section/rss.xml">كل الأخبار</a>""", "/section/rss.xml" },
        { "anchor by its words", """<a href="/subscribe/all">RSS</a>""", "/subscribe/all" },
        { "anchor by Arabic words", """<a href="/subscribe/all"><span>خلاصات</span></a>""", "/subscribe/all" },
        { "link in a script is none", """<script>document.write('<link rel="alternate" type="application/rss+xml" href="/broken">')</script><a href="/own/feed/">x</a>""", "/own/feed/" },
        { "WordPress", """<meta name="generator" content="WordPress 6.8"><p>x""", "/feed/" },
        { "WordPress by its files", """<img src="/wp-content/uploads/x.jpg">""", "/feed/" },
        { "Blogger", """<meta content='blogger' name='generator'/>""", "/feeds/posts/default" },
        { "Drupal", """<meta name="Generator" content="Drupal 11 (https://www.drupal.org)">""", "/rss.xml" },
        { "Joomla", """<meta name="generator" content="Joomla! - Open Source">""", "/index.php?format=feed&type=rss" },
        { "Hugo", """<meta name="generator" content="Hugo 0.150">""", "/index.xml" },
        { "nothing, /feed", "<p>x", "/feed" },
        { "nothing, /rss", "<p>x", "/rss" },
        { "nothing, /atom.xml", "<p>x", "/atom.xml" },
        { "nothing, /feed.xml", "<p>x", "/feed.xml" },
        { "nothing, below the page", "<p>x", "/page/feed/" },
        { "refresh to the real page", """<meta http-equiv="refresh" content="0; url='/home'">""", "/own.rss" },
    };

    public void Dispose() => _feedhub.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_feed_of_a_page_is_found(string shape, string page, string feed)
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/page", "<!doctype html><html><title>صفحة</title>" + page);
        origin.Put("/home", "<!doctype html><link rel=alternate type=application/rss+xml href=/own.rss>");
        origin.Put("/comments/feed", EmptyFeed);
        origin.Put("/broken", "<!doctype html><p>not here");
        origin.Put(feed.Split('?')[0], Feed);

        var result = (await _feedhub.RunAsync("add", origin.Url("/page"), "--allow-private")).Ended(0);

        Assert.NotNull(shape);
        Assert.StartsWith("جريدة \"الضفة\"\n", result.Output, StringComparison.Ordinal);
        Assert.Contains($"\"url\": \"{origin.Url(feed)}\"", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_the_newest_entries_and_writes_title_and_tags_around_the_comments()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", Feed);
        _feedhub.Write("feeds.json", "{\n  // mine\n  \"feeds\": [\n    \"https://a.example/feed\", // a\n    // the end\n  ],\n}\n");

        var result = (await _feedhub.RunAsync("add", "--yes", origin.Url("/feed"), "--tag", "سوريا", "--tag", "صحف", "--id", "diffa", "--allow-private")).Ended(0);

        Assert.Equal(
            ["جريدة \"الضفة\"", $"{origin.Url("/feed")} (rss-2.0)", "  * خبر رابع", "  * خبر ثالث", "  * خبر ثان", "  * خبر قديم", $"Added to {_feedhub.Folder}/feeds.json."],
            result.Lines);
        Assert.Equal(
            "{\n  // mine\n  \"feeds\": [\n    \"https://a.example/feed\", // a\n    // the end\n    { \"id\": \"diffa\", \"url\": \""
            + origin.Url("/feed") + "\", \"title\": \"جريدة \\\"الضفة\\\"\", \"tags\": [\"سوريا\", \"صحف\"], \"allowPrivateNetwork\": true },\n  ],\n}\n",
            _feedhub.Read("feeds.json"));
    }

    [Fact]
    public async Task Beside_the_feed_only_those_are_named_that_answer_as_feeds()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/", string.Concat(new[] { "own.rss", "dead.rss", "broken.rss", "sport.rss" }.Select(name => $"<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/{name}\">")));
        origin.Put("/own.rss", Feed);
        origin.Put("/broken.rss", "<!doctype html><p>not here");
        origin.Put("/sport.rss", Feed.Replace("الضفة", "الملعب", StringComparison.Ordinal));

        var result = (await _feedhub.RunAsync("add", origin.Url("/"), "--allow-private")).Ended(0);

        Assert.Equal([$"Also there: {origin.Url("/sport.rss")}"], result.Lines.Where(line => line.StartsWith("Also there", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_feed_that_a_header_names_is_found()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/", "<!doctype html><p>x");
        origin.Link("/", "</api>; rel=\"https://api.w.org/\", <own?a=1,2>; rel=\"alternate\"; title=\"a, b\"; type=\"application/rss+xml\"");
        origin.Put("/own", Feed);

        (await _feedhub.RunAsync("add", origin.Url("/"), "--allow-private")).Ended(0);

        Assert.Contains($"\"url\": \"{origin.Url("/own?a=1,2")}\"", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_is_listed_is_not_added_again()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", Feed);
        var list = $"{{ \"feeds\": [\n  \"{origin.Url("/feed/").Replace("http:", "https:", StringComparison.Ordinal)}\"\n] }}";
        _feedhub.Write("feeds.json", list);

        var result = (await _feedhub.RunAsync("add", origin.Url("/feed"), "--allow-private")).Ended(1);

        Assert.Contains("already, in line 2", result.Error, StringComparison.Ordinal);
        Assert.Equal(list, _feedhub.Read("feeds.json"));
    }

    [Fact]
    public async Task A_page_without_a_feed_is_said_to_be_one()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/", "<!doctype html><p>x");

        var result = (await _feedhub.RunAsync("add", origin.Url("/"), "--allow-private")).Ended(1);

        Assert.Contains("No feed found", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_feedhub.Folder, "feeds.json")));
        Assert.True(origin.Requests.Count < 30, "It asks the usual places and no more.");
    }

    [Fact]
    public async Task A_private_address_needs_to_be_allowed()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", Feed);

        (await _feedhub.RunAsync("add", origin.Url("/feed"))).Ended(1);

        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_file_is_written_by_its_path_from_the_list()
    {
        _feedhub.Write("feeds/one.xml", Feed);
        _feedhub.Write("lists/feeds.json", "{ \"feeds\": [] }");

        (await _feedhub.RunAsync("add", "feeds/one.xml", "--feeds", "lists/feeds.json")).Ended(0);

        Assert.Contains("\"url\": \"../feeds/one.xml\"", _feedhub.Read("lists/feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_meanwhile_stays()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", "<rss version='2.0'><channel><title>ت</title><item><title>خبر</title><guid>1</guid></item></channel></rss>");
        _feedhub.Write("feeds.json", "{ \"feeds\": [ ] }");
        origin.When("/feed", () => _feedhub.Write("feeds.json", "{ \"feeds\": [ \"https://else.example/feed\" ] }"));

        (await _feedhub.RunAsync("add", origin.Url("/feed"), "--yes", "--allow-private")).Ended(0);

        Assert.Contains("https://else.example/feed", _feedhub.Read("feeds.json"), StringComparison.Ordinal);
        Assert.Contains(origin.Url("/feed"), _feedhub.Read("feeds.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_the_list_stays_a_link()
    {
        _feedhub.Write("one.xml", Feed);
        _feedhub.Write("real.json", "{ \"feeds\": [] }");
        File.CreateSymbolicLink(Path.Combine(_feedhub.Folder, "feeds.json"), "real.json");

        (await _feedhub.RunAsync("add", "one.xml")).Ended(0);

        Assert.NotNull(new FileInfo(Path.Combine(_feedhub.Folder, "feeds.json")).LinkTarget);
        Assert.Single(CatalogReader.Read(_feedhub.Read("real.json"), Path.Combine(_feedhub.Folder, "real.json")).Catalog!.Sources);
    }
}
