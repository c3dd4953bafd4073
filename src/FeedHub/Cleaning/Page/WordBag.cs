namespace FeedHub.Cleaning;

/// <summary>How often each word stands in a text.</summary>
internal sealed class WordBag
{
    private readonly Dictionary<string, int> _counts = [];
    private readonly int _all;

    public WordBag(string text)
    {
        foreach (var word in ArabicText.MatchingForm(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _counts[word] = _counts.GetValueOrDefault(word) + 1;
            _all++;
        }
    }

    /// <summary>F1 of the words two texts share: 0 to 1.</summary>
    public double Agreement(WordBag other)
    {
        var shared = _counts.Sum(word => Math.Min(word.Value, other._counts.GetValueOrDefault(word.Key)));
        return _all + other._all == 0 ? 0 : 2.0 * shared / (_all + other._all);
    }
}
