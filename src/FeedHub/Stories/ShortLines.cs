using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>The lines of a text that may be its source's own, by hash. What they say is made anew when asked: few are ever learned.</summary>
internal sealed class ShortLines(string text)
{
    private readonly Dictionary<uint, (int Start, int Length)> _lines = [];

    /// <summary>Each once.</summary>
    public IReadOnlyCollection<uint> Hashes => _lines.Keys;

    /// <param name="form">Matching form.</param>
    public static uint HashOf(ReadOnlySpan<char> form) => WordHash.Of(form);

    /// <summary>Returns its hash.</summary>
    /// <param name="form">Matching form of what stands in the text at <paramref name="start"/>.</param>
    public uint Add(ReadOnlySpan<char> form, int start, int length)
    {
        var hash = HashOf(form);
        _lines.TryAdd(hash, (start, length));
        return hash;
    }

    /// <summary>The line's matching form.</summary>
    public string FormOf(uint hash) => ArabicText.MatchingForm(text.Substring(_lines[hash].Start, _lines[hash].Length));
}
