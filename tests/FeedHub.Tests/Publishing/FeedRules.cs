using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FeedHub.Tests.Publishing;

/// <summary>What feed validators complain of, as rules of our own; each method returns the complaints, none for a valid feed.</summary>
internal static class FeedRules
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    public static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    public static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    public static readonly XNamespace Media = "http://search.yahoo.com/mrss/";

    /// <summary>As a strict reader loads it: no DTD, no character that XML forbids.</summary>
    public static XDocument Load(byte[] feed)
    {
        using var reader = XmlReader.Create(new MemoryStream(feed), new XmlReaderSettings { CheckCharacters = true, DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader);
    }

    /// <summary>RFC 4287.</summary>
    public static IReadOnlyList<string> OfAtom(byte[] bytes)
    {
        var wrong = new List<string>();
        var feed = Load(bytes).Root!;
        Check(wrong, feed.Name == Atom + "feed", "the root is no atom:feed");
        AtomCommon(wrong, feed, "feed");
        Check(wrong, Lang(feed) is { Length: > 0 }, "feed: no xml:lang");
        Check(wrong, Links(feed, "self").Count() == 1, "feed: not exactly one self");
        Check(wrong, Links(feed, "alternate").Count() == 1, "feed: not exactly one alternate");
        var entries = feed.Elements(Atom + "entry").ToList();
        Check(wrong, entries.Select(entry => (string?)entry.Element(Atom + "id")).Distinct().Count() == entries.Count, "entries share an id");
        Check(wrong, entries.Select(entry => (string?)entry.Element(Atom + "updated")).Distinct().Count() == entries.Count, "entries share an atom:updated");
        Check(wrong, entries.All(entry => string.CompareOrdinal((string?)entry.Element(Atom + "updated"), (string?)feed.Element(Atom + "updated")) <= 0), "feed: updated before one of its entries");
        Check(wrong, feed.Elements(Atom + "link").Select(link => ((string?)link.Attribute("rel"), (string?)link.Attribute("type"))).ToList() is var kinds && kinds.Distinct().Count() == kinds.Count, "feed: two links of a kind");
        Check(wrong, feed.Elements().SkipWhile(child => child.Name != Atom + "entry").All(child => child.Name == Atom + "entry"), "feed: metadata behind entries");
        foreach (var entry in entries)
        {
            var name = "entry " + (string?)entry.Element(Atom + "id");
            AtomCommon(wrong, entry, name);
            Check(wrong, entry.Elements(Atom + "author").All(author => !string.IsNullOrWhiteSpace((string?)author.Element(Atom + "name"))), $"{name}: an author without a name");
            Check(wrong, entry.Elements(Atom + "author").Any() || feed.Elements(Atom + "author").Any(), $"{name}: nobody wrote it");
            Check(wrong, entry.Elements(Atom + "content").Count() == 1, $"{name}: not exactly one content");
            Check(wrong, entry.Elements(Atom + "summary").Count() <= 1, $"{name}: two summaries");
            Check(wrong, Links(entry, "alternate").Count() == 1, $"{name}: not exactly one alternate");
            Check(wrong, entry.Elements(Atom + "category").All(category => !string.IsNullOrWhiteSpace((string?)category.Attribute("term"))), $"{name}: a category without a term");
            foreach (var source in entry.Elements(Atom + "source"))
            {
                AtomCommon(wrong, source, name + " source");
            }
        }

        foreach (var text in feed.Descendants().Where(element => element.Name == Atom + "title" || element.Name == Atom + "summary" || element.Name == Atom + "subtitle"))
        {
            Check(wrong, (string?)text.Attribute("type") == "html" ? IsHtml(text.Value) : !Taken(text.Value), $"'{text.Value}' may be taken for HTML, or is none");
        }

        Languages(wrong, feed.DescendantsAndSelf().Select(Lang));
        Characters(wrong, feed);
        AllLinks(wrong, feed.Descendants(Atom + "link").Select(link => (string?)link.Attribute("href")));
        AllLinks(wrong, [.. feed.Elements(Atom + "icon").Select(icon => icon.Value), .. feed.Elements(Atom + "logo").Select(logo => logo.Value)]);
        Check(wrong, feed.Elements(Atom + "icon").Count() == 1 && feed.Elements(Atom + "logo").Count() == 1, "feed: not exactly one icon and logo");
        Types(wrong, feed.Descendants(Atom + "link").Select(link => (string?)link.Attribute("type")));
        Html(wrong, feed.Descendants(Atom + "content").Select(content => content.Value));
        return wrong;
    }

    /// <summary>rssboard.org/rss-specification, rss-profile.</summary>
    public static IReadOnlyList<string> OfRss(byte[] bytes)
    {
        var wrong = new List<string>();
        var root = Load(bytes).Root!;
        Profile(wrong, Encoding.UTF8.GetString(bytes));
        Characters(wrong, root);
        Check(wrong, root.Name == "rss" && (string?)root.Attribute("version") == "2.0", "the root is no rss 2.0");
        var channel = root.Element("channel")!;
        foreach (var name in new[] { "title", "link", "description" })
        {
            Check(wrong, channel.Elements(name).Count() == 1 && channel.Element(name)!.Value.Length > 0, $"channel: not exactly one {name}");
        }

        Check(wrong, Links(channel, "self").Count() == 1, "channel: not exactly one atom:link rel=self");
        Check(wrong, channel.Elements("image").Select(image => ((string?)image.Element("title"), (string?)image.Element("link"))).SequenceEqual([((string?)channel.Element("title"), (string?)channel.Element("link"))]), "channel: an image that is not its own");
        Date(wrong, "channel", (string?)channel.Element("lastBuildDate"));
        Languages(wrong, [(string?)channel.Element("language"), .. channel.Descendants(DublinCore + "language").Select(language => language.Value)]);
        Check(wrong, channel.Elements("language").Count() == 1, "channel: not exactly one language");
        Check(wrong, channel.Elements().SkipWhile(child => child.Name != "item").All(child => child.Name == "item"), "channel: metadata behind items");
        var items = channel.Elements("item").ToList();
        Check(wrong, items.Select(item => (string?)item.Element("guid")).Distinct().Count() == items.Count, "items share a guid");
        foreach (var item in items)
        {
            var name = "item " + (string?)item.Element("guid");
            foreach (var once in new[] { "title", "link", "description", "guid", "pubDate" })
            {
                Check(wrong, item.Elements(once).Count() == 1 && !string.IsNullOrWhiteSpace(item.Element(once)!.Value), $"{name}: not exactly one {once}");
            }

            foreach (var most in new[] { "enclosure", "source", "author", "comments" })
            {
                Check(wrong, item.Elements(most).Count() <= 1, $"{name}: more than one {most}");
            }

            Check(wrong, item.Elements(DublinCore + "creator").Count() == 1, $"{name}: nobody wrote it");
            Check(wrong, item.Elements(Content + "encoded").Count() <= 1, $"{name}: two contents");
            Check(wrong, item.Elements().Select(element => element.Name).TakeWhile(element => element != Content + "encoded").Contains("description"), $"{name}: no description before its content");
            Check(wrong, item.Element("description")?.Value.Contains('<', StringComparison.Ordinal) == false, $"{name}: markup in its description, which readers take for HTML");
            Date(wrong, name, (string?)item.Element("pubDate"));
            Check(wrong, (string?)item.Element("guid")?.Attribute("isPermaLink") == "false", $"{name}: its guid claims to be a link");
            Check(wrong, item.Elements("category").All(category => !string.IsNullOrWhiteSpace(category.Value)), $"{name}: an empty category");
            foreach (var enclosure in item.Elements("enclosure"))
            {
                Check(wrong, long.TryParse((string?)enclosure.Attribute("length"), NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{name}: an enclosure without length");
                Check(wrong, enclosure.Attribute("type") is not null, $"{name}: an enclosure without type");
            }
        }

        AllLinks(wrong, [
            .. channel.Descendants("link").Select(link => link.Value),
            .. channel.Descendants(Atom + "link").Select(link => (string?)link.Attribute("href")),
            .. channel.Descendants("enclosure").Select(enclosure => (string?)enclosure.Attribute("url")),
            .. channel.Descendants("source").Select(source => (string?)source.Attribute("url")),
            .. channel.Elements("image").SelectMany(image => image.Elements()).Where(part => part.Name != "title").Select(part => part.Value),
            .. channel.Descendants(Media + "thumbnail").Select(image => (string?)image.Attribute("url"))]);
        Types(wrong, [.. channel.Descendants("enclosure").Select(enclosure => (string?)enclosure.Attribute("type"))]);
        Html(wrong, channel.Descendants(Content + "encoded").Select(content => content.Value));
        return wrong;
    }

    /// <summary>opml.org/spec2.opml, as readers import it.</summary>
    public static IReadOnlyList<string> OfOpml(byte[] bytes)
    {
        var wrong = new List<string>();
        var root = Load(bytes).Root!;
        Check(wrong, root.Name == "opml" && (string?)root.Attribute("version") == "2.0", "the root is no opml 2.0");
        Check(wrong, !string.IsNullOrWhiteSpace((string?)root.Element("head")?.Element("title")), "no title");
        Check(wrong, root.Element("body")?.Element("outline") is not null, "no outline");
        foreach (var outline in root.Descendants("outline"))
        {
            Check(wrong, !string.IsNullOrWhiteSpace((string?)outline.Attribute("text")), "an outline without text");
            Check(wrong, outline.HasElements || (string?)outline.Attribute("type") == "rss", $"{outline}: neither a folder nor a feed");
            Check(wrong, outline.HasElements || !string.IsNullOrWhiteSpace((string?)outline.Attribute("title")), $"{outline}: no title");
        }

        AllLinks(wrong, root.Descendants("outline").Where(outline => !outline.HasElements).Select(outline => (string?)outline.Attribute("xmlUrl")));
        Characters(wrong, root);
        return wrong;
    }

    /// <summary>jsonfeed.org/version/1.1.</summary>
    public static IReadOnlyList<string> OfJson(byte[] bytes)
    {
        var wrong = new List<string>();
        using var document = JsonDocument.Parse(bytes);
        var feed = document.RootElement;
        Check(wrong, Text(feed, "version") == "https://jsonfeed.org/version/1.1", "no version");
        Check(wrong, Text(feed, "title") is { Length: > 0 }, "no title");
        var items = feed.GetProperty("items").EnumerateArray().ToList();
        Check(wrong, items.Select(item => Text(item, "id")).Distinct().Count() == items.Count, "items share an id");
        foreach (var item in items)
        {
            var name = "item " + Text(item, "id");
            Check(wrong, Text(item, "id") is { Length: > 0 }, $"{name}: no id");
            Check(wrong, Text(item, "content_html") is not null || Text(item, "content_text") is not null, $"{name}: no content");
            Check(wrong, Instant(item, "date_published") && Instant(item, "date_modified"), $"{name}: a date that is none");
            Check(wrong, Every(item, "authors").All(author => !string.IsNullOrWhiteSpace(Text(author, "name"))), $"{name}: an author without a name");
            Check(wrong, !item.TryGetProperty("tags", out var tags) || tags.EnumerateArray().All(tag => !string.IsNullOrWhiteSpace(tag.GetString())), $"{name}: an empty tag");
            AllLinks(wrong, [
                Text(item, "url"),
                .. item.TryGetProperty("image", out var image) ? [image.GetString()] : Array.Empty<string?>(),
                .. Every(item, "attachments").Select(one => Text(one, "url")),
                .. Every(item.GetProperty("_feedhub"), "related").Select(one => Text(one, "url"))]);
            Types(wrong, Every(item, "attachments").Select(one => Text(one, "mime_type")));
        }

        AllLinks(wrong, [Text(feed, "feed_url"), Text(feed, "icon"), Text(feed, "favicon"), Text(feed, "home_page_url"), .. feed.TryGetProperty("next_url", out var next) ? [next.GetString()] : Array.Empty<string?>()]);
        Html(wrong, items.Select(item => Text(item, "content_html")!));
        return wrong;

        static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() : null;
        static bool Instant(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.TryGetDateTimeOffset(out _);
        static IEnumerable<JsonElement> Every(JsonElement from, string name) => from.TryGetProperty(name, out var values) ? values.EnumerateArray() : [];
    }

    public static IEnumerable<XElement> Links(XElement parent, string relation) =>
        parent.Elements(Atom + "link").Where(link => ((string?)link.Attribute("rel") ?? "alternate") == relation);

    public static string? Lang(XElement element) => (string?)element.Attribute(XNamespace.Xml + "lang");

    private static void AtomCommon(List<string> wrong, XElement element, string name)
    {
        foreach (var once in new[] { "id", "title", "updated" })
        {
            Check(wrong, element.Elements(Atom + once).Count() == 1 && !string.IsNullOrWhiteSpace(element.Element(Atom + once)!.Value), $"{name}: not exactly one {once}");
        }

        Check(wrong, Uri.TryCreate((string?)element.Element(Atom + "id"), UriKind.Absolute, out _), $"{name}: its id is no IRI");
        foreach (var date in element.Elements().Where(child => child.Name == Atom + "updated" || child.Name == Atom + "published"))
        {
            // RFC 3339, as RFC 4287 §3.3 wants it.
            Check(wrong, Regex.IsMatch(date.Value, @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"), $"{name}: {date.Value} is no date");
        }
    }

    /// <summary>What readers and validators that guess take for HTML.</summary>
    private static bool Taken(string text) => Regex.IsMatch(text, "</[a-zA-Z]+>|&#|&[a-zA-Z]+;|&[a-zA-Z]*[0-9_]");

    private static bool IsHtml(string text) => !Regex.IsMatch(text, "<|&(?!(amp|lt|gt);)");

    /// <summary>rssboard.org/rss-profile#data-types-characterdata: in plain text &amp;#x26; and &amp;#x3C; stand for the signs.</summary>
    private static void Profile(List<string> wrong, string rss)
    {
        foreach (var line in rss.Split('\n').Where(line => Regex.IsMatch(line, "^ +<(title|category|source)|^  <description")))
        {
            Check(wrong, !Regex.IsMatch(line, "&(amp|lt);"), $"{line}: may be taken for HTML");
        }
    }

    /// <summary>ISO 639, of two letters or three.</summary>
    private static void Languages(List<string> wrong, IEnumerable<string?> languages)
    {
        foreach (var language in languages.Where(language => language is not null))
        {
            Check(wrong, Regex.IsMatch(language!, "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*$"), $"'{language}' is no language");
        }
    }

    /// <summary>XML allows the controls of Latin-1 and says not to use them; HTML does not allow them.</summary>
    private static void Characters(List<string> wrong, XElement root) =>
        Check(wrong, !Regex.IsMatch(root.Value, @"[\u007F-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]"), "a character that is none");

    private static void Date(List<string> wrong, string name, string? date)
    {
        var isDate = DateTimeOffset.TryParseExact(date, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        Check(wrong, isDate, $"{name}: {date} is no RFC 822 date with the right weekday");
    }

    private static void AllLinks(List<string> wrong, IEnumerable<string?> links)
    {
        foreach (var link in links)
        {
            Check(wrong, Regex.IsMatch(link ?? "", @"^https?://[^/?#]+/[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]*$"), $"'{link}' is no absolute http link of RFC 3986's characters");
            Check(wrong, Regex.IsMatch(link ?? "", @"^https?://(\[[0-9a-f:.]+\]|[0-9a-zA-Z._-]+)(:[0-9]+)?/"), $"'{link}' has no host in ASCII");
        }
    }

    private static void Types(List<string> wrong, IEnumerable<string?> types)
    {
        foreach (var type in types.Where(type => type is not null))
        {
            Check(wrong, Regex.IsMatch(type!, @"^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$", RegexOptions.IgnoreCase), $"'{type}' is no media type");
        }
    }

    /// <summary>Well-formed paragraphs and links in a div that says how it runs, and nothing else.</summary>
    private static void Html(List<string> wrong, IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            var div = XElement.Parse(body);
            Check(wrong, div.Name == "div" && (string?)div.Attribute("dir") is "rtl" or "ltr" && (string?)div.Attribute("lang") is { Length: > 0 }, $"no direction: {body}");
            Check(wrong, div.Elements().All(element => element.Name == "p" && element.Attributes().All(attribute => attribute.Name.LocalName is "dir" or "lang")), $"more than paragraphs: {body}");
            Check(wrong, div.Elements().Elements().All(link => link.Name == "a" && !link.HasElements && link.Attributes().Count() == 1), $"more than links: {body}");
            AllLinks(wrong, div.Elements().Elements().Select(link => (string?)link.Attribute("href")));
        }
    }

    private static void Check(List<string> wrong, bool isRight, string complaint)
    {
        if (!isRight)
        {
            wrong.Add(complaint);
        }
    }
}
