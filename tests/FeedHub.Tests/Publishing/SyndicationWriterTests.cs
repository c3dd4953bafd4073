using System.Text;
using System.Xml.Linq;
using FeedHub.Publishing;

namespace FeedHub.Tests.Publishing;

public sealed class SyndicationWriterTests
{
    [Fact]
    public void Atom_holds_to_the_validators_rules() => Assert.Empty(FeedRules.OfAtom(SyndicationWriter.WriteAtom(Published.Rich())));

    [Fact]
    public void Rss_holds_to_the_validators_rules() => Assert.Empty(FeedRules.OfRss(SyndicationWriter.WriteRss(Published.Rich())));

    [Theory]
    [MemberData(nameof(HostileFeeds.All), MemberType = typeof(HostileFeeds))]
    public void Whatever_publishers_wrote_both_stay_valid(string what)
    {
        Assert.NotEmpty(what);
        Assert.Empty(FeedRules.OfAtom(SyndicationWriter.WriteAtom(HostileFeeds.Named(what))));
        Assert.Empty(FeedRules.OfRss(SyndicationWriter.WriteRss(HostileFeeds.Named(what))));
    }

    [Fact]
    public void A_feed_without_stories_is_valid_too()
    {
        Assert.Empty(FeedRules.OfAtom(SyndicationWriter.WriteAtom(Published.Feed())));
        Assert.Empty(FeedRules.OfRss(SyndicationWriter.WriteRss(Published.Feed())));
    }

    [Fact]
    public void The_same_feed_gives_the_same_bytes()
    {
        Assert.Equal(SyndicationWriter.WriteAtom(Published.Rich()), SyndicationWriter.WriteAtom(Published.Rich()));
        Assert.Equal(SyndicationWriter.WriteRss(Published.Rich()), SyndicationWriter.WriteRss(Published.Rich()));
    }

    [Theory]
    [InlineData("atom")]
    [InlineData("rss")]
    public void Our_own_reader_finds_the_same_stories_in_it(string format)
    {
        var feed = RoundTrip.Feed();
        var bytes = format == "atom" ? SyndicationWriter.WriteAtom(feed) : SyndicationWriter.WriteRss(feed);

        Assert.Equal(RoundTrip.Written(feed), RoundTrip.Read(bytes, $"application/{format}+xml"));
    }

