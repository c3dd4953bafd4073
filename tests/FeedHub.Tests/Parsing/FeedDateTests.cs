using System.Globalization;
using CsCheck;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

public sealed class FeedDateTests
{
    [Theory]
    [InlineData("Tue, 3 Mar 2026 08:09:10 +0300", "2026-03-03T08:09:10+03:00")]
    [InlineData("Fri, 03 Mar 2026 08:09:10 GMT", "2026-03-03T08:09:10+00:00")]
    [InlineData("03 Mar 26 08:09 UT", "2026-03-03T08:09:00+00:00")]
    [InlineData("Tuesday, 03-Mar-26 08:09:10 UTC", "2026-03-03T08:09:10+00:00")]
    [InlineData("Tue, 03 March 2026 08:09:10 GMT+3", "2026-03-03T08:09:10+03:00")]
    [InlineData("Tue, 03 Mar 2026 08:09:10 UTC+05:30", "2026-03-03T08:09:10+05:30")]
    [InlineData("Tue, 03 Mar 2026 08:09:10 EST", "2026-03-03T08:09:10-05:00")]
    [InlineData("Tue, 03 Mar 2026 08:09:10 AST", "2026-03-03T08:09:10+03:00")]
    [InlineData("Tue, 03 Mar 2026 08:09:10 EEST", "2026-03-03T08:09:10+03:00")]
    [InlineData("Tue, 03 Mar 2026 08:09:10 GST", "2026-03-03T08:09:10+04:00")]
    [InlineData("Tue, 03 Mar 2026 08:09:10 -0500 (EST)", "2026-03-03T08:09:10-05:00")]
    [InlineData("Tue, 03 Mar 2026 24:00:00 GMT", "2026-03-04T00:00:00+00:00")]
    [InlineData("Tue, 03 Mar 2026 08:09:60 GMT", "2026-03-03T08:09:59+00:00")]
    [InlineData("Tue, 03 Mar 2026 02:09:10 PM +0300", "2026-03-03T14:09:10+03:00")]
    [InlineData("03.05.2026 14.05", "2026-05-03T14:05:00+00:00")]
    [InlineData("الأربعاء، 5 آذار 2026 - 14.05.09", "2026-03-05T14:05:09+00:00")]
    [InlineData("28.11.2026 klo 14.05", "2026-11-28T14:05:00+00:00")]
    [InlineData("28/11/2026 à 14h05", "2026-11-28T14:05:00+00:00")]
    [InlineData("السبت 28 نونبر 2026 - 9h05", "2026-11-28T09:05:00+00:00")]
    [InlineData("28/11/2026 الساعة: 14:05", "2026-11-28T14:05:00+00:00")]
    [InlineData("14h05 28-11-2026", "2026-11-28T14:05:00+00:00")]
    [InlineData("h 28/11/2026 14:05", "2026-11-28T14:05:00+00:00")]
    [InlineData("2026-03-05 9.30 +0300", "2026-03-05T09:30:00+03:00")]
    [InlineData("5 مارس 2026 45.30", "2026-03-05T00:00:00+00:00")]
    [InlineData("2026.03.05", "2026-03-05T00:00:00+00:00")]
    [InlineData("05.03.26", "2026-03-05T00:00:00+00:00")]
    [InlineData("14 تشرین دوم 2026", "2026-11-14T00:00:00+00:00")]
    [InlineData("14 تشرین اول 2026", "2026-10-14T00:00:00+00:00")]
    [InlineData("14 کانون دوم 2026", "2026-01-14T00:00:00+00:00")]
    public void Mail_dates_and_their_abuses(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("2026-03-03T08:09:10Z", "2026-03-03T08:09:10+00:00")]
    [InlineData("2026-03-03T08:09:10.25-03:30", "2026-03-03T08:09:10-03:30")]
    [InlineData("2026-03-03T08:09+03:00", "2026-03-03T08:09:00+03:00")]
    [InlineData("2026-03-03T08", "2026-03-03T08:00:00+00:00")]
    [InlineData("2026-03-03 08:09:10 +0300", "2026-03-03T08:09:10+03:00")]
    [InlineData("20260303T080910Z", "2026-03-03T08:09:10+00:00")]
    [InlineData("20260303080910", "2026-03-03T08:09:10+00:00")]
    [InlineData("20260303", "2026-03-03T00:00:00+00:00")]
    [InlineData("2026-03", "2026-03-01T00:00:00+00:00")]
    [InlineData("2026", "2026-01-01T00:00:00+00:00")]
    [InlineData("2026-062", "2026-03-03T00:00:00+00:00")]
    [InlineData("2026-W10-2", "2026-03-03T00:00:00+00:00")]
    [InlineData("2026-03-03T08:09:10+03:00[Asia/Riyadh]", "2026-03-03T08:09:10+03:00")]
    public void Machine_dates_whole_and_in_part(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("Tue Mar  3 08:09:10 2026", "2026-03-03T08:09:10+00:00")]
    [InlineData("Tue Mar 3 08:09:10 EDT 2026", "2026-03-03T08:09:10-04:00")]
    [InlineData("March 3rd, 2026 8:09 pm", "2026-03-03T20:09:00+00:00")]
    [InlineData("Sept. 3, 2026", "2026-09-03T00:00:00+00:00")]
    [InlineData("2026/03/03 08:09", "2026-03-03T08:09:00+00:00")]
    [InlineData("03/04/2026", "2026-04-03T00:00:00+00:00")]
    [InlineData("04/13/2026", "2026-04-13T00:00:00+00:00")]
    [InlineData("13.04.2026 8:09", "2026-04-13T08:09:00+00:00")]
    [InlineData("08:09 13-04-2026", "2026-04-13T08:09:00+00:00")]
    [InlineData("Fri, 03 Jul 2026 08:09:10 US/Eastern", "2026-07-03T08:09:10-04:00")]
    [InlineData("Fri, 03 Jul 2026 08:09:10 MESZ", "2026-07-03T08:09:10+02:00")]
    [InlineData("mar. 3 nov. 2026", "2026-11-03T00:00:00+00:00")]
    [InlineData("2026년 03월 04일 오후 08:09:10", "2026-03-04T20:09:10+00:00")]
    [InlineData("Κυρ, 12 Ιούλ 2026 08:09:10 GMT", "2026-07-12T08:09:10+00:00")]
    [InlineData("2026-július-13T9:15-05:00", "2026-07-13T09:15:00-05:00")]
    public void Dates_of_other_programs_and_languages(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("3 آذار 2026", "2026-03-03T00:00:00+00:00")]
    [InlineData("الثلاثاء ٣ مارس ٢٠٢٦ - ٠٨:٠٩ م", "2026-03-03T20:09:00+00:00")]
    [InlineData("‏3‏ مارس‏ 2026 الساعة 8:09 صباحاً", "2026-03-03T08:09:00+00:00")]
    [InlineData("3 كانون الثاني / يناير 2026", "2026-01-03T00:00:00+00:00")]
    [InlineData("2 كانون الأول 2026", "2026-12-02T00:00:00+00:00")]
    [InlineData("2 تشرين 2 2026", "2026-11-02T00:00:00+00:00")]
    [InlineData("2 تشرين 1 2026", "2026-10-02T00:00:00+00:00")]
    [InlineData("شتنبر 3, 2026", "2026-09-03T00:00:00+00:00")]
    [InlineData("3 جويلية 2026", "2026-07-03T00:00:00+00:00")]
    [InlineData("3 أيّار 2026م 7:00 مساء", "2026-05-03T19:00:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 7 مساءً", "2026-03-03T19:00:00+00:00")]
    [InlineData("۳ ژوئن ۲۰۲۶", "2026-06-03T00:00:00+00:00")]
    [InlineData("14 رمضان 1447هـ الموافق 3 مارس 2026م", "2026-03-03T00:00:00+00:00")]
    [InlineData("3 مارس 2026 12:30 ص", "2026-03-03T00:30:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 3:05 بعد الظهر", "2026-03-03T15:05:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 11:05 قبل الظهر", "2026-03-03T11:05:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 12:05 بعد منتصف الليل", "2026-03-03T00:05:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 9:05 ليلاً", "2026-03-03T21:05:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 12:05 ليلاً", "2026-03-03T00:05:00+00:00")]
    [InlineData("3 مارس 2026 الساعة 2:05 ليلا", "2026-03-03T02:05:00+00:00")]
    [InlineData("3 مارس 2026 21:05 بتوقيت السعودية", "2026-03-03T21:05:00+03:00")]
    [InlineData("3 مارس 2026 21:05 بتوقيت الإمارات", "2026-03-03T21:05:00+04:00")]
    public void Arabic_dates_of_every_country(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("قبل 3 ساعات")]
    [InlineData("14 رمضان 1447")]
    [InlineData("1447/09/14")]
    [InlineData("۱۴۰۴/۱۲/۱۲")]
    [InlineData("3 مارس")]
    [InlineData("3 مارس نيسان 2026")]
    [InlineData("30 شباط 2026")]
    [InlineData("2026-02-29T08:00:00Z")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("Tue, 03 Mar 2026 25:00:00 GMT")]
    [InlineData("28/11/2026 à 25h05")]
    [InlineData("10:30")]
    public void What_is_no_date_stays_none(string? text) => Assert.Null(FeedDate.Parse(text));

