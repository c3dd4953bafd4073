using System.Globalization;
using FeedHub.Publishing;

namespace FeedHub.Server.Pages;

/// <summary>Dates as pages show them: in the hub's time zone, months by the names its country uses.</summary>
/// <param name="now">When the page is rendered.</param>
public sealed class PageClock(TimeZoneInfo zone, DateTimeOffset now)
{
    private static readonly string[] Weekdays = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"];

    private readonly ArabicZone _zone = ArabicZone.Of(zone);

    /// <summary>Whose time it is: <c>بتوقيت دمشق</c>.</summary>
    public string ZoneName => _zone.Name;

    public DateOnly Today => DayOf(now);

    /// <summary>For <c>datetime</c>.</summary>
    public static string Iso(DateTimeOffset date) => date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>For addresses and <c>datetime</c>.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public DateOnly DayOf(DateTimeOffset date) => DateOnly.FromDateTime(Local(date).DateTime);

    /// <summary>Midnight, or the first instant of a day on which the clock leaps over it.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }

    /// <summary>Its beginning, by the zone's clock.</summary>
    public DateTimeOffset HourOf(DateTimeOffset date)
    {
        var local = Local(date);
        return new(local.Date.AddHours(local.Hour), local.Offset);
    }

    /// <summary>How long ago, for a week; then the date.</summary>
    public string Ago(DateTimeOffset date) => (now - date) switch
    {
        { TotalMinutes: < -5 } or { TotalDays: >= 7 } => Of(date),
        { TotalMinutes: < 1 } => "الآن",
        { TotalHours: < 1 } ago => "قبل " + ArabicCount.Minutes.Of((long)ago.TotalMinutes),
        { TotalDays: < 1 } ago => "قبل " + ArabicCount.Hours.Of((long)ago.TotalHours),
        var ago => "قبل " + ArabicCount.Days.Of((long)ago.TotalDays),
    };

    /// <summary>Of what comes: the time alone where it comes within a day.</summary>
    public string Soon(DateTimeOffset date) => date - now < TimeSpan.FromDays(1) ? Time(date) : Of(date);

    /// <summary><c>14:05</c>.</summary>
    public string Time(DateTimeOffset date) => Local(date).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>28 نوفمبر 2026، 14:05</c>.</summary>
    public string Of(DateTimeOffset date) => string.Create(CultureInfo.InvariantCulture, $"{Of(DayOf(date))} {Local(date).Year}، {Time(date)}");

    /// <summary><c>اليوم</c>, <c>أمس</c>, <c>السبت 28 نوفمبر</c>; of another year with that.</summary>
    public string Heading(DateOnly day) => (Today.DayNumber - day.DayNumber) switch
    {
        0 => "اليوم",
        1 => "أمس",
        _ => Named(day),
    };

    /// <summary><c>السبت 28 نوفمبر</c>; of another year with that.</summary>
    public string Named(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Weekdays[(int)day.DayOfWeek]} {Of(day)}{(day.Year == Today.Year ? "" : $" {day.Year}")}");

    /// <summary><c>السبت 28 نوفمبر 2026</c>: the same on every day.</summary>
    public string Dated(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Weekdays[(int)day.DayOfWeek]} {Of(day)} {day.Year}");

    private string Of(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {_zone.Months[day.Month - 1]}");

    private DateTimeOffset Local(DateTimeOffset date) => TimeZoneInfo.ConvertTime(date, zone);
}
