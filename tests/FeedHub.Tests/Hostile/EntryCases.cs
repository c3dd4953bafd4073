using System.Globalization;
using System.Text;
using System.Text.Json;
using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>What stands in the feeds: traps for parsers, charsets, identities, dates, markup that must not come through.</summary>
internal static class EntryCases
{
    public static IEnumerable<HostileCase> List() => [.. Traps(), .. Charsets(), .. Cut(), .. Identities(), .. Dates(), .. Markup()];

    private static IEnumerable<HostileCase> Traps()
    {
        foreach (var (name, doctype, use) in new[]
        {
            ("billion-laughs", "<!DOCTYPE rss [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range(0, 12).Select(i => $"<!ENTITY {(char)('b' + i)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">")) + "]>", "&m;"),
            ("quadratic", $"<!DOCTYPE rss [<!ENTITY a \"{new string('x', 50_000)}\">]>", string.Concat(Enumerable.Repeat("&a;", 50_000))),
            ("xxe-file", "<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "&a;"),
            ("xxe-web", "<!DOCTYPE rss SYSTEM \"http://127.0.0.1:{0}/x.dtd\" [<!ENTITY % p SYSTEM \"http://127.0.0.1:{0}/p\"> %p; <!ENTITY a SYSTEM \"http://127.0.0.1:{0}/e\">]>", "&a;"),
            ("self-entity", "<!DOCTYPE rss [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>", "&a;"),
        })
        {
            yield return Trap(name, (hit, rest) => $"{doctype.Replace("{0}", hit.Places.CanaryPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}<rss version=\"2.0\"><channel><title>x</title><item><title>{use}</title><guid>trap</guid></item>{rest}</channel></rss>",
                Holds(seen => seen.Items.All(item => !item.GetRawText().Contains("root:", StringComparison.Ordinal) && item.GetRawText().Length < 300_000), "let it through"));
        }

        foreach (var (name, body) in new (string, Func<string>)[]
        {
            ("deep-html", () => $"<![CDATA[{string.Concat(Enumerable.Repeat("<div>", 100_000))}x]]>"), ("deep-html-misnested", () => $"<![CDATA[{string.Concat(Enumerable.Repeat("<b><a><i><p>", 10_000))}x]]>"), ("deep-tables", () => $"<![CDATA[{string.Concat(Enumerable.Repeat("<table><tr><td>", 20_000))}x]]>"),
            ("many-attributes", () => $"<![CDATA[<p {string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=b "))}>x</p>]]>"), ("many-open-tags", () => $"<![CDATA[{new string('<', 500_000)}]]>"), ("many-entities", () => $"<![CDATA[{string.Concat(Enumerable.Repeat("&amp;", 200_000))}]]>"),
            ("long-word", () => new string('ب', 1_000_000)), ("marks", () => "م" + new string('\u064B', 300_000)), ("controls", () => string.Concat(Enumerable.Range(1, 8).Select(i => $"&#x{i};")) + "&#0;&#xFFFF;&#xD800;"),
            ("deep-list", () => $"<![CDATA[{string.Concat(Enumerable.Repeat("<ul><li>", 50_000))}x]]>"), ("svg-math", () => $"<![CDATA[{string.Concat(Enumerable.Repeat("<svg><math><mtext><table>", 10_000))}x]]>"),
        })
        {
            yield return Trap(name, (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title>{HostileFeeds.Item(hit.Name, 9, body())}{rest}</channel></rss>", Says());
        }

        yield return Trap("deep-xml", (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title><item><title>x</title><guid>trap</guid>{string.Concat(Enumerable.Repeat("<a>", 100_000))}{string.Concat(Enumerable.Repeat("</a>", 100_000))}</item>{rest}</channel></rss>", Says());
        yield return Trap("wide-xml", (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title>{rest}<item {string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=\"b\" "))}><title>x</title><guid>trap</guid></item></channel></rss>", Says());
        yield return Trap("many-namespaces", (hit, rest) => $"<rss version=\"2.0\" {string.Concat(Enumerable.Range(0, 20_000).Select(i => $"xmlns:n{i}=\"u{i}\" "))}><channel><title>x</title>{rest}</channel></rss>", Says());
        yield return Trap("many-items", (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title>{rest}{string.Concat(Enumerable.Repeat("<item/>", 500_000))}</channel></rss>", Says());
        yield return Trap("many-links", (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title>{rest}<item><title>x</title><guid>trap</guid>{string.Concat(Enumerable.Range(0, 100_000).Select(i => $"<link>http://x.example/{i}</link><enclosure url=\"http://x.example/{i}\"/><category>c{i}</category>"))}</item></channel></rss>", Says());
        yield return Trap("long-title", (hit, rest) => $"<rss version=\"2.0\"><channel><title>{new string('x', 500_000)}</title><item><title>{string.Concat(Enumerable.Repeat("عنوان ", 200_000))}</title><guid>trap</guid></item>{rest}</channel></rss>",
            Holds(seen => seen.Titles.All(title => title.Length <= 501), "published a title of more than 500 characters"));
        yield return Trap("long-guid", (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title><item><title>x</title><guid>{new string('g', 1_000_000)}</guid></item>{rest}</channel></rss>", Says());
        yield return Trap("comments", (hit, rest) => $"<rss version=\"2.0\"><channel><title>x</title>{string.Concat(Enumerable.Repeat("<!-- -->", 400_000))}{rest}</channel></rss>", Says());
        yield return Trap("instructions", (hit, rest) => $"<?xml-stylesheet href=\"file:///etc/passwd\"?><rss version=\"2.0\"><channel><title>x</title>{string.Concat(Enumerable.Repeat("<?p i?>", 400_000))}{rest}</channel></rss>", Says());
        yield return new("trap-deep-json", hit => hit.AnswerAsync(200, string.Concat(Enumerable.Repeat("{\"items\":[", 100_000))), All(State("failing"), ShowsNothing));
        yield return new("trap-xml-in-cdata-unclosed", hit => hit.AnswerAsync(200, $"<rss version=\"2.0\"><channel><title>x</title>{HostileFeeds.Item(hit.Name, 1)}<item><title>{HostileFeeds.Title(hit.Name, 2)}</title><description><![CDATA[half"), Holds(seen => !seen.Titles.Contains(HostileFeeds.Title(seen.Name, 2)), "published half an item"));
    }

    /// <summary>A document with something wicked in it; the sound item beside must come through.</summary>
    private static HostileCase Trap(string name, Func<Hit, string, string> document, Func<Seen, string?> also)
    {
        var body = new System.Collections.Concurrent.ConcurrentDictionary<string, byte[]>();
        return new($"trap-{name}", hit => hit.AnswerAsync(200, body.GetOrAdd(hit.Name, _ => Encoding.UTF8.GetBytes(document(hit, HostileFeeds.Item(hit.Name, 1))))), All(Shows(1), also, Polls(0.3, 1.1)));
    }

    private static IEnumerable<HostileCase> Charsets()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var (name, encoding, type, declared) in new[]
        {
            ("1256-by-http", "windows-1256", "text/xml; charset=windows-1256", null), ("1256-by-xml", "windows-1256", "text/xml", "windows-1256"), ("1256-unlabelled", "windows-1256", "text/xml", null), ("1256-as-utf-8", "windows-1256", "text/xml; charset=utf-8", "UTF-8"),
            ("utf-8-as-latin-1", "utf-8", "text/xml; charset=iso-8859-1", null), ("utf-16-le", "utf-16", "text/xml", "utf-16"), ("utf-16-be", "utf-16BE", "application/xml", "utf-16"), ("8859-6", "iso-8859-6", "text/xml; charset=iso-8859-6", null), ("utf-8-upper", "utf-8", "TEXT/XML; CHARSET=\"UTF-8\"", "UTF-8"),
        })
        {
            yield return new($"charset-{name}", hit =>
            {
                var xml = HostileFeeds.Rss(hit.Name, "", [HostileFeeds.Item(hit.Name, 1, "افتتح وزير الثقافة صباح اليوم معرض الكتاب في المدينة القديمة بمشاركة ثلاثمئة دار نشر عربية وأجنبية")]);
                xml = xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..];
                var target = Encoding.GetEncoding(encoding);
                return hit.AnswerAsync(200, [.. target.GetPreamble(), .. target.GetBytes((declared is null ? "" : $"<?xml version=\"1.0\" encoding=\"{declared}\"?>") + xml)], $"Content-Type: {type}");
            }, All(Shows(1), Holds(seen => seen.Items.All(item => item.Text().Contains("وزير الثقافة صباح اليوم", StringComparison.Ordinal)), "read the letters wrongly")));
        }

        yield return new("charset-nul", hit => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, "", [HostileFeeds.Item(hit.Name, 1), "<item><title>x\0y\u0001z</title><guid>n</guid></item>"])), Shows(1));
        yield return new("charset-bom", hit => hit.AnswerAsync(200, "\uFEFF\n  " + HostileFeeds.Rss(hit.Name, 1)), Shows(1));
    }

    private static IEnumerable<HostileCase> Cut()
    {
        foreach (var left in new[] { 5, 20, 45, 120, 200 })
        {
            yield return new($"cut-document-{left}", hit => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, 1, 2)[..^left]), All(
                Holds(seen => seen.Items.All(item => item.Text().Length == 0 || Enumerable.Range(1, 2).Any(i => item.Text().Contains(HostileFeeds.Words(seen.Name, i), StringComparison.Ordinal))), "published half an item")));
        }
    }

    private static IEnumerable<HostileCase> Identities()
    {
        yield return new("identity-guid-rotates", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1, guid: $"g{hit.Number}")), ShowsJust(1));
        yield return new("identity-link-rotates", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1).Replace("/1</link>", $"/1?utm_source={hit.Number}&amp;s={hit.Number}</link>", StringComparison.Ordinal)), ShowsJust(1));
        yield return new("identity-blanks", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1, guid: hit.Number % 2 == 0 ? $"\n  {hit.Name}-1 " : $"{hit.Name}-1")), ShowsJust(1));
        yield return new("identity-twice-in-a-feed", hit => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, "", [HostileFeeds.Item(hit.Name, 1), HostileFeeds.Item(hit.Name, 1)])), ShowsJust(1));
        yield return new("identity-edited-title", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1).Replace("<title>", $"<title>عاجل {hit.Number % 3} ", StringComparison.Ordinal)), ShowsJust(1));
        yield return new("identity-order", hit => hit.FeedAsync(hit.Number % 2 == 0 ? [1, 2, 3] : [3, 1, 2]), ShowsJust(3));
        yield return new("identity-none", hit => ItemAsync(hit, $"<item><title>{HostileFeeds.Title(hit.Name, 1)}</title><description>{HostileFeeds.Words(hit.Name, 1)}</description></item>"), ShowsJust(1));
        yield return new("identity-date-rotates", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1, more: $"<pubDate>{TimeProvider.System.GetUtcNow():R}</pubDate>")), ShowsJust(1));
        yield return new("identity-counter-in-body", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1, HostileFeeds.Words(hit.Name, 1) + $" {hit.Number} قراءة")), ShowsJust(1));
    }

    private static IEnumerable<HostileCase> Dates()
    {
        foreach (var (name, date) in new[]
        {
            ("1970", "Thu, 01 Jan 1970 00:00:00 GMT"), ("2099", "Thu, 01 Jan 2099 00:00:00 GMT"), ("year-1", "Mon, 01 Jan 0001 00:00:00 GMT"), ("year-99999", "Mon, 01 Jan 99999 00:00:00 GMT"), ("garbage", "half past never"), ("none", ""), ("iso", "2026-03-04T08:00:00+03:00"),
            ("epoch", "1772611200"), ("arabic", "الأربعاء 4 مارس 2026 - 08:00"), ("31-february", "Tue, 31 Feb 2026 08:00:00 GMT"), ("zone-name", "Wed, 04 Mar 2026 08:00:00 EEST"), ("24-hours", "Wed, 04 Mar 2026 24:00:00 GMT"),
        })
        {
            yield return new($"date-of-entry-{name}", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1, more: $"<pubDate>{date}</pubDate>")), All(Shows(1), Holds(
                seen => seen.Items.All(item => !item.TryGetProperty("date_published", out var at) || at.GetDateTimeOffset() is var day && day < TimeProvider.System.GetUtcNow().AddMinutes(5) && day.Year > 1969), "published a date nobody believes")));
        }
    }

    private static IEnumerable<HostileCase> Markup()
    {
        foreach (var (name, html) in new[]
        {
            ("script", "<script>alert(1)</script>"), ("handler", "<img src=x onerror=alert(1)>"), ("iframe", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>"), ("svg", "<svg><script>alert(1)</script></svg>"), ("style", "<style>*{background:url(javascript:alert(1))}</style>"),
            ("noscript", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>"), ("math", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">"), ("comment", "<!--><script>alert(1)</script>-->"), ("template", "<template><script>alert(1)</script></template>"),
            ("escaped-twice", "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"), ("form", "<form action=javascript:alert(1)><button formaction=javascript:alert(2)>x</button></form>"), ("object", "<object data=javascript:alert(1)><embed src=javascript:alert(2)>"),
        })
        {
            yield return new($"markup-{name}", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1, $"<![CDATA[<p>{HostileFeeds.Words(hit.Name, 1)}</p>{html}]]>")), All(Shows(1), Holds(
                seen => seen.Items.All(item => !Html(item).Contains("<script", StringComparison.OrdinalIgnoreCase) && !Html(item).Contains("<img src=x", StringComparison.OrdinalIgnoreCase) && !Html(item).Contains("<iframe", StringComparison.OrdinalIgnoreCase)), "published markup")));
        }

        foreach (var (name, link) in new[] { ("javascript", "javascript:alert(1)"), ("data", "data:text/html,x"), ("file", "file:///etc/passwd"), ("vbscript", "vbscript:x"), ("spaced", " java\nscript:alert(1)"), ("user", "http://user:secret-pass-99@x.example/a"), ("relative", "/a/1") })
        {
            yield return new($"link-{name}", hit => ItemAsync(hit, $"<item><title>{HostileFeeds.Title(hit.Name, 1)}</title><guid isPermaLink=\"false\">{hit.Name}-1</guid><link>{link}</link><description>{HostileFeeds.Words(hit.Name, 1)}</description><enclosure url=\"{link}\" type=\"audio/mpeg\" length=\"x\"/></item>"), All(Shows(1), Holds(
                seen => seen.Items.All(item => Links(item).All(url => url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal))), "published a link that is no web address")));
        }

        yield return new("bidi-title", hit => ItemAsync(hit, HostileFeeds.Item(hit.Name, 1).Replace("<title>", "<title>\u202E\u2067", StringComparison.Ordinal)), Holds(
            seen => seen.Titles.Any() && seen.Titles.All(title => title.Count(mark => mark is '\u202A' or '\u202B' or '\u202D' or '\u202E') == title.Count(mark => mark == '\u202C') && title.Count(mark => mark is >= '\u2066' and <= '\u2068') == title.Count(mark => mark == '\u2069')), "let a title turn the page around"));
    }

    private static string Html(JsonElement item) => item.TryGetProperty("content_html", out var html) ? html.GetString()! : "";

    private static IEnumerable<string> Links(JsonElement item)
    {
        foreach (var name in new[] { "url", "external_url", "image" })
        {
            if (item.TryGetProperty(name, out var url))
            {
                yield return url.GetString()!;
            }
        }

        if (item.TryGetProperty("attachments", out var attachments))
        {
            foreach (var attachment in attachments.EnumerateArray())
            {
                yield return attachment.GetProperty("url").GetString()!;
            }
        }
    }

    private static Task ItemAsync(Hit hit, string item) => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, "", [item]));
}
