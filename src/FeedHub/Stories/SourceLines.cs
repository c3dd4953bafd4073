using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>The short lines of one article, for its source's <see cref="SourceLines"/>.</summary>
/// <param name="Ordinal">Which of its source's articles it is, counted from 1.</param>
/// <param name="SeenHour">As <see cref="IndexRow.SeenHour"/>.</param>
/// <param name="Lines">Hashes, each once.</param>
/// <param name="Names">The words of those that were learned when it came.</param>
internal sealed record LinesOfArticle(int Ordinal, int SeenHour, uint[] Lines, string[] Names);

/// <summary>
/// The lines of one source's last 500 articles, by hash: what comes back in five or more is its own (signatures, appeals, credits) and says
/// nothing of the news. Its answers depend on those articles alone.
/// </summary>
internal sealed class SourceLines
{
    private const int Articles = 500;
    private const int Often = 5;

    /// <summary>By ordinal.</summary>
    private readonly List<LinesOfArticle> _articles = [];

    private readonly Dictionary<uint, int> _counts = [];

    /// <summary>Names by their hash, and how many of the articles give them.</summary>
    private readonly Dictionary<uint, (string Text, int Given)> _names = [];

    private int _last;
    private bool _hasChanged;

    public bool IsLearned(uint line) => _counts.GetValueOrDefault(line) >= Often;

    /// <summary>The learned lines, most seen first.</summary>
    public IEnumerable<(string Text, int Seen)> Learned =>
        from line in _names where IsLearned(line.Key) orderby _counts[line.Key] descending, line.Value.Text select (line.Value.Text, _counts[line.Key]);

    /// <summary>Lets go of articles first seen before an hour. To be called before the lines are asked.</summary>
    public void Forget(int hour)
    {
        while (_articles.Count > 0 && _articles[0].SeenHour < hour)
        {
            RemoveAt(0);
        }
    }

    /// <summary>Counts the lines of the source's next article.</summary>
    public LinesOfArticle Learn(int seenHour, IReadOnlyDictionary<uint, string> lines) => Put(_last + 1, seenHour, lines);

    /// <summary>Counts the lines of a corrected article in place of those it had.</summary>
    public LinesOfArticle Correct(int ordinal, int seenHour, IReadOnlyDictionary<uint, string> lines)
    {
        if (_articles.FindIndex(article => article.Ordinal == ordinal) is var place and >= 0)
        {
            RemoveAt(place);
            return Put(ordinal, seenHour, lines);
        }

        return new(ordinal, seenHour, [.. lines.Keys], []);
    }

    /// <summary>Takes back what <see cref="Learn"/> or <see cref="Correct"/> gave.</summary>
    public void Restore(LinesOfArticle article)
    {
        Count(article.Lines, 1);
        Insert(article);
        _hasChanged = false;
    }

    /// <summary>True where a line became learned since last asked, or is so no longer.</summary>
    public bool TakeChanged()
    {
        var hasChanged = _hasChanged;
        _hasChanged = false;
        return hasChanged;
    }

    private LinesOfArticle Put(int ordinal, int seenHour, IReadOnlyDictionary<uint, string> lines)
    {
        uint[] hashes = [.. lines.Keys];
        Count(hashes, 1);
        var article = new LinesOfArticle(ordinal, seenHour, hashes, [.. lines.Where(line => IsLearned(line.Key)).Select(line => line.Value)]);
        Insert(article);
        return article;
    }

    private void Insert(LinesOfArticle article)
    {
        var place = _articles.Count;
        while (place > 0 && _articles[place - 1].Ordinal > article.Ordinal)
        {
            place--;
        }

        _articles.Insert(place, article);
        foreach (var name in article.Names)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, ArticleWords.LineHash(name), out _);
            known = (name, known.Given + 1);
        }

        _last = Math.Max(_last, article.Ordinal);
        while (_articles[0].Ordinal <= _last - Articles)
        {
            RemoveAt(0);
        }
    }

    private void RemoveAt(int place)
    {
        var article = _articles[place];
        _articles.RemoveAt(place);
        Count(article.Lines, -1);
        foreach (var name in article.Names)
        {
            var hash = ArticleWords.LineHash(name);
            ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_names, hash);
            if (--known.Given == 0)
            {
                _names.Remove(hash);
            }
        }
    }

    private void Count(uint[] lines, int change)
    {
        foreach (var line in lines)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, line, out _);
            var wasLearned = count >= Often;
            count += change;
            _hasChanged |= wasLearned != count >= Often;
            if (count == 0)
            {
                _counts.Remove(line);
            }
        }
    }
}
