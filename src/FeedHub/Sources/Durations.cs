using System.Globalization;

namespace FeedHub.Sources;

/// <summary>Durations as people write them: <c>30s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c>.</summary>
public static class Durations
{
    /// <summary>JSON Schema pattern of what <see cref="Parse"/> takes.</summary>
    public const string Pattern = "^[1-9][0-9]*[smhd]$";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>From 1s to 366 days; else a mistake and what to write.</summary>
    public static (TimeSpan Value, string? Mistake, string? Suggestion) Parse(string text)
    {
        const string Suggestion = "Write a whole number and a unit: 30s, 15m, 2h or 1d.";
        if (text.Length < 2 || SecondsIn(text[^1]) is not { } unit || !ulong.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (default, $"\"{Wording.Shown(text)}\" is no duration.", Guess(text) is { } guess ? $"Did you mean \"{guess}\"?" : Suggestion);
        }

        if (number == 0)
        {
            return (default, "A duration is at least 1s.", Suggestion);
        }

        if (text[0] == '0')
        {
            return (default, $"\"{Wording.Shown(text)}\" starts with a zero.", $"Write \"{text.TrimStart('0')}\".");
        }

        return number > Longest.TotalSeconds / unit
            ? (default, "A duration is at most 366d.", Suggestion)
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

    /// <summary><c>15 minutes</c>, <c>2H</c>, <c>10 دقائق</c>.</summary>
    private static string? Guess(string text)
    {
        var digits = new string([.. text.TrimStart().TakeWhile(char.IsAsciiDigit)]).TrimStart('0');
        var word = text.Trim().TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Trim().ToLowerInvariant();
        var unit = word switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" or "ث" or "ثانية" or "ثوان" => "s",
            "m" or "min" or "mins" or "minute" or "minutes" or "د" or "دقيقة" or "دقائق" => "m",
            "h" or "hr" or "hrs" or "hour" or "hours" or "س" or "ساعة" or "ساعات" => "h",
            "d" or "day" or "days" or "يوم" or "أيام" => "d",
            _ => null,
        };
        return unit is not null && digits.Length is > 0 and < 7 ? digits + unit : null;
    }
}
