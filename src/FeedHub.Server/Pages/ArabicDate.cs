using System.Globalization;
using FeedHub.Publishing;

namespace FeedHub.Server.Pages;

/// <summary>Dates as the page shows them, in UTC: the same for everybody.</summary>
public static class ArabicDate
{
    private static readonly string[] Months =
        ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

    /// <summary>For <c>datetime</c>.</summary>
    public static string Iso(DateTimeOffset date) => date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How long ago, for a week; then the date.</summary>
    public static string Ago(DateTimeOffset date, DateTimeOffset now) => (now - date) switch
    {
        { TotalMinutes: < -5 } or { TotalDays: >= 7 } => Of(date),
        { TotalMinutes: < 1 } => "الآن",
        { TotalHours: < 1 } ago => "قبل " + ArabicCount.Minutes.Of((long)ago.TotalMinutes),
        { TotalDays: < 1 } ago => "قبل " + ArabicCount.Hours.Of((long)ago.TotalHours),
        var ago => "قبل " + ArabicCount.Days.Of((long)ago.TotalDays),
    };

    public static string Of(DateTimeOffset date)
    {
        var utc = date.ToUniversalTime();
        return string.Create(CultureInfo.InvariantCulture, $"{utc.Day} {Months[utc.Month - 1]} {utc.Year}، {utc:HH:mm}");
    }
}
