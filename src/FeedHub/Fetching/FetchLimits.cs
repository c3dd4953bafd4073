namespace FeedHub.Fetching;

/// <summary>Limits of every exchange; process settings.</summary>
public sealed record FetchLimits
{
    /// <summary>Over the whole exchange: connect, redirects, headers, body; not the wait for a host's turn.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>On the wire and decoded.</summary>
    public long MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Addresses that may be contacted though not globally routable: <c>10.0.0.0/8</c>, <c>fd00::/8</c>, <c>127.0.0.2</c> or <c>127.0.0.2-127.0.0.254</c>.</summary>
    public IReadOnlyList<string> AllowedPrivateNetworks { get; init; } = [];

    public bool AllowAllPrivateNetworks { get; init; }

    /// <summary>How long a request may wait for its host's turn, or for a place, before it is put off; null: twice <see cref="Timeout"/>.</summary>
    public TimeSpan? Patience { get; init; }

    public int MaxConcurrent { get; init; } = 64;

    public int MaxPerHost { get; init; } = 2;

    /// <summary>Requests a host gets per second once a burst of ten is spent; 0: no spacing.</summary>
    public double MaxPerHostPerSecond { get; init; } = 10;

    /// <summary>Memory for bodies larger than 1 MiB, all together; one at a time may go beyond it.</summary>
    public long MaxBodyMemoryBytes { get; init; } = 48 * 1024 * 1024;

    /// <summary>Everything goes through this proxy, which then is the one to decide about addresses; null: none, whatever the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Public address of the hub or its maintainer, for the User-Agent; null: none.</summary>
    public string? Contact { get; init; }
}
