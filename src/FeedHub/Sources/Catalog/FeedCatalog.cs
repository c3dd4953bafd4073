using System.Collections.Immutable;

namespace FeedHub.Sources;

/// <summary>The whole of feeds.json, read and checked.</summary>
public sealed record FeedCatalog
{
    public const int DefaultKeepDays = 90;

    public string Title { get; init; } = "FeedHub";

    public string? Description { get; init; }

    /// <summary>Public address of this hub in ASCII, as headers need it, without trailing slash; null: what an allowed request says.</summary>
    public string? Link { get; init; }

    public string Language { get; init; } = "ar";

    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>BCP 47 primary languages to keep; empty: all.</summary>
    public ImmutableArray<string> OnlyLanguages { get; init; } = [];

    public int KeepDays { get; init; } = DefaultKeepDays;

    /// <summary>Address of a WebSub hub in ASCII; null: none.</summary>
    public string? WebSubHub { get; init; }

    /// <summary>Subscribe at the WebSub hubs that feeds name.</summary>
    public bool WebSub { get; init; }

    /// <summary>Sent to sources that have none of their own; null: the program's name.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Where publishers can reach somebody, an address of mail or web; null: <see cref="Link"/>.</summary>
    public string? Contact { get; init; }

    public FeedWindow Window { get; init; } = FeedWindow.Default;

    public MergeMode Merge { get; init; }

    /// <summary>Pages show lead images, which browsers fetch from the publishers.</summary>
    public bool Images { get; init; } = true;

    /// <summary>Links to publishers keep the parameters that only tell them where a reader came from.</summary>
    public bool KeepTracking { get; init; }

    /// <summary>Of days, digests and the times of pages; null: this machine's.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>When the day's digest is made, in <see cref="TimeZone"/>.</summary>
    public TimeOnly DigestAt { get; init; } = new(7, 0);

    /// <summary><see cref="TimeZone"/>, or this machine's.</summary>
    public TimeZoneInfo Zone => TimeZone ?? TimeZoneInfo.Local;

    /// <summary>In the order of the file, disabled ones included; ids and URLs are unique.</summary>
    public ImmutableArray<FeedSource> Sources { get; init; } = [];

    /// <summary>The sources, what each leaves to the hub filled in.</summary>
    public IEnumerable<FeedSource> Whole => Sources.Select(source => source with
    {
        Merge = source.Merge ?? Merge,
        WebSub = source.WebSub ?? WebSub,
        UserAgent = source.UserAgent ?? NamedAgent(source.Contact ?? Contact ?? Link),
        Contact = source.Contact ?? Contact ?? Link,
    });

    /// <summary>What all sources are sent always tells how to reach somebody; null: the program's name, which does so, too.</summary>
    private string? NamedAgent(string? contact) =>
        UserAgent is null || contact is null || UserAgent.Contains('@', StringComparison.Ordinal) || UserAgent.Contains("://", StringComparison.Ordinal)
            ? UserAgent
            : $"{UserAgent} (+{contact})";

    /// <summary>Said at start but no reason to refuse, such as a pace under a minute.</summary>
    public ImmutableArray<CatalogMistake> Warnings { get; init; } = [];
}

/// <summary>
/// How much the first page of a feed carries: everything that came in within <paramref name="Hours"/>, the newest <paramref name="Entries"/> in any
/// case, never more than <paramref name="Most"/>.
/// </summary>
/// <param name="Hours">0: nothing beyond the entries.</param>
/// <param name="Most">At least <paramref name="Entries"/>.</param>
public sealed record FeedWindow(int Hours, int Entries, int Most)
{
    /// <summary>A night's sleep costs nobody a story, and a poll stays under a megabyte compressed.</summary>
    public static FeedWindow Default { get; } = new(12, 100, 500);
}

/// <summary>Something wrong in feeds.json, where it stands and what to do.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
public sealed record CatalogMistake(string File, int Line, int Column, Phrase Message, Phrase? Suggestion)
{
    /// <summary>For the log, which programs read.</summary>
    public string English => $"{File}:{Line}:{Column}: {Message.English}{(Suggestion is null ? "" : " " + Suggestion.English)}";

    public override string ToString() =>
        $"{File}:{Line}:{Column}: {Message}{(Suggestion is null ? "" : " " + Suggestion)}";
}
