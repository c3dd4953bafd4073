using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>One piece of news, however many carried it.</summary>
public sealed record Story
{
    /// <summary>Given once, made from the identity of its first article; never re-used.</summary>
    public required string Id { get; init; }

    /// <summary>Order of emission, from 1, without ties; never changes.</summary>
    public required long Sequence { get; init; }

    /// <summary>The copy readers see.</summary>
    public required Article Shown { get; init; }

    /// <summary>Everyone who carried it, the shown copy included, in the order they joined.</summary>
    public ImmutableArray<StoryCopy> Copies { get; init; } = [];

    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Its place in the order of dates: that of the first copy it showed. Never changes, so that nobody who turns pages misses it.</summary>
    public DateTimeOffset Date { get; init; }

    /// <summary>When its letters last changed for a reader; <see cref="FirstSeenAt"/> until then.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The same story with another copy shown.</summary>
    public Story AsToldBy(Article copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return copy.Id == Shown.Id ? this : this with { Shown = copy, UpdatedAt = copy.ChangedAt };
    }
}

/// <summary>Where a story stands in both orders, and who told what it shows.</summary>
/// <param name="Date">As <see cref="Story.Date"/>.</param>
public sealed record StoryPlace(string Id, long Sequence, DateTimeOffset Date, DateTimeOffset FirstSeenAt, string FeedId);

/// <summary>How many sources carry a story.</summary>
/// <param name="Date">As <see cref="Story.Date"/>.</param>
public sealed record CarriedStory(string Id, DateTimeOffset Date, int Outlets);

/// <summary>A story of the same affair as another: a follow-up, a reaction, a round-up.</summary>
/// <param name="Date">As <see cref="Story.Date"/>.</param>
/// <param name="FeedId">Whose copy is shown.</param>
public sealed record RelatedStory(string Id, DateTimeOffset Date, string Title, string Link, string FeedId);

/// <summary>One article's place in a story.</summary>
public sealed record StoryCopy(
    long ArticleId, string FeedId, string EntryId, string Link, string Title, DateTimeOffset Date, MatchReason Reason)
{
    /// <summary>When the matcher put it there; for a copy of a story that became a part of this one, when that happened.</summary>
    public DateTimeOffset JoinedAt { get; init; }
}
