using System.Collections.Frozen;
using System.Globalization;

namespace FeedHub.Parsing;

/// <summary>Dates as pages show them beside headlines: also "منذ 3 ساعات", "اليوم 14:30", "yesterday", and days without a year. Pure.</summary>
public static class ListDate
{
    private const int MaxLength = 80;

    /// <summary>Farther ahead than any clock error a day without a year is last year's.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly FrozenSet<string> Ago = FeedDate.Words("ago");
    private static readonly FrozenSet<string> Now = FeedDate.Words("now");
    private static readonly FrozenSet<string> Today = FeedDate.Words("today");
    private static readonly FrozenSet<string> Yesterday = FeedDate.Words("yesterday");
    private static readonly FrozenSet<string> Ones = FeedDate.Words("ones");
    private static readonly FrozenSet<string> Small = FeedDate.Words("small");

    private static readonly (string Name, TimeSpan Span)[] Spans =
        [("second", TimeSpan.FromSeconds(1)), ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)), ("day", Day), ("week", 7 * Day), ("month", Month), ("year", Year)];

    private static readonly FrozenDictionary<string, TimeSpan> Units = UnitNames("unit");

    /// <summary>Arabic's dual.</summary>
    private static readonly FrozenDictionary<string, TimeSpan> Pairs = UnitNames("two");

    private static readonly FrozenDictionary<string, int> Numbers = Enumerable.Range(1, 10)
        .SelectMany(number => FeedDate.Words(FormattableString.Invariant($"number {number}")).Select(word => (word, number)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.number);

    /// <summary>Null when it is no date.</summary>
    /// <param name="zone">For times of day without one; null: UTC.</param>
    /// <param name="now">When the page was read.</param>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo? zone, DateTimeOffset now)
    {
        var written = text?.Trim() ?? "";
        if (written.Length is 0 or > MaxLength)
        {
            return null;
        }

        var tokens = FeedDate.Tokens(FeedDate.Fold(written)).Where(token => token.Length > 1 || char.IsLetterOrDigit(token[0])).ToList();
        var hasYear = tokens.Exists(token => token.Length == 4 && char.IsAsciiDigit(token[0]));
        return hasYear && FeedDate.Parse(written, zone) is { } whole ? whole
            : Distance(tokens) is { } distance ? now - distance
            : DayBefore(tokens) is { } days ? OnDay(now, days, written, tokens, zone)
            : FeedDate.Parse(written, zone) ?? WithoutYear(written, zone, now);
    }

    /// <summary>"منذ ساعة و 20 دقيقة": how long ago; null: it does not say so.</summary>
    private static TimeSpan? Distance(List<string> tokens)
    {
        if (tokens.Exists(Now.Contains) && tokens.Count <= 2)
        {
            return TimeSpan.Zero;
        }

        var isShort = tokens is [[>= '0' and <= '9', ..], _] && Units.ContainsKey(tokens[1]);
        return isShort || tokens.Exists(Ago.Contains) ? Sum(tokens.Select(Bare)) : null;
    }

    /// <summary>Of all units with their numbers; null: there are none, or a number that nobody can mean.</summary>
    private static TimeSpan? Sum(IEnumerable<string> tokens)
    {
        TimeSpan? sum = null;
        int? number = null;
        foreach (var token in tokens)
        {
            if (char.IsAsciiDigit(token[0]) && !FeedDate.Number(token, out _))
            {
                return null;
            }

            // "منذ ساعة" is one hour, "منذ ساعات" is nobody knows how many.
            var length = Pairs.TryGetValue(token, out var pair) ? 2 * pair
                : !Units.TryGetValue(token, out var unit) ? (TimeSpan?)null
                : number is { } count ? Times(unit, count)
                : Ones.Contains(token) ? unit : null;
            sum = length is null ? sum : (sum ?? TimeSpan.Zero) + length;
            number = Units.ContainsKey(token) ? null : FeedDate.Number(token, out var digits) ? digits : Numbers.TryGetValue(token, out var word) ? word : number;
        }

        return sum;
    }

    /// <summary>Longer ago than anybody counts is no distance but nonsense.</summary>
    private static TimeSpan Times(TimeSpan unit, int count) => count <= 1_000_000 && unit.TotalDays * count < 20_000 ? unit * count : TimeSpan.FromDays(20_000);

    /// <summary>Without "and" before it: <c>و20</c>, <c>وساعتين</c>.</summary>
    private static string Bare(string token) => token.Length > 3 && token[0] == 'و' && !Units.ContainsKey(token) && !Numbers.ContainsKey(token) ? token[1..] : token;

    private static int? DayBefore(List<string> tokens) =>
        tokens.Exists(Yesterday.Contains) ? 1 : tokens.Exists(Today.Contains) ? 0 : null;

    /// <summary>"أمس 18:05". A day alone: its first moment; today alone: null, since when it came is known better.</summary>
    private static DateTimeOffset? OnDay(DateTimeOffset now, int daysBefore, string written, List<string> tokens, TimeZoneInfo? zone)
    {
        var day = TimeZoneInfo.ConvertTime(now, zone ?? TimeZoneInfo.Utc).Date.AddDays(-daysBefore).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var hasTime = tokens.Exists(token => char.IsAsciiDigit(token[0]));
        if (!hasTime)
        {
            return daysBefore > 0 ? FeedDate.Parse(day, zone) : null;
        }

        var rest = FeedDate.Tokens(FeedDate.Fold(written)).Where(token => !Today.Contains(token) && !Yesterday.Contains(token) && !Small.Contains(token) && token is not ("," or "-" or "|"));
        return FeedDate.Parse(day + " " + string.Concat(rest).Trim(), zone);
    }

    private static DateTimeOffset? WithoutYear(string written, TimeZoneInfo? zone, DateTimeOffset now)
    {
        if (!FeedDate.NamesMonth(written))
        {
            return null;
        }

        var thisYear = WithYear(now.Year);
        return thisYear <= now + Ahead ? thisYear : WithYear(now.Year - 1);

        // The year stands behind the month, before a time.
        DateTimeOffset? WithYear(int year)
        {
            var clock = written.IndexOf(':', StringComparison.Ordinal);
            var at = clock < 0 ? written.Length : Math.Max(0, written.LastIndexOf(' ', clock));
            return FeedDate.Parse(FormattableString.Invariant($"{written[..at].TrimEnd(' ', '-', '|', ',', '،')} {year} {written[at..].TrimStart(' ', '-', '|', ',', '،')}").Trim(), zone);
        }
    }

    private static FrozenDictionary<string, TimeSpan> UnitNames(string kind) => Spans
        .SelectMany(span => FeedDate.Words($"{kind} {span.Name}").Select(name => (name, span.Span)))
        .DistinctBy(pair => pair.name)
        .ToFrozenDictionary(pair => pair.name, pair => pair.Span);
}
