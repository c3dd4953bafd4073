using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;

namespace FeedHub.Parsing;

/// <summary>
/// Makes well-formed XML of what a strict reader refuses, in one linear pass: bare <c>&amp;</c> and <c>&lt;</c>, HTML's named entities, control characters,
/// undeclared prefixes, tags that do not match, documents that break off (their last, half entry is dropped), junk before and after.
/// </summary>
internal sealed class XmlRepair
{
    private const int MaxDepth = 256;
    private const int MaxAttributes = 200;
    private const int MaxTagCharacters = 65_536;
    private const string CDataStart = "<![CDATA[";
    private const int MaxUndeclared = 200;
    private const int MaxEntityCharacters = 100_000;
    private const int MaxEntities = 1_000;
    private const int MaxEntityDeclaration = 4_096;

    /// <summary>Fields of one line.</summary>
    private static readonly FrozenSet<string> Lines =
        new[] { "title", "link", "guid", "pubDate", "id", "updated", "published", "dc:creator", "dc:date" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Fields =
        Lines.Concat(["description", "content:encoded", "category", "author", "enclosure", "comments", "summary", "content"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code is not (9 or 10 or 13)).Select(code => (char)code), '\uFFFE', '\uFFFF']);

    private readonly string _text;
    private readonly Problems _problems;
    private readonly StringBuilder _output;
    private readonly List<(string Name, int Start, string[] Declared)> _open = [];
    private readonly Dictionary<string, int> _openNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _declared = new() { ["xml"] = 1, ["xmlns"] = 1 };
    private readonly SortedSet<string> _undeclared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entities;

    private int _at;
    private int _rootNameEnd;
    private int _expanded;
    private bool _isWithoutCDataEnd;

    private XmlRepair(string text, FeedRoot root, Problems problems)
    {
        (_text, _at, _problems) = (text, root.Start, problems);
        _output = new StringBuilder(text.Length - root.Start + 256);
        _entities = DeclaredEntities(text, root.Start);
    }

    public static bool HasForbiddenCharacters(string text) => text.AsSpan().ContainsAny(Forbidden);

    /// <summary>
    /// What a strict reader accepts, but should not see: a tag with a million attributes, that keeps it busy for half a minute, and a CDATA section
    /// that does not close, and so takes the next entries with it up to the end of the next section.
    /// </summary>
    public static bool HasTrap(string text)
    {
        for (var open = text.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            var end = EndOfMarkup(text, open);
            if (end < 0)
            {
                return true;
            }

            open = text.IndexOf('<', end);
        }

        return false;
    }

    /// <summary>Where the markup at <paramref name="open"/> ends; negative: not within a tag's limit.</summary>
    private static int EndOfMarkup(string text, int open)
    {
        var rest = text.AsSpan(open);
        var mark = rest.StartsWith(CDataStart, StringComparison.Ordinal) ? "]]>" : rest.StartsWith("<!--", StringComparison.Ordinal) ? "-->" : "";
        if (mark.Length > 0)
        {
            var close = rest.IndexOf(mark, StringComparison.Ordinal);
            return close < 0 ? text.Length
                : mark == "]]>" && EndOfEntryWithin(rest[CDataStart.Length..close]) >= 0 ? -1
                : open + close + mark.Length;
        }

        if (rest.Length < 2 || !(char.IsLetter(rest[1]) || rest[1] == '_'))
        {
            return open + 1;
        }

        var tag = rest[..Math.Min(rest.Length, MaxTagCharacters)];
        for (var at = 1; ;)
        {
            var next = tag[at..].IndexOfAny('>', '"', '\'');
            at += next;
            if (next < 0)
            {
                return tag.Length < rest.Length ? -1 : text.Length;
            }

            if (tag[at] == '>')
            {
                return open + at + 1;
            }

            var quote = tag[(at + 1)..].IndexOf(tag[at]);
            if (quote < 0)
            {
                return tag.Length < rest.Length ? -1 : text.Length;
            }

            at += quote + 2;
        }
    }

