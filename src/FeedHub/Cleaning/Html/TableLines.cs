namespace FeedHub.Cleaning;

/// <summary>The lines of one table while it is read. A data table becomes a line a row; a table that lays out a page leaves its lines as they are.</summary>
internal sealed class TableLines(int firstLine, bool isLayout)
{
    /// <summary>A cell with single line breaks is still one value up to this length; beyond, it is an article in a cell.</summary>
    private const int LongestBrokenCell = 160;

    /// <summary>More cells are no table anybody reads.</summary>
    private const int MaxCells = 20_000;
    private const int MaxSpan = 64;

    private const string Separator = " | ";

    private readonly List<Cell> _cells = [];
    private int _row = -1;
    private int _column;
    private int _columns;
    private int _cellStart = -1;
    private bool _isLayout = isLayout;

    public void OpenRow()
    {
        _row++;
        _column = 0;
    }

    /// <param name="columns">How many the cell takes.</param>
    public void OpenCell(LineBuilder lines, int columns)
    {
        _columns = Math.Clamp(columns, 1, MaxSpan);
        if (_row < 0)
        {
            OpenRow();
        }

        _cellStart = lines.Lines.Count;
    }

    public void CloseCell(LineBuilder lines)
    {
        _isLayout |= _cells.Count >= MaxCells;
        if (_cellStart >= 0 && !_isLayout)
        {
            _cells.Add(new Cell(_row, _column, _cellStart, lines.Lines.Count));
            _column += _columns;
            _cellStart = -1;
        }
    }

    /// <summary>A table within a cell: this one lays out.</summary>
    public void HoldsTable() => _isLayout = true;

    public void Close(LineBuilder lines)
    {
        if (_isLayout || !IsData(lines, out var told))
        {
            return;
        }

        var old = lines.Lines.GetRange(firstLine, lines.Lines.Count - firstLine);
        lines.Lines.RemoveRange(firstLine, old.Count);
        var next = firstLine;
        var i = 0;
        while (i < _cells.Count)
        {
            var row = _cells[i].Row;
            var parts = new List<(string, TextLine)>();
            var before = "";
            for (; i < _cells.Count && _cells[i].Row == row; i++)
            {
                lines.Lines.AddRange(old.GetRange(next - firstLine, _cells[i].FirstLine - next));
                next = _cells[i].EndLine;
                var cells = parts.Count;
                AddCell(old, _cells[i], before, parts);

                // An empty cell keeps its place in a column that says something elsewhere: what is behind it belongs to the next.
                var isTold = (told & (1UL << Math.Min(_cells[i].Column, 63))) != 0;
                before = parts.Count > cells ? Separator : isTold ? before.TrimEnd() + Separator : before;
            }

            if (parts.Count > 0)
            {
                lines.Lines.Add(lines.Join(parts));
            }
        }

        lines.Lines.AddRange(old.GetRange(next - firstLine, firstLine + old.Count - next));
    }

    private void AddCell(List<TextLine> old, Cell cell, string before, List<(string, TextLine)> parts)
    {
        for (var line = cell.FirstLine; line < cell.EndLine; line++)
        {
            if (!old[line - firstLine].Is(LineTraits.Dropped))
            {
                parts.Add((before, old[line - firstLine]));
                before = " ";
            }
        }
    }

    /// <param name="told">The columns that hold text, a bit each.</param>
    private bool IsData(LineBuilder lines, out ulong told)
    {
        var columns = 0;
        told = 0;
        foreach (var cell in _cells)
        {
            if (!IsSingleBlock(lines, cell, out var isEmpty))
            {
                return false;
            }

            var bit = 1UL << Math.Min(cell.Column, 63);
            if (!isEmpty && (told & bit) == 0)
            {
                told |= bit;
                columns++;
            }
        }

        return columns >= 2;
    }

    private static bool IsSingleBlock(LineBuilder lines, Cell cell, out bool isEmpty)
    {
        isEmpty = true;
        var length = 0;
        var breaks = 0;
        for (var i = cell.FirstLine; i < cell.EndLine; i++)
        {
            var line = lines.Lines[i];
            if (line.Is(LineTraits.Dropped))
            {
                continue;
            }

            if (!isEmpty && !line.Is(LineTraits.AfterBreak))
            {
                return false;
            }

            breaks += isEmpty ? 0 : 1;
            isEmpty = false;
            length += line.End - line.Start;
        }

        return breaks == 0 || length <= LongestBrokenCell;
    }

    private readonly record struct Cell(int Row, int Column, int FirstLine, int EndLine);
}

/// <summary>The lines of one figure while it is read: its caption goes where it shows a picture.</summary>
internal sealed class FigureLines
{
    private readonly List<(int First, int End)> _captions = [];
    private int _captionStart = -1;

    public bool HasMedia { get; set; }

    public void OpenCaption(LineBuilder lines) => _captionStart = lines.Lines.Count;

    public void CloseCaption(LineBuilder lines)
    {
        if (_captionStart >= 0)
        {
            _captions.Add((_captionStart, lines.Lines.Count));
            _captionStart = -1;
        }
    }

    public void Close(LineBuilder lines)
    {
        if (!HasMedia)
        {
            return;
        }

        foreach (var (first, end) in _captions)
        {
            for (var i = first; i < Math.Min(end, lines.Lines.Count); i++)
            {
                lines.Lines[i] = lines.Lines[i] with { Traits = lines.Lines[i].Traits | LineTraits.Dropped };
            }
        }
    }
}
