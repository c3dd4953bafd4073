using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using AngleSharp.Html;

namespace FeedHub.Sources;

/// <summary>A list of feeds as other readers keep it.</summary>
/// <param name="Mistakes">What could not be read, in words.</param>
public sealed record OpmlFeeds(ImmutableArray<NewFeed> Feeds, ImmutableArray<string> Mistakes);

/// <summary>A source as lists show it.</summary>
/// <param name="Address">As the reader of the list may see it.</param>
/// <param name="Title">Its own, else what the feed calls itself, else its host.</param>
/// <param name="Page">The web site; null: not known.</param>
public sealed record OpmlSource(Uri Address, string Title, string? Page, ImmutableArray<string> Tags);

/// <summary>OPML in the dialects of Feedly, Inoreader, FreshRSS, Miniflux and their kin.</summary>
public static partial class Opml
{
    private const int MaxDepth = 64;
    private const int MaxFeeds = 100_000;
    private const int MaxTag = 60;

    private static readonly XmlReaderSettings Bounded = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersInDocument = 64 * 1024 * 1024,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Folders, nested ones too, and <c>category</c> become tags. Reads what it can: a broken file gives the feeds before the break, and a mistake.</summary>
    /// <param name="text">The file, decoded.</param>
    public static OpmlFeeds Read(string text)
    {
        var feeds = new List<NewFeed>();
        var mistakes = new List<string>();
        try
        {
            using var reader = XmlReader.Create(new StringReader(WithoutSlips(text)), Bounded);
            ReadOutlines(reader, feeds, mistakes);
        }
        catch (XmlException exception)
        {
            mistakes.Add($"The file is no sound OPML: {exception.Message}");
        }

        return new OpmlFeeds(Merged(feeds), [.. mistakes]);
    }

