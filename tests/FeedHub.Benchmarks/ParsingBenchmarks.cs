using System.Globalization;
using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using BenchmarkDotNet.Attributes;
using FeedHub.Parsing;

namespace FeedHub.Benchmarks;

/// <summary>
/// Feeds to entries, beside the framework's own reader and beside reading the XML alone. Throughput is <see cref="TotalBytes"/> / mean. The feeds
/// are generated and well-formed: RSS 2.0 with 30 items of 3 KB each, since the framework refuses most of what is served otherwise.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ParsingBenchmarks
{
    private const int Feeds = 50;
    private const int Items = 30;
    private const string Sentence = "افتتحت المدينة سوقها القديم صباح الأحد بعد عامين من أعمال الترميم، وقال رئيس البلدية إن الدكاكين ستعمل طوال الأسبوع. ";

    private readonly ParseOptions _options = new() { BaseUri = new Uri("https://feeds.example/") };

    private byte[][] _feeds = [];

    /// <summary>UTF-8, of all feeds.</summary>
    public long TotalBytes { get; private set; }

    [GlobalSetup]
    public void Generate()
    {
        _feeds = [.. Enumerable.Range(0, Feeds).Select(Feed)];
        TotalBytes = _feeds.Sum(feed => (long)feed.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"// {Feeds} feeds, {TotalBytes / 1e6:F2} MB"));
    }

    [Benchmark(Baseline = true, Description = "SyndicationFeed.Load")]
    public int Framework()
    {
        var items = 0;
        foreach (var feed in _feeds)
        {
            using var reader = XmlReader.Create(new MemoryStream(feed));
            items += SyndicationFeed.Load(reader).Items.Count();
        }

        return items;
    }

    [Benchmark(Description = "FeedParser.Parse")]
    public int Ours() => _feeds.Sum(feed => FeedParser.Parse(feed, _options).Entries.Length);

    [Benchmark(Description = "XmlReader alone")]
    public int XmlAlone()
    {
        var nodes = 0;
        foreach (var feed in _feeds)
        {
            using var reader = XmlReader.Create(new MemoryStream(feed));
            while (reader.Read())
            {
                nodes++;
            }
        }

        return nodes;
    }

    private static byte[] Feed(int number)
    {
        var feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>");
        feed.Append(CultureInfo.InvariantCulture, $"<title>صحيفة {number}</title><link>https://feeds.example/{number}</link><description>أخبار</description><language>ar</language>");
        var first = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < Items; i++)
        {
            var body = string.Concat(Enumerable.Repeat($"<p>{Sentence}</p>", 10 + ((number + i) % 7)));
            feed.Append(CultureInfo.InvariantCulture, $"<item><title>خبر {number}/{i}: السوق القديم</title><link>https://feeds.example/{number}/{i}</link><guid>https://feeds.example/{number}/{i}</guid>")
                .Append(CultureInfo.InvariantCulture, $"<pubDate>{first.AddMinutes(i):r}</pubDate><dc:creator>سلمى</dc:creator><category>محليات</category><description>{Sentence}</description>")
                .Append("<content:encoded><![CDATA[").Append(body).Append("]]></content:encoded></item>");
        }

        return Encoding.UTF8.GetBytes(feed.Append("</channel></rss>").ToString());
    }
}
