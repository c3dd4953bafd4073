namespace FeedHub.Parsing;

/// <summary>How Arabic a text looks that came of bytes nobody can vouch for.</summary>
internal readonly record struct ArabicReading
{
    /// <summary>Half of all letters in any Arabic text; other languages' bytes, read as Arabic, give them by chance.</summary>
    private const string Common = "اليمنورته";

    public ArabicReading(string text)
    {
        var (alone, run, common) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsLetter(text[i]))
            {
                common += Common.Contains(text[i], StringComparison.Ordinal) ? 1 : 0;
                run++;
                continue;
            }

            Strays += run > 0 && IsStray(text, i) ? 1 : 0;
            (Letters, alone) = run >= 2 ? (Letters + run, alone) : (Letters, alone + run);
            run = 0;
        }

        Letters += run;
        IsArabic = Letters > 3 * alone && Letters >= 4 && common * 4 >= Letters + alone;
    }

    /// <summary>Letters that stand in words.</summary>
    public int Letters { get; }

    /// <summary>Signs right behind an Arabic letter where no Arabic word has them: the bytes are in another encoding.</summary>
    public int Strays { get; }

    /// <summary>Words of Arabic letters, the article among them: in French or Turkish bytes they stand alone between Latin letters.</summary>
    public bool IsArabic { get; }

    private static bool IsLetter(char c) => c is >= '\u0621' and <= '\u064A';

    /// <summary>Accented Latin, places that the encoding leaves open (private use in .NET), and case endings before a letter.</summary>
    private static bool IsStray(string text, int at) =>
        text[at] is (>= '\u00C0' and <= '\u00FF') or (>= '\uE000' and <= '\uF8FF')
        || (text[at] is >= '\u064B' and <= '\u064D' && at + 1 < text.Length && IsLetter(text[at + 1]) && text[at + 1] != 'ا');
}
