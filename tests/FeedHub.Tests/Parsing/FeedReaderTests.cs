using System.Text;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

/// <summary>Names, namespaces and links as publishers really write them.</summary>
public sealed class FeedReaderTests
{
    [Theory]
    [InlineData("<rss xmlns=\"http://weird.test/\"><channel><title>ق</title><item><title>خ</title></item></channel></rss>", "rss-2.0")]
    [InlineData("<w:rss xmlns:w=\"http://weird.test/\"><w:channel><w:title>ق</w:title><w:item><w:title>خ</w:title></w:item></w:channel></w:rss>", "rss-2.0")]
    [InlineData("<feed xmlns=\"http://weird.test/\"><title>ق</title><entry><title>خ</title></entry></feed>", "atom-1.0")]
    [InlineData("<RSS><CHANNEL><TITLE>ق</TITLE><ITEM><TITLE>خ</TITLE></ITEM></CHANNEL></RSS>", "rss-2.0")]
    [InlineData("<Channel><Title>ق</Title><Item><Title>خ</Title></Item></Channel>", "rss-2.0")]
    [InlineData("<html><head><title>ص</title></head><body><p><rss><channel><title>ق</title><item><title>خ</title></item></channel></rss></body></html>", "rss-2.0")]
    [InlineData("<rss><channel><title>ق</title></channel><item><title>خ</title></item></rss>", "rss-2.0")]
    public void Whatever_its_names_and_namespaces_a_feed_is_read(string document, string format)
    {
        var feed = Parse(document);

        Assert.Equal((format, "ق"), (feed.Format, feed.TitleHtml));
        Assert.Equal("خ", Assert.Single(feed.Entries).TitleHtml);
    }

    [Fact]
    public void Atom_without_its_namespace_is_still_atom()
    {
        var feed = Parse("<feed><id>ه</id><updated>2020-01-02T03:04:05Z</updated><entry><id>1</id><title>خ</title><content>5 &lt; 6</content></entry></feed>");

        Assert.Equal(("ه", new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero)), (feed.Id, feed.Updated));
        Assert.Equal(("5 < 6", true), (feed.Entries[0].ContentHtml, feed.Entries[0].ContentIsText));
    }

    [Fact]
    public void An_unknown_namespace_beside_the_feeds_own_is_left_alone()
    {
        var entry = Assert.Single(Parse("<rss xmlns:x=\"http://weird.test/\"><channel><item><x:title>غيره</x:title><title>خ</title><x:link>https://x.test/no</x:link></item></channel></rss>").Entries);

        Assert.Equal(("خ", null), (entry.TitleHtml, entry.Link));
    }

    [Fact]
    public void Rss_links_win_over_atom_links_that_do_not_say_what_they_are()
    {
        const string Self = "<a:link xmlns:a=\"http://www.w3.org/2005/Atom\" href=\"https://x.test/feed\"/>";

        var feed = Parse($"<rss><channel>{Self}<link>https://x.test/</link><item>{Self}<link>https://x.test/1</link></item><item><link>https://x.test/2</link>{Self}</item><item><title>خ</title>{Self}<link/></item></channel></rss>");

        Assert.Equal("https://x.test/", feed.Link);
        Assert.Equal(["https://x.test/1", "https://x.test/2", "https://x.test/feed"], feed.Entries.Select(entry => entry.Link));
    }

    [Theory]
    [InlineData("<guid isPermaLink=\"true\">/n/1</guid>", "https://feeds.test/n/1")]
    [InlineData("<guid>/n/1</guid>", null)]
    [InlineData("<guid ispermalink=\"False\">https://x.test/1</guid>", null)]
    [InlineData("<link>www.x.test/1</link>", "http://www.x.test/1")]
    [InlineData("<link>//x.test/1</link>", "https://x.test/1")]
    [InlineData("<link> https://x.test/\n  a/1 </link>", "https://x.test/a/1")]
    [InlineData("<link/><guid>https://x.test/1</guid>", "https://x.test/1")]
    public void Links_are_found_where_they_are_meant(string item, string? link) => Assert.Equal(link, Item("<title>خ</title>" + item).Link);

    [Theory]
    [InlineData("<description><![CDATA[<p>أ</p>]]><img src=\"a\"/></description>", "<p>أ</p><img src=\"a\" />")]
    [InlineData("<description>أ<![CDATA[ < ب]]><b>ج</b></description>", "أ &lt; ب<b>ج</b>")]
    [InlineData("<description>أ<![CDATA[<b>ب</b>]]>ج</description>", "أ<b>ب</b>ج")]
    public void Cdata_in_odd_places_keeps_its_meaning(string item, string content) => Assert.Equal(content, Item("<title>خ</title>" + item).ContentHtml);

    [Fact]
    public void References_to_control_characters_leave_nothing_behind() =>
        Assert.Equal("أب", Item("<title>أ&#11;ب&#0;</title>").TitleHtml);

    [Fact]
    public void Internal_entities_may_hold_elements() =>
        Assert.Equal(["أ", "أ"], Parse("<!DOCTYPE rss [<!ENTITY c '<item><title>أ</title></item>'>]><rss><channel>&c;<title>ق</title>&c;</channel></rss>").Entries.Select(entry => entry.TitleHtml));

    [Theory]
    [InlineData("<image>https://x.test/i.jpg</image>")]
    [InlineData("<image><url>https://x.test/i.jpg</url></image>")]
    [InlineData("<image url=\"https://x.test/i.jpg\"/>")]
    [InlineData("<image href=\"https://x.test/i.jpg\">\n</image>")]
    public void The_lead_image_is_found_however_it_is_written(string item) => Assert.Equal("https://x.test/i.jpg", Item("<title>خ</title>" + item).ImageUrl);

    private static ParsedEntry Item(string item) => Assert.Single(Parse($"<rss version=\"2.0\"><channel><title>ق</title><item>{item}</item></channel></rss>").Entries);

    private static ParsedFeed Parse(string document) =>
        FeedParser.Parse(Encoding.UTF8.GetBytes(document), new ParseOptions { BaseUri = new Uri("https://feeds.test/dir/feed.xml") });
}
