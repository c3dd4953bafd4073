using System.Globalization;
using System.IO.Compression;
using System.Text;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

public sealed class SitemapTests
{
    private const string News = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'";
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static ParsedFeed Parse(string xml) => FeedParser.Parse(Encoding.UTF8.GetBytes(xml), new ParseOptions { BaseUri = new Uri("https://paper.example/news-sitemap.xml") });

    private static string Entry(int number, string date) =>
        $"<url><loc>https://paper.example/n/{number}</loc><news:news><news:publication><news:name>صحيفة الميناء</news:name><news:language>ar</news:language></news:publication><news:publication_date>{date}</news:publication_date><news:title>خبر رقم {number}</news:title></news:news></url>";

    [Fact]
    public void A_news_sitemap_says_all_that_it_says()
    {
        var feed = Parse($"""
            <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="//paper.example/main-sitemap.xsl"?>
            <urlset {News}><url><loc>https://paper.example/n/1?a=1&amp;b=2</loc><lastmod>2026-11-28T11:00:00+03:00</lastmod>
            <news:news><news:publication><news:name>صحيفة الميناء</news:name><news:language>ar</news:language></news:publication><news:publication_date>2026-11-28T10:05:00+03:00</news:publication_date>
            <news:title><![CDATA[بلدية الميناء & السوق]]></news:title><news:keywords>السوق، بلدية, ترميم</news:keywords></news:news>
            <image:image><image:loc>https://paper.example/i/1.jpg</image:loc><image:title>صورة السوق</image:title></image:image></url></urlset>
            """);

        var entry = Assert.Single(feed.Entries);
        Assert.Equal(("sitemap", "صحيفة الميناء", "ar", true), (feed.Format, feed.TitleHtml, feed.Language, feed.IsListing));
        Assert.Equal(("https://paper.example/n/1?a=1&b=2", "بلدية الميناء & السوق", "https://paper.example/i/1.jpg", "ar"), (entry.Link, entry.TitleHtml, entry.ImageUrl, entry.Language));
        Assert.Equal(["السوق", "بلدية", "ترميم"], entry.Categories);
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 7, 5, 0, TimeSpan.Zero), entry.Published);
        Assert.True(entry.TitleIsText);
    }

    [Theory]
    [InlineData("<urlset><url><loc>/n/1</loc></url></urlset>", "no namespace, relative")]
    [InlineData("<urlset xmlns='http://www.google.com/schemas/sitemap/0.84'><url><loc> https://paper.example/n/1 </loc></url></urlset>", "an old namespace, blanks")]
    [InlineData("<ns:urlset xmlns:ns='http://www.sitemaps.org/schemas/sitemap/0.9'><ns:url><ns:loc>https://paper.example/n/1</ns:loc></ns:url></ns:urlset>", "a prefix")]
    [InlineData("<urlset><url><loc>https://paper.example/n/1</loc><news:news><news:title>x</news:title></news:news></url></urlset>", "an undeclared prefix")]
    [InlineData("<urlset><url><loc>https://paper.example/n/1</loc></url><url><loc>javascript:alert(1)</loc></url><url></url></urlset>", "pages without an address")]
    [InlineData("<urlset><url><loc>https://paper.example/n/1</loc></url><url><loc>https://paper", "cut off")]
    [InlineData("<!-- made by hand --><urlset><url><loc>https://paper.example/n/1</loc><video:video xmlns:video='http://www.google.com/schemas/sitemap-video/1.1'><video:title>v</video:title></video:video></url></urlset>", "a video")]
    public void Sitemaps_are_read_as_they_are_written(string xml, string kind) => Assert.True(Parse(xml).Entries[0].Link == "https://paper.example/n/1", kind);

    [Fact]
    public void A_page_without_a_title_has_the_words_of_its_address()
    {
        var feed = Parse("<urlset><url><loc>https://paper.example/2026/11/بلدية-الميناء-تفتتح-السوق.html</loc></url><url><loc>https://paper.example/n/123</loc></url></urlset>");

        Assert.Equal(["بلدية الميناء تفتتح السوق", null], feed.Entries.Select(entry => entry.TitleHtml));
    }

    [Fact]
    public void A_gzip_file_is_unpacked()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"<urlset {News}>{Entry(1, "2026-11-28")}</urlset>"));
        }

        Assert.Single(FeedParser.Parse(packed.ToArray(), new ParseOptions()).Entries);
    }

    [Fact]
    public void Of_thousands_of_pages_the_newest_are_news()
    {
        var sitemap = Parse($"<urlset {News}>{string.Concat(Enumerable.Range(0, 5_000).Select(i => Entry(i, Now.AddHours(-i).ToString("O", CultureInfo.InvariantCulture))))}</urlset>");

        var first = Sitemap.NewsOf(sitemap, null, Now.AddDays(-90));
        var later = Sitemap.NewsOf(sitemap, Now.AddHours(-150.5), Now.AddDays(-90));
        var strict = Sitemap.NewsOf(sitemap, null, Now.AddDays(-1.01));

        Assert.Equal(5_000, sitemap.Entries.Length);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"https://paper.example/n/{i}"), first.Entries.Select(entry => entry.Link));
        Assert.Equal((151, 25), (later.Entries.Length, strict.Entries.Length));
    }

    [Fact]
    public void Of_an_index_the_newest_parts_are_read()
    {
        var index = Parse($"""
            <sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
            {string.Concat(Enumerable.Range(1, 9).Select(i => $"<sitemap><loc>https://paper.example/post-{i}.xml</loc><lastmod>2026-11-{19 + i}</lastmod></sitemap>"))}
            <sitemap><loc>https://paper.example/old.xml.gz</loc><lastmod>2019-01-01</lastmod></sitemap><sitemap><loc>https://paper.example/news.xml</loc></sitemap></sitemapindex>
            """);

        Assert.Equal(11, index.Parts.Length);
        Assert.Equal(["post-9", "post-8", "post-7", "post-6", "post-5"], Names(Sitemap.PartsToRead(index.Parts, null, Now.AddDays(-90))));
        Assert.Equal(["post-9", "news"], Names(Sitemap.PartsToRead(index.Parts, Now.AddHours(-1), Now.AddDays(-90))));
        Assert.Equal(["news"], Names(Sitemap.PartsToRead([.. index.Parts.Where(part => part.Changed is null)], null, Now)));
        static IEnumerable<string> Names(IEnumerable<SitemapPart> parts) => parts.Select(part => Path.GetFileNameWithoutExtension(part.Url));
    }
}
