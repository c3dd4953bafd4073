using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Whether the caller is the one matcher.</summary>
public enum MatcherHold
{
    /// <summary>Another owner is; match nothing.</summary>
    Refused,

    /// <summary>It is now, and others may have matched before: build the index anew from <see cref="StoryStore.IndexedAsync"/>.</summary>
    Taken,

    /// <summary>It is, and nobody else was since its last call: its index still holds.</summary>
    Kept,
}

/// <summary>The matcher's index is not what the database says any more; nothing was stored.</summary>
public sealed class OutdatedMatcherException : Exception
{
    public OutdatedMatcherException()
    {
    }

    public OutdatedMatcherException(string message)
        : base(message)
    {
    }

    public OutdatedMatcherException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Which stories to read.</summary>
public sealed record StoryQuery
{
    public int Limit { get; init; } = 100;

    /// <summary>Only stories some of whose copies are of these feeds; null: any.</summary>
    public IReadOnlyCollection<string>? FeedIds { get; init; }

    /// <summary>Only stories emitted before this sequence; null: from the newest.</summary>
    public long? BeforeSequence { get; init; }

    /// <summary>Only stories emitted after this sequence; null: no bound.</summary>
    public long? AfterSequence { get; init; }

    public StoryOrder Order { get; init; } = StoryOrder.Emitted;
}

/// <summary>Newest first in either order.</summary>
public enum StoryOrder
{
    /// <summary>By <see cref="Story.Sequence"/>.</summary>
    Emitted,

    /// <summary>By the shown copy's date, then sequence.</summary>
    Dated,
}

/// <summary>A mark that moves whenever anything a reader could see has changed.</summary>
/// <param name="Version">Grows with every committed match batch or expiry; equal means nothing changed.</param>
/// <param name="LastSequence">The newest story's.</param>
public sealed record StoryMark(long Version, long LastSequence, DateTimeOffset ChangedAt, long Stories);

/// <summary>The stories, and the matcher's queue and index.</summary>
public sealed class StoryStore(Database database)
{
    /// <summary>Makes or keeps this owner the one matcher; call again before the lease ends to keep it.</summary>
    /// <param name="owner">Unique to this run of the process.</param>
    public Task<MatcherHold> HoldMatcherAsync(string owner, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        throw new NotImplementedException(database.Engine);

    public Task ReleaseMatcherAsync(string owner, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The next articles to match, in the order of their rows.</summary>
    public Task<IReadOnlyList<PendingArticle>> PendingAsync(int max, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every matched article still kept, in match order.</summary>
    public IAsyncEnumerable<IndexedArticle> IndexedAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Stories and sequence in one transaction, whole or not at all.</summary>
    /// <exception cref="OutdatedMatcherException">
    /// <paramref name="owner"/> no longer holds the lease, or the batch names a story that has expired: forget the index and rebuild it.
    /// </exception>
    public Task CommitAsync(MatchBatch batch, string owner, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<StoryMark> MarkAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<Story>> ReadAsync(StoryQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>In the order of <paramref name="ids"/>; unknown ones are left out.</summary>
    public Task<IReadOnlyList<Story>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every story with its articles, in sequence order, first seen within the bounds (null: no bound).</summary>
    public IAsyncEnumerable<ExportedStory> ExportAsync(DateTimeOffset? since, DateTimeOffset? until, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

/// <summary>A story with every article whole.</summary>
public sealed record ExportedStory(Story Story, IReadOnlyList<Cleaning.Article> Articles);
