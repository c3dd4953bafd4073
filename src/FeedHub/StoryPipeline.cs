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
        _matcher = _keepDays == keepDays ? _matcher : null;
        _keepDays = keepDays;
        var matched = 0;
        while (await HoldAsync(cancellationToken) is var hold && hold != MatcherHold.Refused)
        {
            _matcher = hold == MatcherHold.Taken ? null : _matcher;
            if ((await stories.PendingAsync(1, cancellationToken)).Count == 0)
            {
                return matched;
            }

            // A session that faults leaves no matcher behind: its index may hold what was not stored.
            var matcher = _matcher ?? await RestoreAsync(cancellationToken);
            _matcher = null;
            var session = new MatchingSession(stories, matcher, _owner, IsHeldAsync, source, time);
            try
            {
                await session.RunAsync(cancellationToken);
                _matcher = matcher;
            }
            catch (OutdatedMatcherException)
            {
                // The next session restores what is stored.
            }

            matched += session.Stored;
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

    private async Task<bool> IsHeldAsync(CancellationToken cancellationToken) => await HoldAsync(cancellationToken) == MatcherHold.Kept;

    private async Task<MatcherHold> HoldAsync(CancellationToken cancellationToken)
    {
        var hold = await stories.HoldMatcherAsync(_owner, time.GetUtcNow(), LeaseFor, cancellationToken);
        _isMatcher = hold != MatcherHold.Refused;
        return hold;
    }
}
