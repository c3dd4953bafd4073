namespace FeedHub.Fetching;

/// <summary>
/// What came of a request, and what it holds until disposed: its permits and its body's memory. However slow its owner is, bodies do not pile up.
/// </summary>
public sealed class FetchLease : IDisposable
{
    private readonly Stack<IDisposable> _permits = [];
    private IDisposable? _buffer;

    internal FetchLease()
    {
    }

    /// <summary>Its body is lent: it is empty from <see cref="ReleaseBody"/> on.</summary>
    public FetchResult Result { get; internal set; } = null!;

    /// <summary>Of a result that did not come over the network; holds nothing.</summary>
    public static FetchLease Of(FetchResult result) => new() { Result = result };

    /// <summary>The body has been read, and its memory may be used again; the permits stay.</summary>
    public void ReleaseBody()
    {
        if (Result is FetchResult.Fetched lent)
        {
            Result = lent.WithoutBody();
        }

        Interlocked.Exchange(ref _buffer, null)?.Dispose();
    }

    public void Dispose()
    {
        ReleaseBody();
        ReleasePermits();
    }

    internal void Keep(IDisposable permit) => _permits.Push(permit);

    /// <summary>The pooled array that the body lies in, in place of the one before.</summary>
    internal void KeepBuffer(IDisposable buffer)
    {
        _buffer?.Dispose();
        _buffer = buffer;
    }

    private void ReleasePermits()
    {
        while (_permits.TryPop(out var permit))
        {
            permit.Dispose();
        }
    }
}
