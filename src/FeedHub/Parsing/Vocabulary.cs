using System.Collections.Frozen;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>Whose element it is. Namespaces are told by address where it is known, else by the prefix everybody gives them.</summary>
internal enum Vocabulary
{
    /// <summary>RSS of any version, and elements of no namespace.</summary>
    Core,
    Atom,
    Content,
    DublinCore,
    DublinCoreTerms,
    Media,
    ITunes,
    FeedBurner,
    Syndication,
    Xhtml,
    Rdf,
    Other,
}

/// <summary>Namespaces as feeds write them.</summary>
internal sealed class Vocabularies
{
    /// <summary>How many pairs of address and prefix are looked through; hostile documents have more.</summary>
    private const int MostKept = 32;

    private static readonly FrozenDictionary<string, Vocabulary> ByAddress = new Dictionary<string, Vocabulary>
    {
        [""] = Vocabulary.Core,
        ["http://purl.org/rss/1.0"] = Vocabulary.Core,
        ["http://my.netscape.com/rdf/simple/0.9"] = Vocabulary.Core,
        ["http://channel.netscape.com/rdf/simple/0.9"] = Vocabulary.Core,
        ["http://my.netscape.com/publish/formats/rss-0.91.dtd"] = Vocabulary.Core,
        ["http://backend.userland.com/rss"] = Vocabulary.Core,
        ["http://backend.userland.com/rss2"] = Vocabulary.Core,
        ["http://backend.userland.com/rss091"] = Vocabulary.Core,
        ["http://blogs.law.harvard.edu/tech/rss"] = Vocabulary.Core,
        ["http://cyber.law.harvard.edu/rss"] = Vocabulary.Core,
        ["http://purl.org/net/rss1.1#"] = Vocabulary.Core,
        ["http://www.w3.org/2005/atom"] = Vocabulary.Atom,
        ["http://purl.org/atom/ns#"] = Vocabulary.Atom,
        ["http://example.com/newformat#"] = Vocabulary.Atom,
        ["http://example.com/necho"] = Vocabulary.Atom,
        ["http://purl.org/echo"] = Vocabulary.Atom,
        ["http://purl.org/rss/1.0/modules/content"] = Vocabulary.Content,
        ["http://purl.org/dc/elements/1.1"] = Vocabulary.DublinCore,
        ["http://purl.org/dc/elements/1.0"] = Vocabulary.DublinCore,
        ["http://purl.org/metadata/dublin_core"] = Vocabulary.DublinCore,
        ["http://purl.org/dc/terms"] = Vocabulary.DublinCoreTerms,
        ["http://search.yahoo.com/mrss"] = Vocabulary.Media,
        ["http://tools.search.yahoo.com/mrss"] = Vocabulary.Media,
        ["http://video.search.yahoo.com/mrss"] = Vocabulary.Media,
        ["http://www.rssboard.org/media-rss"] = Vocabulary.Media,
        ["http://example.com/dtds/podcast-1.0.dtd"] = Vocabulary.ITunes,
        ["http://www.itunes.com/dtds/podcast-1.0.dtd"] = Vocabulary.ITunes,
        ["http://rssnamespace.org/feedburner/ext/1.0"] = Vocabulary.FeedBurner,
        ["http://purl.org/rss/1.0/modules/syndication"] = Vocabulary.Syndication,
        ["http://www.w3.org/1999/xhtml"] = Vocabulary.Xhtml,
        ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"] = Vocabulary.Rdf,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Vocabulary> ByPrefix = new Dictionary<string, Vocabulary>
    {
        ["rss"] = Vocabulary.Core,
        ["atom"] = Vocabulary.Atom,
        ["a10"] = Vocabulary.Atom,
        ["atom10"] = Vocabulary.Atom,
        ["content"] = Vocabulary.Content,
        ["dc"] = Vocabulary.DublinCore,
        ["dcterms"] = Vocabulary.DublinCoreTerms,
        ["media"] = Vocabulary.Media,
        ["itunes"] = Vocabulary.ITunes,
        ["feedburner"] = Vocabulary.FeedBurner,
        ["sy"] = Vocabulary.Syndication,
        ["xhtml"] = Vocabulary.Xhtml,
        ["rdf"] = Vocabulary.Rdf,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Vocabulary>.AlternateLookup<ReadOnlySpan<char>> ByAddressSpan =
        ByAddress.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly List<(string Address, string Prefix, Vocabulary Vocabulary)> _seen = [];
    private readonly string _rootAddress;
    private readonly Vocabulary _ofRoot;

    /// <param name="root">A reader on the root element: whatever namespace that has, it is the feed's.</param>
    public Vocabularies(XmlReader root)
    {
        var known = Known(root.NamespaceURI, root.Prefix);
        var isAtom = root.LocalName.Equals("feed", StringComparison.OrdinalIgnoreCase) || root.LocalName.Equals("entry", StringComparison.OrdinalIgnoreCase);
        _rootAddress = root.NamespaceURI;
        _ofRoot = known is not (Vocabulary.Core or Vocabulary.Other) ? known : isAtom ? Vocabulary.Atom : Vocabulary.Core;
    }

    /// <summary>Whose element the reader stands on.</summary>
    public Vocabulary Of(XmlReader reader)
    {
        var (address, prefix) = (reader.NamespaceURI, reader.Prefix);

        // The reader atomises its names: the few pairs of a document are the same objects throughout.
        foreach (var seen in _seen)
        {
            if (ReferenceEquals(seen.Address, address) && ReferenceEquals(seen.Prefix, prefix))
            {
                return seen.Vocabulary;
            }
        }

        var vocabulary = address == _rootAddress ? _ofRoot : Known(address, prefix);
        if (_seen.Count < MostKept)
        {
            _seen.Add((address, prefix, vocabulary));
        }

        return vocabulary;
    }

    /// <summary>The element's name in lower case: publishers write <c>pubdate</c>, <c>PubDate</c> and <c>TITLE</c>.</summary>
    public static string Name(XmlReader reader)
    {
        var name = reader.LocalName;
        return name.AsSpan().ContainsAnyInRange('A', 'Z') ? name.ToLowerInvariant() : name;
    }

    private static Vocabulary Known(string address, string prefix)
    {
        if (ByAddress.TryGetValue(address, out var exact))
        {
            return exact;
        }

        var plain = address.Trim().TrimEnd('/').ToLowerInvariant();
        return ByAddressSpan.TryGetValue(plain, out var known) ? known
            : plain.StartsWith("https://", StringComparison.Ordinal) && ByAddress.TryGetValue("http://" + plain[8..], out var secure) ? secure
            : ByPrefix.GetValueOrDefault(prefix, Vocabulary.Other);
    }
}
