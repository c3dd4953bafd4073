using System.Globalization;
using System.Text;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// Makes feeds of pseudo-Arabic news, the same bytes for the same numbers: right letter, word and byte statistics, no meaning.
/// Three stories in ten are carried by several feeds, in their own markup, some cut short.
/// </summary>
internal sealed class FeedFarm(int feeds, int entriesPerFeed = 20)
{
    private const int SharedStories = 5;

    private static readonly DateTimeOffset Base = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Roots =
    [
        "كتب", "علم", "درس", "عمل", "حكم", "نظم", "سلم", "شعب", "نشر", "خبر", "طلب", "بحث", "فتح", "دخل", "خرج", "رفع", "جمع", "قسم",
        "وصل", "ركب", "قرر", "قدر", "صدر", "عرض", "نقل", "حمل", "حفظ", "صنع", "زرع", "ملك", "سكن", "هدم", "كشف", "ظهر", "عقد", "صدق",
        "شهد", "سمع", "فكر", "ذكر", "فهم", "نجح", "ربح", "صرف", "مطر", "سبق", "لحق", "قرب", "كبر", "طول", "سرع", "ثبت",
    ];

    private static readonly string[] Patterns =
    [
        "{0}{1}و{2}", "{0}ا{1}{2}", "م{0}{1}و{2}", "ت{0}{1}ي{2}", "است{0}{1}ا{2}", "ا{0}ت{1}ا{2}", "م{0}ا{1}{2}ة", "{0}{1}ي{2}", "{0}{1}ا{2}",
        "ي{0}{1}{2}", "ال{0}{1}{2}", "ال{0}ا{1}{2}", "الم{0}{1}{2}ة", "وال{0}{1}ي{2}", "بال{0}{1}ا{2}", "لل{0}{1}و{2}",
    ];

    private static readonly string[] Words = [.. Roots.SelectMany(root => Patterns.Select(pattern =>
        string.Format(CultureInfo.InvariantCulture, pattern, root[0], root[1], root[2])))];

    public int Feeds => feeds;

    /// <param name="extra">Entries newer than the base ones: what a feed has grown by.</param>
    public byte[] Feed(int feed, int extra = 0)
    {
        var xml = new StringBuilder(200_000);
        xml.Append(CultureInfo.InvariantCulture, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
            <title>موقع {feed}</title><link>http://site{feed}.example/</link><description>أخبار</description><language>ar</language>

            """);
        for (var entry = -extra; entry < entriesPerFeed; entry++)
        {
            AppendEntry(xml, feed, entry);
        }

        return Encoding.UTF8.GetBytes(xml.Append("</channel></rss>\n").ToString());
    }

    /// <summary>A title and six paragraphs of plain text, about 1,900 letters, that no other numbers give.</summary>
    public static (string Title, string Text) Story(int feed, int entry)
    {
        var story = new Stream64(Mix(feed, entry, 13));
        return (Sentence(story, 9), string.Join('\n', Enumerable.Range(0, 6).Select(_ => Sentence(story, 55) + ".")));
    }

    private static void AppendEntry(StringBuilder xml, int feed, int entry)
    {
        // Neighbouring feeds share their first few stories.
        var shared = entry >= 0 && entry < SharedStories;
        var story = new Stream64(shared ? Mix(feed / 4, entry, 7) : Mix(feed, entry, 13));
        var dress = new Stream64(Mix(feed, entry, 29));
        var title = Sentence(story, 9);
        var published = Base.AddMinutes(-(60 * (entry + 40)) - (int)(dress.Next() % 60));
        xml.Append(CultureInfo.InvariantCulture, $"""
            <item><title>{title}</title><link>http://site{feed}.example/news/{entry + 1000}/</link><guid isPermaLink="false">site{feed}-{entry + 1000}</guid>
            <pubDate>{published:R}</pubDate><dc:creator>محرر {dress.Next() % 40}</dc:creator><category>سياسة</category>
            <description><![CDATA[<p>{title} […]</p>]]></description><content:encoded><![CDATA[
            """);
        var paragraphs = 4 + (int)(story.Next() % 5);
        var kept = shared && dress.Next() % 5 == 0 ? 2 : paragraphs;
        for (var paragraph = 0; paragraph < kept; paragraph++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"""<p class="wp-block-paragraph" style="text-align:right">{Sentence(story, 30)} <strong>{Sentence(story, 5)}</strong> <a href="http://site{feed}.example/tag/{paragraph}" rel="nofollow">{Sentence(story, 3)}</a> {Sentence(story, 25)}&nbsp;.</p>""").Append('\n');
        }

        xml.Append(CultureInfo.InvariantCulture, $"""<figure class="wp-block-image"><img src="http://site{feed}.example/i/{entry}.jpg" alt="صورة" width="800" height="450"/></figure><div class="sharedaddy sd-sharing-enabled"><ul><li>شارك على فيسبوك</li><li>شارك على تويتر</li></ul></div>]]></content:encoded></item>""").Append('\n');
    }

    private static string Sentence(Stream64 stream, int words)
    {
        var text = new StringBuilder(words * 8);
        for (var word = 0; word < words; word++)
        {
            text.Append(word == 0 ? "" : " ").Append(Words[stream.Next() % (ulong)Words.Length]);
        }

        return text.ToString();
    }

    private static ulong Mix(int a, int b, int salt) =>
        unchecked((((ulong)(uint)a << 32) | (uint)b) * 0x9E3779B97F4A7C15UL) ^ ((ulong)salt * 0xD1B54A32D192ED03UL);

    /// <summary>SplitMix64.</summary>
    private sealed class Stream64(ulong seed)
    {
        private ulong _state = seed;

        public ulong Next()
        {
            _state = unchecked(_state + 0x9E3779B97F4A7C15UL);
            var mixed = unchecked((_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL);
            mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
            return mixed ^ (mixed >> 31);
        }
    }
}
