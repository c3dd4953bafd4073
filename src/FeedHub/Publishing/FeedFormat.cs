using System.Collections.Immutable;

namespace FeedHub.Publishing;

/// <summary>
/// A format in which feeds are published, of the closed set <see cref="All"/>: routes, links between pages, autodiscovery, content negotiation and
/// what the WebSub hub is told follow from it.
/// </summary>
public sealed class FeedFormat
{
    public static readonly FeedFormat Atom = new("atom", "Atom", "application/atom+xml", SyndicationWriter.WriteAtom);
    public static readonly FeedFormat Rss = new("rss", "RSS", "application/rss+xml", SyndicationWriter.WriteRss);
    public static readonly FeedFormat Json = new("json", "JSON", "application/feed+json", JsonFeedWriter.Write);

    /// <summary>The first is the one for whoever has no preference.</summary>
    public static readonly ImmutableArray<FeedFormat> All = [Atom, Rss, Json];

    private FeedFormat(string ending, string name, string mediaType, Func<PublishedFeed, byte[]> write) =>
        (Ending, Name, MediaType, Write) = (ending, name, mediaType, write);

    /// <summary>Of the address, behind its dot: <c>atom</c>.</summary>
    public string Ending { get; }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Without parameters.</summary>
    public string MediaType { get; }

    /// <summary>UTF-8, the same bytes for the same feed.</summary>
    public Func<PublishedFeed, byte[]> Write { get; }

    public override string ToString() => Ending;
}
