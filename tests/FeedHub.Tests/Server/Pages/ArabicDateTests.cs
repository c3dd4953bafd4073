using FeedHub.Publishing;
using FeedHub.Server.Pages;

namespace FeedHub.Tests.Server.Pages;

public sealed class ArabicDateTests
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
        Assert.Equal(expected, ArabicDate.Ago(Now - TimeSpan.Parse(ago, System.Globalization.CultureInfo.InvariantCulture), Now));

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
