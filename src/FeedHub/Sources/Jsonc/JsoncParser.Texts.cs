using System.Globalization;
using System.Text;

namespace FeedHub.Sources;

/// <content>Texts: in straight quotes as JSON has them, or in what a keyboard or a word processor made of those.</content>
internal sealed partial class JsoncParser
{
    private const string Straight = "\"";

    private JsoncNode TextNode()
    {
        var start = _at;
        var value = TextValue(Straight);
        return value is null
            ? new JsoncNode(JsoncKind.Broken, start, _at)
            : new JsoncNode(JsoncKind.Text, start, _at) { Text = value };
    }

    /// <summary>Null where the text is broken, which is then reported.</summary>
    private string? TextValue(string closers)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (!AtEnd && !closers.Contains(Now, StringComparison.Ordinal) && Now is not ('\n' or '\r'))
        {
            if (Now == '\\')
            {
                Escape(value);
            }
            else if (Now < ' ')
            {
                _mistakes.Add(_at++, new($"A control character (U+{(int)_text[_at - 1]:X4}) inside a text.", $"محرف تحكم (U+{(int)_text[_at - 1]:X4}) داخل نص."), new("Remove it.", "احذف هذا الزائد."));
                value.Append(' ');
            }
            else
            {
                value.Append(_text[_at++]);
            }
        }

        var isClosed = !AtEnd && closers.Contains(Now, StringComparison.Ordinal);
        if (closers == Straight && !(isClosed && IsFollowedSoundly(_at + 1)) && CurlyEnd(start + 1) is { } end)
        {
            ReportQuote(end);
            _at = end + 1;
            return Whole(_text[(start + 1)..end], start);
        }

        if (!isClosed)
        {
            _mistakes.Add(start, new("The closing quote of this text is missing on its line.", "علامة الاقتباس التي تغلق هذا النص غائبة عن سطره."), new("Write \" where the text ends.", "اكتب \" حيث ينتهي النص."));
            SkipRestOfText();
            return null;
        }

        _at++;
        return Whole(value.ToString(), start);
    }

    /// <summary>What stands there may follow a text in JSON.</summary>
    private bool IsFollowedSoundly(int at)
    {
        var rest = _text.AsSpan(at).TrimStart(" \t");
        return rest.IsEmpty || rest[0] is ',' or '،' or ':' or '}' or ']' or '/' or '\n' or '\r';
    }

    /// <summary>Where a text that began with a straight quote ends in a curly one, on the same line; null: nowhere.</summary>
    private int? CurlyEnd(int from)
    {
        for (var at = from; at < _text.Length && _text[at] is not ('\n' or '\r'); at++)
        {
            if (_text[at] is '“' or '”' or '„' && IsFollowedSoundly(at + 1))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>A text that was broken in the middle goes on in the next line; its end there is passed over.</summary>
    private void SkipRestOfText()
    {
        var next = _at;
        while (next < _text.Length && _text[next] is '\n' or '\r' or ' ' or '\t')
        {
            next++;
        }

        if (next < _text.Length && (char.IsLetterOrDigit(_text[next]) || char.IsPunctuation(_text[next])) && !"\"'“”«{}[],/".Contains(_text[next], StringComparison.Ordinal))
        {
            var line = _text.AsSpan(next);
            var length = line.IndexOfAny('\n', '\r');
            line = length < 0 ? line : line[..length];
            var quote = line.IndexOf('"');
            _at = next + (quote < 0 ? line.Length : quote + 1);
        }
    }

    private void ReportQuote(int at) => _mistakes.Add(at, new($"{_text[at]} is no quote that JSON knows.", $"العلامة {_text[at]} ليست علامة اقتباس في JSON."), new("Write straight double quotes: \"", "اكتب علامة الاقتباس المستقيمة المزدوجة: \""));

    private string Whole(string value, int start)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                _mistakes.Add(start, new("Half a character (a lone surrogate) inside a text.", "نصف محرف (بديل مفرد) داخل نص."), new("Write the whole character.", "اكتب المحرف كاملاً."));
                return value.Replace(value[i], '\uFFFD');
            }
        }

        return value;
    }

    private void Escape(StringBuilder value)
    {
        var start = _at++;
        var simple = "\"\\/bfnrt".IndexOf(Now, StringComparison.Ordinal);
        if (!AtEnd && simple >= 0)
        {
            value.Append("\"\\/\b\f\n\r\t"[simple]);
            _at++;
        }
        else if (!AtEnd && Now == 'u' && _at + 5 <= _text.Length
            && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            value.Append((char)unit);
            _at += 5;
        }
        else
        {
            _mistakes.Add(start, new("A backslash that starts no escape JSON knows.", "شرطة مائلة عكسية لا يتبعها ما يعرفه JSON."), new("""Write \\ for one backslash.""", """اكتب \\ لشرطة عكسية واحدة."""));
        }
    }

    /// <summary>What may close a text that was opened with a quote JSON does not know; null: it is no quote.</summary>
    private static string? ClosersOf(char open) => open switch
    {
        '\'' or '‘' or '’' or '`' => "'’‘`",
        '“' or '”' or '„' => "”“\"",
        '«' => "»",
        '»' => "«",
        _ => null,
    };
}
