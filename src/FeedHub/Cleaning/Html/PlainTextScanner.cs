using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeedHub.Cleaning;

/// <summary>Finds, eight characters at a time, text that is copied as it is: letters of Arabic, ASCII, and single spaces. Most text is.</summary>
internal static class PlainTextScanner
{
    /// <summary>How many characters behind <paramref name="at"/>, which is no space, are such; there may be more.</summary>
    public static int After(ReadOnlySpan<char> text, int at)
    {
        var units = MemoryMarshal.Cast<char, ushort>(text[at..]);
        var run = 0;
        while (run + Vector128<ushort>.Count < units.Length)
        {
            var before = Vector128.Create(units.Slice(run, Vector128<ushort>.Count));
            var now = Vector128.Create(units.Slice(run + 1, Vector128<ushort>.Count));
            var plain = IsPlain(now, before).ExtractMostSignificantBits();
            if (plain != 0xFF)
            {
                return run + BitOperations.TrailingZeroCount(~plain);
            }

            run += Vector128<ushort>.Count;
        }

        return run;
    }

    private static Vector128<ushort> IsPlain(Vector128<ushort> now, Vector128<ushort> before)
    {
        var space = Vector128.Create((ushort)' ');
        return (InRange(now, '\u0621', '\u064A') | InRange(now, '!', '~') | Vector128.AndNot(Vector128.Equals(now, space), Vector128.Equals(before, space)))
            & ~(Vector128.Equals(now, Vector128.Create((ushort)'&')) | Vector128.Equals(now, Vector128.Create((ushort)'<')));
    }

    private static Vector128<ushort> InRange(Vector128<ushort> units, char first, char last) =>
        Vector128.LessThanOrEqual(units - Vector128.Create((ushort)first), Vector128.Create((ushort)(last - first)));
}
