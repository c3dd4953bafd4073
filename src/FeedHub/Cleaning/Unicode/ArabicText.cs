using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Arabic letters and marks, from our own tables: no ICU, no culture.</summary>
public static class ArabicText
{
    private const char Dropped = '\uFFFF';
    private const char Expanded = '\uFFFE';
    private const char HamzaAbove = '\u0654';
    private const int FewMarks = 32;

    /// <summary>What each character becomes in matching form: itself, a fold, a space for a separator, or one of the two signs above.</summary>
    private static readonly char[] Folds = BuildFolds();

    /// <summary>NFC, and presentation forms of letters back to their base; the input itself where nothing changes. The signs ﷺ ﷻ ﷽ ﷼ and the ornate brackets stay.</summary>
    public static string Compose(string text)
    {
        var suspect = IndexOfSuspect(text);
        return suspect < 0 ? text : ComposeFrom(text, Math.Max(suspect - 1, 0));
    }

    /// <summary>Text as it is compared and searched: folded letters, ASCII digits, words separated by single spaces. The input itself where it is in that form.</summary>
    public static string MatchingForm(string text)
    {
        var form = new UnitBuffer(text.Length);
        AppendMatchingForm(text, ref form);
        return form.ToStringAndFree(text);
    }

    /// <summary>The same, behind what <paramref name="form"/> holds already.</summary>
    internal static void AppendMatchingForm(ReadOnlySpan<char> text, ref UnitBuffer form)
    {
        var start = form.Length;
        var pendingSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var fold = Folds[c];
            if (IsLetter(fold))
            {
                if (pendingSpace)
                {
                    form.Append(' ');
                    pendingSpace = false;
                }

                i += AppendLetters(text[i..], ref form) - 1;
            }
            else if (fold == ' ' && char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendAstral(ref form, new Rune(c, text[++i]), start, ref pendingSpace);
            }
            else if (fold == Expanded)
            {
                foreach (var part in UnicodeTables.CompatibilityOf(c)!)
                {
                    AppendOne(ref form, part, start, ref pendingSpace);
                }
            }
            else
            {
                AppendOne(ref form, c == 'ء' && IsBeforeWaw(text[(i + 1)..]) ? 'و' : c, start, ref pendingSpace);
            }
        }

