namespace FeedHub.Sources;

/// <summary>Collects mistakes and warnings by offset, and gives them their line and column.</summary>
internal sealed class MistakeList(string text, string path)
{
    /// <summary>More help nobody: the file is something else.</summary>
    public const int Max = 200;

    private readonly List<(int Offset, Phrase Message, Phrase? Suggestion)> _mistakes = [];
    private readonly List<(int Offset, Phrase Message, Phrase? Suggestion)> _warnings = [];
    private readonly List<int> _lineStarts = LineStarts(text);

    public bool IsEmpty => _mistakes.Count == 0;

    public bool IsFull => _mistakes.Count >= Max;

    public int Count => _mistakes.Count;

    public void Add(int offset, Phrase message, Phrase? suggestion = null)
    {
        if (_mistakes.Count < Max - 1)
        {
            _mistakes.Add((offset, message, suggestion));
        }
        else if (!IsFull)
        {
            _mistakes.Add((text.Length, new("There are more mistakes than these.", "في الملف أخطاء أخرى غير هذه."), new("Mend these first.", "أصلح هذه أولاً.")));
        }
    }

    public void Warn(int offset, Phrase message, Phrase? suggestion = null)
    {
        if (_warnings.Count < Max)
        {
            _warnings.Add((offset, message, suggestion));
        }
    }

    public int LineOf(int offset) => Place(offset).Line;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<CatalogMistake> Mistakes => Placed(_mistakes);

    public IReadOnlyList<CatalogMistake> Warnings => Placed(_warnings);

    private List<CatalogMistake> Placed(IEnumerable<(int Offset, Phrase Message, Phrase? Suggestion)> found) =>
        [.. found.OrderBy(mistake => mistake.Offset).Select(mistake =>
        {
            var (line, column) = Place(mistake.Offset);
            return new CatalogMistake(path, line, column, mistake.Message, mistake.Suggestion);
        })];

    private (int Line, int Column) Place(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        var column = 1;
        for (var i = _lineStarts[line]; i < offset && i < text.Length; i++)
        {
            // A pair of surrogates is one character.
            column += char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]) ? 0 : 1;
        }

        return (line + 1, column);
    }

    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return starts;
    }
}
