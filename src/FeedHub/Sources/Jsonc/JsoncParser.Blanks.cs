namespace FeedHub.Sources;

/// <summary>What stands between the parts of a list: blanks and comments.</summary>
internal sealed partial class JsoncParser
{
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
                SkipLine();
            }
            else if (Now == '/' && _at + 1 < _text.Length && _text[_at + 1] == '*')
            {
                SkipBlockComment();
            }
            else if (Now == '#' && (IsFirstInLine() || (_at + 1 < _text.Length && _text[_at + 1] is ' ' or '\t')))
            {
                _mistakes.Add(_at, new("A comment starts with //, not with #.", "يبدأ التعليق بالعلامة // لا بالعلامة #."), new("Write //.", "اكتب //."));
                SkipLine();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipLine()
    {
        var end = _text.AsSpan(_at).IndexOfAny('\n', '\r');
        _at = end < 0 ? _text.Length : _at + end;
    }

    private bool IsFirstInLine()
    {
        var before = _text.AsSpan(0, _at).TrimEnd(" \t");
        return before.IsEmpty || before[^1] is '\n' or '\r' or '\uFEFF';
    }

    private void SkipBlockComment()
    {
        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            _isEndReported = true;
            _mistakes.Add(_at, new("This comment is never closed.", "هذا التعليق لم يُغلق."), new("Write */ where it ends.", "اكتب */ حيث ينتهي."));
        }

        _at = end < 0 ? _text.Length : end + 2;
    }
}
