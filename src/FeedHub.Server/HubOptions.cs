using System.Net;
using FeedHub.Fetching;

namespace FeedHub.Server;

/// <summary>Process settings, from the section <c>FeedHub</c> of appsettings.json, environment (<c>FeedHub__FetchTimeout=5s</c>) or command line.</summary>
public sealed record HubOptions
{
    /// <summary>Path of feeds.json.</summary>
    public string Feeds { get; init; } = "feeds.json";

    /// <summary>Folder of the SQLite database, made if missing.</summary>
    public string Data { get; init; } = ".data";

    /// <summary>Whole exchange; <c>20s</c>, <c>500ms</c> or <c>00:00:20</c>.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a poll may wait for its host's turn before it is put off; null: twice <see cref="FetchTimeout"/>, which its lease outlasts.</summary>
    public TimeSpan? FetchPatience { get; init; }

    /// <summary>On the wire and decoded.</summary>
    public long MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>CIDR.</summary>
    public IReadOnlyList<string> AllowedPrivateNetworks { get; init; } = [];

    public int MaxConcurrentFetches { get; init; } = 64;

    public int MaxPerHost { get; init; } = 2;

    /// <summary>Requests a host gets per second once a burst of ten is spent; 0: no spacing.</summary>
    public int MaxPerHostPerSecond { get; init; } = 10;

    /// <summary>Fetches go through it; null: none, whatever HTTP_PROXY says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Both null: the dashboard answers nobody but a browser on this machine, and is off behind a proxy.</summary>
    public string? DashboardUser { get; init; }

    public string? DashboardPassword { get; init; }

    /// <summary>Host names a request may carry, <c>;</c>-separated; null: this machine's own names and addresses, and the catalog's link.</summary>
    public string? AllowedHosts { get; init; }

    /// <summary>Reverse proxies whose <c>X-Forwarded-*</c> headers are believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Where below its host the hub stands, <c>/news</c>; empty: the path of the catalog's link.</summary>
    public PathString PathBase { get; init; }

    public HubRole Role { get; init; }

    public bool AllowAllPrivateNetworks { get; init; }

    /// <summary>Empty: SQLite in <see cref="Data"/>.</summary>
    public string? ConnectionString { get; init; }

    public FetchLimits FetchLimits => new()
    {
        Timeout = FetchTimeout,
        Patience = FetchPatience,
        MaxBodyBytes = MaxBodyBytes,
        AllowedPrivateNetworks = AllowedPrivateNetworks,
        AllowAllPrivateNetworks = AllowAllPrivateNetworks,
        MaxConcurrent = MaxConcurrentFetches,
        MaxPerHost = MaxPerHost,
        MaxPerHostPerSecond = MaxPerHostPerSecond,
        Proxy = Proxy,
    };
}

/// <summary>What a process does; several share one PostgreSQL.</summary>
public enum HubRole
{
    /// <summary>Polls, matches and serves.</summary>
    All,

    /// <summary>Serves only.</summary>
    Web,

    /// <summary>Polls and matches only; serves health and metrics.</summary>
    Worker,
}
