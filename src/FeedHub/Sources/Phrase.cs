namespace FeedHub.Sources;

/// <summary>One thing said to people, in each language that FeedHub speaks.</summary>
public sealed record Phrase(string English, string Arabic);
