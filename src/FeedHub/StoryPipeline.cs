using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>
/// The second half of an entry's path: new articles, in commit order, become stories. One process at a time holds the matcher's lease;
/// in the others <see cref="RunAsync"/> does nothing. Not thread-safe.
/// </summary>
public sealed class StoryPipeline(StoryStore stories, TimeProvider time)
{
    /// <summary>Matches until nothing is pending; returns how many articles it matched, 0 where another process holds the lease.</summary>
    /// <param name="source">The feed's settings; null for a feed no longer listed.</param>
    public Task<int> RunAsync(Func<string, FeedSource?> source, CancellationToken cancellationToken) =>
        throw new NotImplementedException((stories, time).ToString());

    /// <summary>Gives the lease up, so that another process may go on at once.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
