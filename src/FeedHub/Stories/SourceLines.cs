using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>The short lines of one article, for its source's <see cref="SourceLines"/>.</summary>
/// <param name="Ordinal">Which of its source's articles it is, counted from 1.</param>
/// <param name="SeenHour">As <see cref="IndexRow.SeenHour"/>.</param>
/// <param name="Lines">Hashes, each once.</param>
/// <param name="Names">The words of those that were learned when it came.</param>
internal readonly record struct LinesOfArticle(int Ordinal, int SeenHour, uint[] Lines, string[] Names);

/// <summary>
/// The lines of one source's last 500 articles, by hash: what comes back in five or more is its own (signatures, appeals, credits) and says
/// nothing of the news. Its answers depend on those articles alone.
/// </summary>
internal sealed class SourceLines
{
    private const int Articles = 500;
    private const int Often = 5;

    /// <summary>By ordinal; those without short lines are left out. <c>Lines</c> is how many of <see cref="_lines"/> are theirs.</summary>
    private readonly List<(int Ordinal, int SeenHour, int Lines)> _articles = [];

    /// <summary>One article's after the other's: counting them when asked takes a microsecond and four bytes each.</summary>
    private readonly List<uint> _lines = [];

    /// <summary>By ordinal, of the few articles that give any.</summary>
    private readonly Dictionary<int, string[]> _names = [];

    private int _last;
    private int _firstHour = int.MinValue;
    private bool _hasChanged;

    public bool IsLearned(uint line) => CountOf(line) >= Often;

    /// <summary>The learned lines, most seen first.</summary>
    public IEnumerable<(string Text, int Seen)> Learned =>
        from name in _names.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal)
        let seen = CountOf(ShortLines.HashOf(name))
        where seen >= Often
        orderby seen descending, name
        select (name, seen);

    /// <summary>Lets go of articles first seen before an hour. To be called before the lines are asked.</summary>
    public void Forget(int hour)
    {
        _firstHour = hour;
        while (_articles.Count > 0 && _articles[0].SeenHour < hour)
        {
            RemoveAt(0);
        }
    }

    /// <summary>Counts the lines of the source's next article.</summary>
    public LinesOfArticle Learn(int seenHour, ShortLines lines) => Put(_last + 1, seenHour, lines);

    /// <summary>Counts the lines of a corrected article in place of those it had.</summary>
    public LinesOfArticle Correct(int ordinal, int seenHour, ShortLines lines)
    {
        if (ordinal <= _last - Articles || seenHour < _firstHour)
        {
            return new(ordinal, seenHour, [.. lines.Hashes], []);
        }

        if (_articles.FindIndex(article => article.Ordinal == ordinal) is var place and >= 0)
        {
            RemoveAt(place);
        }

        return Put(ordinal, seenHour, lines);
    }

    /// <summary>Takes back what <see cref="Learn"/> or <see cref="Correct"/> gave.</summary>
    public void Restore(LinesOfArticle article)
    {
        Insert(article.Ordinal, article.SeenHour, article.Lines);
        Name(article.Ordinal, article.Names);
        _hasChanged = false;
    }

    /// <summary>True where a line became learned since last asked, or is so no longer.</summary>
    public bool TakeChanged()
    {
        var hasChanged = _hasChanged;
        _hasChanged = false;
        return hasChanged;
    }

    private int CountOf(uint line) => CollectionsMarshal.AsSpan(_lines).Count(line);

    private LinesOfArticle Put(int ordinal, int seenHour, ShortLines lines)
    {
        uint[] hashes = [.. lines.Hashes];
        Insert(ordinal, seenHour, hashes);
        string[] names = [.. hashes.Where(IsLearned).Select(lines.FormOf)];
        Name(ordinal, names);
        return new(ordinal, seenHour, hashes, names);
    }

    private void Name(int ordinal, string[] names)
    {
        if (names.Length > 0 && ordinal > _last - Articles)
        {
            _names[ordinal] = names;
        }
    }

    private void Insert(int ordinal, int seenHour, uint[] lines)
    {
        _last = Math.Max(_last, ordinal);
        if (lines.Length > 0)
        {
            var place = _articles.Count;
            var start = _lines.Count;
            while (place > 0 && _articles[place - 1].Ordinal > ordinal)
            {
                start -= _articles[--place].Lines;
            }

            _articles.Insert(place, (ordinal, seenHour, lines.Length));
            _lines.InsertRange(start, lines);
            _hasChanged |= lines.Any(line => CountOf(line) == Often);
        }

        while (_articles.Count > 0 && _articles[0].Ordinal <= _last - Articles)
        {
            RemoveAt(0);
        }
    }

    private void RemoveAt(int place)
    {
        var start = 0;
        for (var before = 0; before < place; before++)
        {
            start += _articles[before].Lines;
        }

        var (ordinal, _, count) = _articles[place];
        for (var line = start; line < start + count && !_hasChanged; line++)
        {
            _hasChanged = CountOf(_lines[line]) == Often;
        }

        _lines.RemoveRange(start, count);
        _articles.RemoveAt(place);
        _names.Remove(ordinal);
    }
}
