using FeedHub.Publishing;
using FeedHub.Server.Pages;

namespace FeedHub.Tests.Server.Pages;

public sealed class PageClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("00:00:00", "الآن")]
    [InlineData("-00:03:00", "الآن")]
    [InlineData("00:00:59", "الآن")]
    [InlineData("00:01:00", "قبل دقيقة")]
    [InlineData("00:02:59", "قبل دقيقتين")]
    [InlineData("00:03:00", "قبل 3 دقائق")]
    [InlineData("00:10:00", "قبل 10 دقائق")]
    [InlineData("00:11:00", "قبل 11 دقيقة")]
    [InlineData("00:59:59", "قبل 59 دقيقة")]
    [InlineData("01:00:00", "قبل ساعة")]
    [InlineData("02:30:00", "قبل ساعتين")]
    [InlineData("09:00:00", "قبل 9 ساعات")]
    [InlineData("23:59:00", "قبل 23 ساعة")]
    [InlineData("1.00:00:00", "قبل يوم")]
    [InlineData("2.05:00:00", "قبل يومين")]
    [InlineData("6.23:00:00", "قبل 6 أيام")]
    [InlineData("7.00:00:00", "2 مارس 2026، 12:00")]
    [InlineData("-1.00:00:00", "10 مارس 2026، 12:00")]
    public void How_long_ago_is_said_as_Arabic_counts(string ago, string expected) =>
        Assert.Equal(expected, new PageClock(TimeZoneInfo.Utc, Now).Ago(Now - TimeSpan.Parse(ago, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("Asia/Damascus", "بتوقيت دمشق", "28 تشرين الثاني 2026، 01:30")]
    [InlineData("Asia/Baghdad", "بتوقيت بغداد", "28 تشرين الثاني 2026، 01:30")]
    [InlineData("Africa/Casablanca", "بتوقيت الدار البيضاء", "27 نونبر 2026، 23:30")]
    [InlineData("Africa/Tunis", "بتوقيت تونس", "27 نوفمبر 2026، 23:30")]
    [InlineData("Asia/Riyadh", "بتوقيت الرياض", "28 نوفمبر 2026، 01:30")]
    [InlineData("Europe/Berlin", "بتوقيت Europe/Berlin", "27 نوفمبر 2026، 23:30")]
    [InlineData("UTC", "بتوقيت غرينتش", "27 نوفمبر 2026، 22:30")]
    public void Times_are_the_zones_and_months_its_countrys(string zone, string name, string expected)
    {
        var clock = new PageClock(TimeZoneInfo.FindSystemTimeZoneById(zone), Now);

        Assert.Equal(name, clock.ZoneName);
        Assert.Equal(expected, clock.Of(new(2026, 11, 27, 22, 30, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("2026-11-28", "اليوم")]
    [InlineData("2026-11-27", "أمس")]
    [InlineData("2026-11-26", "الخميس 26 تشرين الثاني")]
    [InlineData("2026-11-29", "الأحد 29 تشرين الثاني")]
    [InlineData("2025-12-01", "الاثنين 1 كانون الأول 2025")]
    public void A_day_is_headed_as_people_call_it(string day, string expected)
    {
        // In Damascus it is the next day already.
        var clock = new PageClock(TimeZoneInfo.FindSystemTimeZoneById("Asia/Damascus"), new(2026, 11, 27, 22, 30, 0, TimeSpan.Zero));

        Assert.Equal(expected, clock.Heading(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("وكالة السهل", "س")]
    [InlineData("الجزيرة", "ج")]
    [InlineData("BBC عربي", "B")]
    [InlineData("أخبار", "أ")]
    [InlineData("قناة 24", "2")]
    [InlineData("«النهار»", "ن")]
    [InlineData("", "•")]
    public void A_source_is_marked_by_the_letter_of_its_own_name(string title, string letter) => Assert.Equal(letter, SourceMark.Letter(title));

    [Theory]
    [InlineData(0, "0 مصدر")]
    [InlineData(1, "مصدر واحد")]
    [InlineData(2, "مصدران")]
    [InlineData(3, "3 مصادر")]
    [InlineData(10, "10 مصادر")]
    [InlineData(11, "11 مصدراً")]
    [InlineData(99, "99 مصدراً")]
    [InlineData(100, "100 مصدر")]
    [InlineData(102, "102 مصدر")]
    [InlineData(103, "103 مصادر")]
    [InlineData(1000, "1000 مصدر")]
    public void A_noun_takes_the_form_of_its_number(long number, string expected) => Assert.Equal(expected, ArabicCount.Sources.Of(number));
}
