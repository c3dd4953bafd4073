using FeedHub.Sources;

namespace FeedHub.Tests.Sources;

public sealed class OpmlTests
{
    [Fact]
    public void Feedly_keeps_feeds_in_folders()
    {
        var feeds = Read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml version="1.0">
              <head><title>subscriptions in feedly Cloud</title></head>
              <body>
                <outline text="سوريا" title="سوريا">
                  <outline type="rss" text="جريدة الميناء" title="جريدة الميناء" xmlUrl="https://minaa.example/feed" htmlUrl="https://minaa.example"/>
                </outline>
                <outline text="رياضة" title="رياضة">
                  <outline type="rss" text="جريدة الميناء" title="جريدة الميناء" xmlUrl="https://minaa.example/feed" htmlUrl="https://minaa.example"/>
                </outline>
              </body>
            </opml>
            """);

        var feed = Assert.Single(feeds.Feeds);
        Assert.Equal(("https://minaa.example/feed", "جريدة الميناء"), (feed.Url, feed.Title));
        Assert.Equal(["سوريا", "رياضة"], feed.Tags);
    }

    [Fact]
    public void Inoreader_leaves_some_feeds_outside_and_escapes_titles()
    {
        var feeds = Read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml version="1.0"><head><title>Subscriptions from Inoreader [https://www.inoreader.com]</title></head>
            <body>
              <outline text="أخبار &amp; تقارير" title="أخبار &amp; تقارير" type="rss" xmlUrl="https://a.example/?feed=rss2&amp;lang=ar" htmlUrl="https://a.example/"/>
              <outline text="وكالات" title="وكالات"><outline text="السهل" title="السهل" type="rss" xmlUrl="https://sahl.example/atom" htmlUrl=""/></outline>
            </body></opml>
            """);

