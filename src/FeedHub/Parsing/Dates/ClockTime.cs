using System.Collections.Frozen;
using System.Globalization;

namespace FeedHub.Parsing;

/// <summary>The time of day in a date: <c>14:05</c>, <c>2:05:09 م</c>, <c>14.05</c>, <c>14h05</c>, <c>T1405</c>, <c>3 مساء</c>.</summary>
/// <param name="At">Where it stood among the tokens.</param>
internal sealed record ClockTime(int At, int Hour, int Minute, int Second, double Fraction)
{
    private static readonly FrozenSet<string> Afternoon = FeedDate.Words("afternoon");
    private static readonly FrozenSet<string> Morning = FeedDate.Words("morning");

    /// <summary>Begins in the evening and ends behind midnight: <c>9 ليلا</c> is 21, <c>12 ليلا</c> is 0, <c>1 ليلا</c> is 1.</summary>
    private static readonly FrozenSet<string> Night = FeedDate.Words("night");

    private static readonly string[] Phrases = ["بعد الظهر", "قبل الظهر", "بعد منتصف الليل", "بعد از ظهر"];

    public bool IsValid => Hour <= 24 && Minute < 60 && Second <= 60 && (Hour < 24 || (Minute == 0 && Second == 0));

    /// <summary>A leap second is the one before: .NET knows none.</summary>
    public TimeSpan Time => new TimeSpan(Hour, Minute, Math.Min(Second, 59)) + TimeSpan.FromMilliseconds((int)(1000 * Fraction));

    /// <summary>The time with what says morning or afternoon; removed from the list. Null: there is none.</summary>
    public static ClockTime? Take(List<string> tokens)
    {
        var colon = tokens.FindIndex(IsColon);
        while (colon >= 0 && !(colon > 0 && colon + 1 < tokens.Count && IsPart(tokens[colon - 1]) && IsPart(tokens[colon + 1])))
        {
            colon = tokens.FindIndex(colon + 1, IsColon);
        }

        return colon > 0 ? TakeColons(tokens, colon - 1) : TakePacked(tokens) ?? TakeDots(tokens) ?? TakeHour(tokens);
    }

    /// <summary>Parts of the day that take several words, as one each.</summary>
    public static string Joined(string folded) =>
        Phrases.Aggregate(folded, (text, phrase) => text.Replace(phrase, phrase.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));

    /// <summary>French writes <c>14h05</c>.</summary>
    private static bool IsColon(string token) => token is ":" or "h";

    private static bool IsPart(string token) => token.Length <= 2 && FeedDate.Number(token, out _);

    /// <summary><c>14.05</c> or <c>14.05.00</c>, as parts of Europe write the time: where it stands apart, behind day and year.</summary>
    private static ClockTime? TakeDots(List<string> tokens)
    {
        for (var at = 1; at + 2 < tokens.Count; at++)
        {
            if (AreDotted(tokens, at) && StandsBehindDayAndYear(tokens, at))
            {
                tokens[at + 1] = ":";
                if (at + 4 < tokens.Count && tokens[at + 3] == "." && IsPart(tokens[at + 4]))
                {
                    tokens[at + 3] = ":";
                }

                return TakeColons(tokens, at);
            }
        }

        return null;
    }

    private static bool AreDotted(List<string> tokens, int at) =>
        tokens[at - 1] is " " or "t" && IsPart(tokens[at]) && tokens[at + 1] == "." && tokens[at + 2].Length == 2
        && FeedDate.Number(tokens[at], out var hour) && hour < 24 && FeedDate.Number(tokens[at + 2], out var minute) && minute < 60;

    private static bool StandsBehindDayAndYear(List<string> tokens, int at) =>
        tokens.Take(at).Count(token => FeedDate.Number(token, out _)) >= 2 && tokens.Take(at).Any(token => token.Length == 4 && FeedDate.Number(token, out _));

    /// <summary>h:mm[:ss[.f]]</summary>
    private static ClockTime TakeColons(List<string> tokens, int at)
    {
        FeedDate.Number(tokens[at], out var hour);
        FeedDate.Number(tokens[at + 2], out var minute);
        var end = at + 3;
        var (second, fraction) = (0, 0.0);
        if (end + 1 < tokens.Count && tokens[end] == ":" && FeedDate.Number(tokens[end + 1], out second))
        {
            end += 2;
            if (end + 1 < tokens.Count && tokens[end] is "." or "," && char.IsAsciiDigit(tokens[end + 1][0]))
            {
                fraction = double.Parse("0." + tokens[end + 1], CultureInfo.InvariantCulture);
                end += 2;
            }
        }

        tokens.RemoveRange(at, end - at);
        return TakeHalf(tokens, at, hour, minute, second, fraction);
    }

    /// <summary><c>20201116T140500</c> and the same without T.</summary>
    private static ClockTime? TakePacked(List<string> tokens)
    {
        var at = tokens.FindIndex(token => token.Length == 14 && char.IsAsciiDigit(token[0]));
        if (at >= 0)
        {
            var digits = tokens[at];
            tokens[at] = digits[..8];
            tokens.InsertRange(at + 1, ["t", digits[8..]]);
        }

        at = tokens.FindIndex(token => token is "t") + 1;
        if (at < 2 || at >= tokens.Count || tokens[at].Length is not (2 or 4 or 6) || !char.IsAsciiDigit(tokens[at][0]) || !char.IsAsciiDigit(tokens[at - 2][0]))
        {
            return null;
        }

        var time = tokens[at].PadRight(6, '0');
        tokens.RemoveRange(at - 1, 2);
        FeedDate.Number(time[..2], out var hour);
        FeedDate.Number(time[2..4], out var minute);
        FeedDate.Number(time[4..], out var second);
        return new ClockTime(at - 1, hour, minute, second, 0);
    }

    /// <summary><c>3 مساء</c>: an hour alone counts only with what says which half of the day.</summary>
    private static ClockTime? TakeHour(List<string> tokens)
    {
        var half = tokens.FindIndex(token => IsHalf(token));
        var at = half < 0 ? -1 : tokens.FindLastIndex(half, token => token != " ") is var last && last == half ? tokens.FindLastIndex(Math.Max(half - 1, 0), token => token != " ") : last;
        if (half < 1 || at < 0 || tokens[at].Length > 2 || !FeedDate.Number(tokens[at], out var hour) || hour is < 1 or > 12)
        {
            return null;
        }

        tokens.RemoveAt(at);
        return TakeHalf(tokens, at, hour, 0, 0, 0);
    }

    private static bool IsHalf(string token) => Afternoon.Contains(token) || Morning.Contains(token) || Night.Contains(token);

    private static bool IsLate(string half, int hour) => Afternoon.Contains(half) || (Night.Contains(half) && hour is > 5 and < 12);

    /// <summary>After the time, or right before it as in Korean; <c>م</c> elsewhere means the Christian era.</summary>
    private static ClockTime TakeHalf(List<string> tokens, int at, int hour, int minute, int second, double fraction)
    {
        var half = tokens.FindIndex(at, token => IsHalf(token));
        half = half >= 0 ? half : tokens.FindIndex(token => token.Length > 1 && IsHalf(token));
        if (half >= 0)
        {
            hour = IsLate(tokens[half], hour) ? (hour < 12 ? hour + 12 : hour) : hour == 12 ? 0 : hour;
            tokens.RemoveAt(half);
            at = half < at ? at - 1 : at;
        }

        return new ClockTime(at, hour, minute, second, fraction);
    }
}
