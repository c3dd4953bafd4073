namespace FeedHub.Cleaning;

/// <summary>A line a source was seen to repeat.</summary>
/// <param name="Line">Matching form.</param>
/// <param name="Seen">In how many of the source's last 500 articles.</param>
public sealed record LearnedLine(string Line, int Seen);

/// <summary>Learns, per source, the lines that come back in its articles: signatures, appeals, credits. Not thread-safe; deterministic in the order of learning.</summary>
public sealed class Boilerplate
{
    private const int Remembered = 500;
    private const int SeenInArticles = 5;
    private const int SeenInThousand = 5;

    /// <summary>An article's first and last lines: what repeats stands at its edges, and memory stays bounded.</summary>
    private const int LinesPerArticle = 64;

    /// <summary>Longer lines are paragraphs. A repeated one is a second copy of the story, not a signature.</summary>
    private const int LongestLine = 400;

    private readonly Queue<string[]> _articles = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Most seen first.</summary>
    public IReadOnlyList<LearnedLine> Lines =>
        [.. _seen.Where(line => IsMany(line.Value))
            .OrderByDescending(line => line.Value)
            .ThenBy(line => line.Key, StringComparer.Ordinal)
            .Select(line => new LearnedLine(line.Key, line.Value))];

    /// <summary>Counts each line of one article (its published text) once; the 501st article pushes the first out.</summary>
    public void Learn(string text)
    {
        var lines = LinesOf(text);
        foreach (var line in lines)
        {
            _seen[line] = _seen.GetValueOrDefault(line) + 1;
        }

        _articles.Enqueue(lines);
        if (_articles.Count > Remembered)
        {
            Forget(_articles.Dequeue());
        }
    }

    /// <summary>Seen in at least 5 articles and in at least 0.5 % of those remembered.</summary>
    /// <param name="line">Matching form.</param>
    public bool IsLearned(string line) => _seen.TryGetValue(line, out var seen) && IsMany(seen);

    private bool IsMany(int seen) => seen >= SeenInArticles && seen * 1000 >= _articles.Count * SeenInThousand;

    private void Forget(string[] lines)
    {
        foreach (var line in lines)
        {
            var left = _seen[line] - 1;
            if (left == 0)
            {
                _seen.Remove(line);
            }
            else
            {
                _seen[line] = left;
            }
        }
    }

    private static string[] LinesOf(string text)
    {
        var lines = text.Split('\n');
        var edge = LinesPerArticle / 2;
        return lines.Where((line, i) => line.Length <= LongestLine && (i < edge || i >= lines.Length - edge))
            .Select(ArabicText.MatchingForm)
            .Where(form => form.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
    }
}
