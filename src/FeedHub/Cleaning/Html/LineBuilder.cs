using System.Buffers;

namespace FeedHub.Cleaning;

/// <summary>One line of visible text, as offsets into the builder's buffer.</summary>
/// <param name="Start">Where it starts, its list marker included.</param>
/// <param name="Marker">Length of the marker.</param>
internal readonly record struct TextLine(int Start, int End, byte Marker, LineTraits Traits)
{
    public int Content => Start + Marker;

    public bool Is(LineTraits trait) => (Traits & trait) != 0;
}

/// <summary>The links of one line, as offsets into the builder's buffer.</summary>
/// <param name="TextAfter">Letters stand behind the first link that belong to no link.</param>
internal readonly record struct LineLinks(int First, int Last, int LastEnd, bool TextAfter);

[Flags]
internal enum LineTraits : byte
{
    None = 0,

    /// <summary>Follows a single <c>br</c>, so it belongs to the same block.</summary>
    AfterBreak = 1,

    /// <summary>Has neither letter nor digit nor symbol.</summary>
    Blank = 2,

    Heading = 4,

    /// <summary>Left out.</summary>
    Dropped = 8,

    /// <summary>Holds a link.</summary>
    Linked = 16,

    /// <summary>Source code: signs alone say something in it.</summary>
    Code = 32,

    /// <summary>The cells of a table's row.</summary>
    Row = 64,
}

/// <summary>Visible text in, lines out: white space collapses, invisible marks vanish, markers stand before list items. Linear.</summary>
internal sealed class LineBuilder(int capacity, bool keepBidiMarks, bool stripTatweel) : IDisposable
{
    private const int LongestMarkRun = 30;
    private const int LongestFootnote = 6;
    private const int LongestMark = 2;
    private const int LongestPower = 4;
    private const int LongestSymbol = 2;
    private const TextMode CodeBlock = TextMode.Preformatted | TextMode.Code;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹");
    private static readonly SearchValues<char> Bullets = SearchValues.Create("•·▪▫●○◦‣⁃■□◆◇►▸▶✔✓➤*-–—");
    private static readonly HashSet<string> Units = ["متر", "مترا", "أمتار", "كلم", "سنتيمتر", "كيلومتر", "كيلومترا", "ميل", "قدم", "sec", "mile", "miles", "inch", "meters", "metres", "feet"];

    private readonly List<TextLine> _lines = [];
    private readonly List<LineLinks> _links = [];
    private char[] _buffer = ArrayPool<char>.Shared.Rent(capacity + 64);
    private int _length;
    private int _start;
    private int _content;
    private int _link = -1;
    private int _lastLink = -1;
    private int _lastLinkEnd = -1;
    private bool _textAfterLink;
    private int _raised = -1;
    private int _raisedLink = -1;
    private string? _marker;
    private LineTraits _traits;
    private bool _afterBreak;
    private bool _contextual;

    /// <summary>The lines so far; an open one is not among them.</summary>
    public List<TextLine> Lines => _lines;

    /// <summary>There is a <c>&lt;</c> or <c>&amp;</c> that is not source code.</summary>
    public bool HasMarkup { get; private set; }

    /// <summary>There is a <c>&lt;</c> or <c>&amp;</c> of source code, written as a stand-in.</summary>
    public bool HasLiteralMarkup { get; private set; }

    private bool IsEmpty => _length == _content;

    public ReadOnlySpan<char> Text(in TextLine line) => _buffer.AsSpan(line.Start, line.End - line.Start);

    public ReadOnlySpan<char> Span(int start, int end) => _buffer.AsSpan(start, end - start);

    /// <summary>The line is one link, or several with no letters between them.</summary>
    public bool IsAllLink(in TextLine line) => LinksOf(line) is var links && links.First == line.Content && !links.TextAfter;

    /// <summary>Where the line's links stand; First is -1 where it has none.</summary>
    public LineLinks LinksOf(in TextLine line)
    {
        var (low, high) = (0, line.Is(LineTraits.Linked) ? _links.Count - 1 : -1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_links[middle].First >= line.Start && _links[middle].First < line.End)
            {
                return _links[middle];
            }

            (low, high) = _links[middle].First < line.Start ? (middle + 1, high) : (low, middle - 1);
        }

