namespace FeedHub.Fetching;

/// <summary>Limits of every exchange; process settings.</summary>
public sealed record FetchLimits
{
    /// <summary>Over the whole exchange: connect, redirects, headers, body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>On the wire and decoded.</summary>
    public long MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>CIDR; addresses that may be contacted though not globally routable.</summary>
    public IReadOnlyList<string> AllowedPrivateNetworks { get; init; } = [];

    public bool AllowAllPrivateNetworks { get; init; }

    public int MaxConcurrent { get; init; } = 64;

    public int MaxPerHost { get; init; } = 2;

    /// <summary>Public address of the hub or its maintainer, for the User-Agent; null: the project's.</summary>
    public string? Contact { get; init; }
}

/// <summary>One polite, bounded HTTP exchange. Thread-safe; one for the process.</summary>
public sealed class FeedFetcher(FetchLimits limits, TimeProvider time) : IDisposable
{
    /// <summary>Never throws but on cancellation: the world's faults are values.</summary>
    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) =>
        throw new NotImplementedException(limits.ToString() + time);

    public void Dispose()
    {
    }
}
