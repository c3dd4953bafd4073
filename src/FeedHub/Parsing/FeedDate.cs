using System.Collections.Frozen;
using System.Globalization;

namespace FeedHub.Parsing;

/// <summary>Dates as feeds write them, Arabic ones included; independent of culture and clock.</summary>
public static class FeedDate
{
    private const int MaxLength = 120;

    private static readonly FrozenDictionary<string, int> Months = MonthNames().ToFrozenDictionary();

    /// <summary>Offsets in minutes. AST is read as Arabia's: the feeds FeedHub reads are Arab ones.</summary>
    private static readonly FrozenDictionary<string, int> Zones = new Dictionary<string, int>
    {
        ["z"] = 0,
        ["ut"] = 0,
        ["utc"] = 0,
        ["gmt"] = 0,
        ["wet"] = 0,
        ["west"] = 60,
        ["bst"] = 60,
        ["cet"] = 60,
        ["met"] = 60,
        ["cest"] = 120,
        ["mest"] = 120,
        ["eet"] = 120,
        ["eest"] = 180,
        ["cat"] = 120,
        ["sast"] = 120,
        ["idt"] = 180,
        ["msk"] = 180,
        ["ast"] = 180,
        ["trt"] = 180,
        ["eat"] = 180,
        ["gst"] = 240,
        ["irst"] = 210,
        ["pkt"] = 300,
        ["ist"] = 330,
        ["jst"] = 540,
        ["kst"] = 540,
        ["aest"] = 600,
        ["aedt"] = 660,
        ["est"] = -300,
        ["edt"] = -240,
        ["cst"] = -360,
        ["cdt"] = -300,
        ["mst"] = -420,
        ["mdt"] = -360,
        ["pst"] = -480,
        ["pdt"] = -420,
        ["غرينتش"] = 0,
        ["جرينتش"] = 0,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Afternoon = new[] { "pm", "م", "مساء", "مساءا", "مساءً", "ظهرا", "ظهرًا", "عصرا" }.ToFrozenSet();
    private static readonly FrozenSet<string> Morning = new[] { "am", "ص", "صباحا", "صباحاً", "صباحًا", "صباح", "فجرا" }.ToFrozenSet();
    private static readonly string[] Hijri = ["محرم", "صفر", "ربيع", "جمادى", "رجب", "شعبان", "رمضان", "شوال", "القعدة", "الحجة", "هـ", "ه"];

    /// <summary>Null when it is no date; a date is never invented.</summary>
    /// <param name="zone">For dates without one; null: UTC.</param>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo? zone = null)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
        {
            return null;
        }

        var tokens = Tokens(Plain(text));
        return tokens.Any(token => Hijri.Contains(token)) ? null : Assemble(tokens, zone);
    }

