using System.Globalization;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Which stories to read, newest first in either order.</summary>
public sealed record StoryQuery
{
    public int Limit { get; init; } = 100;

    /// <summary>Only stories some of whose copies are of these feeds, each shown as one of them told it; null: any.</summary>
    public IReadOnlyCollection<string>? FeedIds { get; init; }

    /// <summary>Only stories emitted before this sequence; null: from the newest.</summary>
    public long? BeforeSequence { get; init; }

    /// <summary>Only stories emitted after this sequence; null: no bound.</summary>
    public long? AfterSequence { get; init; }

    /// <summary>Only stories that stand below this place in the order of dates; null: from the newest.</summary>
    public StoryCursor? Below { get; init; }

    /// <summary>Only stories that stand above this place, the nearest of them; null: no bound.</summary>
    public StoryCursor? Above { get; init; }

    /// <summary>Only stories that came in after this and were news then, not an archive (<see cref="NewsFor"/>); null: all.</summary>
    public DateTimeOffset? CameInAfter { get; init; }

    /// <summary>Only stories dated at this instant or later; null: no bound.</summary>
    public DateTimeOffset? DatedFrom { get; init; }

    /// <summary>Only stories dated before this instant; null: no bound.</summary>
    public DateTimeOffset? DatedBefore { get; init; }

    /// <summary>Only stories that so many sources carry; null: any.</summary>
    public int? Outlets { get; init; }

    public StoryOrder Order { get; init; } = StoryOrder.Emitted;

    /// <summary>What is dated longer than this before it was first seen comes from an archive: a new source's past, a cold start.</summary>
    public static readonly TimeSpan NewsFor = TimeSpan.FromHours(48);
}

/// <summary>Two orders of stories.</summary>
public enum StoryOrder
{
    /// <summary>By <see cref="Story.Sequence"/>.</summary>
    Emitted,

    /// <summary>By <see cref="Story.Date"/>, then sequence.</summary>
    Dated,
}

/// <summary>A place in the order of dates (keyset pagination): it stays where it is while stories come in.</summary>
public readonly record struct StoryCursor(long DateMs, long Sequence)
{
    public static StoryCursor Of(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        return new(story.Date.ToUnixTimeMilliseconds(), story.Sequence);
    }

    /// <summary>As an address has it: <c>1795858200000.123</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DateMs}.{Sequence}");

    public static bool TryParse(string text, out StoryCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(text);
        cursor = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Number(text.AsSpan(0, dot), out var date) || !Number(text.AsSpan(dot + 1), out var sequence))
        {
            return false;
        }

        cursor = new(date, sequence);
        return true;

        static bool Number(ReadOnlySpan<char> digits, out long number) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
