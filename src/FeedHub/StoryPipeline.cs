using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub;

/// <summary>
/// The second half of an entry's path: new articles, in commit order, become stories. One process at a time holds the matcher's lease;
/// in the others <see cref="RunAsync"/> does nothing. Not thread-safe.
/// </summary>
public sealed class StoryPipeline(StoryStore stories, TimeProvider time)
{
    private const int BatchSize = 500;
    private const int RestoredBetweenRenewals = 20_000;
    private static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(15);

    /// <summary>Unique to this run of the process, as the lease demands.</summary>
    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <summary>Null: its index must be built from storage before the next batch.</summary>
    private StoryMatcher? _matcher;

    /// <summary>What <see cref="_matcher"/> was built for.</summary>
    private int _keepDays;

    private volatile bool _isMatcher;

    /// <summary>Whether this process was the one matcher when it last looked; may be asked from any thread.</summary>
    public bool IsMatcher => _isMatcher;

    /// <summary>Matches until nothing is pending; returns how many articles it matched, 0 where another process holds the lease.</summary>
    /// <param name="source">The feed's settings; null for a feed no longer listed.</param>
    /// <param name="keepDays">The hub's.</param>
    public async Task<int> RunAsync(Func<string, FeedSource?> source, int keepDays, CancellationToken cancellationToken)
    {
        var matched = 0;
        _matcher = _keepDays == keepDays ? _matcher : null;
        _keepDays = keepDays;
        while (await HoldAsync(cancellationToken) is var hold && hold != MatcherHold.Refused)
        {
            _matcher = hold == MatcherHold.Taken ? null : _matcher;
            var pending = await stories.PendingAsync(BatchSize, cancellationToken);
            if (pending.Count == 0)
            {
                return matched;
            }

            if (_matcher is null)
            {
                // Nothing new, no index. The lease may end while a large one is built: it is looked at again.
                _matcher = await RestoreAsync(cancellationToken);
                continue;
            }

            if (!await MatchAsync(_matcher, pending, source, cancellationToken))
            {
                continue;
            }

            matched += pending.Count;
        }

        _matcher = null;
        return matched;
    }

    /// <summary>Gives the lease up, so that another process may go on at once.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _matcher = null;
        _isMatcher = false;
        return stories.ReleaseMatcherAsync(_owner, cancellationToken);
    }

    /// <summary>False: nothing was stored, and the index is forgotten since it already holds what was decided.</summary>
    private async Task<bool> MatchAsync(
        StoryMatcher matcher, IReadOnlyList<PendingArticle> pending, Func<string, FeedSource?> source, CancellationToken cancellationToken)
    {
        var isStored = false;
        try
        {
            var now = time.GetUtcNow();
            await stories.CommitAsync(matcher.Match(pending, source, now), _owner, now, cancellationToken);
            isStored = true;
        }
        catch (OutdatedMatcherException)
        {
            // Another process took over, or retention removed a story in between: look at the lease again and rebuild.
        }
        finally
        {
            if (!isStored)
            {
                _matcher = null;
            }
        }

        return isStored;
    }

    private async Task<StoryMatcher> RestoreAsync(CancellationToken cancellationToken)
    {
        var matcher = new StoryMatcher(_keepDays, await stories.MatchedUntilAsync(cancellationToken));
        var restored = 0;
        await foreach (var article in stories.IndexedAsync(cancellationToken))
        {
            matcher.Restore(article);
            if (++restored % RestoredBetweenRenewals == 0)
            {
                await HoldAsync(cancellationToken);
            }
        }

        return matcher;
    }

    private async Task<MatcherHold> HoldAsync(CancellationToken cancellationToken)
    {
        var hold = await stories.HoldMatcherAsync(_owner, time.GetUtcNow(), LeaseFor, cancellationToken);
        _isMatcher = hold != MatcherHold.Refused;
        return hold;
    }
}
