using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>One matched article in memory.</summary>
internal struct IndexRow
{
    public long ArticleId;
    public ulong UrlKey;
    public ulong ContentKey;
    public int Story;

    /// <summary>Row of the member of its story that was indexed before it; -1: none.</summary>
    public int Older;
    public int Feed;
    public uint DateSeconds;

    /// <summary>As <see cref="CopyChoice.Length"/>.</summary>
    public int TextLength;

    /// <summary>As <see cref="TitleWords.Skeleton"/>.</summary>
    public uint Mould;

    /// <summary>As <see cref="LinesOfArticle.Ordinal"/>.</summary>
    public int Ordinal;

    /// <summary>As <see cref="ArticleToMatch.Media"/>.</summary>
    public uint Media;

    /// <summary>Null once the article has left the window.</summary>
    public uint[]? Sketch;

    private const uint Truncated = 0x80000000;
    private const uint Removed = 0x40000000;
    private const uint Gallery = 0x20000000;
    private const uint Marks = Truncated | Removed | Gallery;

    /// <summary>Hour and marks in one: a row has 72 bytes, and there may be millions.</summary>
    private uint _seen;

    public int SeenHour
    {
        readonly get => (int)(_seen & ~Marks);
        set => _seen = (_seen & Marks) | (uint)value;
    }

    public bool IsTruncated
    {
        readonly get => (_seen & Truncated) != 0;
        set => _seen = value ? _seen | Truncated : _seen & ~Truncated;
    }

    /// <summary>As <see cref="CopyChoice.IsGallery"/>.</summary>
    public bool IsGallery
    {
        readonly get => (_seen & Gallery) != 0;
        set => _seen = value ? _seen | Gallery : _seen & ~Gallery;
    }

    /// <summary>Forgotten, or corrected and indexed anew.</summary>
    public bool IsRemoved
    {
        readonly get => (_seen & Removed) != 0;
        set => _seen = value ? _seen | Removed : _seen & ~Removed;
    }

    /// <summary>Each comes with a recording of its own.</summary>
    public readonly bool IsOtherRecording(IndexRow other) => Media != 0 && other.Media != 0 && Media != other.Media;

    public readonly DateTimeOffset Date => DateTimeOffset.FromUnixTimeSeconds(DateSeconds);
}

/// <summary>
/// Every article that is kept by its exact keys, and those of the window by what they say. Its answers depend on the set of articles in it,
/// not on the way they came or on what was removed: rebuilt from storage it is the same.
/// </summary>
internal sealed class RecentIndex(MatchingThresholds limits)
{
    private const int FewRemoved = 1000;

    private readonly List<IndexRow> _rows = [];
    private readonly PostingTable _byArticle = new();
    private readonly Dictionary<int, List<int>> _byHour = [];
    private readonly PostingTable _exact = new();
    private readonly PostingTable _filed = new();
    private readonly ShingleCounts _counts = new();
    private readonly List<int> _found = [];
    private int _live;
    private int _removed;
    private int _firstHour;

    /// <summary>Hour of the latest first sight; the matcher's clock, since a wall clock would not replay.</summary>
    public int Hour { get; private set; }

    /// <summary>Rows, those of removed articles included.</summary>
    public int Rows => _rows.Count;

    public ref IndexRow this[int row] => ref CollectionsMarshal.AsSpan(_rows)[row];

    /// <summary>-1: not known.</summary>
    public int RowOf(long articleId)
    {
        _found.Clear();
        _byArticle.Find((uint)articleId, _found);
        foreach (var row in _found)
        {
            if (_rows[row].ArticleId == articleId && !_rows[row].IsRemoved)
            {
                return row;
            }
        }

        return -1;
    }

    public void MarkRare(ReadOnlySpan<uint> shingles, Span<bool> rare) => _counts.MarkRare(shingles, limits.RareLimit(_live), rare);

    /// <summary>Titles are short and alike: what is in a few more of them still leads somewhere.</summary>
    public bool IsRareInTitles(uint pair) => _counts[pair] <= 3 * limits.RareLimit(_live);

    /// <summary>Inverse document frequency: how much a stem tells that an article opens with; little where many of the window do.</summary>
    public double WeightOf(uint stem) => Math.Max(0.2, Math.Log2((_live + 8.0) / (_counts[WordHash.Opening(stem)] + 2)));

    public int CountOf(uint shingle) => _counts[shingle];

    /// <summary>Lets go of what the window has passed.</summary>
    public void Advance(int hour)
    {
        if (hour <= Hour)
        {
            return;
        }

        Hour = hour;
        var first = hour - (int)limits.Window.TotalHours;
        if (_byHour.Count > 0)
        {
            for (var passed = Math.Max(_firstHour, _byHour.Keys.Min()); passed < first; passed++)
            {
                Forget(passed);
            }

            Fit();
        }

        _firstHour = Math.Max(_firstHour, first);
    }

