using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>An article the matcher has not seen in this form.</summary>
/// <param name="StoryId">The story it is in already, when it was corrected after being matched; null: new.</param>
public sealed record PendingArticle(Article Article, string? StoryId);

/// <summary>The matcher's word on one article.</summary>
/// <param name="Sketch">The matcher's own record of it, opaque to storage; comes back in <see cref="IndexedArticle"/>.</param>
public sealed record MatchedArticle(long ArticleId, string StoryId, string Reason, ReadOnlyMemory<byte> Sketch);

/// <summary>A story that is new or shows something else than before.</summary>
/// <param name="UpdatedAt">When its letters last changed for a reader.</param>
public sealed record StoryChange(string StoryId, long ShownArticleId, bool IsNew, DateTimeOffset FirstSeenAt, DateTimeOffset UpdatedAt);

/// <summary>What one run of the matcher found; committed whole or not at all.</summary>
public sealed record MatchBatch
{
    /// <summary>Of the latest first sight the matcher has met, to the hour; it goes on from there after a restart.</summary>
    public DateTimeOffset MatchedUntil { get; init; }

    /// <summary>In match order.</summary>
    public ImmutableArray<MatchedArticle> Articles { get; init; } = [];

    /// <summary>New ones in the order they are to be emitted.</summary>
    public ImmutableArray<StoryChange> Stories { get; init; } = [];

    /// <summary>Per feed whose learned lines changed: all of them.</summary>
    public ImmutableDictionary<string, ImmutableArray<LearnedLine>> LearnedLines { get; init; } =
        ImmutableDictionary<string, ImmutableArray<LearnedLine>>.Empty;
}

/// <summary>What is needed of a matched article to rebuild the matcher's index.</summary>
public sealed record IndexedArticle(
    long ArticleId, string FeedId, string EntryId, string StoryId, bool IsShown, string UrlKey, string ContentKey, DateTimeOffset Date,
    DateTimeOffset FirstSeenAt, bool IsTruncated, int TextLength, DateTimeOffset StoryFirstSeenAt, ReadOnlyMemory<byte> Sketch,
    DateTimeOffset StoryUpdatedAt = default);
