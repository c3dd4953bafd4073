namespace FeedHub.Fetching;

/// <summary>All that is remembered about polling one feed between polls; stored whole with each poll.</summary>
public sealed record PollState
{
    public Validators Validators { get; init; } = Validators.None;

    /// <summary>Hash of the last body that was read to its end; null: none yet.</summary>
    public string? BodyHash { get; init; }

    public DateTimeOffset NextPollAt { get; init; }

    public DateTimeOffset? LastPollAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When validators were last proven by a whole body; after 8 days of nothing but 304 one request goes without them.</summary>
    public DateTimeOffset? LastUnconditionalAt { get; init; }

    public int? LastStatus { get; init; }

    /// <summary>One plain sentence; null: the last poll was fine.</summary>
    public string? LastError { get; init; }

    /// <summary>What kind <see cref="LastError"/> is of; null: none, or stored before kinds were.</summary>
    public PollFailure? LastFailure { get; init; }

    public int FailuresInARow { get; init; }

    public bool IsGone { get; init; }

    /// <summary>Address adopted after a confirmed permanent move; null: the one in feeds.json.</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>A permanent move seen but not yet confirmed often enough.</summary>
    public Uri? MovingTo { get; init; }

    public int MovingToSeen { get; init; }

    /// <summary>Smoothed time between new entries; null: not known yet.</summary>
    public TimeSpan? PublishesEvery { get; init; }

    /// <summary>When this feed last brought a new entry.</summary>
    public DateTimeOffset? LastNewEntryAt { get; init; }

    /// <summary>What the feed's text last said of its pace: a 304 has no text to say it again.</summary>
    public FeedPace Pace { get; init; } = FeedPace.None;

    /// <summary>Until then a WebSub hub, which was seen to work, brings what is new; null: polling is all there is.</summary>
    public DateTimeOffset? PushedUntil { get; init; }
}
