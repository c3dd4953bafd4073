namespace FeedHub.Server.Jobs;

/// <summary>Wakes the dispatcher before its time (edited feeds.json) and the matcher when articles came. Thread-safe.</summary>
public sealed class PollSignal : IDisposable
{
    private readonly SemaphoreSlim _feeds = new(0, 1);
    private readonly SemaphoreSlim _articles = new(0, 1);

    /// <summary>The dispatcher's: of this process one at a time.</summary>
    public SemaphoreSlim Dispatching { get; } = new(1, 1);

    public void Wake() => Release(_feeds);

    public void ArticlesCame() => Release(_articles);

    /// <summary>Returns when woken or when <paramref name="atMost"/> has passed.</summary>
    public Task WaitForFeedsAsync(TimeSpan atMost, CancellationToken cancellationToken) => _feeds.WaitAsync(atMost, cancellationToken);

    /// <summary>Returns when woken or when <paramref name="atMost"/> has passed.</summary>
    public Task WaitForArticlesAsync(TimeSpan atMost, CancellationToken cancellationToken) => _articles.WaitAsync(atMost, cancellationToken);

    public void Dispose()
    {
        _feeds.Dispose();
        _articles.Dispose();
        Dispatching.Dispose();
    }

    private static void Release(SemaphoreSlim semaphore)
    {
        try
        {
            semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody woke it already.
        }
    }
}
