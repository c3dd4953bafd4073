using System.Collections;
using System.Collections.Immutable;

namespace FeedHub.Parsing;

/// <summary>What was repaired or lost, each kind said once and not endlessly.</summary>
internal sealed class Problems : ICollection<string>
{
    private const int Most = 50;

    private readonly List<string> _lines = [];

    public int Count => _lines.Count;

    public bool IsReadOnly => false;

    /// <summary>How many there were before any XML was read; set by the first look at it.</summary>
    public int OfDecoding { get; private set; }

    public void MarkDecoded() => OfDecoding = _lines.Count;

    public void Add(string item)
    {
        if (_lines.Count < Most && !_lines.Contains(item))
        {
            _lines.Add(item);
        }
    }

    public void Clear(int keep) => _lines.RemoveRange(keep, _lines.Count - keep);

    public void Clear() => _lines.Clear();

    public bool Contains(string item) => _lines.Contains(item);

    public void CopyTo(string[] array, int arrayIndex) => _lines.CopyTo(array, arrayIndex);

    public bool Remove(string item) => _lines.Remove(item);

    public IEnumerator<string> GetEnumerator() => _lines.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public ImmutableArray<string> ToImmutable() => [.. _lines];
}
