namespace FeedHub.Cleaning;

/// <summary>A line a source was seen to repeat.</summary>
/// <param name="Line">Matching form.</param>
/// <param name="Seen">In how many of the source's last 500 articles.</param>
public sealed record LearnedLine(string Line, int Seen);

/// <summary>Learns, per source, the lines that come back in its articles: signatures, appeals, credits. Not thread-safe; deterministic in the order of learning.</summary>
public sealed class Boilerplate
{
    /// <summary>Counts each line of one article (its published text) once; the 501st article pushes the first out.</summary>
    public void Learn(string text) => throw new NotImplementedException();

    /// <summary>Seen in at least 5 articles and in at least 0.5 % of those remembered.</summary>
    /// <param name="line">Matching form.</param>
    public bool IsLearned(string line) => throw new NotImplementedException();

    /// <summary>Most seen first.</summary>
    public IReadOnlyList<LearnedLine> Lines => throw new NotImplementedException();
}
