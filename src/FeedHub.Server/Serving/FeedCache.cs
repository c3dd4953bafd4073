using System.Collections.Concurrent;

namespace FeedHub.Server;

/// <summary>Rendered pages, as many as fit: whoever asks for every page under every name pushes out what nobody asked for lately. Thread-safe.</summary>
internal sealed class FeedCache(TimeProvider time)
{
    private const int MaxPages = 512;

    /// <summary>Uncompressed.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string Address, FeedPage Page), CachedFeed> _pages = new();
    private readonly Lock _trimming = new();

    public CachedFeed Of(string address, FeedPage page)
    {
        var key = (address, page with { FeedIds = null });
        if (!_pages.TryGetValue(key, out var kept))
        {
            Trim();
            kept = _pages.GetOrAdd(key, _ => new CachedFeed());
        }

        kept.AskedAt = time.GetTimestamp();
        return kept;
    }

    /// <summary>Half of it goes, so that it is not done for every page.</summary>
    private void Trim()
    {
        lock (_trimming)
        {
            if (_pages.Count < MaxPages && _pages.Values.Sum(kept => (long)(kept.Feed?.Bytes.Length ?? 0)) < MaxBytes)
            {
                return;
            }

            foreach (var (key, kept) in _pages.OrderBy(page => page.Value.AskedAt).Take((_pages.Count + 1) / 2))
            {
                _pages.TryRemove(key, out _);
                kept.Forget();
            }
        }
    }
}

/// <summary>One page as it was last rendered. However many ask for it at a time, it is rendered once. Thread-safe.</summary>
internal sealed class CachedFeed
{
    private readonly Lock _gate = new();
    private string? _state;
    private Task<RenderedFeed>? _rendering;

    /// <summary>Null: not yet, or not kept any more.</summary>
    public RenderedFeed? Feed { get; private set; }

    /// <summary>The state of the hub in which <see cref="Feed"/> was last known to stand.</summary>
    public object? Confirmed { get; private set; }

    public bool IsBeingRendered => Volatile.Read(ref _rendering) is not null;

    /// <summary>A timestamp.</summary>
    public long AskedAt { get; set; }

    /// <param name="hub">The state of the hub.</param>
    /// <param name="state">What of it concerns the page: while it is the same, so is the page.</param>
    /// <param name="render">From the page as it was before.</param>
    /// <returns>For who asks first, the page as it is now; for others meanwhile the last one, if there is one.</returns>
    public Task<RenderedFeed> GetAsync(object? hub, string state, Func<RenderedFeed?, Task<RenderedFeed>> render)
    {
        lock (_gate)
        {
            var stands = Feed is not null && _state == state;
            Confirmed = stands ? hub : Confirmed;
            return Feed is { } last && (stands || _rendering is not null) ? Task.FromResult(last) : _rendering ??= RenderAsync(hub, state, render);
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            (Feed, _state, Confirmed) = (null, null, null);
        }
    }

    private async Task<RenderedFeed> RenderAsync(object? hub, string state, Func<RenderedFeed?, Task<RenderedFeed>> render)
    {
        var previous = Feed;
        await Task.Yield();
        try
        {
            var feed = await render(previous);
            lock (_gate)
            {
                (Feed, _state, Confirmed) = (feed, state, hub);
            }

            return feed;
        }
        catch (Exception) when (previous is not null)
        {
            // While the database is away the last one stands; whoever asks next tries again.
            return previous;
        }
        finally
        {
            lock (_gate)
            {
                _rendering = null;
            }
        }
    }
}
