using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FeedHub.Sources;

/// <summary>
/// Reads JSON with comments and trailing commas into nodes that know their place. Where a person slipped (a comma forgotten, an Arabic
/// comma, curly quotes, a bare key) it says so and reads on, so that every mistake shows at once. Accepts exactly what JSON is
/// with these two liberties (RFC 8259, a comment wherever a blank may stand); linear in the text.
/// </summary>
internal sealed class JsoncParser
{
    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly MistakeList _mistakes;
    private int _at;
    private int _depth;

    private JsoncParser(string text, MistakeList mistakes)
    {
        _text = text;
        _mistakes = mistakes;
    }

    private char Now => _at < _text.Length ? _text[_at] : '\0';

    private bool AtEnd => _at >= _text.Length;

    /// <summary>A document that cannot be read further ends in a <see cref="JsoncKind.Broken"/> node and a mistake.</summary>
    public static JsoncNode Parse(string text, MistakeList mistakes)
    {
        var parser = new JsoncParser(text, mistakes);
        parser.SkipBlanks();
        if (parser.AtEnd)
        {
            mistakes.Add(0, "The file is empty.", """Write { "feeds": [ "https://…" ] }.""");
            return new JsoncNode(JsoncKind.Broken, 0, text.Length);
        }

        var root = parser.Value();
        parser.SkipBlanks();
        if (!parser.AtEnd && mistakes.IsEmpty)
        {
            mistakes.Add(parser._at, "Something follows the end of the list.", "Remove it, or move it inside the last brace.");
        }

        return root;
    }

    private JsoncNode Value()
    {
        if (_mistakes.IsFull)
        {
            _at = _text.Length;
        }

        return Now switch
        {
            _ when AtEnd => Unfinished("a value is missing"),
            '{' or '[' when _depth == MaxDepth => TooDeep(),
            '{' => Object(),
            '[' => Array(),
            '"' => TextNode(),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Word(),
        };
    }

    private JsoncNode Object()
    {
        var start = _at++;
        _depth++;
        var members = ImmutableArray.CreateBuilder<JsoncMember>();
        while (Next('}', start, members.Count == 0))
        {
            var nameStart = _at;
            if (Name() is { } name)
            {
                Colon(name);
                SkipBlanks();
                members.Add(new JsoncMember(name, nameStart, Now is ',' or '}' ? MissingValue(name) : Value()));
            }
        }

        _depth--;
        return new JsoncNode(JsoncKind.Object, start, _at) { Members = members.ToImmutable() };
    }

    private JsoncNode Array()
    {
        var start = _at++;
        _depth++;
        var items = ImmutableArray.CreateBuilder<JsoncNode>();
        while (Next(']', start, items.Count == 0))
        {
            items.Add(Value());
        }

        _depth--;
        return new JsoncNode(JsoncKind.Array, start, _at) { Items = items.ToImmutable() };
    }

    /// <summary>Goes over blanks and the comma between two members; false behind the closing bracket, or at the end of a broken file.</summary>
    private bool Next(char close, int start, bool isFirst)
    {
        SkipBlanks();
        var comma = false;
        while (Now is ',' or '،' or ';' or '؛' && !AtEnd)
        {
            ReportComma(isFirst || comma);
            comma = true;
            _at++;
            SkipBlanks();
        }

        if (AtEnd || _mistakes.IsFull)
        {
            _at = _text.Length;
            ReportUnclosed(close, start);
            return false;
        }

        if (Now == close)
        {
            _at++;
            return false;
        }

        if (Now is '}' or ']')
        {
            _mistakes.Add(_at, $"'{Now}' where '{close}' was expected, for the '{_text[start]}' of line {_mistakes.LineOf(start)}.", $"Write '{close}'.");
            _at++;
            return false;
        }

        if (!isFirst && !comma)
        {
            _mistakes.Add(_at, "A comma is missing before this.", "Put one after the entry before.");
        }

        return true;
    }

