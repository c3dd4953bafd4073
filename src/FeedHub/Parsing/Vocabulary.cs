using System.Collections.Frozen;

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
internal static class Vocabularies
{
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

    public static Vocabulary Of(string address, string prefix)
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
