namespace FeedHub.Cleaning;

/// <summary>A line a source was seen to repeat.</summary>
/// <param name="Line">Matching form.</param>
/// <param name="Seen">In how many of the source's last 500 articles.</param>
public sealed record LearnedLine(string Line, int Seen);
