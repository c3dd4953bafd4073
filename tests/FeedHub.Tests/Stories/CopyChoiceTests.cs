using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class CopyChoiceTests
{
    [Theory]
    [InlineData("شاهد.. لحظة افتتاح الجسر")]
    [InlineData("شاهد لحظة افتتاح الجسر")]
    [InlineData("بالفيديو… الوزير يفتتح الجسر")]
    [InlineData("بالصور: افتتاح الجسر")]
    [InlineData("بالصور.. افتتاح الجسر")]
    [InlineData("فيديو: افتتاح الجسر")]
    [InlineData("صور | افتتاح الجسر")]
    [InlineData("افتتاح الجسر (فيديو)")]
    [InlineData("افتتاح الجسر [صور]")]
    [InlineData("افتتاح الجسر (صور وفيديو)")]
    [InlineData("انفوجرافيك.. الجسر في أرقام")]
    [InlineData("Watch: the bridge opens")]
    [InlineData("Photos: the bridge opens")]
    public void A_title_over_films_or_pictures(string title) => Assert.True(CopyChoice.IsGallery(title));

    [Theory]
    [InlineData("")]
    [InlineData("افتتاح الجسر")]
    [InlineData("صور تتعرض لقصف عنيف")]
    [InlineData("غارات على مدينة صور")]
    [InlineData("فيديو مسرب يطيح بوزير")]
    [InlineData("الشرطة تعرض مشاهد للحادث (تفاصيل)")]
    [InlineData("Video games grow by a third")]
    [InlineData("(فيديو")]
    public void A_title_over_news(string title) => Assert.False(CopyChoice.IsGallery(title));

    [Theory]
    [InlineData("افتتح الوزير الجسر.", "\nتحرير: منى سالم")]
    [InlineData("افتتح الوزير الجسر.", "\nالمصدر: وكالات\n#الجسر #النقل")]
    [InlineData("افتتح الوزير الجسر.", "\n\nرابط الخبر في صحيفة السهل: افتتاح الجسر\n ")]
    public void Credits_and_tag_lines_do_not_make_a_copy_longer(string text, string credits) => Assert.Equal(text.Length, CopyChoice.Length(text + credits));

    [Theory]
    [InlineData("افتتح الوزير الجسر.\nوشكر العاملين فيه.")]
    [InlineData("افتتح الوزير الجسر.\nوقال الوزير إن الجسر الجديد سيخفف الازدحام عن وسط المدينة")]
    [InlineData("عنوان بلا نقطة")]
    [InlineData("")]
    public void What_belongs_to_the_text_counts(string text) => Assert.Equal(text.Length, CopyChoice.Length(text));
}