    /// <summary>Every feed with its tags in <c>category</c>, as RSS readers and <see cref="Read"/> understand it, in the folder of its first tag.</summary>
    public static string Write(string title, IEnumerable<OpmlSource> sources)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(new Utf8Writer(text), new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("opml");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteStartElement("head");
            xml.WriteElementString("title", XmlSafe(title));
            xml.WriteEndElement();
            xml.WriteStartElement("body");
            foreach (var folder in sources.Where(source => !source.Address.IsFile).GroupBy(source => source.Tags.FirstOrDefault() ?? "").OrderBy(FolderRank))
            {
                WriteFolder(xml, folder.Key, folder);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void ReadOutlines(XmlReader reader, List<NewFeed> feeds, List<string> mistakes)
    {
        var folders = new Stack<string?>();
        var isOpml = false;
        while (reader.Read())
        {
            // OPML 2.0: what is commented out is so with all that stands in it.
            while (reader.NodeType == XmlNodeType.Element && Is(reader.LocalName, "outline") && IsComment(reader))
            {
                reader.Skip();
            }

            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 0)
            {
                isOpml = Is(reader.LocalName, "opml");
                if (!isOpml)
                {
                    mistakes.Add($"This is no OPML but <{Wording.Shown(reader.LocalName)}>.");
                    return;
                }
            }
            else if (reader.NodeType == XmlNodeType.Element && Is(reader.LocalName, "outline"))
            {
                ReadOutline(reader, folders, feeds, mistakes);
            }
            else if (reader.NodeType == XmlNodeType.EndElement && Is(reader.LocalName, "outline"))
            {
                folders.TryPop(out _);
            }

            if (reader.Depth > MaxDepth || feeds.Count > MaxFeeds)
            {
                mistakes.Add($"Only the first {feeds.Count} feeds were read: folders are nested too deep, or there are too many.");
                return;
            }
        }
    }

    private static bool IsComment(XmlReader reader) => AttributesOf(reader).GetValueOrDefault("iscomment") is { } value && Is(value.Trim(), "true");

    private static void ReadOutline(XmlReader reader, Stack<string?> folders, List<NewFeed> feeds, List<string> mistakes)
    {
        var attributes = AttributesOf(reader);
        var url = AddressOf(attributes);
        var name = Name(attributes.GetValueOrDefault("title")) ?? Name(attributes.GetValueOrDefault("text"));
        if (url is null && attributes.GetValueOrDefault("htmlurl") is { Length: > 0 } page)
        {
            mistakes.Add($"Left out {Wording.Shown(name ?? page)}: its feed is not named. Try: feedhub add {Wording.Shown(page)}");
        }
        else if (url is not null && attributes.GetValueOrDefault("type") is { } type && Scraped().IsMatch(type))
        {
            mistakes.Add($"Left out {Wording.Shown(name ?? url)}: it is a page that the other reader makes a feed of ({Wording.Shown(type)}).");
        }
        else if (url is not null)
        {
            var categories = (attributes.GetValueOrDefault("category") ?? "").Split(',').SelectMany(path => path.Split('/'));
            feeds.Add(new NewFeed(url)
            {
                Title = name == url ? null : name,
                Tags = [.. folders.Reverse().Concat(categories).Select(Tag).OfType<string>().Distinct()],
            });
        }

        if (!reader.IsEmptyElement)
        {
            folders.Push(url is null ? name : null);
        }
    }

    /// <summary>Null: the outline is a folder, or no feed.</summary>
    private static string? AddressOf(Dictionary<string, string> attributes)
    {
        var isFeed = attributes.GetValueOrDefault("type") is { } type && (Is(type, "rss") || Is(type, "atom"));
        var url = (attributes.GetValueOrDefault("xmlurl") ?? attributes.GetValueOrDefault("feedurl") ?? (isFeed ? attributes.GetValueOrDefault("url") : null))?.Trim();
        return string.IsNullOrEmpty(url) ? null
            : url.StartsWith("feed://", StringComparison.OrdinalIgnoreCase) ? "https" + url["feed".Length..]
            : url.StartsWith("feed:http", StringComparison.OrdinalIgnoreCase) ? url["feed:".Length..]
            : url;
    }

    /// <summary>Nothing before the first tag, and no <c>&amp;</c> but in references that XML knows: exports hold HTML's, and bare ones in addresses.</summary>
    private static string WithoutSlips(string text)
    {
        var start = text.IndexOf('<', StringComparison.Ordinal);
        return Reference().Replace(start > 0 ? text[start..] : text, match => match.Groups["name"].Value switch
        {
            "amp;" or "lt;" or "gt;" or "quot;" or "apos;" => match.Value,
            ['#', _, ..] and [.., ';'] => match.Value,
            [.., ';'] html when HtmlEntityProvider.Resolver.GetSymbol(html) is { } symbol => string.Concat(symbol.EnumerateRunes().Select(rune => $"&#{rune.Value};")),
            var bare => "&amp;" + bare,
        });
    }

    [GeneratedRegex("&(?<name>#?[A-Za-z0-9]{0,40};?)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    /// <summary>FreshRSS's words for pages it scrapes.</summary>
    [GeneratedRegex(@"^(?:HTML|XML)\+XPath|^JSON\+|^HTML\+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Scraped();

    /// <summary>Names in lower case: readers write xmlUrl, xmlurl and XMLURL.</summary>
    private static Dictionary<string, string> AttributesOf(XmlReader reader)
    {
        var attributes = new Dictionary<string, string>();
        while (reader.MoveToNextAttribute())
        {
            attributes.TryAdd(reader.LocalName.ToLowerInvariant(), reader.Value);
        }

        reader.MoveToElement();
        return attributes;
    }

    private static bool Is(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>One line; null: nothing left.</summary>
    private static string? Name(string? text)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = new string([.. line.Where(letter => !char.IsControl(letter))]);
        return line.Length == 0 ? null : line.Length > 300 ? line[..300] : line;
    }

    /// <summary>As feeds.json allows tags; null: nothing left.</summary>
    private static string? Tag(string? folder)
    {
        var tag = Name(folder?.Replace('/', ' ').Replace('\\', ' '));
        return tag is { Length: > MaxTag } ? tag[..MaxTag].TrimEnd() : tag;
    }

    /// <summary>A feed that stands in several folders gets all their tags, also where a slash or <c>www.</c> is all that its addresses differ in.</summary>
    private static ImmutableArray<NewFeed> Merged(List<NewFeed> feeds) =>
        [.. feeds.GroupBy(feed => FeedUrl.Parse(feed.Url, "/nowhere").Url is { } url ? FeedUrl.Likeness(url) : feed.Url).Select(same => same.First() with
        {
            Title = same.Select(feed => feed.Title).FirstOrDefault(title => title is not null),
            Tags = [.. same.SelectMany(feed => feed.Tags).Distinct()],
        })];

    /// <summary>Feeds without a folder come first; folders stay in the order of their first feed.</summary>
    private static int FolderRank(IGrouping<string, OpmlSource> folder) => folder.Key.Length == 0 ? 0 : 1;

    private static void WriteFolder(XmlWriter xml, string folder, IEnumerable<OpmlSource> sources)
    {
        if (folder.Length > 0)
        {
            xml.WriteStartElement("outline");
            xml.WriteAttributeString("text", XmlSafe(folder));
            xml.WriteAttributeString("title", XmlSafe(folder));
        }

        foreach (var source in sources)
        {
            xml.WriteStartElement("outline");
            xml.WriteAttributeString("type", "rss");
            xml.WriteAttributeString("text", XmlSafe(source.Title));
            xml.WriteAttributeString("title", XmlSafe(source.Title));
            xml.WriteAttributeString("xmlUrl", source.Address.AbsoluteUri);
            if (source.Page is not null)
            {
                xml.WriteAttributeString("htmlUrl", XmlSafe(source.Page));
            }

            if (!source.Tags.IsEmpty)
            {
                xml.WriteAttributeString("category", XmlSafe(string.Join(',', source.Tags.Select(tag => "/" + tag.Replace(',', ' ')))));
            }

            xml.WriteEndElement();
        }

        if (folder.Length > 0)
        {
            xml.WriteEndElement();
        }
    }

    private static string XmlSafe(string text) =>
        text.All(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter)) ? text : new string([.. text.Where(XmlConvert.IsXmlChar)]);

    /// <summary>Declares UTF-8, which is what the text will be written as.</summary>
    private sealed class Utf8Writer(StringBuilder text) : StringWriter(text, System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => new UTF8Encoding(false);
    }
}
