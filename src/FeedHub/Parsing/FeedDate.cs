namespace FeedHub.Parsing;

/// <summary>Dates as feeds write them, Arabic ones included; independent of culture and clock.</summary>
public static class FeedDate
{
    /// <summary>Null when it is no date; a date is never invented.</summary>
    /// <param name="zone">For dates without one; null: UTC.</param>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo? zone = null) => throw new NotImplementedException();
}