    /// <param name="row">With its sketch, which is dropped at once where the window has passed it.</param>
    /// <param name="filed">Hashes to find it under.</param>
    public int Add(IndexRow row, ReadOnlySpan<uint> filed)
    {
        var sketch = row.SeenHour >= _firstHour ? row.Sketch : null;
        row.Sketch = sketch;
        var index = _rows.Count;
        _rows.Add(row);
        _byArticle.Add((uint)row.ArticleId, index, IsCurrent);
        foreach (var key in (ReadOnlySpan<ulong>)[row.UrlKey, row.ContentKey])
        {
            if (key != 0)
            {
                _exact.Add((uint)key, index, IsCurrent);
            }
        }

        if (sketch is null)
        {
            return index;
        }

        _live++;
        if (!_byHour.TryGetValue(row.SeenHour, out var ofHour))
        {
            _byHour[row.SeenHour] = ofHour = [];
        }

        ofHour.Add(index);
        if (!Fit())
        {
            Count(new Sketch(sketch), isAdded: true);
        }

        foreach (var hash in filed)
        {
            _filed.Add(hash, index, IsLive);
        }

        return index;
    }

    public void Remove(int row)
    {
        if (this[row].Sketch is { } sketch)
        {
            Count(new Sketch(sketch), isAdded: false);
            _byHour[this[row].SeenHour].Remove(row);
            _live--;
        }

        this[row].Sketch = null;
        this[row].IsRemoved = true;
        _removed++;
    }

    /// <summary>Gives the room of removed articles back where it is most of all: by row, where it is now (-1: gone); null: nothing moved.</summary>
    public int[]? Compact()
    {
        if (_removed < Math.Max(FewRemoved, _rows.Count / 2))
        {
            return null;
        }

        var moved = new int[_rows.Count];
        var kept = 0;
        for (var row = 0; row < moved.Length; row++)
        {
            moved[row] = _rows[row].IsRemoved ? -1 : kept++;
        }

        _rows.RemoveAll(row => row.IsRemoved);
        _rows.TrimExcess();
        foreach (ref var row in CollectionsMarshal.AsSpan(_rows))
        {
            row.Older = row.Older < 0 ? -1 : moved[row.Older];
        }

        foreach (var rows in _byHour.Values)
        {
            foreach (ref var row in CollectionsMarshal.AsSpan(rows))
            {
                row = moved[row];
            }
        }

        _byArticle.Move(moved);
        _exact.Move(moved);
        _filed.Move(moved);
        _removed = 0;
        return moved;
    }

    /// <summary>The earliest article with the URL or content key, that the caller accepts; -1: none.</summary>
    public int FindExact(ulong key, Func<IndexRow, bool> accept)
    {
        if (key == 0)
        {
            return -1;
        }

        _found.Clear();
        _exact.Find((uint)key, _found);
        var best = -1;
        foreach (var row in _found)
        {
            if (!this[row].IsRemoved && (this[row].UrlKey == key || this[row].ContentKey == key) && accept(this[row]) && (best < 0 || this[row].ArticleId < this[best].ArticleId))
            {
                best = row;
            }
        }

        return best;
    }

    /// <summary>Adds to <paramref name="hits"/> how often each article of the window is filed under one of the hashes.</summary>
    public void Find(ReadOnlySpan<uint> hashes, Dictionary<int, int> hits)
    {
        _filed.Touch(hashes);
        foreach (var hash in hashes)
        {
            _found.Clear();
            _filed.Find(hash, _found);
            foreach (var row in _found)
            {
                if (IsLive(row))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(hits, row, out _)++;
                }
            }
        }
    }

    /// <param name="moved">As from <see cref="StoryTable.Compact"/>.</param>
    public void MoveStories(int[] moved)
    {
        foreach (ref var row in CollectionsMarshal.AsSpan(_rows))
        {
            row.Story = moved[row.Story];
        }
    }

    private bool IsLive(int row) => _rows[row].Sketch is not null;

    private bool IsCurrent(int row) => !_rows[row].IsRemoved;

    private void Forget(int hour)
    {
        if (!_byHour.Remove(hour, out var rows))
        {
            return;
        }

        foreach (var row in rows)
        {
            Count(new Sketch(this[row].Sketch!), isAdded: false);
            this[row].Sketch = null;
        }

        _live -= rows.Count;
    }

    /// <summary>To be called after articles were removed and none added. True where everything was counted anew.</summary>
    public bool Fit()
    {
        if (!_counts.Resize(_live))
        {
            return false;
        }

        foreach (var row in _byHour.Values.SelectMany(rows => rows))
        {
            Count(new Sketch(this[row].Sketch!), isAdded: true);
        }

        return true;
    }

    private void Count(Sketch sketch, bool isAdded)
    {
        foreach (var hash in sketch.Hashes)
        {
            if ((hash & Sketch.Counted) != 0)
            {
                CountOne(hash & Sketch.HashMask, isAdded);
            }
        }

        var title = sketch.TitleWords;
        foreach (var word in title)
        {
            CountOne(WordHash.Opening(word), isAdded);
        }

        foreach (var stem in sketch.LeadWords)
        {
            CountOne(WordHash.Opening(stem), isAdded);
        }

        for (var word = 0; word + 1 < title.Length; word++)
        {
            CountOne(WordHash.TitlePair(title[word], title[word + 1]), isAdded);
        }
    }

    private void CountOne(uint hash, bool isAdded)
    {
        if (isAdded)
        {
            _counts.Add(hash);
        }
        else
        {
            _counts.Remove(hash);
        }
    }
}