    private void ReportComma(bool isExtra)
    {
        if (Now != ',')
        {
            _mistakes.Add(_at, $"'{Now}' where a comma was expected.", "Write ','.");
        }
        else if (isExtra)
        {
            _mistakes.Add(_at, "A comma too many.", "Remove it.");
        }
    }

    private void ReportUnclosed(char close, int start)
    {
        if (!_mistakes.IsFull)
        {
            _mistakes.Add(
                _text.Length, $"The file ends before the '{_text[start]}' of line {_mistakes.LineOf(start)} is closed.",
                $"Write '{close}', or wait until the file is written to its end.");
        }
    }

    private string? Name()
    {
        if (Now == '"')
        {
            return TextValue('"');
        }

        if (QuoteFor(Now) is { } closing)
        {
            _mistakes.Add(_at, $"{Now} is no quote that JSON knows.", "Write straight double quotes: \"");
            return TextValue(closing);
        }

        var start = _at;
        while (!AtEnd && (char.IsLetterOrDigit(Now) || Now is '_' or '$' or '-'))
        {
            _at++;
        }

        if (_at > start)
        {
            var name = _text[start.._at];
            _mistakes.Add(start, $"The key {Shown(name)} stands without quotes.", $"Write \"{Shown(name)}\".");
            return name;
        }

        return SkipJunk("a key in double quotes");
    }

    private void Colon(string name)
    {
        SkipBlanks();
        if (Now == ':' && !AtEnd)
        {
            _at++;
        }
        else
        {
            _mistakes.Add(_at, $"A colon is missing after the key \"{Shown(name)}\".", "Write \"key\": value.");
            if (Now is '=' or '：')
            {
                _at++;
            }
        }
    }

    private JsoncNode MissingValue(string name)
    {
        _mistakes.Add(_at, $"The key \"{Shown(name)}\" has no value.", "Give it one, or remove the key.");
        return new JsoncNode(JsoncKind.Broken, _at, _at);
    }

    private JsoncNode Unfinished(string what)
    {
        _mistakes.Add(_text.Length, $"The file ends too early: {what}.", "Wait until the file is written to its end, or complete it.");
        return new JsoncNode(JsoncKind.Broken, _text.Length, _text.Length);
    }

    private JsoncNode TooDeep()
    {
        var start = _at;
        _mistakes.Add(_at, $"Brackets are nested more than {MaxDepth} deep.", "A list of feeds needs three.");
        _at = _text.Length;
        return new JsoncNode(JsoncKind.Broken, start, _at);
    }

    private JsoncNode TextNode()
    {
        var start = _at;
        var value = TextValue('"');
        return value is null
            ? new JsoncNode(JsoncKind.Broken, start, _at)
            : new JsoncNode(JsoncKind.Text, start, _at) { Text = value };
    }

    /// <summary>Null where the text is broken, which is then reported.</summary>
    private string? TextValue(char closing)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (!AtEnd && Now != closing)
        {
            if (Now is '\n' or '\r')
            {
                break;
            }

            if (Now == '\\')
            {
                Escape(value);
            }
            else
            {
                if (char.IsControl(Now) && Now < ' ')
                {
                    _mistakes.Add(_at, $"A control character (U+{(int)Now:X4}) inside a text.", "Remove it.");
                }

                value.Append(_text[_at++]);
            }
        }

        if (AtEnd || Now != closing)
        {
            _mistakes.Add(start, "The closing quote of this text is missing on its line.", "Write \" where the text ends.");
            return null;
        }