        SettleHamzas(form.Units[start..]);
    }

    private static void AppendOne(ref UnitBuffer form, char c, int start, ref bool pendingSpace)
    {
        if (c == HamzaAbove && form.Length > start && !pendingSpace)
        {
            form.Units[^1] = Seated(form.Units[^1]);
            return;
        }

        Append(ref form, Folds[c], start, ref pendingSpace);
    }

    /// <summary>A hamza on the line is left out, but for رءوس and بدءوا, which others write رؤوس and بدؤوا.</summary>
    private static bool IsBeforeWaw(ReadOnlySpan<char> rest)
    {
        foreach (var c in rest)
        {
            if (Folds[c] != Dropped || c == 'ء')
            {
                return c is 'و' or 'ؤ';
            }
        }

        return false;
    }

    /// <summary>The letter with a hamza above, where that is a seat which spelling chooses by its neighbours.</summary>
    private static char Seated(char letter) => letter switch { 'ي' => 'ئ', 'و' => 'ؤ', _ => letter };

    /// <summary>
    /// One seat where two are written: Egypt's papers have شئون and مسئول for شؤون and مسؤول, and a noun's case changes أعضاؤه to أعضائه. Elsewhere a hamza
    /// leaves its seat behind, as careless writers leave it out: موتمر, الطايف.
    /// </summary>
    private static void SettleHamzas(Span<char> form)
    {
        for (var next = form.IndexOfAny('ئ', 'ؤ'); next >= 0; next = form.IndexOfAny('ئ', 'ؤ'))
        {
            var isBeforeWaw = next + 1 < form.Length && form[next + 1] is 'و' or 'ؤ';
            var isAfterAlef = next > 0 && form[next - 1] == 'ا';
            form[next] = isBeforeWaw || (form[next] == 'ؤ' && !isAfterAlef) ? 'و' : 'ي';
            form = form[next..];
        }
    }

    private static bool IsLetter(char fold) => fold < Expanded && fold != ' ';

    /// <summary>How many at the front become one unit each.</summary>
    private static int AppendLetters(ReadOnlySpan<char> text, ref UnitBuffer form)
    {
        ref var folds = ref MemoryMarshal.GetArrayDataReference(Folds);
        var room = form.Room(text.Length);
        var count = 0;
        foreach (var letter in text)
        {
            // Every char has its fold.
            var fold = Unsafe.Add(ref folds, letter);
            if (!IsLetter(fold))
            {
                break;
            }

            room[count++] = fold;
        }

        form.Length += count;
        return count;
    }

    /// <summary>True where the character at <paramref name="index"/> ends a word of the matching form.</summary>
    internal static bool IsSeparator(string text, int index)
    {
        var c = text[index];
        return Folds[c] == ' ' && !(char.IsSurrogate(c) && RuneAt(text, index) is { } rune && (Rune.IsLetter(rune) || IsDropped(rune)));
    }

    /// <summary>Reads UTF-8 or windows-1256 that was decoded as something else; returns the input itself where it is sound.</summary>
    public static string RepairMojibake(string text) => Mojibake.Repair(text);

    private static void Append(ref UnitBuffer form, char fold, int start, ref bool pendingSpace)
    {
        if (fold == Dropped)
        {
            return;
        }

        if (fold == ' ')
        {
            pendingSpace = form.Length > start;
            return;
        }

        if (pendingSpace)
        {
            form.Append(' ');
            pendingSpace = false;
        }

        form.Append(fold);
    }

    private static bool IsDropped(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    /// <summary>The rune that either of its halves belongs to; null: half of none.</summary>
    private static Rune? RuneAt(string text, int index)
    {
        var start = char.IsLowSurrogate(text[index]) && index > 0 ? index - 1 : index;
        return Rune.TryGetRuneAt(text, start, out var rune) ? rune : null;
    }

    private static void AppendAstral(ref UnitBuffer form, Rune rune, int start, ref bool pendingSpace)
    {
        if (IsDropped(rune))
        {
            return;
        }

        if (!Rune.IsLetter(rune))
        {
            Append(ref form, ' ', start, ref pendingSpace);
            return;
        }

        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..Rune.ToLowerInvariant(rune).EncodeToUtf16(units)])
        {
            Append(ref form, unit, start, ref pendingSpace);
        }
    }

    private static char[] BuildFolds()
    {
        var folds = new char[0x10000];
        for (var i = 0; i < folds.Length; i++)
        {
            folds[i] = Fold((char)i);
        }

        return folds;
    }

    private static char Fold(char c)
    {
        if (UnicodeTables.CompatibilityOf(c) is { } expanded)
        {
            var kept = expanded.Where(part => Fold(part) != Dropped).ToArray();
            return kept.Length switch
            {
                0 => Dropped,
                1 => expanded.Contains(HamzaAbove, StringComparison.Ordinal) ? Seated(Fold(kept[0])) : Fold(kept[0]),
                _ => Expanded,
            };
        }

        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Dropped,
            UnicodeCategory.DecimalDigitNumber => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => char.ToLowerInvariant(c),
            UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => FoldLetter(c),
            _ => ' ',
        };
    }

    private static char FoldLetter(char c) => c switch
    {
        'ـ' or 'ء' => Dropped,
        'أ' or 'إ' or 'آ' or 'ٱ' or 'ٲ' or 'ٳ' or 'ٵ' => 'ا',
        'ى' or 'ی' or 'ې' or 'ے' or 'ۍ' => 'ي',
        'ة' or 'ہ' or 'ھ' or 'ە' or 'ۃ' => 'ه',
        'ک' or 'ڪ' or 'گ' => 'ك',
        'ڤ' => 'ف',
        'پ' => 'ب',
        'چ' => 'ج',
        _ => c,
    };

    private static int IndexOfSuspect(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= '\u0300' && (UnicodeTables.IsSuspect(text[i]) || IsPresentationForm(text[i])))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsPresentationForm(char c) => c is (>= '\uFB50' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');

    /// <summary>Signs of their own right, not letters joined by an old font.</summary>
    private static bool IsSign(char c) => c is '\uFDFA' or '\uFDFB' or '\uFDFC' or '\uFDFD' or (>= '\uFD3E' and <= '\uFD4F');

    /// <param name="start">Where the first letter stands that may change: what is before it stays.</param>
    private static string ComposeFrom(string text, int start)
    {
        var units = new UnitBuffer(text.Length + 8);
        units.Append(text.AsSpan(0, start));
        for (var i = start; i < text.Length; i++)
        {
            AppendDecomposed(ref units, text[i]);
        }

        Reorder(units.Units[start..]);
        units.Length = start + Recompose(units.Units[start..]);
        return units.ToStringAndFree(text);
    }

    private static void AppendDecomposed(ref UnitBuffer units, char c)
    {
        if (c < '\u00C0' || !(IsPresentationForm(c) && !IsSign(c) && UnicodeTables.CompatibilityOf(c) is { } letters))
        {
            units.Append(c, UnicodeTables.CanonicalOf(c));
            return;
        }

        // FE70–FE7F stand for a mark on its own: what carries it in the decomposition is no letter of the text.
        var isBareMark = c is >= '\uFE70' and <= '\uFE7F';
        foreach (var letter in letters)
        {
            if (!isBareMark || letter is not (' ' or 'ـ'))
            {
                units.Append(letter);
            }
        }
    }

    /// <summary>Marks after one letter in the order of their combining classes (stable).</summary>
    private static void Reorder(Span<char> units)
    {
        for (var start = 0; start < units.Length; start++)
        {
            var end = start;
            while (end < units.Length && UnicodeTables.ClassOf(units[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                SortMarks(units[start..end]);
            }

            start = end;
        }
    }

    private static void SortMarks(Span<char> marks)
    {
        if (marks.Length > FewMarks)
        {
            SortManyMarks(marks);
            return;
        }

        for (var i = 1; i < marks.Length; i++)
        {
            for (var at = i; at > 0 && UnicodeTables.ClassOf(marks[at - 1]) > UnicodeTables.ClassOf(marks[at]); at--)
            {
                (marks[at], marks[at - 1]) = (marks[at - 1], marks[at]);
            }
        }
    }

    /// <summary>No word has so many, but an attacker's may have a million: insertion would take hours.</summary>
    private static void SortManyMarks(Span<char> marks)
    {
        var ordered = marks.ToArray().OrderBy(UnicodeTables.ClassOf).ToArray();
        ordered.CopyTo(marks);
    }

    /// <summary>In place; returns the new length.</summary>
    private static int Recompose(Span<char> units)
    {
        var length = 0;
        var starter = -1;
        var last = 0;
        foreach (var unit in units)
        {
            var rank = UnicodeTables.ClassOf(unit);
            if (starter >= 0 && (last < rank || last == 0) && (length == starter + 1 || last < rank) && UnicodeTables.Compose(units[starter], unit) is var whole and not '\0')
            {
                units[starter] = whole;
                continue;
            }

            if (rank == 0)
            {
                starter = length;
            }

            last = rank;
            units[length++] = unit;
        }

        return length;
    }
}
