using System.Text;
using CsCheck;
using FeedHub.Parsing;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Parsing;

/// <summary>
/// Damage of every kind: the parser gives a feed or its one exception, in bounded time, and the entries beside the damage. Short by default;
/// <c>FEEDHUB_FUZZ=1000000 dotnet test --filter FeedFuzzTests</c> goes on for as many documents.
/// </summary>
public sealed class FeedFuzzTests
{
    private const int Short = 3_000;
    private const int Mutations = 10_000;

    /// <summary>What breaks readers, to be put anywhere.</summary>
    private static readonly string[] Pieces =
    [
        "<", ">", "&", "\"", "'", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY a '&a;'>]>", "&nbsp;", "&#0;", "&#x110000;", "&bogus;", "\0",
        "\uFFFE", "\uD800", "</item>", "<item>", "</entry>", "<entry>", "</channel>", "<b", "<b>", "</b>", "xmlns:x=''", " a='1' a='2'", "<x:y>", "\r\n", "\u0645", "{", "}", "[", "]", "\\u", ",", "<svg><title>",
    ];

    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>ا</title><item><title>ب &amp; ت</title><link>/ب</link><guid isPermaLink=\"false\">1</guid><description><![CDATA[<p>ث</p>]]></description><media:group><media:content url=\"a.jpg\" fileSize=\"x\"/></media:group><pubDate>Mon, 16 Nov 2020 14:05:00 GMT</pubDate></item></channel></rss>",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://x.test/\" xml:lang=\"ar\"><title>ا</title><entry><id>1</id><title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">ب<b>ت</b></div></title><link href=\"ب\"/><updated>2020-11-16T14:05:00+03:00</updated><content type=\"html\">&lt;p>ث</content></entry></feed>",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"/\"><title>ا</title></channel><item rdf:about=\"1\"><title>ب</title></item></rdf:RDF>",
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"ا\",\"items\":[{\"id\":\"1\",\"content_html\":\"<p>\\u0628</p>\",\"date_published\":\"2020-11-16T14:05:00Z\",\"attachments\":[{\"url\":\"a\",\"size_in_bytes\":1}]}]}",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.Unicode.GetBytes("\uFEFF<rss><channel><title>ا</title><item><title>ب</title></item></channel></rss>"),
    ];

    private static int Count { get; } = FuzzCount.Or(Short);

    [Fact]
    public void Any_damage_gives_a_feed_or_the_one_exception() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Damage.Array[1, 6]).Sample(
            (seed, damages) => Parse(damages.Aggregate(Seeds[seed], static (bytes, damage) => damage.Of(bytes))),
            iter: Count);

    [Fact]
    public void Noise_gives_a_feed_or_the_one_exception() =>
        Gen.Byte.Array[0, 200].Sample(noise => Parse(noise), iter: Count / 3);

    [Fact]
    public void Ten_thousand_mutations_of_one_item_cost_no_neighbour() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1_000], Gen.Int[0, 3], Gen.Int[0, Pieces.Length - 1], Gen.Int[1, 9]).Sample(
            (dialect, at, kind, piece, length) =>
            {
                var (head, first, middle, last, tail) = dialect == 0
                    ? ("<rss version=\"2.0\"><channel><title>ق</title>", "<item><title>أول</title></item>", "<item><title>وسط &amp; طرف</title><link>https://x.test/m</link><guid>m</guid><description>&lt;p&gt;نص الخبر&lt;/p&gt;</description><enclosure url=\"a\" length=\"1\"/><pubDate>Mon, 16 Nov 2020 14:05:00 GMT</pubDate></item>", "<item><title>آخر</title></item>", "</channel></rss>")
                    : ("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>ق</title>", "<entry><title>أول</title></entry>", "<entry><title type=\"html\">وسط &amp;amp; طرف</title><link href=\"https://x.test/m\"/><id>m</id><content type=\"html\">&lt;p&gt;نص الخبر&lt;/p&gt;</content><updated>2020-11-16T14:05:00Z</updated></entry>", "<entry><title>آخر</title></entry>", "</feed>");
                var place = 7 + (at % (middle.Length - 16));
                var cut = Math.Min(length, middle.Length - 8 - place);
                var mutated = kind switch
                {
                    0 => middle.Remove(place, cut),
                    1 => middle.Insert(place, Inner(piece)),
                    2 => middle.Remove(place, cut).Insert(place, Inner(piece)),
                    _ => middle.Insert(place, middle.Substring(place, cut)),
                };
                var titles = FeedParser.Parse(Encoding.UTF8.GetBytes(head + first + mutated + last + tail), new ParseOptions()).Entries.Select(entry => entry.TitleHtml).ToList();

                Assert.Contains("أول", titles);
                Assert.Contains("آخر", titles);
            },
            iter: Math.Max(Mutations, Count / 10));

    private static Gen<Change> Damage { get; } =
        Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[1, 40], Gen.Int[0, Pieces.Length - 1], Gen.Byte).Select(
            (kind, place, length, piece, value) => new Change(kind, place, length, Pieces[piece], value));

    /// <summary>Openers that no reader could tell from meant ones are left to the other properties.</summary>
    private static string Inner(int piece) => Pieces[piece] is "</channel>" or "\uD800" ? "<" : Pieces[piece];

    private static void Parse(byte[] bytes)
    {
        try
        {
            FeedParser.Parse(bytes, new ParseOptions { BaseUri = new Uri("https://x.test/") });
        }
        catch (NotAFeedException)
        {
            // Said so.
        }
    }

    private sealed record Change(int Kind, double Place, int Length, string Piece, byte Value)
    {
        public byte[] Of(byte[] bytes)
        {
            var at = (int)(Place * bytes.Length);
            var end = Math.Min(bytes.Length, at + Length);
            return Kind switch
            {
                0 => [.. bytes[..at], .. bytes[end..]],
                1 => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Piece), .. bytes[at..]],
                2 => [.. bytes[..at], Value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
                3 => [.. bytes[..at], .. bytes[at..end], .. bytes[at..]],
                _ => bytes[..at],
            };
        }
    }
}
