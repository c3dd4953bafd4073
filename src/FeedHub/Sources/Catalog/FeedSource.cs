using System.Collections.Immutable;

namespace FeedHub.Sources;

/// <summary>One line of feeds.json: a feed somebody told us to follow, and what they said about it.</summary>
public sealed record FeedSource
{
    /// <summary>Stable name in routes, rows and logs: <c>[a-z0-9-]+</c>, as given or made from the URL.</summary>
    public required string Id { get; init; }

    /// <summary>Absolute <c>http</c>, <c>https</c> or <c>file</c> address.</summary>
    public required Uri Url { get; init; }

    /// <summary>Null: the feed's own title is used.</summary>
    public string? Title { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>BCP 47; null: the feed's own, else the hub's.</summary>
    public string? Language { get; init; }

    /// <summary>Null: the hub's <see cref="FeedCatalog.PollEvery"/>.</summary>
    public TimeSpan? PollEvery { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>Whose copy of a story is shown first; the higher wins.</summary>
    public int Priority { get; init; }

    /// <summary>Fetch the article's page when the feed carries an excerpt only.</summary>
    public bool FullText { get; init; }

    /// <summary>The address is a web page, and these are the articles it lists; null: it is a feed or a sitemap.</summary>
    public ItemSelectors? Items { get; init; }

    /// <summary>Keep only entries that hold one of these words or phrases (matching form); empty: keep all.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>Drop entries that hold one of these words or phrases (matching form).</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>For dates written without a zone; null: UTC.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Character encoding to believe instead of the publisher's label.</summary>
    public string? Encoding { get; init; }

    /// <summary>Null: the hub's <see cref="FeedCatalog.UserAgent"/>.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Where the publisher can reach somebody; null: the hub's <see cref="FeedCatalog.Contact"/>.</summary>
    public string? Contact { get; init; }

    /// <summary>The one certificate to trust, signed by nobody: <c>sha256/</c> and the base64 of its public key's SHA-256; null: those that this machine trusts.</summary>
    public string? Certificate { get; init; }

    /// <summary>Extra request headers; never sent to another origin.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Bytes, on the wire and decoded; null: the process setting.</summary>
    public long? MaxBodyBytes { get; init; }

    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Templated posts (weather, prices, prayer times): never merged across days.</summary>
    public bool Series { get; init; }

    /// <summary>Null: the hub's <see cref="FeedCatalog.Merge"/>.</summary>
    public MergeMode? Merge { get; init; }

    /// <summary>Subscribe at the WebSub hub that the feed names; null: the hub's <see cref="FeedCatalog.WebSub"/>.</summary>
    public bool? WebSub { get; init; }

    public CleaningOptions Cleaning { get; init; } = CleaningOptions.Default;

    /// <summary>The source whose own lines are known by its names: its title, and what the feed calls itself.</summary>
    public FeedSource Named(string? feedTitle) => this with { Cleaning = Cleaning with { SourceTitles = [.. new[] { Title, feedTitle }.OfType<string>()] } };
}

/// <summary>How boldly articles are joined into stories.</summary>
public enum MergeMode
{
    /// <summary>Exact keys, then near-duplicate matching.</summary>
    Near,

    /// <summary>Exact keys only: same entry, same URL key, same matching form.</summary>
    Exact,
}
