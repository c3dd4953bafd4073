using System.Globalization;
using FeedHub.Server.Endpoints;

namespace FeedHub.Server.Pages;

/// <summary>Dates as the page shows them, in UTC: the same for everybody, so that pages can be cached.</summary>
public static class ArabicDate
{
    private static readonly string[] Months =
        ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

    /// <summary>For <c>datetime</c>.</summary>
    public static string Iso(DateTimeOffset date) => date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset date)
    {
        var utc = date.ToUniversalTime();
        return string.Create(CultureInfo.InvariantCulture, $"{utc.Day} {Months[utc.Month - 1]} {utc.Year}، {utc:HH:mm}");
    }
}

/// <summary>A source's state in a word.</summary>
public static class ArabicState
{
    public static string Of(SourceHealth source) => source.State switch
    {
        "disabled" => "معطل",
        "gone" => "أُغلق",
        "failing" => "متعثر",
        _ => source.LastSuccessAt is null ? "بانتظار أول جلب" : "سليم",
    };
}
