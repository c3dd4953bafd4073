using System.Globalization;
using System.Text;

namespace FeedHub.Sources;

/// <summary>Words for mistakes: what may be shown of a file, and what its writer probably meant.</summary>
public static class Wording
{
    private const int MaxShown = 60;
    private const int MaxLine = 2_000;

    /// <summary>Short, and without control or direction characters: it goes to terminals and logs.</summary>
    public static string Shown(string text) => Shown(text, MaxShown);

    /// <summary>One line of any text, without control or direction characters.</summary>
    public static string Line(string text) => Shown(text.ReplaceLineEndings(" "), MaxLine);

    private static string Shown(string text, int max)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= max)
            {
                return shown.Append('…').ToString();
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.ToString();
    }

    /// <summary>The nearest of <paramref name="known"/>, if it is near enough to be meant.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        if (written.Length > MaxShown)
        {
            return null;
        }

        var lower = written.ToLowerInvariant();
        var (name, distance) = known
            .Select(name => (name, Distance(lower, name.ToLowerInvariant())))
            .OrderBy(pair => pair.Item2).ThenBy(pair => pair.name, StringComparer.Ordinal)
            .FirstOrDefault(("", int.MaxValue));
        return distance <= Math.Max(1, Math.Min(written.Length, name.Length) / 3) ? name : null;
    }

    /// <summary>The one of <paramref name="known"/> of which <paramref name="written"/> is a part, or that is a part of it; null: none, or several.</summary>
    public static string? Part(string written, IEnumerable<string> known)
    {
        const int ShortestPart = 4;
        var parts = known.Where(name =>
            Math.Min(name.Length, written.Length) >= ShortestPart
            && (name.Contains(written, StringComparison.OrdinalIgnoreCase) || written.Contains(name, StringComparison.OrdinalIgnoreCase))).ToList();
        return parts is [var only] ? only : null;
    }

    /// <summary><c>1 feed</c>, <c>2 feeds</c>, <c>2 entries</c>.</summary>
    public static string Count(long number, string noun) =>
        FormattableString.Invariant($"{number} {(number == 1 ? noun : noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s")}");

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[b.Length];
    }
}