    [Fact]
    public void A_date_without_zone_is_of_the_sources_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(3), "there", "there");

        Assert.Equal(TimeSpan.FromHours(3), FeedDate.Parse("2026-03-03 08:09", zone)!.Value.Offset);
        Assert.Equal(TimeSpan.Zero, FeedDate.Parse("2026-03-03 08:09Z", zone)!.Value.Offset);
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    [InlineData("tr-TR")]
    public void The_machines_culture_says_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultures(CultureTypes.AllCultures).FirstOrDefault(known => known.Name == culture) ?? CultureInfo.InvariantCulture;
            Check("3 نيسان 2026 08:09:10.5", "2026-04-03T08:09:10+00:00");
            Check("FRI, 03 APR 2026 08:09:10 GMT", "2026-04-03T08:09:10+00:00");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_instant_reads_back_and_no_text_is_an_error()
    {
        Gen.DateTimeOffset.Where(date => date.Year is > 1970 and < 9000).Sample(date =>
        {
            var seconds = new DateTimeOffset(date.Ticks - (date.Ticks % TimeSpan.TicksPerSecond), new TimeSpan(date.Offset.Hours, date.Offset.Minutes, 0));
            Assert.Equal(seconds, FeedDate.Parse(seconds.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)));
            Assert.Equal(seconds.UtcDateTime, FeedDate.Parse(seconds.ToString("r", CultureInfo.InvariantCulture))!.Value.UtcDateTime);
        });
        Gen.String[Gen.Char["0123 -:/+.,TZWam م صنوفبر٣هـ()[]|\u200F\uD800"], 0, 60].Sample(text => FeedDate.Parse(text)?.Year is null or (> 1970 and < 9001));
    }

    private static void Check(string text, string expected) =>
        Assert.Equal(expected, FeedDate.Parse(text)?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
}
