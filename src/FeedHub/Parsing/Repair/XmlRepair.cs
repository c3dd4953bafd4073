using System.Collections.Frozen;

namespace FeedHub.Parsing;

/// <summary>
/// Makes well-formed XML of what a strict reader refuses, in one linear pass: bare <c>&amp;</c> and <c>&lt;</c>, HTML's named entities, control characters,
/// undeclared prefixes, tags that do not match, documents that break off (their last, half entry is dropped), junk before and after.
/// </summary>
internal sealed partial class XmlRepair
{
    private const int MaxDepth = 256;
    private const string CDataStart = "<![CDATA[";

    /// <summary>Fields of one line.</summary>
    private static readonly FrozenSet<string> Lines =
        new[] { "title", "link", "guid", "pubDate", "id", "updated", "published", "dc:creator", "dc:date" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Fields =
        Lines.Concat(["description", "content:encoded", "category", "author", "enclosure", "comments", "summary", "content"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly string _text;
    private readonly Problems _problems;
    private readonly XmlOutput _output;
    private readonly List<(string Name, int Start, string[] Declared)> _open = [];
    private readonly Dictionary<string, int> _openNames = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Elements too deep to keep that still wait for their end tags, by name.</summary>
    private readonly Dictionary<string, int> _leftOut = new(StringComparer.OrdinalIgnoreCase);
    private readonly XmlPrefixes _prefixes;

    private int _at;
    private int _rootNameEnd;
    private bool _isFramed;
    private int _commentEnd;
    private int _cdataEnd;

    private XmlRepair(string text, FeedRoot root, Problems problems)
    {
        (_text, _at, _problems) = (text, root.Start, problems);
        _output = new XmlOutput(text, root.Start, problems);
        _prefixes = new XmlPrefixes(problems);
    }

    /// <summary>From the root element on; always well-formed.</summary>
    public static string Repair(string text, FeedRoot root, Problems problems)
    {
        if (!root.IsWhole)
        {
            problems.Add("There was something before the feed; it was left out.");
        }

        return new XmlRepair(text, root, problems).Run();
    }

    private string Run()
    {
        if (IsEntryAt(_at))
        {
            // Entries without a feed around them, or behind a damaged tag of one.
            OpenFrame("feed");
        }

        do
        {
            var open = _text.IndexOf('<', _at);
            if (_open.Count > 0)
            {
                _output.AppendText(_text.AsSpan(_at, (open < 0 ? _text.Length : open) - _at));
            }

            _at = open < 0 ? _text.Length : open;
            if (open >= 0)
            {
                ReadMarkup();
            }
        }
        while (_at < _text.Length && _open.Count > 0 && !_output.IsFull);

        if (_output.IsFull)
        {
            _problems.Add("Repairs made the feed far longer than it was; the rest was left out.");
        }
        else if (_at < _text.Length && _text.AsSpan(_at).ContainsAnyExcept(" \t\r\n"))
        {
            _problems.Add("There was something after the feed; it was left out.");
        }

        CloseCut();
        _output.Insert(_rootNameEnd, _prefixes.Missing);
        return _output.ToString();
    }

    private void OpenFrame(string name)
    {
        _isFramed = true;
        _output.Append('<').Append(name).Append('>');
        _rootNameEnd = _output.Length - 1;
        _open.Add((name, 0, []));
        _openNames[name] = 1;
    }

    private void ReadMarkup()
    {
        var rest = _text.AsSpan(_at);
        if (rest.StartsWith(CDataStart, StringComparison.OrdinalIgnoreCase))
        {
            ReadCData();
        }
        else if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            SkipComment();
        }
        else if (rest.StartsWith("<?", StringComparison.Ordinal))
        {
            SkipTo(">");
        }
        else if (rest.StartsWith("<!", StringComparison.Ordinal))
        {
            SkipTo(">");
        }
        else if (rest is ['<', '/', ..] && NameEnd(_at + 2) is var end && end > _at + 2)
        {
            ReadEndTag(_text[(_at + 2)..end], end);
        }
        else if (NameEnd(_at + 1) is var nameEnd && nameEnd > _at + 1)
        {
            ReadStartTag(_text[(_at + 1)..nameEnd], nameEnd);
        }
        else
        {
            _problems.Add("A bare '<' was read as text.");
            _output.AppendLessThan();
            _at++;
        }
    }

    private void SkipTo(string mark)
    {
        var end = _text.IndexOf(mark, _at, StringComparison.Ordinal);
        _at = end < 0 ? _text.Length : end + mark.Length;
    }

    /// <summary>Looks for each end once, however many beginnings there are before it; negative: there is none.</summary>
    private int NextEnd(ref int known, string mark, int from)
    {
        if (known >= 0 && known < from)
        {
            known = _text.IndexOf(mark, from, StringComparison.Ordinal);
        }

        return known;
    }

    private void SkipComment()
    {
        var end = NextEnd(ref _commentEnd, "-->", _at);
        var comment = _text.AsSpan(_at, (end < 0 ? _text.Length : end) - _at);
        if (_open.Exists(element => IsEntry(element.Name)) && XmlTraps.EndOfEntryBefore(comment) is >= 0 and var entry)
        {
            _problems.Add("A comment was not closed before the end of its entry.");
            _at += entry;
        }
        else
        {
            _at = end < 0 ? _text.Length : end + "-->".Length;
        }
    }

    private void ReadCData()
    {
        var start = _at + CDataStart.Length;
        var end = NextEnd(ref _cdataEnd, "]]>", start);
        var entry = end < 0 ? XmlTraps.EndOfEntry(_text.AsSpan(start)) : XmlTraps.EndOfEntryWithin(_text.AsSpan(start, end - start));
        if (end < 0 && entry < 0)
        {
            // It never closes: everything after belongs to the entry that is cut.
            _at = _text.Length;
            return;
        }

        var after = end < 0 ? start + entry : end + "]]>".Length;
        if (_open.Count > 0)
        {
            if (entry >= 0)
            {
                _problems.Add("A CDATA section was not closed before the end of its entry.");
                var element = _text.IndexOf("</" + _open[^1].Name, start, entry, StringComparison.OrdinalIgnoreCase);
                after = end = element >= 0 ? element : start + entry;
            }

            _output.Append(CDataStart);
            _output.AppendPlain(_text.AsSpan(start, end - start));
            _output.Append("]]>");
        }

        _at = after;
    }

    private void ReadStartTag(string name, int nameEnd)
    {
        name = _prefixes.SafeElement(name);
        if (IsEntry(name))
        {
            MakeRoomForEntry(name);
        }

        EndField(name);
        var isTooDeep = _open.Count >= MaxDepth;
        var mark = _output.Length;
        _output.Append('<').Append(name);
        if (_open.Count == 0)
        {
            _rootNameEnd = _output.Length;
        }

        var declared = ReadAttributes(nameEnd, out var isEmpty);
        _prefixes.Use(name, declared);
        if (isTooDeep)
        {
            _problems.Add($"Elements are nested deeper than {MaxDepth} levels; the inner ones were left out.");
            _output.Length = mark;
            _leftOut[name] = _leftOut.GetValueOrDefault(name) + (isEmpty ? 0 : 1);
            return;
        }

        isEmpty |= name is "br" or "img" or "hr" or "wbr" or "input";
        _output.Append(isEmpty ? "/>" : ">");
        if (isEmpty)
        {
            _prefixes.Undeclare(declared);
        }
        else
        {
            _open.Add((name, mark, declared));
            _openNames[name] = _openNames.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>Entries stand in the feed's frame: what is still open between the two was never closed.</summary>
    private void MakeRoomForEntry(string name)
    {
        var unclosed = _open.FindLastIndex(element => IsEntry(element.Name));
        var frame = _open.FindLastIndex(element => IsFrame(element.Name));
        var first = unclosed >= 0 ? unclosed : frame + 1;
        if (first < _open.Count && first > 0)
        {
            _problems.Add($"<{_open[first].Name}> was not closed before <{name}>.");
            CloseDownTo(first);
        }
    }

    /// <summary>A title, link or date of an entry holds no other of its fields: it was never closed.</summary>
    private void EndField(string name)
    {
        if (_open.Count >= 2 && Lines.Contains(_open[^1].Name) && Fields.Contains(name) && (IsEntry(_open[^2].Name) || IsFrame(_open[^2].Name)))
        {
            _problems.Add($"<{_open[^1].Name}> was not closed before <{name}>.");
            CloseDownTo(_open.Count - 1);
        }
    }

    private void ReadEndTag(string name, int nameEnd)
    {
        name = _prefixes.SafeElement(name);
        _at = EndOfEndTag(nameEnd);
        if (_leftOut.GetValueOrDefault(name) is > 0 and var inner)
        {
            _leftOut[name] = inner - 1;
            return;
        }

        var opener = _openNames.GetValueOrDefault(name) == 0 ? -1 : _open.FindLastIndex(element => element.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (opener < 0)
        {
            _problems.Add($"</{name}> closes nothing; it was left out.");
            return;
        }

        if (opener == 0 && IsFrame(name) && IsEntryAt(_at))
        {
            _problems.Add($"</{name}> stands before an entry; it was left out.");
            return;
        }

        // An inner tag never closes the entry around the element it stands in.
        if (opener < _open.Count - 1)
        {
            if (_open.FindLastIndex(element => IsEntry(element.Name)) is var entry && entry > opener && !IsFrame(name))
            {
                _problems.Add($"</{name}> stands inside an entry; it was left out.");
                return;
            }

            _problems.Add($"<{_open[^1].Name}> was not closed before </{name}>.");
        }

        CloseDownTo(opener);
    }

    /// <summary>Behind its <c>&gt;</c>; before the next tag where there is none.</summary>
    private int EndOfEndTag(int nameEnd)
    {
        var end = _text.AsSpan(nameEnd).IndexOfAny('<', '>');
        return end < 0 ? _text.Length : _text[nameEnd + end] == '>' ? nameEnd + end + 1 : nameEnd + end;
    }

    private bool IsEntryAt(int at)
    {
        var open = at + _text.AsSpan(at).IndexOfAnyExcept(" \t\r\n");
        return open >= at && open < _text.Length && _text[open] == '<' && IsEntry(_text[(open + 1)..NameEnd(open + 1)]);
    }

    private void CloseDownTo(int index)
    {
        while (_open.Count > index)
        {
            var (name, _, declared) = _open[^1];
            _output.Append("</").Append(name).Append('>');
            _leftOut.Clear();
            _prefixes.Undeclare(declared);
            _openNames[name]--;
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>The document broke off: half an entry is never published.</summary>
    private void CloseCut()
    {
        if (_open.Count == 0)
        {
            return;
        }

        var entry = _open.FindIndex(element => IsEntry(element.Name));
        if (entry >= 0)
        {
            _problems.Add("The document breaks off inside an entry; that entry was left out.");
            _output.Length = _open[entry].Start;
            _open.RemoveRange(entry, _open.Count - entry);
        }
        else if (!_isFramed || _open.Count > 1)
        {
            _problems.Add("The document breaks off; what was whole was read.");
        }

        CloseDownTo(0);
    }

    private static bool IsEntry(string name)
    {
        var local = name.AsSpan()[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return local.Equals("item", StringComparison.OrdinalIgnoreCase) || local.Equals("entry", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What stands around entries: its end ends them.</summary>
    private static bool IsFrame(string name)
    {
        var local = name.AsSpan()[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return local.Equals("channel", StringComparison.OrdinalIgnoreCase) || local.Equals("rss", StringComparison.OrdinalIgnoreCase)
            || local.Equals("rdf", StringComparison.OrdinalIgnoreCase) || local.Equals("feed", StringComparison.OrdinalIgnoreCase)
            || local.Equals("items", StringComparison.OrdinalIgnoreCase);
    }

    private int NameEnd(int start)
    {
        var end = start;
        while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] is ':' or '-' or '_' or '.') && (end > start || char.IsLetter(_text[end]) || _text[end] == '_'))
        {
            end++;
        }

        return end;
    }
}
