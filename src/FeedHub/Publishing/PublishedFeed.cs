using System.Collections.Immutable;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>One page of a feed, ready to be written in any format: nothing in it depends on the clock.</summary>
public sealed record PublishedFeed
{
    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>Exactly as published: <c>ar</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Of the hub, without trailing slash.</summary>
    public required string Address { get; init; }

    /// <summary>Of the feed below <see cref="Address"/> without its ending: <c>/feed</c>, <c>/tags/x/feed</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What narrows the feed beside its path: <c>q=…</c>; empty: nothing.</summary>
    public string Narrowing { get; init; } = "";

    /// <summary>Of this page, with its question mark; empty: the subscription document.</summary>
    public string Query { get; init; } = "";

    /// <summary>The page for people that this feed follows, below <see cref="Address"/>.</summary>
    public string PagePath { get; init; } = "/";

    /// <summary>When its letters last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>WebSub hub.</summary>
    public string? Hub { get; init; }

    /// <summary>Stories emitted before this sequence are in the archive page that comes next; null: none are.</summary>
    public long? OlderBefore { get; init; }

    /// <summary>True for a page of the past (RFC 5005 §4).</summary>
    public bool IsArchive { get; init; }

    /// <summary>In the order of the feed.</summary>
    public ImmutableArray<PublishedEntry> Entries { get; init; } = [];

    /// <summary>Square, for readers that list feeds.</summary>
    public string Icon => Address + "/icon.png";

    public string Favicon => Address + "/favicon.ico";

    public string Self(FeedFormat format) => $"{Address}{Path}.{format.Ending}{Query}";

    public string Current(FeedFormat format) => $"{Address}{Path}.{format.Ending}{(Narrowing.Length > 0 ? "?" : "")}{Narrowing}";

    public string Older(FeedFormat format) => $"{Address}{Path}.{format.Ending}?{Narrowing}{(Narrowing.Length > 0 ? "&" : "")}before={OlderBefore}";

    /// <summary>The same for every format and page.</summary>
    public string Id => $"{Address}{Path}{(Narrowing.Length > 0 ? "?" : "")}{Narrowing}";
}

/// <summary>A story with the names of those who carried it.</summary>
/// <param name="Sources">By feed id.</param>
public sealed record PublishedEntry(Story Story, IReadOnlyDictionary<string, PublishedSource> Sources)
{
    /// <summary>The same for ever, wherever the hub may move.</summary>
    public string Id { get; init; } = "urn:feedhub:story:" + Story.Id;

    /// <summary>Its page on this hub, below the hub's address.</summary>
    public string Page { get; init; } = "/stories/" + Story.Id;

    /// <summary>Ready-made content; null: it is made of the shown text.</summary>
    public string? Html { get; init; }

    /// <summary>Who carried the copy that is shown.</summary>
    public PublishedSource Source => SourceOf(Story.Shown.FeedId);

    /// <summary>Who else carries the story, in the order they joined.</summary>
    public IEnumerable<PublishedSource> Others => SourcesOf(Story.Copies);

    /// <summary>
    /// Who else carried it when the words that are shown came to be shown. As long as these stand, so does this: whoever joins later belongs to their next version.
    /// </summary>
    public IEnumerable<PublishedSource> OthersThen
    {
        get
        {
            var joined = Story.Copies.FirstOrDefault(copy => copy.ArticleId == Story.Shown.Id)?.JoinedAt ?? Story.UpdatedAt;
            var then = joined > Story.UpdatedAt ? joined : Story.UpdatedAt;
            return SourcesOf(Story.Copies.Where(copy => copy.JoinedAt <= then));
        }
    }

    /// <summary>Every other copy that has a page of its own.</summary>
    public IEnumerable<StoryCopy> Related => Story.Copies
        .Where(copy => copy.ArticleId != Story.Shown.Id && copy.Link.Length > 0 && copy.Link != Story.Shown.Link)
        .DistinctBy(copy => copy.Link);

    private IEnumerable<PublishedSource> SourcesOf(IEnumerable<StoryCopy> copies) =>
        copies.Select(copy => copy.FeedId).Where(feed => feed != Story.Shown.FeedId).Distinct().Select(SourceOf);

    public PublishedSource SourceOf(string feedId) => Sources.GetValueOrDefault(feedId) ?? new PublishedSource(feedId, feedId, null);
}

/// <summary>A source as readers know it.</summary>
/// <param name="Link">Its web site; null: not known.</param>
/// <param name="Feed">Address of its feed; null: it has none that others can read.</param>
public sealed record PublishedSource(string Id, string Title, string? Link, string? Feed = null);
