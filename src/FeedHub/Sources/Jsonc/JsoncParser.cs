using System.Collections.Immutable;

namespace FeedHub.Sources;

/// <summary>
/// Reads JSON with comments and trailing commas into nodes that know their place. Where a person slipped (a comma forgotten, an Arabic
/// comma, curly quotes, a bare key) it says so and reads on, so that every mistake shows at once. Accepts exactly what JSON is
/// with these two liberties (RFC 8259, a comment wherever a blank may stand); linear in the text.
/// </summary>
internal sealed partial class JsoncParser
{
    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly MistakeList _mistakes;

    /// <summary>The brackets that are still to be closed, the innermost on top.</summary>
    private readonly Stack<char> _open = new();

    private int _at;
    private bool _isEndReported;

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
            '{' or '[' when _open.Count == MaxDepth => TooDeep(),
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
        _open.Push('}');
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

        _open.Pop();
        return new JsoncNode(JsoncKind.Object, start, _at) { Members = members.ToImmutable() };
    }

    private JsoncNode Array()
    {
        var start = _at++;
        _open.Push(']');
        var items = ImmutableArray.CreateBuilder<JsoncNode>();
        while (Next(']', start, items.Count == 0))
        {
            items.Add(Value());
        }

        _open.Pop();
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
            ReportUnclosed(start);
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

            // One that closes a list around this one is left to it: only the inner bracket was forgotten.
            _at += _open.Contains(Now) ? 0 : 1;
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

    /// <summary>Once, however many brackets are open.</summary>
    private void ReportUnclosed(int start)
    {
        if (!_isEndReported)
        {
            _isEndReported = true;
            _mistakes.Add(
                _text.Length, $"The file ends before the '{_text[start]}' of line {_mistakes.LineOf(start)} is closed.",
                $"Write {string.Join(' ', _open)} at its end, or wait until the file is written.");
        }
    }

    private string? Name()
    {
        if (Now == '"')
        {
            return TextValue(Straight);
        }

        if (ClosersOf(Now) is { } closers)
        {
            ReportQuote(_at);
            return TextValue(closers);
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
        _isEndReported = true;
        _mistakes.Add(_text.Length, $"The file ends too early: {what}.", "Wait until the file is written to its end, or complete it.");
        return new JsoncNode(JsoncKind.Broken, _text.Length, _text.Length);
    }

    private JsoncNode TooDeep()
    {
        var start = _at;
        _isEndReported = true;
        _mistakes.Add(_at, $"Brackets are nested more than {MaxDepth} deep.", "A list of feeds needs three.");
        _at = _text.Length;
        return new JsoncNode(JsoncKind.Broken, start, _at);
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
        if (ClosersOf(Now) is { } closers)
        {
            ReportQuote(start);
            var value = TextValue(closers);
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
                _mistakes.Add(start, $"{Shown(word)} is no JSON value.", WordSuggestion(word, isRoot: _open.Count == 0));
                break;
        }

        return new JsoncNode(JsoncKind.Broken, start, _at);
    }

    private static string WordSuggestion(string word, bool isRoot) => word.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => "Write true.",
        "false" or "no" or "off" => "Write false.",
        "none" or "nil" or "undefined" => "Leave the key out.",
        ['<', ..] => "Is this XML? Sources in OPML come in with: feedhub import FILE.",
        _ when isRoot => """Write { "feeds": [ "https://…" ] }.""",
        _ => $"Write texts in double quotes: \"{Shown(word)}\".",
    };

    /// <summary>Passes one unexpected character, so that reading goes on.</summary>
    private string? SkipJunk(string expected)
    {
        _mistakes.Add(_at, $"{Shown(Now.ToString())} where {expected} was expected.", "Remove it.");
        _at++;
        return null;
    }

    /// <summary>Short, without control characters: it goes to terminals and logs.</summary>
    private static string Shown(string text) => Wording.Shown(text);
}
