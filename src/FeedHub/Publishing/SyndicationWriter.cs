using System.Globalization;
using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>Atom 1.0 and RSS 2.0 through System.ServiceModel.Syndication; what its formatters lack goes in as extensions.</summary>
public static class SyndicationWriter
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
        var feed = Feed(published, "atom");
        feed.Items = [.. published.Entries.Select(entry => AtomItem(published, entry))];
        feed.LastUpdatedTime = published.UpdatedAt;
        AddLinks(published, "atom", feed.Links.Add);
        if (published.IsArchive)
        {
            AddExtension(feed.ElementExtensions, new XElement(History + "archive"));
        }

        return Write(new Atom10FeedFormatter(feed));
    }

    /// <summary>RSS 2.0 with content:encoded, dc:creator, media:thumbnail and Atom's links.</summary>
    public static byte[] WriteRss(PublishedFeed published)
    {
        var feed = Feed(published, "rss");
        feed.Items = [.. published.Entries.Select(entry => RssItem(published, entry))];
        feed.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(published.Address + published.PagePath)));
        AddExtension(feed.ElementExtensions, new XElement("lastBuildDate", RssDate(published.UpdatedAt)));
        AddLinks(published, "rss", link => AddExtension(feed.ElementExtensions, AtomLink(link)));
        if (published.IsArchive)
        {
            AddExtension(feed.ElementExtensions, new XElement(History + "archive"));
        }

        return Write(new Rss20FeedFormatter(feed, serializeExtensionsAsAtom: false));
    }

    private static SyndicationFeed Feed(PublishedFeed published, string format)
    {
        var feed = new SyndicationFeed
        {
            Id = published.Address + published.Path,
            Title = new TextSyndicationContent(PublishedText.Title(published.Title)),
            Description = new TextSyndicationContent(Described(published.Description ?? published.Title, format)),
            Language = published.Language,
            Generator = "FeedHub",
        };
        foreach (var (prefix, address) in Prefixes)
        {
            if (format == "rss" || address == Media)
            {
                feed.AttributeExtensions.Add(new XmlQualifiedName(prefix, XNamespace.Xmlns.NamespaceName), address.NamespaceName);
            }
        }

        return feed;
    }

    /// <summary>HTML in RSS, text in Atom.</summary>
    private static string Described(string description, string format) =>
        format == "rss" ? PublishedText.Escaped(PublishedText.Valid(description)) : PublishedText.Valid(description);

    private static void AddLinks(PublishedFeed published, string format, Action<SyndicationLink> add)
    {
        var type = format == "atom" ? "application/atom+xml" : "application/rss+xml";
        add(new SyndicationLink(new Uri(published.Self(format)), "self", null, type, 0));
        if (format == "atom")
        {
            add(new SyndicationLink(new Uri(published.Address + published.PagePath), "alternate", null, "text/html", 0));
        }

        if (published.Hub is { } hub)
        {
            add(new SyndicationLink(new Uri(hub), "hub", null, null, 0));
        }

        if (published.IsArchive)
        {
            add(new SyndicationLink(new Uri($"{published.Address}{published.Path}.{format}"), "current", null, type, 0));
        }

        if (published.OlderBefore is not null)
        {
            add(new SyndicationLink(new Uri(published.Older(format)), "prev-archive", null, type, 0));
        }
    }

    private static SyndicationItem AtomItem(PublishedFeed published, PublishedEntry entry)
    {
        var printed = new PrintedEntry(published, entry);
        var item = Item(entry, printed);
        item.Content = new TextSyndicationContent(printed.Html, TextSyndicationContentKind.Html);
        item.Summary = printed.Summary.Length == 0 ? null : new TextSyndicationContent(printed.Summary);
        item.PublishDate = entry.Story.Shown.Date;
        item.LastUpdatedTime = entry.Story.UpdatedAt;
        item.AttributeExtensions.Add(new XmlQualifiedName("lang", "http://www.w3.org/XML/1998/namespace"), printed.Language);
        item.Authors.Add(new SyndicationPerson { Name = printed.Author });
        item.SourceFeed = new SyndicationFeed
        {
            Id = printed.SourceSite?.AbsoluteUri ?? "urn:feedhub:source:" + entry.Source.Id,
            Title = new TextSyndicationContent(printed.SourceTitle),
            LastUpdatedTime = entry.Story.UpdatedAt,
        };
        if (printed.SourceSite is { } site)
        {
            item.SourceFeed.Links.Add(SyndicationLink.CreateAlternateLink(site));
        }

        foreach (var (link, type, length) in printed.Enclosures)
        {
            item.Links.Add(new SyndicationLink(link, "enclosure", null, type, length ?? 0));
        }

        foreach (var (link, _, source) in printed.Related)
        {
            item.Links.Add(new SyndicationLink(link, "related", source, "text/html", 0));
        }

        return item;
    }

    private static SyndicationItem RssItem(PublishedFeed published, PublishedEntry entry)
    {
        var printed = new PrintedEntry(published, entry);
        var item = Item(entry, printed);
        // Readers take a description for HTML, whatever it was meant to be.
        item.Summary = new TextSyndicationContent(PublishedText.Escaped(printed.Summary.Length > 0 ? printed.Summary : printed.Title));
        if (printed.Enclosures is [var (url, type, length), ..])
        {
            // Readers disagree about a second one (RSS advisory board's profile); its length is required, which the formatter leaves out where it is 0.
            AddExtension(item.ElementExtensions, new XElement(
                "enclosure", new XAttribute("url", url.AbsoluteUri), new XAttribute("type", type), new XAttribute("length", length ?? 0)));
        }

        AddExtension(item.ElementExtensions, new XElement("pubDate", RssDate(entry.Story.Shown.Date)));
        AddExtension(item.ElementExtensions, new XElement(DublinCore + "creator", printed.Author));
        if (printed.Language != published.Language)
        {
            AddExtension(item.ElementExtensions, new XElement(DublinCore + "language", printed.Language));
        }

        AddExtension(item.ElementExtensions, new XElement(Content + "encoded", printed.Html));
        if (printed.SourceSite is { } site)
        {
            AddExtension(item.ElementExtensions, new XElement("source", new XAttribute("url", site.AbsoluteUri), printed.SourceTitle));
        }

        foreach (var (link, _, source) in printed.Related)
        {
            AddExtension(item.ElementExtensions, AtomLink(new SyndicationLink(link, "related", source, "text/html", 0)));
        }

        return item;
    }

    /// <summary>What both formats share.</summary>
    private static SyndicationItem Item(PublishedEntry entry, PrintedEntry printed)
    {
        var item = new SyndicationItem { Id = EntryId(entry.Story), Title = new TextSyndicationContent(printed.Title) };
        item.Links.Add(SyndicationLink.CreateAlternateLink(printed.Link));
        foreach (var category in printed.Categories)
        {
            item.Categories.Add(new SyndicationCategory(category));
        }

        if (printed.Image is { } image)
        {
            AddExtension(item.ElementExtensions, new XElement(Media + "thumbnail", new XAttribute("url", image.AbsoluteUri)));
        }

        return item;
    }

    /// <summary>Stands for the story wherever the hub may move.</summary>
    public static string EntryId(Story story) => "urn:feedhub:story:" + story.Id;

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

    private static byte[] Write(SyndicationFeedFormatter formatter)
    {
        var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Settings))
        {
            formatter.WriteTo(writer);
        }

        return bytes.ToArray();
    }
}
