using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedHub.Sources;

/// <summary>Durations as people write them: <c>30s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c>.</summary>
public static partial class Durations
{
    /// <summary>JSON Schema pattern of what <see cref="Parse"/> takes.</summary>
    public const string Pattern = "^[1-9][0-9]*[smhd]$";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>From 1s to 366 days; else a mistake and what to write.</summary>
    public static (TimeSpan Value, Phrase? Mistake, Phrase? Suggestion) Parse(string text)
    {
        var suggestion = new Phrase("Write a whole number and a unit: 30s, 15m, 2h or 1d.", "اكتب عدداً صحيحاً ووحدة: 30s أو 15m أو 2h أو 1d.");
        if (text.Length < 2 || SecondsIn(text[^1]) is not { } unit || !ulong.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (default, new($"\"{Wording.Shown(text)}\" is no duration.", $"ليست \"{Wording.Shown(text)}\" مدة."),
                Guess(text) is { } guess ? new($"Did you mean \"{guess}\"?", $"أتقصد \"{guess}\"؟")
                : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new($"Write \"{text}s\" for seconds, \"{text}m\" for minutes.", $"اكتب \"{text}s\" للثواني، أو \"{text}m\" للدقائق.")
                : suggestion);
        }

        if (number == 0)
        {
            return (default, new("A duration is at least 1s.", "أقل مدة 1s."), suggestion);
        }

        if (text[0] == '0')
        {
            return (default, new($"\"{Wording.Shown(text)}\" starts with a zero.", $"تبدأ \"{Wording.Shown(text)}\" بصفر."), new($"Write \"{text.TrimStart('0')}\".", $"اكتب \"{text.TrimStart('0')}\"."));
        }

        return number > Longest.TotalSeconds / unit
            ? (default, new("A duration is at most 366d.", "أطول مدة 366d."), suggestion)
            : (TimeSpan.FromSeconds(number * (double)unit), null, null);
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public static string Format(TimeSpan duration) =>
        duration.Ticks % TimeSpan.TicksPerDay == 0 ? FormattableString.Invariant($"{duration.TotalDays}d")
        : duration.Ticks % TimeSpan.TicksPerHour == 0 ? FormattableString.Invariant($"{duration.TotalHours}h")
        : duration.Ticks % TimeSpan.TicksPerMinute == 0 ? FormattableString.Invariant($"{duration.TotalMinutes}m")
        : FormattableString.Invariant($"{duration.TotalSeconds}s");

    private static int? SecondsIn(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => null,
    };

    /// <summary><c>15 minutes</c>, <c>1h30m</c>, <c>1.5h</c>, <c>1w</c>, <c>PT15M</c>, <c>00:15:00</c> and <c>١٠ دقائق</c> as they are written here; null: something else.</summary>
    private static string? Guess(string text)
    {
        var plain = string.Concat(text.Trim().Take(40).Select(letter => char.IsDigit(letter) ? (char)('0' + char.GetNumericValue(letter)) : letter == '٫' ? '.' : char.ToLowerInvariant(letter)));
        var isClock = TimeSpan.TryParseExact(plain, ["h\\:mm", "hh\\:mm", "h\\:mm\\:ss", "hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out var clock);
        var seconds = isClock ? clock.TotalSeconds : SumOf(plain);
        return seconds >= 1 && seconds <= Longest.TotalSeconds ? Format(TimeSpan.FromSeconds(Math.Round(seconds))) : null;
    }

    /// <summary>In seconds; 0: it is no row of numbers with units.</summary>
    private static double SumOf(string text)
    {
        var parts = Part().Matches(text);
        var rest = Part().Replace(text, "").Trim();
        var sum = parts.Sum(part => double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * SecondsInWord(part.Groups["unit"].Value));
        return rest is "" or "p" or "pt" && double.IsFinite(sum) ? sum : 0;
    }

    private static double SecondsInWord(string unit) => unit switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" or "ث" or "ثانية" or "ثوان" => 1,
        "m" or "min" or "mins" or "minute" or "minutes" or "د" or "دقيقة" or "دقائق" => 60,
        "h" or "hr" or "hrs" or "hour" or "hours" or "س" or "ساعة" or "ساعات" => 3_600,
        "d" or "day" or "days" or "يوم" or "أيام" => 86_400,
        "w" or "week" or "weeks" or "أسبوع" => 604_800,
        _ => double.NaN,
    };

    [GeneratedRegex(@"(?<number>[0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(?<unit>\p{L}+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
