using System.Globalization;
using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Arabic letters and marks, from our own tables: no ICU, no culture.</summary>
public static class ArabicText
{
    private const char Dropped = '\uFFFF';
    private const char Expanded = '\uFFFE';

    /// <summary>What each character becomes in matching form: itself, a fold, a space for a separator, or one of the two signs above.</summary>
    private static readonly char[] Folds = BuildFolds();

    /// <summary>NFC, and presentation forms of letters back to their base. The signs ﷺ ﷻ ﷽ ﷼ and the ornate brackets stay.</summary>
    public static string Compose(string text)
    {
        var suspect = IndexOfSuspect(text);
        return suspect < 0 ? text : ComposeFrom(text);
    }

    /// <summary>Text as it is compared and searched: folded letters, ASCII digits, words separated by single spaces.</summary>
    public static string MatchingForm(string text)
    {
        var form = new StringBuilder(text.Length);
        var pendingSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var fold = Folds[c];
            if (fold == ' ' && char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendAstral(form, new Rune(c, text[++i]), ref pendingSpace);
            }
            else if (fold == Expanded)
            {
                foreach (var part in UnicodeTables.CompatibilityOf(c)!)
                {
                    Append(form, Folds[part], ref pendingSpace);
                }
            }
            else
            {
                Append(form, fold, ref pendingSpace);
            }
        }

        return form.ToString();
    }

    /// <summary>True where the character at <paramref name="index"/> ends a word of the matching form.</summary>
    internal static bool IsSeparator(string text, int index)
    {
        var c = text[index];
        return Folds[c] == ' ' && !(char.IsSurrogate(c) && RuneAt(text, index) is { } rune && (Rune.IsLetter(rune) || IsDropped(rune)));
    }

    /// <summary>Reads UTF-8 or windows-1256 that was decoded as something else; returns the input itself where it is sound.</summary>
    public static string RepairMojibake(string text) => Mojibake.Repair(text);

    private static void Append(StringBuilder form, char fold, ref bool pendingSpace)
    {
        if (fold == Dropped)
        {
            return;
        }

        if (fold == ' ')
        {
            pendingSpace = form.Length > 0;
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

    private static void AppendAstral(StringBuilder form, Rune rune, ref bool pendingSpace)
    {
        if (IsDropped(rune))
        {
            return;
        }

        if (!Rune.IsLetter(rune))
        {
            Append(form, ' ', ref pendingSpace);
            return;
        }

        foreach (var unit in Rune.ToLowerInvariant(rune).ToString())
        {
            Append(form, unit, ref pendingSpace);
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
                1 => Fold(kept[0]),
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

    private static string ComposeFrom(string text)
    {
        var parts = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (IsPresentationForm(c) && !IsSign(c) && UnicodeTables.CompatibilityOf(c) is { } letters)
            {
                // FE70–FE7F stand for a mark on its own: what carries it in the decomposition is no letter of the text.
                var isBareMark = c <= '\uFE7F' && c >= '\uFE70';
                foreach (var letter in letters.Where(letter => !isBareMark || letter is not (' ' or 'ـ')))
                {
                    parts.Append(letter);
                }
            }
            else
            {
                parts.Append(UnicodeTables.CanonicalOf(c) ?? c.ToString());
            }
        }

        var units = parts.ToString().ToCharArray();
        Reorder(units);
        return new string(units, 0, Recompose(units));
    }

    /// <summary>Marks after one letter in the order of their combining classes (stable).</summary>
    private static void Reorder(char[] units)
    {
        for (var i = 1; i < units.Length; i++)
        {
            var rank = UnicodeTables.ClassOf(units[i]);
            var at = i;
            while (rank != 0 && at > 0 && UnicodeTables.ClassOf(units[at - 1]) > rank)
            {
                (units[at], units[at - 1]) = (units[at - 1], units[at]);
                at--;
            }
        }
    }

    /// <summary>In place; returns the new length.</summary>
    private static int Recompose(char[] units)
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
