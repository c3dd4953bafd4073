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
            mistakes.Add(0, new("The file is empty.", "الملف فارغ."), new("""Write { "feeds": [ "https://…" ] }.""", """اكتب { "feeds": [ "https://…" ] }."""));
            return new JsoncNode(JsoncKind.Broken, 0, text.Length);
        }

        var root = parser.Value();
        parser.SkipBlanks();
        if (!parser.AtEnd && mistakes.IsEmpty)
        {
            mistakes.Add(parser._at, new("Something follows the end of the list.", "بعد نهاية القائمة شيء آخر."), new("Remove it, or move it inside the last brace.", "احذفه أو انقله إلى ما قبل القوس الأخير."));
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
            _ when AtEnd => Unfinished(new("a value is missing", "قيمة غائبة")),
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
            _mistakes.Add(_at, new($"'{Now}' where '{close}' was expected, for the '{_text[start]}' of line {_mistakes.LineOf(start)}.", $"جاء '{Now}' حيث يُنتظر '{close}' الذي يغلق '{_text[start]}' في السطر {_mistakes.LineOf(start)}."), new($"Write '{close}'.", $"اكتب '{close}'."));

            // One that closes a list around this one is left to it: only the inner bracket was forgotten.
            _at += _open.Contains(Now) ? 0 : 1;
            return false;
        }

        if (!isFirst && !comma)
        {
            _mistakes.Add(_at, new("A comma is missing before this.", "تنقص فاصلة قبل هذا الموضع."), new("Put one after the entry before.", "ضعها بعد البند السابق."));
        }

        return true;
    }

    private void ReportComma(bool isExtra)
    {
        if (Now != ',')
        {
            _mistakes.Add(_at, new($"'{Now}' where a comma was expected.", $"جاءت '{Now}' حيث تُنتظر الفاصلة اللاتينية."), new("Write ','.", "اكتب ','."));
        }
        else if (isExtra)
        {
            _mistakes.Add(_at, new("A comma too many.", "فاصلة زائدة."), new("Remove it.", "احذف هذا الزائد."));
        }
    }

    /// <summary>Once, however many brackets are open.</summary>
    private void ReportUnclosed(int start)
    {
        if (!_isEndReported)
        {
            _isEndReported = true;
            _mistakes.Add(
                _text.Length, new($"The file ends before the '{_text[start]}' of line {_mistakes.LineOf(start)} is closed.", $"ينتهي الملف قبل إغلاق '{_text[start]}' الذي في السطر {_mistakes.LineOf(start)}."),
                new($"Write {string.Join(' ', _open)} at its end, or wait until the file is written.", $"اكتب {string.Join(' ', _open)} في آخره، أو انتظر حتى تتم كتابة الملف."));
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
            _mistakes.Add(start, new($"The key {Shown(name)} stands without quotes.", $"المفتاح {Shown(name)} مكتوب بلا علامتي اقتباس."), new($"Write \"{Shown(name)}\".", $"اكتب \"{Shown(name)}\"."));
            return name;
        }

        return SkipJunk(new("a key in double quotes", "مفتاح بين علامتي اقتباس"));
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
            _mistakes.Add(_at, new($"A colon is missing after the key \"{Shown(name)}\".", $"تنقص النقطتان بعد المفتاح \"{Shown(name)}\"."), new("Write \"key\": value.", "اكتب \"key\": value."));
            if (Now is '=' or '：')
            {
                _at++;
            }
        }
    }

    private JsoncNode MissingValue(string name)
    {
        _mistakes.Add(_at, new($"The key \"{Shown(name)}\" has no value.", $"المفتاح \"{Shown(name)}\" بلا قيمة."), new("Give it one, or remove the key.", "اكتب له قيمة أو احذفه."));
        return new JsoncNode(JsoncKind.Broken, _at, _at);
    }

    private JsoncNode Unfinished(Phrase what)
    {
        _isEndReported = true;
        _mistakes.Add(_text.Length, new($"The file ends too early: {what.English}.", $"ينتهي الملف قبل تمامه: {what.Arabic}."), new("Wait until the file is written to its end, or complete it.", "انتظر حتى تتم كتابة الملف، أو أكمله."));
        return new JsoncNode(JsoncKind.Broken, _text.Length, _text.Length);
    }

    private JsoncNode TooDeep()
    {
        var start = _at;
        _isEndReported = true;
        _mistakes.Add(_at, new($"Brackets are nested more than {MaxDepth} deep.", $"الأقواس متداخلة أكثر من {MaxDepth} طبقة."), new("A list of feeds needs three.", "تكفي قائمة الخلاصات ثلاث طبقات."));
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

        _mistakes.Add(start, new($"{Shown(number)} is neither a number nor a text in quotes.", $"ليس {Shown(number)} عدداً ولا نصاً بين علامتي اقتباس."), new($"Write \"{Shown(number)}\" if it is a text.", $"اكتب \"{Shown(number)}\" إن كان نصاً."));
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
                SkipJunk(new("a value", "قيمة"));
                break;
            default:
                _mistakes.Add(start, new($"{Shown(word)} is no JSON value.", $"ليس {Shown(word)} قيمة في JSON."), WordSuggestion(word, isRoot: _open.Count == 0));
                break;
        }

        return new JsoncNode(JsoncKind.Broken, start, _at);
    }

    private static Phrase WordSuggestion(string word, bool isRoot) => word.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => new("Write true.", "اكتب true."),
        "false" or "no" or "off" => new("Write false.", "اكتب false."),
        "none" or "nil" or "undefined" => new("Leave the key out.", "احذف المفتاح."),
        ['<', ..] => new("Is this XML? Sources in OPML come in with: feedhub import FILE.", "أهذا XML؟ تُستورد مصادر OPML بالأمر: feedhub import FILE."),
        _ when isRoot => new("""Write { "feeds": [ "https://…" ] }.""", """اكتب { "feeds": [ "https://…" ] }."""),
        _ => new($"Write texts in double quotes: \"{Shown(word)}\".", $"اكتب النص بين علامتي اقتباس: \"{Shown(word)}\"."),
    };

    /// <summary>Passes one unexpected character, so that reading goes on.</summary>
    private string? SkipJunk(Phrase expected)
    {
        _mistakes.Add(_at, new($"{Shown(Now.ToString())} where {expected.English} was expected.", $"جاء {Shown(Now.ToString())} حيث يُنتظر: {expected.Arabic}."), new("Remove it.", "احذف هذا الزائد."));
        _at++;
        return null;
    }

    /// <summary>Short, without control characters: it goes to terminals and logs.</summary>
    private static string Shown(string text) => Wording.Shown(text);
}
