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
            Description = new TextSyndicationContent(PublishedText.Valid(published.Description ?? published.Title)),
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
        var shown = entry.Story.Shown;
        var item = Item(published, entry);
        item.Content = new TextSyndicationContent(PublishedText.Html(shown.Text, shown.Language), TextSyndicationContentKind.Html);
        item.Summary = shown.Text.Length == 0 ? null : new TextSyndicationContent(PublishedText.Summary(shown.Text));
        item.PublishDate = shown.Date;
        item.LastUpdatedTime = entry.Story.UpdatedAt;
        item.AttributeExtensions.Add(new XmlQualifiedName("lang", "http://www.w3.org/XML/1998/namespace"), shown.Language);
        item.Authors.Add(new SyndicationPerson { Name = PublishedText.Valid(shown.Author ?? entry.Source.Title) });
        item.SourceFeed = new SyndicationFeed
        {
            Id = entry.Source.Link ?? "urn:feedhub:source:" + entry.Source.Id,
            Title = new TextSyndicationContent(PublishedText.Valid(entry.Source.Title)),
            LastUpdatedTime = entry.Story.UpdatedAt,
        };
        if (Absolute(entry.Source.Link) is { } site)
        {
            item.SourceFeed.Links.Add(SyndicationLink.CreateAlternateLink(site));
        }

        foreach (var copy in entry.Related)
        {
            if (Absolute(copy.Link) is { } link)
            {
                item.Links.Add(new SyndicationLink(link, "related", PublishedText.Valid(entry.SourceOf(copy.FeedId).Title), "text/html", 0));
            }
        }

        return item;
    }

    private static SyndicationItem RssItem(PublishedFeed published, PublishedEntry entry)
    {
        var shown = entry.Story.Shown;
        var item = Item(published, entry);
        item.Summary = new TextSyndicationContent(PublishedText.Summary(shown.Text.Length > 0 ? shown.Text : shown.Title));
        foreach (var enclosure in item.Links.Where(link => link.RelationshipType == "enclosure" && link.Length == 0))
        {
            // RSS 2.0 requires the length; the formatter leaves an unknown one out.
            enclosure.AttributeExtensions.Add(new XmlQualifiedName("length"), "0");
        }

        AddExtension(item.ElementExtensions, new XElement("pubDate", RssDate(shown.Date)));
        AddExtension(item.ElementExtensions, new XElement(DublinCore + "creator", PublishedText.Valid(shown.Author ?? entry.Source.Title)));
        AddExtension(item.ElementExtensions, new XElement(Content + "encoded", PublishedText.Html(shown.Text, shown.Language)));
        if (Absolute(entry.Source.Link) is { } site)
        {
            AddExtension(item.ElementExtensions, new XElement("source", new XAttribute("url", site.AbsoluteUri), PublishedText.Valid(entry.Source.Title)));
        }

        foreach (var copy in entry.Related)
        {
            if (Absolute(copy.Link) is { } link)
            {
                AddExtension(item.ElementExtensions, AtomLink(new SyndicationLink(link, "related", PublishedText.Valid(entry.SourceOf(copy.FeedId).Title), "text/html", 0)));
            }
        }

        return item;
    }

    /// <summary>What both formats share.</summary>
    private static SyndicationItem Item(PublishedFeed published, PublishedEntry entry)
    {
        var shown = entry.Story.Shown;
        var item = new SyndicationItem
        {
            Id = EntryId(entry.Story),
            Title = new TextSyndicationContent(PublishedText.Title(shown.Title)),
        };
        item.Links.Add(SyndicationLink.CreateAlternateLink(Absolute(shown.Link) ?? new Uri($"{published.Address}/stories/{entry.Story.Id}")));
        foreach (var category in shown.Categories)
        {
            item.Categories.Add(new SyndicationCategory(PublishedText.Valid(category)));
        }

        foreach (var enclosure in shown.Enclosures)
        {
            if (Absolute(enclosure.Url) is { } url)
            {
                item.Links.Add(new SyndicationLink(url, "enclosure", null, enclosure.Type ?? "application/octet-stream", enclosure.Length ?? 0));
            }
        }

        if (Absolute(shown.ImageUrl) is { } image)
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

    private static Uri? Absolute(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

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
