namespace FeedHub.Storage;

/// <summary>What the names in a search stand for: only the catalog knows.</summary>
public sealed record SearchNames
{
    /// <summary>The feeds with this tag; empty: none has it.</summary>
    public Func<string, IReadOnlyCollection<string>> FeedsOfTag { get; init; } = _ => [];

    /// <summary>The feeds of this id or title.</summary>
    public Func<string, IReadOnlyCollection<string>> FeedsOfSource { get; init; } = named => [named];

    /// <summary>When a day begins.</summary>
    public Func<DateOnly, DateTimeOffset> StartOf { get; init; } = day => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
