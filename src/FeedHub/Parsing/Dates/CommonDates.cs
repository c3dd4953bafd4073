using System.Globalization;

namespace FeedHub.Parsing;

/// <summary>The two forms nearly every feed writes, read without allocating. Whatever is not exactly one of them is left to <see cref="FeedDate"/>.</summary>
internal static class CommonDates
{
    private const long LastUnix = 2_000_000_000_000;
    private const string MonthNames = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>RFC 3339: <c>2020-11-16T14:05:00[.123](Z|+03:00)</c>.</summary>
    public static bool TryRfc3339(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        if (text.Length is < 20 or > 40 || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) is not ('t' or ' ') || text[13] != ':' || text[16] != ':'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day) || !Clock(text[11..19], out var clock))
        {
            return false;
        }

        var zone = text[19..];
        return TakeFraction(ref zone, ref clock) && Offset(zone, out var offset) && Build(year, month, day, clock, offset, out date);
    }

    /// <summary>RFC 822 with a year of four digits: <c>[Mon, ]16 Nov 2020 14:05:00 (GMT|+0300)</c>.</summary>
    public static bool TryRfc822(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        text = WithoutWeekday(text);
        var space = text.IndexOf(' ');
        if (space is not (1 or 2) || text.Length < space + 22 || !Digits(text[..space], out var day))
        {
            return false;
        }

        text = text[(space + 1)..];
        if (text[3] != ' ' || text[8] != ' ' || text[11] != ':' || text[14] != ':' || text[17] != ' '
            || !Month(text, out var month) || !Digits(text[4..8], out var year) || !Clock(text[9..17], out var clock))
        {
            return false;
        }

        return Offset(text[18..], out var offset) && Build(year, month, day, clock, offset, out date);
    }

    private static ReadOnlySpan<char> WithoutWeekday(ReadOnlySpan<char> text) => text.Length > 5 && text[3] == ',' && text[4] == ' ' ? text[5..] : text;

    /// <summary>A fraction of a second before the zone, where there is one; false: a dot without digits.</summary>
    private static bool TakeFraction(ref ReadOnlySpan<char> zone, ref long clock)
    {
        if (zone[0] != '.')
        {
            return true;
        }

        var end = zone[1..].IndexOfAnyExceptInRange('0', '9') + 1;
        if (end < 2)
        {
            return false;
        }

        for (var (i, unit) = (1, TimeSpan.TicksPerSecond / 10); i < end && unit > 0; i++, unit /= 10)
        {
            clock += (zone[i] - '0') * unit;
        }

        zone = zone[end..];
        return true;
    }

    /// <summary>Unix time: seconds in 9 or 10 digits, a fraction behind them or not, or milliseconds in 13.</summary>
    public static bool TryUnix(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        if (whole.Length is not (9 or 10 or 13) || whole.ContainsAnyExceptInRange('0', '9') || (point >= 0 && (whole.Length == 13 || text[(point + 1)..].ContainsAnyExceptInRange('0', '9'))))
        {
            return false;
        }

        var number = long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        var milliseconds = whole.Length == 13 ? number : number * 1_000;
        date = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

        // Ten digits from 2033 on are "2033010112", a date and an hour run together, before they are a second of that year.
        return milliseconds < LastUnix;
    }

    private static bool Month(ReadOnlySpan<char> text, out int month)
    {
        Span<char> name = [(char)(text[0] | 0x20), (char)(text[1] | 0x20), (char)(text[2] | 0x20)];
        var at = MonthNames.AsSpan().IndexOf(name);
        month = (at / 3) + 1;
        return at >= 0 && at % 3 == 0;
    }

    private static bool Clock(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (!Digits(text[..2], out var hour) || !Digits(text[3..5], out var minute) || !Digits(text[6..8], out var second) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ticks = ((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond;
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z" or "GMT" or "UTC" or "UT")
        {
            return true;
        }

        if (text.Length is not (5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':')
            || !Digits(text[1..3], out var hour) || !Digits(text[^2..], out var minute) || hour > 14 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return Math.Abs(minutes) <= 14 * 60;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }

    private static bool Build(int year, int month, int day, long clock, int offset, out DateTimeOffset date)
    {
        date = default;
        if (year is <= FeedDate.FirstYear or >= FeedDate.LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTimeOffset(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).AddTicks(clock), TimeSpan.FromMinutes(offset));
        return true;
    }
}
