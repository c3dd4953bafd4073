namespace FeedHub.Parsing;

/// <summary>The attributes of one tag, quoted or not, each once.</summary>
internal sealed partial class XmlRepair
{
    private const int MaxAttributes = 200;

    private string[] ReadAttributes(int from, out bool isEmpty)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<string>? declared = null;
        List<string>? prefixed = null;
        isEmpty = false;
        _at = from;
        while (_at < _text.Length && _text[_at] != '>')
        {
            if (_text[_at] == '<')
            {
                _problems.Add("A tag was not ended before the next one.");
                return Declared(declared, prefixed);
            }

            var end = NameEnd(_at);
            if (end == _at)
            {
                isEmpty = _text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '>';
                _at++;
                continue;
            }

            var name = _prefixes.Safe(_text[_at..end]);
            _at = end;
            var value = ReadAttributeValue();
            if (XmlPrefixes.IsReserved(name, value))
            {
                continue;
            }

            if (seen.Count >= MaxAttributes || !seen.Add(XmlPrefixes.Key(name)))
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
            else if (name.Contains(':', StringComparison.Ordinal))
            {
                (prefixed ??= []).Add(name);
            }

            _output.Append(' ').Append(name).Append("=\"");
            _output.AppendAttribute(value);
            _output.Append('"');
        }

        _at = Math.Min(_at + 1, _text.Length);
        return Declared(declared, prefixed);
    }

    /// <summary>Prefixes are declared behind their first use, too: the whole tag counts.</summary>
    private string[] Declared(List<string>? declared, List<string>? prefixed)
    {
        var prefixes = _prefixes.Declare(declared);
        foreach (var name in prefixed ?? [])
        {
            _prefixes.Use(name, []);
        }

        return prefixes;
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
}
