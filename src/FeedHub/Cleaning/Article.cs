using System.Collections.Immutable;
using FeedHub.Parsing;

namespace FeedHub.Cleaning;

/// <summary>A cleaned entry: plain text, an absolute link, a date that is never missing.</summary>
public sealed record Article
{
    /// <summary>Row number, in the order of insertion; 0 until stored.</summary>
    public long Id { get; init; }

    public required string FeedId { get; init; }

    /// <summary>Unique within the feed and stable: the publisher's id, or made from link or content where that is missing or useless.</summary>
    public required string EntryId { get; init; }

    /// <summary>Absolute http(s), or empty where the entry has none.</summary>
    public required string Link { get; init; }

    /// <summary>One line, at most 500 characters; empty only if the text is empty too.</summary>
    public required string Title { get; init; }

    /// <summary>One paragraph a line, <c>\n</c>, no blank lines, no markup.</summary>
    public required string Text { get; init; }

    /// <summary>The feed carried an excerpt that ends in an ellipsis marker.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>As the publisher says; null: not said or not believable.</summary>
    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    /// <summary>When this hub first saw the entry; the date shown where <see cref="Published"/> is null or later.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When its letters last changed; equals <see cref="FirstSeenAt"/> until corrected.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    public string? Author { get; init; }

    public ImmutableArray<string> Categories { get; init; } = [];

    public ImmutableArray<Enclosure> Enclosures { get; init; } = [];

    public string? ImageUrl { get; init; }

    /// <summary>BCP 47, declared or detected.</summary>
    public required string Language { get; init; }

    /// <summary>Key of the page (ARABIC URL key); empty where there is no link.</summary>
    public required string UrlKey { get; init; }

    /// <summary>128-bit hash, hex, of the matching form of title and text.</summary>
    public required string ContentKey { get; init; }

    /// <summary><see cref="ParsedEntry.RawHash"/> of what it was made from.</summary>
    public ulong RawHash { get; init; }

    /// <summary>How often its page was asked for in vain, where it is still to be read; null: nothing is owed.</summary>
    public int? PageTries { get; init; }

    /// <summary>Never in the future: the earlier of what the publisher says and when it was first seen.</summary>
    public DateTimeOffset Date => Published is { } published && published < FirstSeenAt ? published : FirstSeenAt;
}