    [Fact]
    public void The_language_is_written_exactly_and_an_entry_says_its_own()
    {
        var atom = FeedRules.Load(SyndicationWriter.WriteAtom(Published.Rich())).Root!;
        var rss = FeedRules.Load(SyndicationWriter.WriteRss(Published.Rich())).Root!;

        Assert.Equal("ar", FeedRules.Lang(atom));
        Assert.Equal("ar", rss.Element("channel")!.Element("language")!.Value);
        Assert.Equal(["ar", "ar", "en", "ar"], atom.Elements(FeedRules.Atom + "entry").Select(FeedRules.Lang));
        Assert.Contains("<div dir=\"ltr\" lang=\"en\">", atom.Elements(FeedRules.Atom + "entry").ElementAt(2).Element(FeedRules.Atom + "content")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_copies_are_related_and_each_source_is_named()
    {
        var entry = FeedRules.Load(SyndicationWriter.WriteAtom(Published.Rich())).Root!.Elements(FeedRules.Atom + "entry").First();
        var item = FeedRules.Load(SyndicationWriter.WriteRss(Published.Rich())).Descendants("item").First();

        string[] related = ["https://minaa.example/40 جريدة الميناء", "https://nahr.example/41?a=1&b=2 راديو النهر"];
        Assert.Equal(related, FeedRules.Links(entry, "related").Select(Said));
        Assert.Equal(related, FeedRules.Links(item, "related").Select(Said));
        Assert.Equal("وكالة السهل", entry.Element(FeedRules.Atom + "source")!.Element(FeedRules.Atom + "title")!.Value);
        Assert.Equal("وكالة السهل", item.Element("source")!.Value);

        static string Said(XElement link) => $"{(string?)link.Attribute("href")} {(string?)link.Attribute("title")}";
    }

    [Fact]
    public void An_items_source_is_a_feed_its_own_or_the_hubs_of_it()
    {
        var items = FeedRules.Load(SyndicationWriter.WriteRss(Published.Rich())).Descendants("item").Select(item => (string?)item.Element("source")!.Attribute("url"));

        Assert.Equal(
            ["https://sahl.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1.xml", "https://sahl.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1.xml", "https://hub.example/sources/minaa/feed.rss", "https://hub.example/sources/nahr/feed.rss"],
            items);
    }

    [Theory]
    [InlineData("image/jpeg,audio/mpeg", 1)]
    [InlineData("image/jpeg,application/pdf,video/mp4,audio/mpeg", 2)]
    [InlineData("image/jpeg,application/pdf", 1)]
    [InlineData("image/jpeg,IMAGE/png", 0)]
    [InlineData("image/jpeg,Audio/MPEG", 1)]
    public void The_one_enclosure_of_rss_is_a_recording_before_a_picture(string types, int chosen)
    {
        var story = Published.Story(enclosures: types.Split(',').Select((type, i) => new FeedHub.Parsing.Enclosure($"https://sahl.example/{i}", type, 1)));

        Assert.Equal($"https://sahl.example/{chosen}", (string?)FeedRules.Load(SyndicationWriter.WriteRss(Published.Feed(story))).Descendants("enclosure").Single().Attribute("url"));
    }

    [Fact]
    public void Rss_carries_the_first_enclosure_and_atom_all_of_them()
    {
        var rss = FeedRules.Load(SyndicationWriter.WriteRss(Published.Rich())).Descendants("item").First();
        var atom = FeedRules.Load(SyndicationWriter.WriteAtom(Published.Rich())).Root!.Elements(FeedRules.Atom + "entry").First();

        Assert.Equal("https://sahl.example/a.mp3", (string?)Assert.Single(rss.Elements("enclosure")).Attribute("url"));
        Assert.Equal(3, FeedRules.Links(atom, "enclosure").Count());
    }

    [Fact]
    public void An_enclosure_of_unknown_length_still_says_one_in_rss()
    {
        var story = Published.Story(enclosures: [new("https://news.example/a.mp3", "audio/mpeg", null)]);

        Assert.Equal("0", FeedRules.Load(SyndicationWriter.WriteRss(Published.Feed(story))).Descendants("enclosure").Single().Attribute("length")?.Value);
    }

    [Fact]
    public void Rss_writes_its_extensions_under_the_prefixes_readers_look_for()
    {
        var rss = Encoding.UTF8.GetString(SyndicationWriter.WriteRss(Published.Rich()));

        Assert.Contains("<content:encoded>", rss, StringComparison.Ordinal);
        Assert.Contains("<dc:creator>هدى العلي</dc:creator>", rss, StringComparison.Ordinal);
        Assert.Contains("<media:thumbnail url=\"https://sahl.example/a.jpg\"></media:thumbnail>", rss, StringComparison.Ordinal);
        Assert.Contains("<atom:link rel=\"self\" href=\"https://hub.example/feed.rss\" type=\"application/rss+xml\"></atom:link>", rss, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_page_names_its_hub_and_its_archive_and_an_archive_page_the_first()
    {
        var first = FeedRules.Load(SyndicationWriter.WriteAtom(Published.Rich())).Root!;
        var archive = FeedRules.Load(SyndicationWriter.WriteAtom(Published.Rich() with { IsArchive = true, Query = "?before=201" })).Root!;

        Assert.Equal("https://push.example/", Href(first, "hub"));
        Assert.Equal("https://hub.example/feed.atom?before=101", Href(first, "prev-archive"));
        Assert.Empty(FeedRules.Links(first, "current"));
        Assert.Equal("https://hub.example/feed.atom?before=201", Href(archive, "self"));
        Assert.Equal("https://hub.example/feed.atom", Href(archive, "current"));
        Assert.Single(archive.Elements(XName.Get("archive", "http://purl.org/syndication/history/1.0")));

        static string? Href(XElement feed, string relation) => (string?)FeedRules.Links(feed, relation).Single().Attribute("href");
    }

    [Fact]
    public void Only_an_Arabic_title_that_begins_in_Latin_gets_a_mark()
    {
        var titles = FeedRules.Load(SyndicationWriter.WriteRss(Published.Rich())).Descendants("item").Select(item => item.Element("title")!.Value).ToList();

        Assert.Equal(["\u200FCNN: مقابلة مع وزير الثقافة حول المعرض"], titles.Where(title => title.Contains('\u200F', StringComparison.Ordinal)));
    }
}