        _at++;
        return Whole(value.ToString(), start);
    }

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
                _mistakes.Add(start, "Half a character (a lone surrogate) inside a text.", "Write the whole character.");
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
            _mistakes.Add(start, "A backslash that starts no escape JSON knows.", """Write \\ for one backslash.""");
        }
    }

    private JsoncNode Number()
    {
        var start = _at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Now) || Now is '+' or '-' or '.' or '_'))
        {
            _at++;
        }

        var number = _text[start.._at];
        if (IsNumber(number))
        {
            return new JsoncNode(JsoncKind.Number, start, _at) { Text = number };
        }

        _mistakes.Add(start, $"{Shown(number)} is neither a number nor a text in quotes.", $"Write \"{Shown(number)}\" if it is a text.");
        return new JsoncNode(JsoncKind.Broken, start, _at);
    }

    /// <summary>RFC 8259 §6.</summary>
    private static bool IsNumber(string text)
    {
        var at = text.StartsWith('-') ? 1 : 0;
        var whole = Digits();
        if (whole == 0 || (whole > 1 && text[at - whole] == '0'))
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (Digits() == 0)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            at += at < text.Length && text[at] is '+' or '-' ? 1 : 0;
            if (Digits() == 0)
            {
                return false;
            }
        }

        return at == text.Length;

        int Digits()
        {
            var from = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return at - from;
        }
    }

    /// <summary><c>true</c>, <c>false</c>, <c>null</c>; or a text somebody quoted otherwise or not at all.</summary>
    private JsoncNode Word()
    {
        var start = _at;
        if (QuoteFor(Now) is { } closing)
        {
            _mistakes.Add(start, $"{Now} is no quote that JSON knows.", "Write straight double quotes: \"");
            var value = TextValue(closing);
            return value is null
                ? new JsoncNode(JsoncKind.Broken, start, _at)
                : new JsoncNode(JsoncKind.Text, start, _at) { Text = value };
        }

        while (!AtEnd && Now is not (',' or '،' or '}' or ']' or '{' or '[' or '"' or '\n' or '\r' or ' ' or '\t')
            && !(Now == '/' && _text.AsSpan(start, _at - start) is "true" or "false" or "null"))
        {
            _at++;
        }

        var word = _text[start.._at];
        switch (word)
        {
            case "true":
                return new JsoncNode(JsoncKind.True, start, _at);
            case "false":
                return new JsoncNode(JsoncKind.False, start, _at);
            case "null":
                return new JsoncNode(JsoncKind.Null, start, _at);
            case "":
                SkipJunk("a value");
                break;
            default:
                _mistakes.Add(start, $"{Shown(word)} is no JSON value.", WordSuggestion(word));
                break;
        }

        return new JsoncNode(JsoncKind.Broken, start, _at);
    }

    private static string WordSuggestion(string word) => word.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => "Write true.",
        "false" or "no" or "off" => "Write false.",
        "none" or "nil" or "undefined" => "Leave the key out.",
        ['<', ..] => "Is this XML? Sources in OPML come in with: feedhub import FILE.",
        _ => $"Write texts in double quotes: \"{Shown(word)}\".",
    };

    /// <summary>Passes one unexpected character, so that reading goes on.</summary>
    private string? SkipJunk(string expected)
    {
        _mistakes.Add(_at, $"{Shown(Now.ToString())} where {expected} was expected.", "Remove it.");
        _at++;
        return null;
    }

    private void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (Now is ' ' or '\t' or '\n' or '\r' || (_at == 0 && Now == '\uFEFF'))
            {
                _at++;
            }
            else if (Now == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/')
            {
                var end = _text.AsSpan(_at).IndexOfAny('\n', '\r');
                _at = end < 0 ? _text.Length : _at + end;
            }
            else if (Now == '/' && _at + 1 < _text.Length && _text[_at + 1] == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipBlockComment()
    {
        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            _mistakes.Add(_at, "This comment is never closed.", "Write */ where it ends.");
        }

        _at = end < 0 ? _text.Length : end + 2;
    }

    private static char? QuoteFor(char open) => open switch
    {
        '\'' => '\'',
        '“' or '”' or '„' => '”',
        '«' => '»',
        '‘' or '’' => '’',
        _ => null,
    };

    /// <summary>Short, without control characters: it goes to terminals and logs.</summary>
    private static string Shown(string text) => Wording.Shown(text);
}
