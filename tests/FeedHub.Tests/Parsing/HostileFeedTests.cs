using System.Text;
using CsCheck;
using FeedHub.Parsing;
using FeedHub.Tests.Hostile;

namespace FeedHub.Tests.Parsing;

/// <summary>No document ends the process, holds it up or hides the entries beside its trap.</summary>
public sealed class HostileFeedTests
{
    private const int TrapLength = 4 * 1024 * 1024;

    /// <summary>Of the processor. The promise is 2 s for four times the length; code that is not optimised takes longer.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Traps { get; } = [.. FeedTraps.Names];

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_trap_costs_little_time_and_no_neighbour(string name)
    {
        var body = FeedTraps.Make(name, TrapLength);
        var before = ThreadTime.Now;

        var feed = FeedParser.Parse(body, new ParseOptions());

        var spent = ThreadTime.Now - before;
        Assert.Equal(("أول", "آخر"), (feed.Entries[0].TitleHtml, feed.Entries[^1].TitleHtml));
        Assert.True(spent < Enough, $"It took {spent}.");
    }

    [Theory]
    [InlineData("ampersands")]
    [InlineData("smaller-thans")]
    [InlineData("ends and ampersands")]
    [InlineData("references")]
    [InlineData("halves of emoji")]
    public void What_repairs_make_longer_stays_within_bounds(string name)
    {
        const int Length = 16 * 1024 * 1024;
        var body = FeedTraps.Make(name, Length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var feed = FeedParser.Parse(body, new ParseOptions());

        Assert.Equal(("أول", "آخر"), (feed.Entries[0].TitleHtml, feed.Entries[^1].TitleHtml));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L * Length);
    }

    [Theory]
    [InlineData("rss")]
    [InlineData("b")]
    [InlineData("media:group")]
    public void What_nests_too_deep_ends_where_it_ends(string name)
    {
        var nested = Times($"<{name}>", 5_000) + Times($"</{name}>", 5_000);

        var feed = FeedParser.Parse(
            Encoding.UTF8.GetBytes($"<rss><channel><title>ق</title><item><title>أول</title>{nested}</item><item><title>آخر</title></item></channel></rss>"),
            new ParseOptions());

        Assert.Equal(["أول", "آخر"], feed.Entries.Select(entry => entry.TitleHtml));
    }

    [Theory]
    [InlineData("<!DOCTYPE r [", "<!ENTITY ", ">]><rss><channel><title>ق</title><item><title>خ</title></item></channel></rss>")]
    [InlineData("", "<!DOCTYPE r [", "<rss><channel><title>ق</title><item><title>خ</title></item></channel></rss>")]
    [InlineData("", "<!-- -->x<", "<rss><channel><title>ق</title><item><title>خ</title></item></channel></rss>")]
    [InlineData("", "</rss>", "<rss><channel><title>ق</title><item><title>خ</title></item></channel></rss>")]
    public void A_head_full_of_beginnings_costs_little_time(string before, string piece, string after)
    {
        var body = Encoding.UTF8.GetBytes(before + Times(piece, TrapLength / piece.Length) + after);
        var started = ThreadTime.Now;

        var feed = FeedParser.Parse(body, new ParseOptions());

        var spent = ThreadTime.Now - started;
        Assert.Equal("خ", Assert.Single(feed.Entries).TitleHtml);
        Assert.True(spent < Enough, $"It took {spent}.");
    }

    [Fact]
    public void Metadata_of_a_drawing_does_not_make_a_page_a_feed() =>
        Assert.Contains(
            "web page",
            Assert.Throws<NotAFeedException>(() => FeedParser.Parse(
                "<!DOCTYPE html><html><body><svg><metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><cc:Work/></rdf:RDF></metadata></svg></body></html>"u8.ToArray(),
                new ParseOptions())).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><title>نصف")]
    [InlineData("<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><title>نصف</title>")]
    public void A_lone_entry_that_breaks_off_is_not_published(string document) =>
        Assert.Empty(FeedParser.Parse(Encoding.UTF8.GetBytes(document), new ParseOptions()).Entries);

    [Fact]
    public void Cut_anywhere_a_feed_gives_whole_entries_only()
    {
        var bodies = new[] { "أول &amp; كامل", "ثان <b>كامل</b>", "ثالث كامل" };
        var items = string.Concat(bodies.Select((body, i) => $"<item><title>{i}</title><description><![CDATA[{body}]]></description><guid>g{i}</guid></item>"));
        var whole = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>ق</title>{items}</channel></rss>");
        for (var length = 60; length < whole.Length; length++)
        {
            var feed = FeedParser.Parse(whole.AsMemory(0, length), new ParseOptions());

            Assert.Equal(feed.Entries.Select((_, i) => ($"{i}", bodies[i], $"g{i}")), feed.Entries.Select(entry => (entry.TitleHtml!, entry.ContentHtml!, entry.Id!)));
        }
    }

    [Fact]
    public void A_cdata_section_that_does_not_close_costs_no_neighbour()
    {
        var feed = FeedParser.Parse(
            """
            <rss><channel><item><title>أول</title><description><![CDATA[<p>نص</p></description></item>
            <item><title>ثان</title><description><![CDATA[<p>آخر</p>]]></description></item></channel></rss>
            """u8.ToArray(),
            new ParseOptions());

        Assert.Equal([("أول", "<p>نص</p>"), ("ثان", "<p>آخر</p>")], feed.Entries.Select(entry => (entry.TitleHtml!, entry.ContentHtml!)));
    }

    [Fact]
    public void Whatever_is_cut_out_of_one_entry_its_neighbours_stay()
    {
        const string Middle =
            "<entry xml:base=\"https://x.test/\"><id>وسط</id><title type=\"html\">وسط &amp;amp; طرف</title><link rel=\"alternate\" href=\"/m\"/><updated>2020-11-16T14:05:00Z</updated><author><name>سلمى</name></author><content type=\"html\"><![CDATA[<p>نص <b>الخبر</b></p>]]></content><category term=\"سياسة\"/></entry>";
        const string Last = "<entry><id>آخر</id><title>آخر</title><content type=\"html\"><![CDATA[<p>نص</p>]]></content></entry>";
        Gen.Select(Gen.Int["<entry ".Length, Middle.Length - "</entry>".Length], Gen.Int[0, 60], Gen.Int[0, 40]).Sample(
            (from, length, copied) =>
            {
                var to = Math.Min(from + length, Middle.Length - "</entry>".Length);
                var mutated = Middle[..from] + Middle.Substring(Math.Min(to, Middle.Length - copied), copied).Replace("</entry>", "", StringComparison.Ordinal) + Middle[to..];
                var feed = FeedParser.Parse(
                    Encoding.UTF8.GetBytes($"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>أول</id><title>أول</title></entry>{mutated}{Last}</feed>"),
                    new ParseOptions());

                Assert.Equal("أول", feed.Entries[0].TitleHtml);
                Assert.Equal(("آخر", "آخر", "<p>نص</p>"), (feed.Entries[^1].Id, feed.Entries[^1].TitleHtml, feed.Entries[^1].ContentHtml));
            },
            iter: 5_000);
    }

    private static string Times(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
