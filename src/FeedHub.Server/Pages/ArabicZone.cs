using System.Collections.Immutable;

namespace FeedHub.Server.Pages;

/// <summary>A time zone as Arabic readers know it: its city, and what the papers of its country call the months.</summary>
/// <param name="Name">With its preposition: <c>بتوقيت دمشق</c>.</param>
public sealed record ArabicZone(string Name, ImmutableArray<string> Months)
{
    private static readonly ImmutableArray<string> Gulf =
        ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

    /// <summary>Syria, Lebanon, Jordan, Palestine, Iraq.</summary>
    private static readonly ImmutableArray<string> Levant =
        ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"];

    /// <summary>Algeria, Tunisia.</summary>
    private static readonly ImmutableArray<string> Maghreb =
        ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

    private static readonly ImmutableArray<string> Morocco =
        ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"];

    public static ArabicZone Of(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var (city, months) = zone.Id switch
        {
            "Asia/Damascus" => ("دمشق", Levant),
            "Asia/Beirut" => ("بيروت", Levant),
            "Asia/Amman" => ("عمّان", Levant),
            "Asia/Baghdad" => ("بغداد", Levant),
            "Asia/Jerusalem" => ("القدس", Levant),
            "Asia/Gaza" => ("غزة", Levant),
            "Asia/Hebron" => ("الخليل", Levant),
            "Africa/Algiers" => ("الجزائر", Maghreb),
            "Africa/Tunis" => ("تونس", Maghreb),
            "Africa/Casablanca" => ("الدار البيضاء", Morocco),
            "Africa/El_Aaiun" => ("العيون", Morocco),
            "Asia/Riyadh" => ("الرياض", Gulf),
            "Asia/Kuwait" => ("الكويت", Gulf),
            "Asia/Qatar" => ("الدوحة", Gulf),
            "Asia/Bahrain" => ("المنامة", Gulf),
            "Asia/Dubai" => ("دبي", Gulf),
            "Asia/Muscat" => ("مسقط", Gulf),
            "Asia/Aden" => ("عدن", Gulf),
            "Africa/Cairo" => ("القاهرة", Gulf),
            "Africa/Khartoum" => ("الخرطوم", Gulf),
            "Africa/Tripoli" => ("طرابلس", Gulf),
            "Africa/Nouakchott" => ("نواكشوط", Gulf),
            "Africa/Mogadishu" => ("مقديشو", Gulf),
            "Africa/Djibouti" => ("جيبوتي", Gulf),
            "UTC" or "Etc/UTC" => ("غرينتش", Gulf),
            var other => (other, Gulf),
        };
        return new($"بتوقيت {city}", months);
    }
}