    /// <summary>ASCII digits, lower case, no marks of direction.</summary>
    private static string Plain(string text) => string.Create(text.Length, text, static (plain, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            plain[i] = c switch
            {
                >= '\u0660' and <= '\u0669' => (char)(c - '\u0660' + '0'),
                >= '\u06F0' and <= '\u06F9' => (char)(c - '\u06F0' + '0'),
                >= 'A' and <= 'Z' => (char)(c | 0x20),
                '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF' or '\u200B' or '\u00A0' or '،' or ',' => ' ',
                '\u2013' or '\u2014' or '\u2212' => '-',
                _ => c,
            };
        }
    });

    /// <summary>Runs of digits, runs of letters, and single signs.</summary>
    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }
            }
            else if (IsLetter(text[i]))
            {
                while (i < text.Length && IsLetter(text[i]))
                {
                    i++;
                }
            }
            else
            {
                i++;
            }

            tokens.Add(text[start..i]);
        }

        return tokens;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || c == 'ـ';

    private static DateTimeOffset? Assemble(List<string> tokens, TimeZoneInfo? zone)
    {
        var clock = TakeClock(tokens);
        if (clock is { IsValid: false })
        {
            return null;
        }

        var offset = TakeOffset(tokens, clock is not null);
        if (TakeDay(tokens) is not { } day)
        {
            return null;
        }

        var instant = day.AddHours(clock?.Hour ?? 0).AddMinutes(clock?.Minute ?? 0).AddSeconds(clock?.Second ?? 0)
            .AddMilliseconds(clock?.Millisecond ?? 0);
        if (instant.Year is < 1971 or > 9000)
        {
            return null;
        }

        var away = offset is { } minutes ? TimeSpan.FromMinutes(minutes) : (zone ?? TimeZoneInfo.Utc).GetUtcOffset(instant);
        return Math.Abs(away.TotalHours) <= 14 ? new DateTimeOffset(instant, away) : null;
    }

    /// <summary>h:mm[:ss[.f]] with what says morning or afternoon; removed from the list. Null: there is no time in it.</summary>
    private static Clock? TakeClock(List<string> tokens)
    {
        var colon = tokens.IndexOf(":");
        if (colon <= 0 || colon + 1 >= tokens.Count || !Number(tokens[colon - 1], out var hour) || !Number(tokens[colon + 1], out var minute))
        {
            return null;
        }

        var end = colon + 2;
        var (second, milliseconds) = (0, 0);
        if (end + 1 < tokens.Count && tokens[end] == ":" && Number(tokens[end + 1], out second))
        {
            end += 2;
            if (end + 1 < tokens.Count && tokens[end] == "." && char.IsAsciiDigit(tokens[end + 1][0]))
            {
                milliseconds = (int)(1000 * double.Parse("0." + tokens[end + 1], CultureInfo.InvariantCulture));
                end += 2;
            }
        }

        tokens.RemoveRange(colon - 1, end - colon + 1);
        var half = tokens.FindIndex(token => Afternoon.Contains(token) || Morning.Contains(token));
        if (half >= 0)
        {
            hour = Afternoon.Contains(tokens[half]) ? (hour < 12 ? hour + 12 : hour) : hour == 12 ? 0 : hour;
            tokens.RemoveAt(half);
        }

        return new Clock(hour, minute, Math.Min(second, 59), milliseconds, hour <= 24 && minute < 60 && second <= 60 && (hour < 24 || minute == 0));
    }

    /// <summary>Minutes from UTC, removed from the list; null: not said.</summary>
    private static int? TakeOffset(List<string> tokens, bool hasClock)
    {
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (tokens[i] is "+" or "-" && hasClock && IsOffset(tokens, i, out var minutes, out var end))
            {
                var start = i > 0 && tokens[i - 1] is "gmt" or "utc" ? i - 1 : i;
                tokens.RemoveRange(start, end - start);
                return minutes;
            }

            if (Zones.TryGetValue(tokens[i], out var named))
            {
                tokens.RemoveAt(i);
                return named;
            }
        }

        return null;
    }

    private static bool IsOffset(List<string> tokens, int sign, out int minutes, out int end)
    {
        (minutes, end) = (0, sign + 2);
        if (sign + 1 >= tokens.Count || !Number(tokens[sign + 1], out var number) || tokens[sign + 1].Length > 4)
        {
            return false;
        }

        // A sign between digits of a date is no offset: it stands after the time, at the end or before an end.
        var rest = tokens.Skip(sign + 2).Where(token => token.Trim().Length > 0).ToList();
        var hours = tokens[sign + 1].Length <= 2 ? number : number / 100;
        var part = tokens[sign + 1].Length <= 2 ? 0 : number % 100;
        if (rest is [":", var after, ..] && Number(after, out var written))
        {
            part = written;
            end = sign + 4;
            rest.RemoveRange(0, 2);
        }

        if (rest.Exists(token => Number(token, out _)) && tokens.Take(sign).Count(token => Number(token, out _)) < 3 && !tokens.Exists(Months.ContainsKey))
        {
            return false;
        }

        minutes = (hours * 60) + part;
        minutes = tokens[sign] == "-" ? -minutes : minutes;
        return hours <= 14 && part < 60;
    }

    private static DateTime? TakeDay(List<string> tokens)
    {
        var numbers = tokens.Where(token => Number(token, out _)).ToList();
        var month = Month(tokens, numbers);
        return (month, numbers) switch
        {
            (0, [{ Length: 8 } packed]) => Day(packed[..4], packed[4..6], packed[6..]),
            (0, [{ Length: 4 } year]) => Day(year, "1", "1"),
            (0, [{ Length: 4 } year, { Length: 3 } ordinal]) => Ordinal(year, ordinal),
            (0, [{ Length: 4 } year, { Length: <= 2 } other]) => Day(year, other, "1"),
            (0, [{ Length: 4 } year, var second, var third, ..]) => Day(year, second, third),
            (0, [var day, var second, { Length: 4 or 2 } year, ..]) => Day(year, second, day) ?? Day(year, day, second),
            ( > 0, [{ Length: 4 } year, { Length: <= 2 } day]) => Day(year, month, day),
            ( > 0, [{ Length: <= 2 } day, { Length: 2 or 4 } year, ..]) => Day(year, month, day),
            _ => null,
        };
    }

    /// <summary>0: no month's name. A Levantine number (<c>تشرين 2</c>) is removed from <paramref name="numbers"/>; two different months are no date.</summary>
    private static int Month(List<string> tokens, List<string> numbers)
    {
        var found = 0;
        var words = tokens.Where(token => token.Trim().Length > 0).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var month = words[i] switch
            {
                "تشرين" => Second(words, i, numbers) ? 11 : 10,
                "كانون" => Second(words, i, numbers) ? 1 : 12,
                "ديسمبر" or "أكتوبر" or _ when Months.TryGetValue(words[i], out var named) => named,
                _ => 0,
            };
            if (month != 0 && found != 0 && month != found)
            {
                return -1;
            }

            found = month == 0 ? found : month;
        }

        return found;
    }

    private static bool Second(List<string> words, int at, List<string> numbers)
    {
        var next = at + 1 < words.Count ? words[at + 1] : "";
        if (next is "1" or "2" && numbers.Count > 2)
        {
            numbers.Remove(next);
        }

        return next is "الثاني" or "ثاني" or "الثانى" or "ثان" or "2";
    }

    private static DateTime? Day(string year, int month, string day) => Day(year, month.ToString(CultureInfo.InvariantCulture), day);

    private static DateTime? Day(string year, string month, string day)
    {
        if (!Number(year, out var y) || !Number(month, out var m) || !Number(day, out var d))
        {
            return null;
        }

        y = year.Length > 2 ? y : y < 70 ? y + 2000 : y + 1900;
        return y is > 1970 and < 9000 && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            ? new DateTime(y, m, d, 0, 0, 0, DateTimeKind.Unspecified)
            : null;
    }

    private static DateTime? Ordinal(string year, string day) =>
        Day(year, "1", "1") is { } first && Number(day, out var number) && number >= 1 && number <= (DateTime.IsLeapYear(first.Year) ? 366 : 365)
            ? first.AddDays(number - 1)
            : null;

    private static bool Number(string token, out int number) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static Dictionary<string, int> MonthNames()
    {
        string[] names =
        [
            "january jan يناير جانفي ينایر", "february feb فبراير شباط فيفري", "march mar مارس آذار اذار", "april apr أبريل ابريل إبريل نيسان أفريل افريل",
            "may مايو أيار ايار ماي", "june jun يونيو يونيه حزيران جوان يونيوه", "july jul يوليو يوليه تموز جويلية يوليوز", "august aug أغسطس اغسطس آب اب أوت غشت",
            "september sept sep سبتمبر أيلول ايلول شتنبر", "october oct أكتوبر اكتوبر", "november nov نوفمبر نونبر", "december dec ديسمبر دجنبر",
        ];
        return names.SelectMany((list, index) => list.Split(' ').Select(name => (name, index + 1))).ToDictionary(pair => pair.name, pair => pair.Item2);
    }

    private sealed record Clock(int Hour, int Minute, int Second, int Millisecond, bool IsValid);
}
