using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FeedHub.Parsing;

/// <summary>Dates as feeds write them, Arabic ones included; independent of culture and clock.</summary>
public static class FeedDate
{
    private const int MaxLength = 120;

    /// <summary>Exclusive. 1970 is a clock that was never set; anything near 1440 is a Hijri year.</summary>
    internal const int FirstYear = 1970;

    internal const int LastYear = 9000;

    private static readonly WordFile File = WordFile.Of("FeedHub.Parsing.Dates.dates.txt");

    private static readonly FrozenDictionary<string, int> Months = Enumerable.Range(1, 12)
        .SelectMany(month => File[FormattableString.Invariant($"month {month}")].Select(name => (Name: Fold(name), Month: month)))
        .DistinctBy(pair => pair.Name)
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Month);

    /// <summary>Offsets in minutes.</summary>
    private static readonly FrozenDictionary<string, int> Zones = Pairs("zones").ToFrozenDictionary(pair => pair.Name, pair => int.Parse(pair.Value, CultureInfo.InvariantCulture));

    /// <summary>Words for an hour that changes over the year, by the place (IANA) that keeps it. Read behind the time only: "at" and "et" are words.</summary>
    private static readonly FrozenDictionary<string, string> Regions = Pairs("regions").ToFrozenDictionary(pair => pair.Name, pair => pair.Value);

    private static readonly FrozenSet<string> Weekdays = Words("weekdays");

    private static readonly FrozenSet<string> Hijri = Words("hijri");
    private static readonly string[] HijriBounds = [" - ", " / ", "|", "(", ")", ",", "،", Fold("الموافق")];

    /// <summary>Null when it is no date; a date is never invented.</summary>
    /// <param name="zone">For dates without one; null: UTC.</param>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo? zone = null) => Parse(text, zone, []);

    /// <summary>The same; <paramref name="problems"/> gets what is no date, and a zone that nobody knows.</summary>
    internal static DateTimeOffset? Read(string text, TimeZoneInfo? zone, Problems problems)
    {
        var date = Parse(text, zone, problems);
        if (date is null && text.Length > 0)
        {
            problems.Add($"'{(text.Length > 60 ? text[..60] : text)}' is no date; it was left out.");
        }

        return date;
    }

    private static DateTimeOffset? Parse(string? text, TimeZoneInfo? zone, Problems problems)
    {
        var written = text?.Trim() ?? "";
        if (written.Length is 0 or > MaxLength)
        {
            return null;
        }

        if (CommonDates.TryRfc3339(written, out var date) || CommonDates.TryRfc822(written, out date) || CommonDates.TryUnix(written, out date))
        {
            return date;
        }

        var plain = ClockTime.Joined(Fold(written));
        if (!Tokens(plain).Exists(Hijri.Contains))
        {
            return Assemble(plain, written, zone, problems);
        }

        // Saudi sites write both: the Hijri part says nothing that could be relied on, the other may stand beside it.
        return plain.Split(HijriBounds, StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !Tokens(part).Exists(Hijri.Contains))
            .Select(part => Assemble(part, written, zone, problems))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>A word of it is a month.</summary>
    internal static bool NamesMonth(string text) => Tokens(Fold(text)).Exists(token => Months.ContainsKey(token) || token is "تشرين" or "كانون");

    /// <summary>ASCII digits, lower case, one spelling of alef, ya and kaf, no marks.</summary>
    internal static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format || c == 'ـ')
            {
                continue;
            }

            folded.Append(c switch
            {
                _ when category == UnicodeCategory.DecimalDigitNumber => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
                _ when category is UnicodeCategory.SpaceSeparator or UnicodeCategory.Control => ' ',
                'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
                'ى' or 'ی' => 'ي',
                'ة' => 'ه',
                'ک' => 'ك',
                '،' => ',',
                '٫' => '.',
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => '-',
                _ => char.ToLowerInvariant(c),
            });
        }

        return folded.ToString();
    }

    /// <summary>A section of dates.txt, folded.</summary>
    internal static FrozenSet<string> Words(string section) => File[section].Select(word => Fold(word)).ToFrozenSet();

    private static IEnumerable<(string Name, string Value)> Pairs(string section) => File[section].Select(line => line.Split(' ')).Select(parts => (Fold(parts[0]), parts[1]));

    /// <summary>Runs of digits, runs of letters, and single signs.</summary>
    internal static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            Func<char, bool> isSame = char.IsAsciiDigit(text[i]) ? char.IsAsciiDigit : char.IsLetter(text[i]) ? char.IsLetter : _ => false;
            do
            {
                i++;
            }
            while (i < text.Length && isSame(text[i]));
            tokens.Add(text[start..i]);
        }

        return tokens;
    }

    private static DateTimeOffset? Assemble(string plain, string written, TimeZoneInfo? zone, Problems problems)
    {
        var tokens = Tokens(plain);
        var clock = ClockTime.Take(tokens);
        if (clock is { IsValid: false })
        {
            return null;
        }

        var named = clock is null ? null : TakeRegion(tokens, clock.At) ?? NamedZone(written);
        var offset = clock is null ? null : TakeOffset(tokens, clock.At);
        if (TakeDay(tokens) is not { } day)
        {
            return null;
        }

        if (clock is not null && offset is null && named is null && UnknownZone(tokens, clock.At, written) is { } unknown)
        {
            problems.Add($"'{unknown}' is no known time zone; the source's timeZone was taken, or UTC where it has none.");
        }

        var instant = day.Add(clock?.Time ?? TimeSpan.Zero);
        var away = offset is { } minutes ? TimeSpan.FromMinutes(minutes) : (named ?? zone ?? TimeZoneInfo.Utc).GetUtcOffset(instant);
        return Math.Abs(away.TotalHours) <= 14 ? new DateTimeOffset(instant, new TimeSpan(away.Hours, away.Minutes, 0)) : null;
    }

    /// <summary>A place such as <c>Asia/Riyadh</c>.</summary>
    private static TimeZoneInfo? NamedZone(string written)
    {
        var slash = written.IndexOf('/', StringComparison.Ordinal);
        var (start, end) = (slash, slash + 1);
        while (start > 0 && char.IsAsciiLetter(written[start - 1]))
        {
            start--;
        }

        while (end > 0 && end < written.Length && (char.IsAsciiLetter(written[end]) || written[end] == '_'))
        {
            end++;
        }

        return slash - start >= 2 && end - slash > 3 && TimeZoneInfo.TryFindSystemTimeZoneById(written[start..end], out var zone) ? zone : null;
    }

    /// <summary>The zone of a word such as ET or EST5EDT, removed from the list; null: there is none.</summary>
    private static TimeZoneInfo? TakeRegion(List<string> tokens, int clockAt)
    {
        for (var i = clockAt; i < tokens.Count; i++)
        {
            var parts = i + 2 < tokens.Count && tokens[i + 1] is [>= '0' and <= '9'] ? 3 : 1;
            if (Regions.TryGetValue(string.Concat(tokens.GetRange(i, parts)), out var place) && TimeZoneInfo.TryFindSystemTimeZoneById(place, out var zone))
            {
                tokens.RemoveRange(i, parts);
                return zone;
            }
        }

        return null;
    }

    /// <summary>The capitals behind the time that are no day or month: <c>14:05 XYZ</c>; null: there are none.</summary>
    private static string? UnknownZone(List<string> tokens, int clockAt, string written) =>
        tokens.Skip(clockAt).Where(token => token.Length <= 5 && token.All(char.IsAsciiLetterLower) && !Months.ContainsKey(token) && !Weekdays.Contains(token))
            .Select(token => token.ToUpperInvariant()).FirstOrDefault(word => written.Contains(word, StringComparison.Ordinal));

    /// <summary>Minutes from UTC, removed from the list; null: not said. A number says more than a name beside it.</summary>
    private static int? TakeOffset(List<string> tokens, int clockAt)
    {
        int? offset = null;
        for (var i = tokens.Count - 2; i >= clockAt && offset is null; i--)
        {
            if (tokens[i] is "+" or "-" && IsAfterClock(tokens, i, clockAt) && Offset(tokens, i) is var (minutes, end))
            {
                tokens.RemoveRange(i, end - i);
                offset = minutes;
            }
        }

        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (Zones.TryGetValue(tokens[i], out var named))
            {
                tokens.RemoveAt(i);
                offset ??= named;
            }
        }

        return offset;
    }

    /// <summary>A sign between the numbers of a date is no offset.</summary>
    private static bool IsAfterClock(List<string> tokens, int sign, int clockAt) =>
        tokens[sign] == "+" || sign == clockAt || tokens[sign - 1] is " " or "gmt" or "utc" or "(";

    private static (int Minutes, int End)? Offset(List<string> tokens, int sign)
    {
        var digits = tokens[sign + 1];
        if (digits.Length > 4 || !Number(digits, out var number))
        {
            return null;
        }

        var (hours, minutes, end) = digits.Length <= 2 ? (number, 0, sign + 2) : (number / 100, number % 100, sign + 2);
        if (end + 1 < tokens.Count && tokens[end] == ":" && digits.Length <= 2 && Number(tokens[end + 1], out var part))
        {
            (minutes, end) = (part, end + 2);
        }

        return hours <= 14 && minutes < 60 ? (((hours * 60) + minutes) * (tokens[sign] == "-" ? -1 : 1), end) : null;
    }

    private static DateTime? TakeDay(List<string> tokens)
    {
        var numbers = tokens.Where(token => Number(token, out _)).ToList();
        var month = Month(tokens, numbers);
        return (month, numbers) switch
        {
            (0, [{ Length: 4 } year, var week, var weekday]) when tokens.Contains("w") => Week(year, week, weekday),
            (0, [{ Length: 8 } packed]) => Day(packed[..4], packed[4..6], packed[6..]),
            (0, [{ Length: 7 } packed]) => Ordinal(packed[..4], packed[4..]),
            (0, [{ Length: 4 } year]) when tokens.Count == 1 => Day(year, "1", "1"),
            (0, [{ Length: 4 } year, { Length: 3 } ordinal]) => Ordinal(year, ordinal),
            (0, [{ Length: 4 } year, { Length: 1 or 2 } other]) when tokens.Count <= 4 => Day(year, other, "1"),
            (0, [{ Length: 4 } year, { Length: <= 2 } second, { Length: <= 2 } third, ..]) => Day(year, second, third),
            (0, [{ Length: 2 } year, { Length: 2 } second, { Length: 2 } third]) when tokens is [_, "-", _, "-", ..] => Day(year, second, third),
            (0, [{ Length: <= 2 } day, { Length: <= 2 } second, { Length: 4 or 2 } year, ..]) => Day(year, second, day) ?? Day(year, day, second),
            ( > 0, [{ Length: 4 } year, { Length: <= 2 } day, ..]) => Day(year, month, day),
            ( > 0, [{ Length: <= 2 } day, { Length: 2 or 4 } year, ..]) => Day(year, month, day),
            _ => null,
        };
    }

    /// <summary>0: no month's name; -1: two that differ. A Levantine number (<c>تشرين 2</c>) is removed from <paramref name="numbers"/>.</summary>
    private static int Month(List<string> tokens, List<string> numbers)
    {
        var found = 0;
        var words = tokens.Where(token => token != " ").ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var month = words[i] switch
            {
                "تشرين" => IsSecond(words, i, numbers) ? 11 : 10,
                "كانون" => IsSecond(words, i, numbers) ? 1 : 12,
                var word => Months.GetValueOrDefault(word),
            };

            // French Tuesdays are mar. too.
            if (month != 0 && found != 0 && month != found && !(found == 3 && words[0] == "mar"))
            {
                return -1;
            }

            found = month == 0 ? found : month;
        }

        return found;
    }

    private static bool IsSecond(List<string> words, int at, List<string> numbers)
    {
        var next = at + 1 < words.Count ? words[at + 1] : "";
        if (next is "1" or "2" && numbers.Count > 2)
        {
            numbers.Remove(next);
            return next == "2";
        }

        return next is "الثاني" or "ثاني" or "ثان" or "دوم";
    }

    private static DateTime? Day(string year, int month, string day) => Day(year, month.ToString(CultureInfo.InvariantCulture), day);

    private static DateTime? Day(string year, string month, string day)
    {
        if (!Number(year, out var y) || !Number(month, out var m) || !Number(day, out var d))
        {
            return null;
        }

        y = year.Length > 2 ? y : y < 70 ? y + 2000 : y + 1900;
        return y is > FirstYear and < LastYear && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            ? new DateTime(y, m, d, 0, 0, 0, DateTimeKind.Unspecified)
            : null;
    }

    private static DateTime? Ordinal(string year, string day) =>
        Day(year, "1", "1") is { } first && Number(day, out var number) && number >= 1 && number <= (DateTime.IsLeapYear(first.Year) ? 366 : 365)
            ? first.AddDays(number - 1)
            : null;

    internal static bool Number(string token, out int number) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>ISO 8601: week 1 has the year's first Thursday.</summary>
    private static DateTime? Week(string year, string week, string weekday)
    {
        if (Day(year, "1", "1") is not { } first || !Number(week, out var number) || !Number(weekday, out var day) || number is < 1 or > 53 || day is < 1 or > 7)
        {
            return null;
        }

        return number > ISOWeek.GetWeeksInYear(first.Year) ? null : ISOWeek.ToDateTime(first.Year, number, (DayOfWeek)(day % 7));
    }
}
