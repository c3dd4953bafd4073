using System.Globalization;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

public sealed class ListDateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Damascus = TimeZoneInfo.FindSystemTimeZoneById("Asia/Damascus");

    [Theory]
    [InlineData("منذ 3 ساعات", "2026-11-28T09:00Z")]
    [InlineData("منذ ٣ ساعات", "2026-11-28T09:00Z")]
    [InlineData("قبل ساعتين", "2026-11-28T10:00Z")]
    [InlineData("قبل ساعة", "2026-11-28T11:00Z")]
    [InlineData("منذ ساعة و 20 دقيقة", "2026-11-28T10:40Z")]
    [InlineData("منذ ثلاثة أيام", "2026-11-25T12:00Z")]
    [InlineData("منذ يومين", "2026-11-26T12:00Z")]
    [InlineData("قبل 15 دقيقة", "2026-11-28T11:45Z")]
    [InlineData("منذ أسبوع", "2026-11-21T12:00Z")]
    [InlineData("الآن", "2026-11-28T12:00Z")]
    [InlineData("3 hours ago", "2026-11-28T09:00Z")]
    [InlineData("an hour ago", "2026-11-28T11:00Z")]
    [InlineData("2d", "2026-11-26T12:00Z")]
    [InlineData("۳ ساعت پیش", "2026-11-28T09:00Z")]
    [InlineData("il y a 2 heures", "2026-11-28T10:00Z")]
    [InlineData("اليوم 14:30", "2026-11-28T11:30Z")]
    [InlineData("اليوم، الساعة 2:30 م", "2026-11-28T11:30Z")]
    [InlineData("أمس 18:05", "2026-11-27T15:05Z")]
    [InlineData("Yesterday at 9:15 am", "2026-11-27T06:15Z")]
    [InlineData("أمس", "2026-11-26T21:00Z")]
    [InlineData("28 نوفمبر", "2026-11-27T21:00Z")]
    [InlineData("30 كانون الأول", "2025-12-29T21:00Z")]
    [InlineData("27 نوفمبر - 10:05", "2026-11-27T07:05Z")]
    [InlineData("السبت 28 نوفمبر 2026 - 10:05", "2026-11-28T07:05Z")]
    [InlineData("نُشر يوم السبت 28/11/2026 قبل الظهر", "2026-11-27T21:00Z")]
    [InlineData("2026-11-28T10:05:00+03:00", "2026-11-28T07:05Z")]
    public void A_date_beside_a_headline_is_understood(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), ListDate.Parse(text, Damascus, Now));

    [Theory]
    [InlineData("")]
    [InlineData("سياسة")]
    [InlineData("اليوم")]
    [InlineData("منذ ساعات")]
    [InlineData("100 مشاهدة")]
    [InlineData("الجزء 3 من 5")]
    [InlineData("منذ 99999999999 ساعة")]
    [InlineData("ago ago ago")]
    public void What_is_no_date_is_none(string text) => Assert.Null(ListDate.Parse(text, Damascus, Now));

    [Theory]
    [InlineData("منذ 900000 سنة")]
    [InlineData("منذ 1000000 يوم و 1000000 شهر و 1000000 سنة")]
    public void A_nonsense_distance_throws_nothing(string text) => Assert.True(ListDate.Parse(text, null, Now) < Now);
}
