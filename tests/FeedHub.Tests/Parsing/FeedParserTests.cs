using System.IO.Compression;
using System.Text;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

/// <summary>Whatever a publisher serves, its entries arrive, exactly as written.</summary>
public sealed class FeedParserTests
{
    private const string Rdf = "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"";
    private const string Dc = "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
    private const string Content = "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"";
    private const string Media = "xmlns:media=\"http://search.yahoo.com/mrss/\"";
    private const string Atom = "xmlns=\"http://www.w3.org/2005/Atom\"";
    private const string Atom03 = "version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"";

    [Theory]
    [InlineData("<rss version=\"0.91\"><channel><title>ا</title><item><title>ب</title></item></channel></rss>", "rss-0.91")]
    [InlineData("<rss version=\"0.92\"><channel><title>ا</title><item><title>ب</title></item></channel></rss>", "rss-0.92")]
    [InlineData("<rss version=\"0.94\"><channel><title>ا</title><item><title>ب</title></item></channel></rss>", "rss-0.94")]
    [InlineData("<rss version=\"2.01\"><channel><title>ا</title><item><title>ب</title></item></channel></rss>", "rss-2.0")]
    [InlineData("<rss><channel><title>ا</title><item><title>ب</title></item></channel></rss>", "rss-2.0")]
    [InlineData("<rdf:RDF " + Rdf + " xmlns=\"http://purl.org/rss/1.0/\"><channel><title>ا</title></channel><item><title>ب</title></item></rdf:RDF>", "rss-1.0")]
    [InlineData("<rdf:RDF " + Rdf + " xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>ا</title></channel><item><title>ب</title></item></rdf:RDF>", "rss-0.90")]
    [InlineData("<feed " + Atom + "><title>ا</title><entry><title>ب</title></entry></feed>", "atom-1.0")]
    [InlineData("<feed " + Atom03 + "><title>ا</title><entry><title>ب</title></entry></feed>", "atom-0.3")]
    [InlineData("<feed><title>ا</title><entry><title>ب</title></entry></feed>", "atom-1.0")]
    [InlineData("<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:title>ا</a:title><a:entry><a:title>ب</a:title></a:entry></a:feed>", "atom-1.0")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"ا\",\"items\":[{\"id\":\"1\",\"title\":\"ب\"}]}", "json-feed-1.0")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"ا\",\"items\":[{\"id\":1,\"title\":\"ب\"}]}", "json-feed-1.1")]
    public void Every_dialect_is_known_and_read(string document, string format)
    {
        var feed = Parse(document);

        Assert.Equal(format, feed.Format);
        Assert.Equal("ا", feed.TitleHtml);
        Assert.Equal("ب", Assert.Single(feed.Entries).TitleHtml);
    }

    [Fact]
    public void A_lone_entry_is_a_feed_of_one() =>
        Assert.Equal("وحيد", Assert.Single(Parse($"<entry {Atom}><id>1</id><title>وحيد</title></entry>").Entries).TitleHtml);

    [Theory]
    [InlineData("<title>نص</title><description>وصف</description><content:encoded>&lt;p&gt;كامل&lt;/p&gt;</content:encoded>", "<p>كامل</p>", "وصف")]
    [InlineData("<title>نص</title><description><![CDATA[<p>وصف</p>]]></description>", "<p>وصف</p>", null)]
    [InlineData("<title>نص</title><description>قبل <b>بين</b> بعد &amp; &lt;</description>", "قبل <b>بين</b> بعد &amp; &lt;", null)]
    [InlineData("<title>نص</title><media:group><media:description>من الوسائط</media:description></media:group>", "من الوسائط", null)]
    [InlineData("<title>نص</title><itunes:summary>حلقة</itunes:summary>", "حلقة", null)]
    public void The_best_body_is_taken(string item, string content, string? summary)
    {
        var entry = Item(item);

        Assert.Equal(content, entry.ContentHtml);
        Assert.Equal(summary, entry.SummaryHtml);
    }

    [Theory]
    [InlineData("<title>أ &amp; ب</title>", "أ & ب")]
    [InlineData("<title><![CDATA[أ <b>ب</b>]]></title>", "أ <b>ب</b>")]
    [InlineData("<title>أ &amp;lt;b&amp;gt;</title>", "أ &lt;b&gt;")]
    [InlineData("<title>\n  أ \n</title>", "أ")]
    [InlineData("<title/><media:title>بديل</media:title>", "بديل")]
    [InlineData("<title>it&#146;s</title>", "it’s")]
    public void Titles_come_as_written(string item, string title) => Assert.Equal(title, Item(item).TitleHtml);

    [Theory]
    [InlineData("<title type=\"text\">أ &lt;b&gt;</title>", "أ <b>", true)]
    [InlineData("<title>أ</title>", "أ", true)]
    [InlineData("<title type=\"html\">&lt;b&gt;أ&lt;/b&gt;</title>", "<b>أ</b>", false)]
    [InlineData("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">أ <b>ب</b></div></title>", "<div>أ <b>ب</b></div>", false)]
    [InlineData("<title type=\"text/html\" mode=\"escaped\">&lt;i&gt;أ&lt;/i&gt;</title>", "<i>أ</i>", false)]
    [InlineData("<title type=\"text/html\" mode=\"base64\">PGI+2KM8L2I+</title>", "<b>أ</b>", false)]
    public void Atom_text_constructs_keep_their_type(string title, string markup, bool isText)
    {
        var entry = Assert.Single(Parse($"<feed {Atom}><entry><id>1</id>{title}</entry></feed>").Entries);

        Assert.Equal((markup, isText), (entry.TitleHtml, entry.TitleIsText));
    }

    [Theory]
    [InlineData("<guid>https://x.test/1</guid>", "https://x.test/1", "https://x.test/1")]
    [InlineData("<guid isPermaLink=\"false\">https://x.test/1</guid><link>https://x.test/a</link>", "https://x.test/1", "https://x.test/a")]
    [InlineData("<guid isPermaLink=\"false\">77</guid>", "77", null)]
    [InlineData("<link>\n https://x.test/a\n </link>", null, "https://x.test/a")]
    [InlineData("<link>/خبر/عاجل</link>", null, "https://feeds.test/خبر/عاجل")]
    [InlineData("<link>a%20b.html</link>", null, "https://feeds.test/dir/a%20b.html")]
    [InlineData("<link>https://proxy.test/1</link><feedburner:origLink>https://x.test/real</feedburner:origLink>", null, "https://x.test/real")]
    [InlineData("<atom:link href=\"https://x.test/s\" rel=\"self\"/><link>https://x.test/a</link>", null, "https://x.test/a")]
    public void Ids_and_links_are_told_apart(string item, string? id, string? link)
    {
        var entry = Item("<title>ا</title>" + item);

        Assert.Equal((id, link), (entry.Id, entry.Link));
    }

    [Fact]
    public void Xml_base_and_language_are_inherited()
    {
        var feed = Parse($"""<feed {Atom} xml:base="https://base.test/a/" xml:lang="ar"><entry xml:lang="fr"><id>1</id><title>ا</title><link href="x"/></entry><entry><id>2</id><title>ب</title><link href="/y"/></entry></feed>""");

        Assert.Equal(["https://base.test/a/x", "https://base.test/y"], feed.Entries.Select(entry => entry.Link));
        Assert.Equal(["fr", "ar"], feed.Entries.Select(entry => entry.Language));
        Assert.Equal("ar", feed.Language);
    }

    [Fact]
    public void The_alternate_page_is_the_link_and_enclosures_are_files()
    {
        var entry = Assert.Single(Parse($"""<feed {Atom}><entry><id>1</id><title>ا</title><link rel="enclosure" href="https://x.test/a.mp3" type="audio/mpeg" length="12"/><link rel="alternate" type="application/json" href="https://x.test/a.json"/><link rel="alternate" type="text/html" href="https://x.test/a"/></entry></feed>""").Entries);

        Assert.Equal("https://x.test/a", entry.Link);
        Assert.Equal(new Enclosure("https://x.test/a.mp3", "audio/mpeg", 12), Assert.Single(entry.Enclosures));
    }

    [Theory]
    [InlineData("<author>mail@x.test (سلمى)</author>", "سلمى")]
    [InlineData("<author>سلمى &lt;mail@x.test&gt;</author>", "سلمى")]
    [InlineData("<dc:creator>سلمى</dc:creator>", "سلمى")]
    [InlineData("<itunes:author>سلمى</itunes:author>", "سلمى")]
    [InlineData("<author><name>سلمى</name><email>m@x.test</email></author>", "سلمى")]
    [InlineData("<author><email>m@x.test</email></author>", "m@x.test")]
    public void An_author_is_a_name_before_an_address(string item, string author) =>
        Assert.Equal(author, Assert.Single(Item("<title>ا</title>" + item).Authors));

    [Fact]
    public void Categories_files_and_the_lead_image_are_gathered()
    {
        var entry = Item("""
            <title>ا</title><category>سياسة</category><category domain="x">سياسة</category><category term="t" label="اقتصاد"/><dc:subject>رياضة</dc:subject>
            <enclosure url="https://x.test/a.mp3" length="1,024" type="audio/mpeg"/><media:content url="https://x.test/i.jpg" type="image/jpeg" fileSize="9"/><media:thumbnail url="https://x.test/t.jpg"/>
            """);

        Assert.Equal(["سياسة", "اقتصاد", "رياضة"], entry.Categories);
        Assert.Equal([new Enclosure("https://x.test/a.mp3", "audio/mpeg", null), new Enclosure("https://x.test/i.jpg", "image/jpeg", 9)], entry.Enclosures);
        Assert.Equal("https://x.test/t.jpg", entry.ImageUrl);
    }

    [Fact]
    public void Dates_of_every_vocabulary_are_read_and_a_bad_one_costs_itself()
    {
        Assert.Equal(new DateTimeOffset(2020, 11, 16, 14, 5, 0, TimeSpan.FromHours(3)), Item("<title>ا</title><pubDate>Mon, 16 Nov 2020 14:05:00 +0300</pubDate>").Published);
        Assert.Equal(new DateTimeOffset(2020, 11, 16, 0, 0, 0, TimeSpan.Zero), Item("<title>ا</title><dc:date>2020-11-16</dc:date>").Published);

        var feed = Parse(Rss("<item><title>ا</title><pubDate>قبل قليل</pubDate></item>"));
        Assert.Null(Assert.Single(feed.Entries).Published);
        Assert.Contains(feed.Problems, problem => problem.Contains("قبل قليل", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<title>ج</title <link>https://x.test/1</link>")]
    [InlineData("<title>ج</title\n<link>https://x.test/1</link>")]
    [InlineData("<title>ج</title x='1'><link>https://x.test/1</link>")]
    public void An_end_tag_that_is_not_closed_takes_nothing_with_it(string item)
    {
        var entry = Assert.Single(Parse($"<rss version='2.0'><channel><title>ا</title><item>{item}</item></channel></rss>").Entries);

        Assert.Equal(("ج", "https://x.test/1"), (entry.TitleHtml?.Trim(), entry.Link));
    }

    [Fact]
    public void A_mended_feed_keeps_the_prefixes_it_declares()
    {
        var feed = Parse("""
            <rss version="2.0" xmlns:pic="http://search.yahoo.com/mrss/" xmlns:none=""><channel><title>ا & ب</title>
            <item><title>ج</title><pic:content url="https://x.test/i.jpg" medium="image"/></item></channel></rss>
            """);

        Assert.Equal("https://x.test/i.jpg", Assert.Single(feed.Entries).ImageUrl);
    }

    [Fact]
    public void What_a_feed_says_of_itself_is_read()
    {
        var feed = Parse($"""
            <rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
            <title>ا</title><atom:link rel="self" href="https://x.test/feed"/><atom:link rel="hub" href="https://hub.test/"/><link>https://x.test/</link><description>وصف</description>
            <language>ar-SY</language><lastBuildDate>Mon, 16 Nov 2020 14:05:00 GMT</lastBuildDate><pubDate>Mon, 16 Nov 2020 10:00:00 GMT</pubDate><ttl>30</ttl>
            <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><skipHours><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Friday</day></skipDays>
            <image><url>https://x.test/i.png</url><title>صورة</title><link>https://other.test/</link></image></channel></rss>
            """);

        Assert.Equal(("ا", "https://x.test/", "وصف", "ar-SY"), (feed.TitleHtml, feed.Link, feed.DescriptionHtml, feed.Language));
        Assert.Equal(("https://x.test/feed", "https://hub.test/", "https://x.test/i.png"), (feed.Self, feed.Hub, feed.ImageUrl));
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromHours(6)), (feed.Ttl, feed.UpdatePeriod));
        Assert.Equal([0, 3], feed.SkipHours);
        Assert.Equal([DayOfWeek.Friday], feed.SkipDays);
        Assert.Equal(new DateTimeOffset(2020, 11, 16, 14, 5, 0, TimeSpan.Zero), feed.Updated);
    }

    [Theory]
    [InlineData("<rss><channel><title>أ & ب</title><item><title>ا</title></item></channel></rss>")]
    [InlineData("<rss><channel><title>أ &nbsp; ب</title><item><title>ا</title></item></channel></rss>")]
    [InlineData("<rss><channel><title>أ</title><item><title>ا</title><x:y>1</x:y></item></channel></rss>")]
    [InlineData("<rss><channel><title>أ</title><item><title>ا</title><description>س<br>ص<p>ع</description></item></channel></rss>")]
    [InlineData("<rss><channel><title>أ</title><item><title>ا</title></channel></rss>")]
    [InlineData("<rss><channel><title>أ</title><item><title>ا</title></item></channel></rss><script>junk</script>")]
    [InlineData("\n\n<?xml version=\"1.0\"?><?xml version=\"1.0\"?><rss><channel><title>أ</title><item><title>ا</title></item></channel></rss>")]
    [InlineData("Warning: mysql_connect()\n<?xml version=\"1.0\"?><rss><channel><title>أ</title><item><title>ا</title></item></channel></rss>")]
    [InlineData("<rss><channel><title>أ\u000B\u0000</title><item><title>ا</title></item></channel></rss>")]
    [InlineData("<rss><channel><title>5 < 6</title><item><title a=1 a=2>ا</title></item></channel></rss>")]
    [InlineData("<rss><channel><title>أ</b></title><item><title>ا</title></item></channel></rss>")]
    public void Broken_xml_is_repaired_and_said(string document)
    {
        var feed = Parse(document);

        Assert.Equal("ا", Assert.Single(feed.Entries).TitleHtml);
        Assert.True(feed.Problems.Length > 0 || document[0] == '\n');
    }

    [Theory]
    [InlineData("<rss><channel><item><title>أول</title></item><item><title>ثا")]
    [InlineData("<rss><channel><item><title>أول</title></item><item><title>ثان</title><description>نصف")]
    [InlineData("<rss><channel><item><title>أول</title></item><item><title>ثان</title><description><![CDATA[نصف</description>")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>أول</title></entry><entry><id>2</id><title>ثان</title>")]
    public void A_document_that_breaks_off_publishes_no_half_entry(string document) =>
        Assert.Equal(["أول"], Parse(document).Entries.Select(entry => entry.TitleHtml));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   \r\n", "empty")]
    [InlineData("<html><body>مرحبا</body></html>", "web page")]
    [InlineData("{\"a\":1}", "no JSON Feed")]
    [InlineData("{\"a\":", "JSON")]
    [InlineData("<opml version=\"2.0\"><body/></opml>", "OPML")]
    [InlineData("نص", "no feed")]
    public void What_is_no_feed_is_named(string document, string said) =>
        Assert.Contains(said, Assert.Throws<NotAFeedException>(() => Parse(document)).Message, StringComparison.Ordinal);

    [Fact]
    public void Internal_entities_are_resolved_and_bombs_are_not()
    {
        Assert.Equal("سوريا", Parse("<!DOCTYPE rss [<!ENTITY x 'سوريا'>]><rss><channel><title>&x;</title><item><title>ا</title></item></channel></rss>").TitleHtml);

        var bomb = new StringBuilder("<!DOCTYPE rss [<!ENTITY a0 'lol'>");
        for (var i = 1; i < 12; i++)
        {
            bomb.Append($"<!ENTITY a{i} '").Insert(bomb.Length, $"&a{i - 1};", 10).Append("'>");
        }

        var feed = Parse(bomb + "]><rss><channel><title>&a11;</title><item><title>ا</title></item></channel></rss>");
        Assert.Single(feed.Entries);
        Assert.True(feed.TitleHtml!.Length < 1000);
    }

    [Fact]
    public void Hostile_shapes_cost_only_their_own_entry_and_little_time()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 100_000)) + "x" + string.Concat(Enumerable.Repeat("</div>", 100_000));
        var wide = string.Concat(Enumerable.Range(0, 100_000).Select(i => $" a{i}=\"1\""));
        var started = ThreadTime.Now;

        var feed = Parse(Rss($"<item><title>ا</title><description>{deep}</description></item><item><title{wide}>ب</title></item><item><title>{new string('ج', 3_000_000)}</title></item><item><title>د</title></item>"));

        Assert.Equal(["ا", "ب", "د"], feed.Entries.Where(entry => entry.TitleHtml!.Length < 9).Select(entry => entry.TitleHtml));
        Assert.All(feed.Entries, entry => Assert.True((entry.TitleHtml?.Length ?? 0) <= 1024 * 1024));
        var spent = ThreadTime.Now - started;
        Assert.True(spent < TimeSpan.FromSeconds(10), $"It took {spent}.");
    }

    [Fact]
    public void No_more_than_two_thousand_entries_are_read()
    {
        var feed = Parse(Rss(string.Concat(Enumerable.Range(0, 2_500).Select(i => $"<item><title>{i}</title></item>"))));

        Assert.Equal(2_000, feed.Entries.Length);
        Assert.Contains(feed.Problems, problem => problem.Contains("2000", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gzip_file_is_unpacked()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Rss("<item><title>ا</title></item>")));
        }

        Assert.Single(FeedParser.Parse(packed.ToArray(), new ParseOptions()).Entries);
    }

    [Fact]
    public void Equal_entries_have_equal_hashes_and_others_others()
    {
        var hashes = Parse(Rss("<item><title>ا</title><guid>1</guid></item><item><title>ا</title><guid>1</guid></item><item><title>ا</title><guid>2</guid></item>")).Entries.Select(entry => entry.RawHash).ToArray();

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public void A_json_feed_keeps_what_it_can()
    {
        var entry = Assert.Single(Parse("""
            {"version":"https://jsonfeed.org/version/1.1","title":"ا","language":"ar","items":[{"id":5,"url":"/a","title":"ب","content_html":"<p>نص</p>","summary":"موجز","date_published":"2020-11-16T10:00:00Z",
            "authors":[{"name":"سلمى"}],"tags":["سياسة"],"attachments":[{"url":"https://x.test/a.mp3","mime_type":"audio/mpeg","size_in_bytes":5}],"image":"https://x.test/i.jpg",},]}
            """).Entries);

        Assert.Equal(("5", "https://feeds.test/a", "<p>نص</p>", "موجز"), (entry.Id, entry.Link, entry.ContentHtml, entry.SummaryHtml));
        Assert.Equal(("سلمى", "سياسة", "ar"), (entry.Authors[0], entry.Categories[0], entry.Language));
    }

    private static ParsedFeed Parse(string document) =>
        FeedParser.Parse(Encoding.UTF8.GetBytes(document), new ParseOptions { BaseUri = new Uri("https://feeds.test/dir/feed.xml") });

    private static string Rss(string items) =>
        $"<rss version=\"2.0\" {Dc} {Content} {Media} xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>ا</title>{items}</channel></rss>";

    private static ParsedEntry Item(string item) => Assert.Single(Parse(Rss($"<item>{item}</item>")).Entries);
}
