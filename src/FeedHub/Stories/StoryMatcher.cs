using FeedHub.Sources;

namespace FeedHub.Stories;

/// <summary>
/// Gives every article its story. Serial and deterministic: the same articles in the same order give the same stories,
/// whatever the batches, engine or restarts. Not thread-safe.
/// </summary>
public sealed class StoryMatcher
{
    /// <summary>Takes a stored article back into the index, in match order, before the first <see cref="Match"/>.</summary>
    public void Restore(IndexedArticle article) => throw new NotImplementedException();

    /// <summary>Decides a batch; the index already holds the decisions when this returns.</summary>
    /// <param name="source">The feed's settings (merge, series, priority); a removed feed gets defaults.</param>
    public MatchBatch Match(IReadOnlyList<PendingArticle> pending, Func<string, FeedSource?> source, DateTimeOffset now) =>
        throw new NotImplementedException();
}
