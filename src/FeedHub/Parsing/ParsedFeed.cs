using System.Collections.Immutable;

namespace FeedHub.Parsing;

/// <summary>A feed's fields as written, whatever its dialect; HTML untouched.</summary>
public sealed record ParsedFeed
{
    /// <summary><c>rss-0.90</c> … <c>rss-2.0</c>, <c>rss-1.0</c>, <c>atom-0.3</c>, <c>atom-1.0</c>, <c>json-feed-1.0</c>, <c>json-feed-1.1</c>, <c>sitemap</c>, <c>page</c>.</summary>
    public required string Format { get; init; }

    public string? Id { get; init; }

    /// <summary>Still markup; clean before showing.</summary>
    public string? TitleHtml { get; init; }

    /// <summary>The web site, absolute; as written where the document has no address and it is relative.</summary>
    public string? Link { get; init; }

    public string? DescriptionHtml { get; init; }

    /// <summary>As declared, BCP 47; null: not declared.</summary>
    public string? Language { get; init; }

    /// <summary>WebSub hub, absolute.</summary>
    public string? Hub { get; init; }

    /// <summary>The feed's own address as it declares it (<c>rel="self"</c>), absolute.</summary>
    public string? Self { get; init; }

    public string? ImageUrl { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public TimeSpan? Ttl { get; init; }

    public TimeSpan? UpdatePeriod { get; init; }

    /// <summary>0–23, UTC.</summary>
    public ImmutableArray<int> SkipHours { get; init; } = [];

    public ImmutableArray<DayOfWeek> SkipDays { get; init; } = [];

    /// <summary>In document order.</summary>
    public ImmutableArray<ParsedEntry> Entries { get; init; } = [];

    /// <summary>True of a sitemap or a page of links: it names articles and does not hold their texts, which are to be read at their pages.</summary>
    public bool IsListing { get; init; }

    /// <summary>The sitemaps that a sitemap index names instead of entries, in document order.</summary>
    public ImmutableArray<SitemapPart> Parts { get; init; } = [];

    /// <summary>What was repaired or lost, in words, with its position where known.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}

/// <summary>An entry's fields as written, links absolute, HTML untouched.</summary>
public sealed record ParsedEntry
{
    /// <summary>guid, atom:id or JSON id as written (trimmed); null: none given.</summary>
    public string? Id { get; init; }

    /// <summary>The article's page, absolute and readable (IRI); as written where the document has no address and it is relative; null: none usable.</summary>
    public string? Link { get; init; }

    public string? TitleHtml { get; init; }

    /// <summary>The best body among content:encoded, content, description, summary, media:description, itunes:summary; null: none.</summary>
    public string? ContentHtml { get; init; }

    /// <summary>The next best body where there is another; null otherwise.</summary>
    public string? SummaryHtml { get; init; }

    /// <summary>True when <see cref="ContentHtml"/> is text by its type: no markup is to be read in it.</summary>
    public bool ContentIsText { get; init; }

    /// <summary>True when the publisher declared how <see cref="ContentHtml"/> is escaped: that is undone once and no more.</summary>
    public bool ContentIsDeclared { get; init; }

    /// <summary>True when <see cref="ContentHtml"/> was longer than FeedHub reads.</summary>
    public bool ContentIsCut { get; init; }

    /// <summary>True when <see cref="SummaryHtml"/> is text by its type.</summary>
    public bool SummaryIsText { get; init; }

    /// <summary>True when <see cref="TitleHtml"/> is text by its type.</summary>
    public bool TitleIsText { get; init; }

    /// <summary>As <see cref="ContentIsDeclared"/>, of <see cref="TitleHtml"/>.</summary>
    public bool TitleIsDeclared { get; init; }

    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    /// <summary>Names where given, else addresses; the feed's own where Atom or JSON Feed says that they are the entry's.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    public ImmutableArray<string> Categories { get; init; } = [];

    public ImmutableArray<Enclosure> Enclosures { get; init; } = [];

    /// <summary>Lead image: media:thumbnail, itunes:image, JSON image …; null: none named.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>xml:lang or JSON language, inherited; null: not declared.</summary>
    public string? Language { get; init; }

    /// <summary>RSS <c>source</c> or atom:source title, where the entry came from elsewhere.</summary>
    public string? SourceTitle { get; init; }

    /// <summary>Hash of everything written in the entry: equal means nothing to clean again.</summary>
    public ulong RawHash { get; init; }
}

/// <summary>A file that goes with an entry.</summary>
/// <param name="Type">Media type as written, else as its address ends; null: neither says.</param>
/// <param name="Length">Bytes; null: not given or no number.</param>
public sealed record Enclosure(string Url, string? Type, long? Length)
{
    /// <summary>Each file once, in the order of their first mention, with what any mention says of it.</summary>
    internal static ImmutableArray<Enclosure> Merged(IEnumerable<Enclosure> mentions) =>
        [.. mentions.GroupBy(file => file.Url, StringComparer.Ordinal).Select(same => new Enclosure(
            same.Key,
            same.Select(file => file.Type).FirstOrDefault(type => type is not null) ?? MediaTypes.OfAddress(same.Key),
            same.Select(file => file.Length).FirstOrDefault(length => length is not null)))];
}