        return new LineLinks(-1, -1, -1, TextAfter: false);
    }

    /// <summary>The next line that has content starts with it.</summary>
    public void Mark(string? marker) => _marker = marker;

    public void MarkIfLineIsEmpty(string marker)
    {
        if (IsEmpty)
        {
            _marker = marker;
        }
    }

    public void MarkHeading() => _traits |= LineTraits.Heading;

    public void Append(ReadOnlySpan<char> text, TextMode mode = TextMode.None)
    {
        Reserve(text.Length);
        if (_link >= 0 && (mode & TextMode.Link) == 0 && !_textAfterLink)
        {
            _textAfterLink = Characters.IsVisible(text);
        }

        var kinds = Characters.KindOf;
        var i = 0;
        while (i < text.Length)
        {
            if (IsEmpty)
            {
                i = SkipToContent(text, i, mode);
                if (i == text.Length)
                {
                    break;
                }

                BeginLine(text.Length - i, mode);
            }

            if ((mode & TextMode.Link) != 0)
            {
                BeginLink(mode);
            }

            i = CopyLine(text, i, mode, kinds);
        }

        if ((mode & TextMode.Link) != 0 && !IsEmpty)
        {
            _lastLinkEnd = _length;
        }
    }

    /// <summary>Ends the line.</summary>
    /// <param name="soft">By a <c>br</c>: once in a row it leaves the block together.</param>
    public void Break(bool soft = false)
    {
        if (IsEmpty)
        {
            _afterBreak = false;
            _traits = LineTraits.None;
            return;
        }

        CommitLine();
        _afterBreak = soft;
    }

    /// <summary>What follows is raised, until <see cref="Lower"/>: a power or the mark of a footnote.</summary>
    public void Raise() => (_raised, _raisedLink) = (_length, _link);

    /// <summary>A power is written <c>10^8</c>, so that it is no 108; the mark of a footnote goes, for its note is not there.</summary>
    public void Lower()
    {
        if (_raised <= _content || _raised >= _length)
        {
            _raised = -1;
            return;
        }

        var text = Span(_raised, _length).Trim(' ');
        var isMark = _lastLinkEnd > _raised ? IsFootnote(text) : IsNumber(text) && text.Length <= LongestMark && !EndsInQuantity(Span(_content, _raised));
        if (isMark)
        {
            _length = _raised;
            _link = _raisedLink;
            TrimEnd();
        }
        else if ((IsNumber(text) || text is ['n' or 'x' or 'k' or 'm' or 'N']) && EndsInQuantity(Span(_content, _raised)))
        {
            Reserve(1);
            Span(_raised, _length).CopyTo(_buffer.AsSpan(_raised + 1));
            _buffer[_raised] = '^';
            _length++;
        }

        _raised = -1;
    }

    /// <summary>A new line at the end of the buffer, made of others; it is not among <see cref="Lines"/> yet.</summary>
    public TextLine Join(List<(string Before, TextLine Line)> parts)
    {
        var start = _length;
        foreach (var (before, line) in parts)
        {
            Reserve(before.Length + line.End - line.Start);
            before.CopyTo(_buffer.AsSpan(_length));
            _length += before.Length;
            Text(line).CopyTo(_buffer.AsSpan(_length));
            _length += line.End - line.Start;
        }

        _start = _content = _length;
        return new TextLine(start, _length, 0, LineTraits.Row | (Characters.IsVisible(Span(start, _length)) ? LineTraits.None : LineTraits.Blank));
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary><c>[3]</c>, <c>3</c>, <c>*</c>, <c>a</c>.</summary>
    private static bool IsFootnote(ReadOnlySpan<char> text) => text.Length <= LongestFootnote && (text is ['[', .., ']'] or ['(', .., ')'] || text.Length == 1 || IsNumber(text));

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text is ['-' or '−' or '+', .. var rest] ? IsNumber(rest) : !text.IsEmpty && text.Length <= LongestPower && !text.ContainsAnyExcept(Digits);

    /// <summary>A number, a bracket, a unit or a letter that stands for one: what may be raised to a power.</summary>
    private static bool EndsInQuantity(ReadOnlySpan<char> before)
    {
        if (before.IsEmpty || char.IsDigit(before[^1]) || before[^1] is ')' or ']')
        {
            return !before.IsEmpty;
        }

        var start = before.Length;
        while (start > 0 && char.IsLetter(before[start - 1]))
        {
            start--;
        }

        var word = before[start..];
        return word.Length > 0 && (word.Length <= LongestSymbol || Units.Contains(word.ToString()));
    }

    private int SkipToContent(ReadOnlySpan<char> text, int i, TextMode mode)
    {
        for (; i < text.Length; i++)
        {
            switch (Characters.KindOf[text[i]])
            {
                case CharacterKind.Space or CharacterKind.Removed:
                case CharacterKind.Bidi when !keepBidiMarks:
                    continue;
                case CharacterKind.LineEnd:
                    _afterBreak &= (mode & TextMode.Preformatted) == 0;
                    continue;
                case CharacterKind.Separator:
                    _afterBreak = false;
                    continue;
                default:
                    return i;
            }
        }

        return i;
    }

    private void BeginLine(int room, TextMode mode)
    {
        _start = _length;
        if (_marker is not null)
        {
            Reserve(_marker.Length + room);
            _marker.CopyTo(_buffer.AsSpan(_length));
            _length += _marker.Length;
            _marker = null;
        }

        _content = _length;
        _traits |= (mode & CodeBlock) == CodeBlock ? LineTraits.Code : LineTraits.None;
    }

    private void BeginLink(TextMode mode)
    {
        _link = _link < 0 ? _length : _link;
        if ((mode & TextMode.LinkStart) != 0 || _lastLink < 0)
        {
            _lastLink = _length;
        }
    }

    private int CopyLine(ReadOnlySpan<char> text, int i, TextMode mode, ReadOnlySpan<CharacterKind> kinds)
    {
        var buffer = _buffer;
        var length = _length;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            switch (kinds[c])
            {
                case CharacterKind.Plain:
                    var plain = text.Slice(i, 1 + PlainTextScanner.After(text, i));
                    plain.CopyTo(buffer.AsSpan(length));
                    length += plain.Length;
                    i += plain.Length - 1;
                    continue;
                case CharacterKind.LineEnd when (mode & TextMode.Preformatted) != 0:
                case CharacterKind.Separator:
                    _length = length;
                    Break(soft: true);
                    return i + 1;
                case CharacterKind.Space or CharacterKind.LineEnd:
                    if (buffer[length - 1] != ' ' && length > _content)
                    {
                        buffer[length++] = ' ';
                    }

                    continue;
                case CharacterKind.Removed:
                case CharacterKind.Bidi when !keepBidiMarks:
                    continue;
                case CharacterKind.Markup:
                    buffer[length++] = Markup(c, mode);
                    continue;
                case CharacterKind.Vowel:
                    _contextual |= length > _content && kinds[buffer[length - 1]] is CharacterKind.Vowel or CharacterKind.Contextual;
                    buffer[length++] = c;
                    continue;
                default:
                    _contextual = true;
                    buffer[length++] = c;
                    continue;
            }
        }

        _length = length;
        return i;
    }

    private char Markup(char c, TextMode mode)
    {
        if ((mode & TextMode.Code) == 0)
        {
            HasMarkup = true;
            return c;
        }

        HasLiteralMarkup = true;
        return c == '<' ? Characters.LiteralLess : Characters.LiteralAmpersand;
    }

    private void CommitLine()
    {
        TrimEnd();
        DropBullet();
        if (_contextual || (stripTatweel && Span(_content, _length).Contains(Characters.Tatweel)))
        {
            Rework();
        }

        if (!IsEmpty)
        {
            var traits = _traits | (_afterBreak ? LineTraits.AfterBreak : 0) | ((_traits & LineTraits.Code) != 0 || Characters.IsVisible(Span(_content, _length)) ? 0 : LineTraits.Blank);
            _lines.Add(new TextLine(_start, _length, (byte)(_content - _start), traits | AddLinks()));
        }

        _start = _content = _length;
        _link = _lastLink = _lastLinkEnd = -1;
        _textAfterLink = false;
        _traits = LineTraits.None;
        _contextual = false;
    }

    /// <summary>A bullet that was typed in an item of a list: the marker stands for it.</summary>
    private void DropBullet()
    {
        if (_content == _start || _length - _content < 3 || !Bullets.Contains(_buffer[_content]))
        {
            return;
        }

        var text = Span(_content + 1, _length).TrimStart(' ');
        var cut = _length - _content - text.Length;
        if (cut == 1 && _buffer[_content] is '-' or '–' or '—' or '*')
        {
            return;
        }

        text.CopyTo(_buffer.AsSpan(_content));
        _length -= cut;
        _link = Math.Max(_link - cut, Math.Min(_link, _content));
        _lastLink = Math.Max(_lastLink - cut, Math.Min(_lastLink, _content));
        _lastLinkEnd -= _lastLinkEnd < 0 ? 0 : cut;
    }

    private LineTraits AddLinks()
    {
        if (_link < 0)
        {
            return LineTraits.None;
        }

        _links.Add(new LineLinks(_link, _lastLink, _lastLinkEnd, _textAfterLink));
        return LineTraits.Linked;
    }

    /// <summary>Composes what belongs together and drops joiners that join nothing.</summary>
    private void Rework()
    {
        var line = new string(_buffer, _content, _length - _content);
        var tidy = Joiners.Tidy(HasEndlessMarks(line) ? line : ArabicText.Compose(line), stripTatweel);
        if (tidy.Equals(line, StringComparison.Ordinal))
        {
            return;
        }

        var oldEnd = _length;
        _length = _content;
        Reserve(tidy.Length);
        tidy.CopyTo(_buffer.AsSpan(_length));
        _length += tidy.Length;
        TrimEnd();
        if (_lastLinkEnd == oldEnd)
        {
            _lastLinkEnd = _length;
        }
    }

    /// <summary>More marks on one letter than any script writes (UAX #15 D4 allows 30): sorting them is work nobody can read.</summary>
    private static bool HasEndlessMarks(ReadOnlySpan<char> line)
    {
        var run = 0;
        foreach (var c in line)
        {
            run = Characters.KindOf[c] is CharacterKind.Vowel or CharacterKind.Contextual && Characters.IsMark(c) ? run + 1 : 0;
            if (run > LongestMarkRun)
            {
                return true;
            }
        }

        return false;
    }

    private void TrimEnd()
    {
        while (_length > _content && _buffer[_length - 1] == ' ')
        {
            _length--;
        }

        _lastLinkEnd = Math.Min(_lastLinkEnd, _length);
    }

    private void Reserve(int count)
    {
        if (_length + count + 1 <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count + 64));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

/// <summary>Where a piece of text stands.</summary>
[Flags]
internal enum TextMode
{
    None = 0,
    Preformatted = 1,
    Code = 2,
    Link = 4,

    /// <summary>The first piece of its link.</summary>
    LinkStart = 8,
}
