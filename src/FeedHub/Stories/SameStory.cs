using System.Collections.Immutable;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Stories;

/// <summary>One measured likeness or difference of two articles.</summary>
/// <param name="Name">Stable, lower-case: <c>containment</c>, <c>lead</c>, <c>title</c> …</param>
/// <param name="Threshold">What it was held against; null: shown for information.</param>
/// <param name="Meaning">In words.</param>
public sealed record StorySignal(string Name, double Value, double? Threshold, string Meaning);

/// <summary>Whether two articles are one story, and why.</summary>
/// <param name="Because">One sentence.</param>
/// <param name="Vetoes">What kept them apart though the texts are alike; empty where nothing did.</param>
public sealed record StoryVerdict(bool IsSame, string Because, ImmutableArray<StorySignal> Signals, ImmutableArray<string> Vetoes);

/// <summary>The verdict on two articles. Pure.</summary>
public static class SameStory
{
    /// <summary>As the matcher would decide if these two were all there is: no frequencies of words are known.</summary>
    public static StoryVerdict Explain(Article a, Article b, FeedSource? sourceOfA = null, FeedSource? sourceOfB = null, MatchingThresholds? thresholds = null) =>
        throw new NotImplementedException();
}
