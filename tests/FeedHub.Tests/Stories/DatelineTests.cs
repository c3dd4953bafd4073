using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class DatelineTests
{
    [Theory]
    [InlineData("سبق- الرياض: أعلنت الوزارة اليوم عن موعد جديد للتسجيل في الجامعات", "سبق- الرياض:")]
    [InlineData("واس – أعلنت الوزارة اليوم عن موعد جديد للتسجيل", "واس –")]
    [InlineData("دبي، الإمارات (CNN)-- أعلنت الوزارة اليوم عن موعد جديد للتسجيل", "دبي، الإمارات (CNN)--")]
    [InlineData("أعلنت الوزارة اليوم عن موعد جديد للتسجيل في الجامعات - كما قالت", "")]
    [InlineData("قصير: جدا", "")]
    [InlineData("", "")]
    public void Place_and_agency_are_cut_and_nothing_else(string line, string dateline) => Assert.Equal(dateline.Length, Dateline.Length(line));
}