    /// <summary>Where the entry ends around a CDATA section that does not close; negative: the section is sound.</summary>
    private static int EndOfEntryWithin(ReadOnlySpan<char> section)
    {
        var next = section.IndexOf(CDataStart, StringComparison.Ordinal);
        return next < 0 ? -1 : Math.Max(section[..next].IndexOf("</item>", StringComparison.OrdinalIgnoreCase), section[..next].IndexOf("</entry>", StringComparison.OrdinalIgnoreCase));
    }

    private static int EndOfEntry(ReadOnlySpan<char> text)
    {
        for (var at = 0; ;)
        {
            var next = text[at..].IndexOf("</", StringComparison.Ordinal);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (text[at..].StartsWith("</item>", StringComparison.OrdinalIgnoreCase) || text[at..].StartsWith("</entry>", StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }

            at += 2;
        }
    }

    /// <summary>References may name what may not be written: <c>&amp;#11;</c>.</summary>
    public static string WithoutForbidden(string text) =>
        HasForbiddenCharacters(text) ? string.Concat(text.Where(c => !Forbidden.Contains(c))) : text;

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
        do
        {
            var open = _text.IndexOf('<', _at);
            AppendText(_text.AsSpan(_at, (open < 0 ? _text.Length : open) - _at), isAttribute: false);
            _at = open < 0 ? _text.Length : open;
            if (open >= 0)
            {
                ReadMarkup();
            }
        }
        while (_at < _text.Length && _open.Count > 0);

        if (_at < _text.Length && _text.AsSpan(_at).ContainsAnyExcept(" \t\r\n"))
        {
            _problems.Add("There was something after the feed; it was left out.");
        }

        CloseCut();
        _output.Insert(_rootNameEnd, string.Concat(_undeclared.Select(prefix => $" xmlns:{prefix}=\"{AddressOf(prefix)}\"")));
        return _output.ToString();
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
            SkipTo("-->");
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
            _output.Append("&lt;");
            _at++;
        }
    }

    private void SkipTo(string mark)
    {
        var end = _text.IndexOf(mark, _at, StringComparison.Ordinal);
        _at = end < 0 ? _text.Length : end + mark.Length;
    }

    private void ReadCData()
    {
        var start = _at + CDataStart.Length;
        var end = _isWithoutCDataEnd ? -1 : _text.IndexOf("]]>", start, StringComparison.Ordinal);
        _isWithoutCDataEnd = end < 0;
        var entry = end < 0 ? EndOfEntry(_text.AsSpan(start)) : EndOfEntryWithin(_text.AsSpan(start, end - start));
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
            AppendPlain(_text.AsSpan(start, end - start));
            _output.Append("]]>");
        }

        _at = after;
    }

    private void ReadStartTag(string name, int nameEnd)
    {
        name = Safe(name);
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
        Use(name, declared);
        if (isTooDeep)
        {
            _problems.Add($"Elements are nested deeper than {MaxDepth} levels; the inner ones were left out.");
            _output.Length = mark;
            return;
        }

        isEmpty |= name is "br" or "img" or "hr" or "wbr" or "input";
        _output.Append(isEmpty ? "/>" : ">");
        if (isEmpty)
        {
            Undeclare(declared);
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
        name = Safe(name);
        _at = nameEnd;
        SkipTo(">");
        var opener = _openNames.GetValueOrDefault(name) == 0 ? -1 : _open.FindLastIndex(element => element.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (opener < 0)
        {
            _problems.Add($"</{name}> closes nothing; it was left out.");
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

    private void CloseDownTo(int index)
    {
        while (_open.Count > index)
        {
            var (name, _, declared) = _open[^1];
            _output.Append("</").Append(name).Append('>');
            Undeclare(declared);
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
            if (entry == 0)
            {
                _output.Append("<entry/>");
                _rootNameEnd = "<entry".Length;
            }
        }
        else
        {
            _problems.Add("The document breaks off; what was whole was read.");
        }

        CloseDownTo(0);
    }

    private string[] ReadAttributes(int from, out bool isEmpty)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<string>? declared = null;
        isEmpty = false;
        _at = from;
        while (_at < _text.Length && _text[_at] != '>')
        {
            if (_text[_at] == '<')
            {
                _problems.Add("A tag was not ended before the next one.");
                return Declare(declared);
            }

            var end = NameEnd(_at);
            if (end == _at)
            {
                isEmpty = _text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '>';
                _at++;
                continue;
            }

            var name = Safe(_text[_at..end]);
            _at = end;
            var value = ReadAttributeValue();
            if (seen.Count >= MaxAttributes || !seen.Add(name))
            {
                _problems.Add($"An element has an attribute twice, or more than {MaxAttributes}; the rest were left out.");
                continue;
            }

            if (name.StartsWith("xmlns:", StringComparison.Ordinal))
            {
                if (value.Length == 0)
                {
                    continue;
                }

                (declared ??= []).Add(name[6..]);
            }

            _output.Append(' ').Append(name).Append("=\"");
            AppendText(value, isAttribute: true);
            _output.Append('"');
            Use(name, []);
        }

        _at = Math.Min(_at + 1, _text.Length);
        return Declare(declared);
    }

    private ReadOnlySpan<char> ReadAttributeValue()
    {
        var at = _at;
        while (at < _text.Length && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        if (at >= _text.Length || _text[at] != '=')
        {
            return default;
        }

        at++;
        while (at < _text.Length && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        if (at < _text.Length && _text[at] is '"' or '\'')
        {
            var close = _text.IndexOf(_text[at], at + 1);
            close = close < 0 ? _text.Length : close;
            if (HoldsEntries(_text.AsSpan(at + 1, close - at - 1)))
            {
                // The quote was left out: the value ends with its tag.
                _problems.Add("The value of an attribute was not closed.");
                _at = at + 1 + _text.AsSpan(at + 1).IndexOfAny('<', '>');
                return _text.AsSpan(at + 1, _at - at - 1);
            }

            _at = Math.Min(close + 1, _text.Length);
            return _text.AsSpan(at + 1, close - at - 1);
        }

        var start = at;
        while (at < _text.Length && !char.IsWhiteSpace(_text[at]) && _text[at] != '>')
        {
            at++;
        }

        _at = at;
        return _text.AsSpan(start, at - start);
    }

    private static bool HoldsEntries(ReadOnlySpan<char> value) =>
        value.Contains('<')
        && (value.Contains("</item>", StringComparison.OrdinalIgnoreCase) || value.Contains("</entry>", StringComparison.OrdinalIgnoreCase)
            || value.Contains("<item", StringComparison.OrdinalIgnoreCase) || value.Contains("<entry", StringComparison.OrdinalIgnoreCase));

    private string[] Declare(List<string>? prefixes)
    {
        foreach (var prefix in prefixes ?? [])
        {
            _declared[prefix] = _declared.GetValueOrDefault(prefix) + 1;
        }

        return prefixes is null ? [] : [.. prefixes];
    }

    private void Undeclare(string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            _declared[prefix]--;
        }
    }

    private void Use(string name, string[] declaredHere)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return;
        }

        var prefix = name[..colon];
        if (prefix is not "xmlns" && _declared.GetValueOrDefault(prefix) == 0 && !declaredHere.Contains(prefix) && _undeclared.Add(prefix))
        {
            _problems.Add($"The prefix {prefix} is not declared.");
        }
    }

    private static string AddressOf(string prefix) => prefix switch
    {
        "content" => "http://purl.org/rss/1.0/modules/content/",
        "dc" => "http://purl.org/dc/elements/1.1/",
        "dcterms" => "http://purl.org/dc/terms/",
        "media" => "http://search.yahoo.com/mrss/",
        "atom" or "a10" => "http://www.w3.org/2005/Atom",
        "itunes" => "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "sy" => "http://purl.org/rss/1.0/modules/syndication/",
        "rdf" => "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        _ => "urn:undeclared:" + prefix,
    };

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

    /// <summary>At most one colon, and not at an end.</summary>
    private string Safe(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return name;
        }

        if (_undeclared.Count >= MaxUndeclared && colon > 0 && name[..colon] is var prefix && _declared.GetValueOrDefault(prefix) == 0 && !_undeclared.Contains(prefix))
        {
            return name.Replace(":", "_", StringComparison.Ordinal);
        }

        var local = name[(colon + 1)..].Replace(":", "_", StringComparison.Ordinal);
        return local.Length == 0 || !(char.IsLetter(local[0]) || local[0] == '_') ? name.Replace(":", "_", StringComparison.Ordinal) : name[..colon] + ":" + local;
    }

    private void AppendText(ReadOnlySpan<char> text, bool isAttribute)
    {
        if (_open.Count == 0 && !isAttribute)
        {
            return;
        }

        while (!text.IsEmpty)
        {
            var special = isAttribute ? text.IndexOfAny("&<\"") : text.IndexOf('&');
            AppendPlain(special < 0 ? text : text[..special]);
            if (special < 0)
            {
                return;
            }

            text = text[special..];
            var consumed = text[0] == '&' ? AppendEntity(text) : 0;
            if (consumed == 0)
            {
                _output.Append(text[0] switch { '<' => "&lt;", '"' => "&quot;", _ => "&amp;" });
                consumed = 1;
            }

            text = text[consumed..];
        }
    }

    /// <summary>How many characters the reference takes; 0: it is none.</summary>
    private int AppendEntity(ReadOnlySpan<char> text)
    {
        var semicolon = text[..Math.Min(text.Length, 40)].IndexOf(';');
        if (semicolon < 2 || text[1..semicolon].Contains('&'))
        {
            _problems.Add("A bare '&' was read as text.");
            return 0;
        }

        var name = text[1..semicolon];
        if (name is "amp" or "lt" or "gt" or "quot" or "apos")
        {
            _output.Append(text[..(semicolon + 1)]);
            return semicolon + 1;
        }

        if (name[0] == '#')
        {
            return AppendNumber(name[1..]) ? semicolon + 1 : 0;
        }

        var reference = text[..(semicolon + 1)].ToString();
        var meaning = _entities.GetValueOrDefault(name.ToString()) ?? WithoutForbidden(WebUtility.HtmlDecode(reference));
        if (meaning == reference)
        {
            _problems.Add($"{reference} is not known; it was read as text.");
            return 0;
        }

        _expanded += meaning.Length;
        _problems.Add("Named entities were resolved.");
        if (_expanded <= MaxEntityCharacters)
        {
            _output.Append(WebUtility.HtmlEncode(meaning) is var encoded && meaning.AsSpan().ContainsAny("&<>\"") ? encoded : meaning);
        }

        return semicolon + 1;
    }

    private bool AppendNumber(ReadOnlySpan<char> number)
    {
        var isHex = number is ['x' or 'X', ..];
        if (!int.TryParse(isHex ? number[1..] : number, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        if (code is 9 or 10 or 13 or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF))
        {
            _output.Append(CultureInfo.InvariantCulture, $"&#{code};");
        }

        return true;
    }

    private void AppendPlain(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Forbidden) is >= 0 and var bad)
        {
            _problems.Add("Control characters were removed.");
            _output.Append(text[..bad]);
            text = text[(bad + 1)..];
        }

        _output.Append(text.Contains("]]>", StringComparison.Ordinal) ? text.ToString().Replace("]]>", "]]&gt;", StringComparison.Ordinal) : text);
    }

    /// <summary>Internal entities of the document type, without nesting.</summary>
    private static Dictionary<string, string> DeclaredEntities(string text, int root)
    {
        var entities = new Dictionary<string, string>();
        var at = 0;
        while (entities.Count < MaxEntities && text.IndexOf("<!ENTITY", at, root - at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var end = text.IndexOf('>', open, root - open);
            if (end < 0)
            {
                break;
            }

            if (end - open < MaxEntityDeclaration && text[(open + 8)..end].Split(['"', '\''], 3) is [var before, var meaning, _]
                && before.Trim() is { Length: > 0 and < 64 } name && !name.Contains(' ', StringComparison.Ordinal) && !meaning.Contains('&', StringComparison.Ordinal))
            {
                entities.TryAdd(name, meaning);
            }

            at = end + 1;
        }

        return entities;
    }
}
