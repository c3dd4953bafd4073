using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>An article the matcher has not seen in this form.</summary>
/// <param name="StoryId">The story it is in already, when it was corrected after being matched; null: new.</param>
/// <param name="Turn">Tells this form of it from a later one, so that a correction that comes during the match is not taken for matched; 0: whichever.</param>
public sealed record PendingArticle(ArticleToMatch Article, string? StoryId, long Turn = 0);

/// <summary>What the matcher asks of an <see cref="Cleaning.Article"/>.</summary>
/// <param name="Id">As stored: later articles have larger ones.</param>
/// <param name="Date">As <see cref="Article.Date"/>.</param>
public sealed record ArticleToMatch(
    long Id, string FeedId, string EntryId, string UrlKey, string ContentKey, string Title, string Text, bool IsTruncated, DateTimeOffset Date,
    DateTimeOffset FirstSeenAt, DateTimeOffset ChangedAt)
{
    /// <summary>As <see cref="MediaFile.Mark"/>: which recording goes with it; 0: none.</summary>
    public uint Media { get; init; }
}

/// <summary>The matcher's word on one article.</summary>
/// <param name="Sketch">The matcher's own record of it, opaque to storage; comes back in <see cref="IndexedArticle"/>.</param>
/// <param name="Turn">As in <see cref="PendingArticle"/>.</param>
public sealed record MatchedArticle(long ArticleId, string StoryId, MatchReason Reason, ReadOnlyMemory<byte> Sketch, long Turn = 0)
{
    /// <summary>The copy by which it joined its story; null: it opened it, or was there already.</summary>
    public long? ThroughId { get; init; }

    /// <summary>Articles of other stories of the same affair, as they stood when it was matched; the surest first.</summary>
    public ImmutableArray<long> Related { get; init; } = [];

    /// <summary>The same after its story became another.</summary>
    internal MatchedArticle In(MergedStory merged) => StoryId == merged.StoryId ? this with { StoryId = merged.IntoId } : this;
}

/// <summary>A story that is new or shows something else than before.</summary>
/// <param name="UpdatedAt">When its letters last changed for a reader.</param>
public sealed record StoryChange(string StoryId, long ShownArticleId, bool IsNew, DateTimeOffset FirstSeenAt, DateTimeOffset UpdatedAt);

/// <summary>A story that turned out to tell what an older one tells: its articles are that one's now.</summary>
public sealed record MergedStory(string StoryId, string IntoId)
{
    /// <summary>The same after what it went into became a part of another.</summary>
    internal MergedStory In(MergedStory merged) => IntoId == merged.StoryId ? this with { IntoId = merged.IntoId } : this;
}

/// <summary>What one run of the matcher found; committed whole or not at all.</summary>
public sealed record MatchBatch
{
    /// <summary>Of the latest first sight the matcher has met, to the hour; it goes on from there after a restart.</summary>
    public DateTimeOffset MatchedUntil { get; init; }

    /// <summary>In match order.</summary>
    public ImmutableArray<MatchedArticle> Articles { get; init; } = [];

    /// <summary>New ones in the order they are to be emitted.</summary>
    public ImmutableArray<StoryChange> Stories { get; init; } = [];

    /// <summary>Stories of earlier batches that are no more, in the order of the decisions; after <see cref="Articles"/>.</summary>
    public ImmutableArray<MergedStory> Merged { get; init; } = [];

    /// <summary>Per feed whose learned lines changed: all of them.</summary>
    public ImmutableDictionary<string, ImmutableArray<LearnedLine>> LearnedLines { get; init; } =
        ImmutableDictionary<string, ImmutableArray<LearnedLine>>.Empty;

    /// <summary>This batch and the one the matcher decided next, as one.</summary>
    public MatchBatch Then(MatchBatch next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var changes = next.Stories.ToDictionary(story => story.StoryId);
        var articles = next.Merged.Aggregate(Articles.AsEnumerable(), (known, merged) => known.Select(article => article.In(merged)));
        var gone = next.Merged.Select(merged => merged.StoryId).ToHashSet();
        var opened = Stories.Where(story => story.IsNew).Select(story => story.StoryId).ToHashSet();
        var before = Stories.Where(story => !gone.Contains(story.StoryId)).Select(story => changes.Remove(story.StoryId, out var change) ? change with { IsNew = story.IsNew || change.IsNew } : story).ToArray();
        return new()
        {
            MatchedUntil = next.MatchedUntil,
            Articles = [.. articles, .. next.Articles],
            Merged = [.. next.Merged.Aggregate(Merged.AsEnumerable(), (known, merged) => known.Select(story => story.In(merged))), .. next.Merged.Where(merged => !opened.Contains(merged.StoryId))],
            Stories = [.. before, .. next.Stories.Where(story => changes.ContainsKey(story.StoryId))],
            LearnedLines = LearnedLines.SetItems(next.LearnedLines),
        };
    }
}

/// <summary>What is needed of a matched article to rebuild the matcher's index.</summary>
public sealed record IndexedArticle(
    long ArticleId, string FeedId, string EntryId, string StoryId, bool IsShown, string UrlKey, string ContentKey, DateTimeOffset Date,
    DateTimeOffset FirstSeenAt, bool IsTruncated, int TextLength, DateTimeOffset StoryFirstSeenAt, ReadOnlyMemory<byte> Sketch,
    DateTimeOffset StoryUpdatedAt = default);
