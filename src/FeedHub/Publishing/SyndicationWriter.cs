using System.Globalization;
using System.ServiceModel.Syndication;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>Atom 1.0 and RSS 2.0 through System.ServiceModel.Syndication; what its formatters lack goes in as extensions.</summary>
public static partial class SyndicationWriter
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Media = "http://search.yahoo.com/mrss/";
    private static readonly XNamespace History = "http://purl.org/syndication/history/1.0";

    private static readonly (string Prefix, XNamespace Namespace)[] Prefixes =
        [("atom", Atom), ("content", Content), ("dc", DublinCore), ("media", Media), ("fh", History)];

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n", NamespaceHandling = NamespaceHandling.OmitDuplicates };

    /// <summary>RFC 4287, with RFC 5005's links.</summary>
    public static byte[] WriteAtom(PublishedFeed published)
    {
        var feed = Feed(published, FeedFormat.Atom);
        feed.Items = [.. published.Entries.Select(entry => AtomItem(published, entry))];
        feed.LastUpdatedTime = published.UpdatedAt;
        AddExtension(feed.ElementExtensions, new XElement(Atom + "icon", published.Favicon));
        AddLinks(published, FeedFormat.Atom, feed.Links.Add);
        if (published.IsArchive)
        {
            AddExtension(feed.ElementExtensions, new XElement(History + "archive"));
        }

        var document = new XDocument();
        using (var writer = document.CreateWriter())
        {
            new Atom10FeedFormatter(feed).WriteTo(writer);
        }

        var newest = Instant(published.UpdatedAt);
        foreach (var (entry, told) in published.Entries.Zip(document.Root!.Elements(Atom + "entry")))
        {
            var updated = Updated(entry.Story);
            told.Element(Atom + "updated")!.Value = updated;
            newest = string.CompareOrdinal(updated, newest) > 0 ? updated : newest;
        }

        document.Root!.Element(Atom + "updated")!.Value = newest;
        return Write(document.WriteTo);
    }

    /// <summary>RSS 2.0 with content:encoded, dc:creator, media:thumbnail and Atom's links.</summary>
    public static byte[] WriteRss(PublishedFeed published)
    {
        var feed = Feed(published, FeedFormat.Rss);
        feed.Items = [.. published.Entries.Select(entry => RssItem(published, entry))];
        feed.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(published.Address + published.PagePath)));
        AddExtension(feed.ElementExtensions, new XElement("lastBuildDate", RssDate(published.UpdatedAt)));
        AddLinks(published, FeedFormat.Rss, link => AddExtension(feed.ElementExtensions, AtomLink(link)));
        if (published.IsArchive)
        {
            AddExtension(feed.ElementExtensions, new XElement(History + "archive"));
        }

        return Write(new Rss20FeedFormatter(feed, serializeExtensionsAsAtom: false).WriteTo, Escape);
    }

    private static SyndicationFeed Feed(PublishedFeed published, FeedFormat format)
    {
        var feed = new SyndicationFeed
        {
            Id = published.Id,
            Title = Text(PublishedText.Title(published.Title), format),
            Description = Text(published.Description ?? published.Title, format),
            Language = published.Language,
            Generator = "FeedHub",
            ImageUrl = new Uri(published.Icon),
        };
        foreach (var (prefix, address) in Prefixes)
        {
            if (format == FeedFormat.Rss || address == Media)
            {
                feed.AttributeExtensions.Add(new XmlQualifiedName(prefix, XNamespace.Xmlns.NamespaceName), address.NamespaceName);
            }
        }

        return feed;
    }

    /// <summary>Text; in Atom declared as HTML where a reader that guesses would take it for that.</summary>
    private static TextSyndicationContent Text(string text, FeedFormat format) =>
        PublishedText.Valid(text) is var valid && format == FeedFormat.Atom && PublishedText.LooksLikeMarkup(valid)
            ? new(PublishedText.Escaped(valid), TextSyndicationContentKind.Html)
            : new(valid);

    private static void AddLinks(PublishedFeed published, FeedFormat format, Action<SyndicationLink> add)
    {
        var type = format.MediaType;
        add(new SyndicationLink(new Uri(published.Self(format)), "self", null, type, 0));
        if (format == FeedFormat.Atom)
        {
            add(new SyndicationLink(new Uri(published.Address + published.PagePath), "alternate", null, "text/html", 0));
        }

        if (published.Hub is { } hub)
        {
            add(new SyndicationLink(new Uri(hub), "hub", null, null, 0));
        }

        if (published.IsArchive)
        {
            add(new SyndicationLink(new Uri(published.Current(format)), "current", null, type, 0));
        }

        if (published.OlderBefore is not null)
        {
            add(new SyndicationLink(new Uri(published.Older(format)), "prev-archive", null, type, 0));
        }
    }

    private static SyndicationItem AtomItem(PublishedFeed published, PublishedEntry entry)
    {
        var printed = new PrintedEntry(published, entry);
        var item = Item(entry, printed, FeedFormat.Atom);
        item.Content = new TextSyndicationContent(printed.Html, TextSyndicationContentKind.Html);
        item.Summary = printed.Summary.Length == 0 ? null : Text(printed.Summary, FeedFormat.Atom);
        item.PublishDate = entry.Story.Shown.Date;
        item.LastUpdatedTime = entry.Story.UpdatedAt;
        item.AttributeExtensions.Add(new XmlQualifiedName("lang", "http://www.w3.org/XML/1998/namespace"), printed.Language);
        item.Authors.Add(new SyndicationPerson { Name = printed.Author });
        item.SourceFeed = new SyndicationFeed
        {
            Id = printed.SourceSite ?? "urn:feedhub:source:" + entry.Source.Id,
            Title = Text(printed.SourceTitle, FeedFormat.Atom),
            LastUpdatedTime = entry.Story.UpdatedAt,
        };
        if (printed.SourceSite is { } site)
        {
            item.SourceFeed.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(site)));
        }

        foreach (var (link, type, length) in printed.Enclosures)
        {
            item.Links.Add(new SyndicationLink(new Uri(link), "enclosure", null, type, length ?? 0));
        }

        foreach (var (link, _, source) in printed.Related)
        {
            item.Links.Add(new SyndicationLink(new Uri(link), "related", source, "text/html", 0));
        }

        return item;
    }

    private static SyndicationItem RssItem(PublishedFeed published, PublishedEntry entry)
    {
        var printed = new PrintedEntry(published, entry);
        var item = Item(entry, printed, FeedFormat.Rss);
        // Readers take a description for HTML, whatever it was meant to be.
        item.Summary = new TextSyndicationContent(PublishedText.Escaped(printed.Summary.Length > 0 ? printed.Summary : printed.Title));
        if (printed.Enclosure is var (url, type, length))
        {
            // Readers disagree about a second one (RSS advisory board's profile); its length is required, which the formatter leaves out where it is 0.
            AddExtension(item.ElementExtensions, new XElement(
                "enclosure", new XAttribute("url", url), new XAttribute("type", type), new XAttribute("length", length ?? 0)));
        }

        AddExtension(item.ElementExtensions, new XElement("pubDate", RssDate(entry.Story.Shown.Date)));
        AddExtension(item.ElementExtensions, new XElement(DublinCore + "creator", printed.Author));
        if (printed.Language != published.Language)
        {
            AddExtension(item.ElementExtensions, new XElement(DublinCore + "language", printed.Language));
        }

        AddExtension(item.ElementExtensions, new XElement(Content + "encoded", printed.Html));
        AddExtension(item.ElementExtensions, new XElement("source", new XAttribute("url", printed.SourceFeed), printed.SourceTitle));

        foreach (var (link, _, source) in printed.Related)
        {
            AddExtension(item.ElementExtensions, AtomLink(new SyndicationLink(new Uri(link), "related", source, "text/html", 0)));
        }

        return item;
    }

    /// <summary>What both formats share.</summary>
    private static SyndicationItem Item(PublishedEntry entry, PrintedEntry printed, FeedFormat format)
    {
        var item = new SyndicationItem { Id = entry.Id, Title = Text(printed.Title, format) };
        item.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(printed.Link)));
        foreach (var category in printed.Categories)
        {
            item.Categories.Add(new SyndicationCategory(category));
        }

        if (printed.Image is { } image)
        {
            AddExtension(item.ElementExtensions, new XElement(Media + "thumbnail", new XAttribute("url", image)));
        }

        return item;
    }

    private static XElement AtomLink(SyndicationLink link) => new(
        Atom + "link",
        new XAttribute("rel", link.RelationshipType),
        new XAttribute("href", link.Uri.AbsoluteUri),
        link.MediaType is null ? null : new XAttribute("type", link.MediaType),
        link.Title is null ? null : new XAttribute("title", link.Title));

    private static void AddExtension(SyndicationElementExtensionCollection extensions, XElement element)
    {
        // With the prefix everybody uses: some readers look for content:encoded by that very name.
        if (Prefixes.FirstOrDefault(known => known.Namespace == element.Name.Namespace) is { Prefix: { } prefix })
        {
            element.Add(new XAttribute(XNamespace.Xmlns + prefix, element.Name.NamespaceName));
        }

        using var reader = element.CreateReader();
        extensions.Add(reader);
    }

    /// <summary>RFC 822 with GMT: the formatter's own <c>Z</c> makes validators complain.</summary>
    private static string RssDate(DateTimeOffset date) => date.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);

    /// <summary>
    /// RFC 4287 §4.2.15. Stories of one poll share their instant, and no two entries of a feed should: the order in which they came stands below
    /// the millisecond.
    /// </summary>
    private static string Updated(Story story) => Instant(story.UpdatedAt.AddTicks(story.Sequence % TimeSpan.TicksPerMillisecond));

    private static string Instant(DateTimeOffset date) => date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>In titles the escapes that every reader takes for plain characters (RSS advisory board's profile).</summary>
    private static string Escape(string rss) =>
        TitleLine().Replace(rss, line => line.Value.Replace("&amp;", "&#x26;", StringComparison.Ordinal).Replace("&lt;", "&#x3C;", StringComparison.Ordinal));

    /// <summary>Elements of plain text, a line each; an item's description is HTML.</summary>
    [GeneratedRegex("(?m)^ +<title>.*$|^  <description>.*$|^ +<(category|source)[ >].*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TitleLine();

    private static byte[] Write(Action<XmlWriter> write, Func<string, string>? escape = null)
    {
        var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Settings))
        {
            write(writer);
        }

        return escape is null ? bytes.ToArray() : Settings.Encoding.GetBytes(escape(Settings.Encoding.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)));
    }
}