        Assert.Equal(["أخبار & تقارير", "السهل"], feeds.Feeds.Select(feed => feed.Title));
        Assert.Equal("https://a.example/?feed=rss2&lang=ar", feeds.Feeds[0].Url);
        Assert.Empty(feeds.Feeds[0].Tags);
        Assert.Equal(["وكالات"], feeds.Feeds[1].Tags);
    }

    [Fact]
    public void FreshRSS_adds_its_own_attributes_and_html_sources()
    {
        var feeds = Read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml xmlns:frss="https://freshrss.org/opml" version="2.0">
              <head><title>FreshRSS</title><dateCreated>Fri, 20 Nov 2026 10:00:00 +0000</dateCreated></head>
              <body>
                <outline text="Uncategorized">
                  <outline text="النهر" type="rss" xmlUrl="https://nahr.example/rdf" htmlUrl="https://nahr.example/" description="نشرة" frss:priority="important" frss:cssFullContent="article"/>
                  <outline text="دفتر" type="JSONFeed" xmlUrl="https://daftar.example/feed.json" frss:unicityCriteria="link"/>
                </outline>
              </body>
            </opml>
            """);

        Assert.Equal(["https://nahr.example/rdf", "https://daftar.example/feed.json"], feeds.Feeds.Select(feed => feed.Url));
        Assert.All(feeds.Feeds, feed => Assert.Equal(["Uncategorized"], feed.Tags));
    }

    [Fact]
    public void Miniflux_writes_few_attributes_and_other_readers_write_their_case()
    {
        var feeds = Read(
            """
            <opml version="2.0"><head><title>Miniflux</title></head><body>
              <outline text="All"><outline title="السهل" text="السهل" xmlUrl="https://sahl.example/atom" htmlUrl="https://sahl.example/"></outline></outline>
              <OUTLINE TEXT="بلا" XMLURL=" https://bila.example/feed "/>
            </body></opml>
            """);

        Assert.Equal(["https://sahl.example/atom", "https://bila.example/feed"], feeds.Feeds.Select(feed => feed.Url));
        Assert.Equal("بلا", feeds.Feeds[1].Title);
        Assert.Empty(feeds.Feeds[1].Tags);
    }

    [Fact]
    public void Nested_folders_and_categories_become_tags()
    {
        var feeds = Read(
            """
            <opml version="2.0"><body>
              <outline text="عالم"><outline text="آسيا / غرب"><outline xmlUrl="https://a.example/" text="https://a.example/" category="/عاجل/محلي,يومي"/></outline>
              <outline xmlUrl="https://b.example/"/></outline>
              <outline xmlUrl="https://c.example/"><outline xmlUrl="https://d.example/"/></outline>
            </body></opml>
            """);

        Assert.Equal(["عالم", "آسيا غرب", "عاجل", "محلي", "يومي"], feeds.Feeds[0].Tags);
        Assert.Null(feeds.Feeds[0].Title);
        Assert.Equal(["عالم"], feeds.Feeds[1].Tags);
        Assert.Equal([0, 0], feeds.Feeds.Skip(2).Select(feed => feed.Tags.Length));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var catalog = CatalogReader.Read(
            """
            { "feeds": [
              { "url": "https://a.example/?x=1&y=<2>", "title": "ألف & \"باء\" 😀", "tags": ["سوريا", "رياضة"] },
              "https://b.example/feed",
              { "url": "https://c.example/", "title": "جيم", "tags": ["سوريا"] }
            ] }
            """, "/feeds.json").Catalog!;

        var text = Opml.Write("أخبار", catalog.Sources.Select(source => new OpmlSource(source.Url, source.Title ?? source.Url.Host, "https://page.example/", source.Tags)));
        var feeds = Read(text).Feeds;

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>", text, StringComparison.Ordinal);
        Assert.Equal(catalog.Sources.Select(source => source.Url.AbsoluteUri).Order(), feeds.Select(feed => feed.Url).Order());
        Assert.Equal(["سوريا", "رياضة"], feeds.Single(feed => feed.Url.Contains("a.example", StringComparison.Ordinal)).Tags);
        Assert.Equal("ألف & \"باء\" 😀", feeds.Single(feed => feed.Url.Contains("a.example", StringComparison.Ordinal)).Title);
    }

    [Theory]
    [InlineData("", "no sound OPML")]
    [InlineData("{\"feeds\":[]}", "no sound OPML")]
    [InlineData("<html><body/></html>", "no OPML but <html>")]
    [InlineData("<opml><body><outline xmlUrl='https://a.example/'/><outline", "no sound OPML")]
    public void A_broken_file_is_a_mistake(string text, string expected) =>
        Assert.Contains(Read(text).Mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Entities_of_HTML_and_bare_ampersands_are_read_as_they_were_meant()
    {
        var feeds = Read("\n<?xml version=\"1.0\"?><opml><body><outline text='A&nbsp;B &laquo;&#1593;&raquo; &amp; C &unknown; D' xmlUrl='https://a.example/?a=1&b=2&copy=3'/></body></opml>");

        Assert.Empty(feeds.Mistakes);
        Assert.Equal(("https://a.example/?a=1&b=2&copy=3", "A B «ع» & C &unknown; D"), (feeds.Feeds[0].Url, feeds.Feeds[0].Title));
    }

    [Fact]
    public void Entities_of_its_own_are_not_opened()
    {
        var feeds = Read("<!DOCTYPE opml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><opml><body><outline text='&b;' xmlUrl='https://a.example/'/></body></opml>");

        Assert.Equal("&b;", feeds.Feeds[0].Title);
    }

    [Fact]
    public void What_is_no_feed_is_left_out_and_said()
    {
        var feeds = Read(
            """
            <opml><body>
              <outline text="صفحة" htmlUrl="https://page.example/"/>
              <outline text="مكشوط" type="HTML+XPath" xmlUrl="https://scraped.example/"/>
              <outline text="رابط" type="link" url="https://link.example/"/>
              <outline text="قديم" type="rss" url="https://old.example/rss"/>
              <outline text="متصفح" xmlUrl="feed://browser.example/rss"/>
            </body></opml>
            """);

        Assert.Equal(["https://old.example/rss", "https://browser.example/rss"], feeds.Feeds.Select(feed => feed.Url));
        Assert.Equal(
            ["Left out صفحة: its feed is not named. Try: feedhub add https://page.example/", "Left out مكشوط: it is a page that the other reader makes a feed of (HTML+XPath)."],
            feeds.Mistakes);
    }

    [Fact]
    public void A_bomb_of_folders_is_refused()
    {
        var feeds = Read("<opml><body>" + string.Concat(Enumerable.Repeat("<outline text='x'>", 100_000)));

        Assert.NotEmpty(feeds.Mistakes);
    }

    [Fact]
    public void What_is_commented_out_is_not_imported_with_all_that_stands_in_it()
    {
        var feeds = Read("<opml><body><outline text='a' isComment='true' xmlUrl='https://a.example/feed'/><outline text='ق' isComment='TRUE'><outline text='b' xmlUrl='https://b.example/feed'/></outline><outline text='ر'><outline text='c' xmlUrl='https://c.example/feed'/></outline></body></opml>");

        var feed = Assert.Single(feeds.Feeds);
        Assert.Equal(("c", "ر"), (feed.Title, Assert.Single(feed.Tags)));
    }

    [Fact]
    public void Addresses_that_differ_by_a_slash_are_one_feed_with_the_tags_of_both()
    {
        var feeds = Read("<opml><body><outline text='ق'><outline text='a' xmlUrl='https://a.example/feed'/></outline><outline text='ر'><outline text='a' xmlUrl='https://a.example/feed/'/></outline></body></opml>");

        Assert.Equal(["ق", "ر"], Assert.Single(feeds.Feeds).Tags);
    }

    private static OpmlFeeds Read(string text) => Opml.Read(text);
}
