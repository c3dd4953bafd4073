using System.Globalization;

namespace FeedHub.Fetching;

/// <summary>What a feed's own text says of its pace: RSS <c>ttl</c>, <c>sy:updatePeriod</c>, <c>skipHours</c>, <c>skipDays</c>.</summary>
/// <param name="SkipHours">Hours 0–23 in UTC.</param>
public sealed record FeedPace(TimeSpan? Ttl, TimeSpan? UpdatePeriod, IReadOnlyList<int> SkipHours, IReadOnlyList<DayOfWeek> SkipDays)
{
    public static FeedPace None { get; } = new(null, null, [], []);

    /// <summary>One short line for a column, <c>ttl=3600;every=86400;hours=0,1;days=5,6</c>; null: it says nothing.</summary>
    public string? ToText()
    {
        var parts = new List<string>(4);
        if (Ttl is { } ttl)
        {
            parts.Add(FormattableString.Invariant($"ttl={ttl.TotalSeconds:0}"));
        }

        if (UpdatePeriod is { } every)
        {
            parts.Add(FormattableString.Invariant($"every={every.TotalSeconds:0}"));
        }

        if (SkipHours.Count > 0)
        {
            parts.Add("hours=" + string.Join(',', SkipHours.Select(hour => hour.ToString(CultureInfo.InvariantCulture))));
        }

        if (SkipDays.Count > 0)
        {
            parts.Add("days=" + string.Join(',', SkipDays.Select(day => ((int)day).ToString(CultureInfo.InvariantCulture))));
        }

        return parts.Count == 0 ? null : string.Join(';', parts);
    }

    /// <summary>Reads <see cref="ToText"/>; what it cannot read it leaves out.</summary>
    public static FeedPace FromText(string? text)
    {
        var said = (text ?? "").Split(';').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0], part => part[1]);
        return new FeedPace(
            Seconds(said["ttl"]),
            Seconds(said["every"]),
            [.. Numbers(said["hours"]).Where(hour => hour < 24).Select(hour => (int)hour)],
            [.. Numbers(said["days"]).Where(day => day < 7).Select(day => (DayOfWeek)day)]);
    }

    public bool Equals(FeedPace? other) => other is not null && ToText() == other.ToText();

    public override int GetHashCode() => ToText()?.GetHashCode(StringComparison.Ordinal) ?? 0;

    private static TimeSpan? Seconds(IEnumerable<string> values) =>
        Numbers(values) is [> 0 and var seconds, ..] ? TimeSpan.FromSeconds(seconds) : null;

    private static List<long> Numbers(IEnumerable<string> values) =>
    [
        .. values.SelectMany(value => value.Split(','))
            .Select(value => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue ? number : -1)
            .Where(number => number >= 0),
    ];
}
