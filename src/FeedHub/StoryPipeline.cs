using FeedHub.Fetching;
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
    /// <summary>Read and matched at a time: few enough that the collector seldom finds their texts in use.</summary>
    private const int BatchSize = 125;

    /// <summary>Stored at a time where many wait: every commit writes the pages of the indexes anew.</summary>
    private const int StoredTogether = 5000;

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
        var (matched, after) = (0, 0L);
        MatchBatch? gathered = null;
        Task<int>? storing = null;
        IDisposable? core = null;
        Task<IReadOnlyList<PendingArticle>>? ahead = null;
        try
        {
            while (await HoldAsync(cancellationToken) is var hold && hold != MatcherHold.Refused)
            {
                if (hold == MatcherHold.Taken)
                {
                    (_matcher, gathered, after, ahead) = (null, null, 0, null);
                }

                var pending = await (ahead ?? stories.PendingAsync(BatchSize, after, cancellationToken));
                ahead = null;
                if (pending.Count == 0 && gathered is null && storing is null)
                {
                    return matched;
                }

                if (_matcher is null || pending.Count < BatchSize)
                {
                    core?.Dispose();
                    core = null;
                }
                else
                {
                    // Many wait: a core of its own, until they are done, and the next are read while these are matched.
                    core ??= await Gates.Processor.EnterAsync(cancellationToken);
                    var last = pending[^1].Article.Id;
                    ahead = Task.Run(() => stories.PendingAsync(BatchSize, last, cancellationToken), cancellationToken);
                }

                var now = time.GetUtcNow();
                if (pending.Count > 0 && _matcher?.Match(pending, source, now) is { } batch)
                {
                    gathered = gathered?.Then(batch) ?? batch;
                    after = pending[^1].Article.Id;
                    if (pending.Count == BatchSize && gathered.Articles.Length < StoredTogether)
                    {
                        continue;
                    }
                }

                // While some are stored the next are matched. If those are void, so is what was decided after them.
                var stored = storing is null ? (int?)null : await storing;
                storing = null;
                matched += stored ?? 0;
                if (gathered is not null && stored != 0)
                {
                    storing = StoreAsync(gathered, now, cancellationToken);
                    gathered = null;
                    continue;
                }

                // Nothing new, no index. The lease may end while a large one is built: it is looked at again.
                (gathered, after, ahead) = (null, 0, null);
                _matcher = stored == 0 ? null : _matcher;
                _matcher ??= pending.Count > 0 ? await RestoreAsync(cancellationToken) : null;
            }

            _matcher = null;
            return matched + (storing is null ? 0 : await storing);
        }
        catch
        {
            // The index may hold what was not stored.
            _matcher = null;
            await OverAsync(storing);
            throw;
        }
        finally
        {
            core?.Dispose();
            await OverAsync(ahead);
        }
    }

    /// <summary>Gives the lease up, so that another process may go on at once.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _matcher = null;
        _isMatcher = false;
        return stories.ReleaseMatcherAsync(_owner, cancellationToken);
    }

    /// <summary>How many articles were stored; 0: none, since another process took over, or retention removed a story in between.</summary>
    private async Task<int> StoreAsync(MatchBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await stories.CommitAsync(batch, _owner, now, cancellationToken);
            return batch.Articles.Length;
        }
        catch (OutdatedMatcherException)
        {
            return 0;
        }
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

    /// <summary>Waits until nothing of it runs any more, whatever came of it.</summary>
    private static async Task OverAsync(Task? task) => await (task ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<MatcherHold> HoldAsync(CancellationToken cancellationToken)
    {
        var hold = await stories.HoldMatcherAsync(_owner, time.GetUtcNow(), LeaseFor, cancellationToken);
        _isMatcher = hold != MatcherHold.Refused;
        return hold;
    }
}
