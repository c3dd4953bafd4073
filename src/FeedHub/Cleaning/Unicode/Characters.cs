using System.Globalization;

namespace FeedHub.Cleaning;

/// <summary>What becomes of a character of visible text.</summary>
internal enum CharacterKind : byte
{
    Plain,

    /// <summary>Any width of space: becomes U+0020, runs collapse.</summary>
    Space,

    /// <summary>LF or CR: a line end in preformatted text, a space elsewhere.</summary>
    LineEnd,

    /// <summary>U+2028, U+2029: a line end everywhere.</summary>
    Separator,

    /// <summary>Invisible and meaningless here.</summary>
    Removed,

    /// <summary>Direction marks: the reader's own business, unless the source keeps them.</summary>
    Bidi,

    /// <summary><c>&lt;</c> and <c>&amp;</c>: in the result they may be markup that was escaped twice.</summary>
    Markup,

    /// <summary>A vowel mark of Arabic: composes with nothing, but two of them have an order.</summary>
    Vowel,

    /// <summary>Depends on its neighbours: joiners, marks that compose, presentation forms, surrogates.</summary>
    Contextual,
}

/// <summary>Classes of characters, from tables of our own and the runtime's category data, which needs no ICU.</summary>
internal static class Characters
{
    /// <summary>Noncharacters standing for <c>&lt;</c> and <c>&amp;</c> of source code until it is known that nothing is read twice.</summary>
    public const char LiteralLess = '\uFDD0';
    public const char LiteralAmpersand = '\uFDD1';

    public const char Tatweel = '\u0640';
    public const char NonJoiner = '\u200C';
    public const char Joiner = '\u200D';

    private static readonly CharacterKind[] Kinds = Classify();

    /// <summary>By UTF-16 unit.</summary>
    public static ReadOnlySpan<CharacterKind> KindOf => Kinds;

    public static bool IsLetterMarkOrDigit(char c) => char.IsLetterOrDigit(c) || IsMark(c);

    public static bool IsMark(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>A letter of the Arabic script, in any of its languages.</summary>
    public static bool IsArabicLetter(char c) =>
        c is >= '\u0600' and <= '\u06FF' or >= '\u0750' and <= '\u077F' or >= '\u0870' and <= '\u08FF' or >= '\uFB50' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC'
        && char.IsLetter(c) && c != Tatweel;

    /// <summary>Makes a line worth keeping: a letter, digit or symbol, not counting tatweel and rules drawn with ASCII signs.</summary>
    public static bool IsVisible(ReadOnlySpan<char> line)
    {
        foreach (var c in line)
        {
            if (IsVisible(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(char c)
    {
        if (c < '\u0080')
        {
            return char.IsAsciiLetterOrDigit(c) || c == '$';
        }

        return c is not (Tatweel or '\u115F' or '\u1160' or '\u2800' or '\u3164' or '\uFFA0')
            && (char.IsLetterOrDigit(c) || char.IsSymbol(c) || char.IsSurrogate(c) || IsOtherNumber(c) || c is LiteralLess or LiteralAmpersand);
    }

    private static bool IsOtherNumber(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;

    private static CharacterKind[] Classify()
    {
        var kinds = new CharacterKind[char.MaxValue + 1];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = Classify((char)i);
        }

        return kinds;
    }

    private static CharacterKind Classify(char c) => c switch
    {
        '\n' or '\r' => CharacterKind.LineEnd,
        '\t' or '\f' or ' ' => CharacterKind.Space,
        '<' or '&' => CharacterKind.Markup,
        '\u2028' or '\u2029' => CharacterKind.Separator,
        '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => CharacterKind.Bidi,
        '\u200B' or '\u00AD' or '\u180E' or '\uFEFF' or '\uFFFC' or (>= '\u2060' and <= '\u2065') or (>= '\u206A' and <= '\u206F')
            or (>= '\uFFF9' and <= '\uFFFB') or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF' => CharacterKind.Removed,
        NonJoiner or Joiner => CharacterKind.Contextual,
        (>= '\u064B' and <= '\u0652') or '\u0670' => CharacterKind.Vowel,
        _ when char.IsControl(c) => CharacterKind.Removed,
        _ when char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator => CharacterKind.Space,
        _ when char.IsSurrogate(c) || IsMark(c) || UnicodeTables.IsSuspect(c) || c is (>= '\uFB00' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC') => CharacterKind.Contextual,
        _ => CharacterKind.Plain,
    };
}
