namespace FeedHub.Stories;

/// <summary>
/// The lines of one source's last 500 articles, by hash: what comes back in five or more is its own (signatures, appeals, credits) and says
/// nothing of the news.
/// </summary>
internal sealed class SourceLines
{
    private const int Articles = 500;
    private const int Often = 5;

    private readonly Queue<(long ArticleId, uint[] Lines)> _articles = new();
    private readonly Dictionary<uint, int> _counts = [];

    /// <summary>Lines in words, of those that were learned.</summary>
    private readonly SortedDictionary<uint, string> _texts = [];

    public bool IsLearned(uint line) => _counts.TryGetValue(line, out var count) && count >= Often;

    /// <summary>The learned lines, most seen first.</summary>
    public IEnumerable<(string Text, int Seen)> Learned =>
        from line in _texts where IsLearned(line.Key) orderby _counts[line.Key] descending, line.Value select (line.Value, _counts[line.Key]);

    /// <summary>Of an article among the last 500; empty: it is not.</summary>
    public uint[] Of(long articleId) => _articles.FirstOrDefault(article => article.ArticleId == articleId).Lines ?? [];

    public void Name(uint line, string text) => _texts[line] = text;

    public string? NameOf(uint line) => _texts.GetValueOrDefault(line);

    /// <summary>True where a line became learned or is so no longer.</summary>
    public bool Learn(long articleId, uint[] lines)
    {
        var hasChanged = false;
        _articles.Enqueue((articleId, lines));
        foreach (var line in lines)
        {
            var count = _counts[line] = _counts.GetValueOrDefault(line) + 1;
            hasChanged |= count == Often;
        }

        if (_articles.Count > Articles)
        {
            foreach (var line in _articles.Dequeue().Lines)
            {
                hasChanged |= _counts[line] == Often;
                if (--_counts[line] == 0)
                {
                    _counts.Remove(line);
                    _texts.Remove(line);
                }
            }
        }

        return hasChanged;
    }
}
