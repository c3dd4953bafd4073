using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class FigureTests
{
    [Theory]
    [InlineData("7حدائق", 7)]
    [InlineData("48", 48)]
    [InlineData("و9", 9)]
    [InlineData("بـ15 لاعبا", 15)]
    [InlineData("الـ30", 30)]
    [InlineData("ل100 ألف", 100_000)]
    [InlineData("١٬٠٠٠ أسرة", 1000)]
    [InlineData("1,000", 1000)]
    [InlineData("1,250,000 نسمة", 1_250_000)]
    [InlineData("1000", 1000)]
    [InlineData("100 ألف", 100_000)]
    [InlineData("100000", 100_000)]
    [InlineData("5آلاف", 5000)]
    [InlineData("5 آلاف", 5000)]
    [InlineData("خمسة آلاف", 5000)]
    [InlineData("ثلاثة", 3)]
    [InlineData("عشر سنوات", 10)]
    [InlineData("نصف مليون", 500_000)]
    [InlineData("3 ملايين", 3_000_000)]
    [InlineData("2 million", 2_000_000)]
    [InlineData("خمسة عشر عاما", 15)]
    [InlineData("خمس عشرة طائرة", 15)]
    [InlineData("خمسة وعشرون جريحا", 25)]
    [InlineData("ثلاثين شهيدا", 30)]
    [InlineData("ثلاثمئة أسرة", 300)]
    [InlineData("ثلاثمائة أسرة", 300)]
    [InlineData("مئة ألف", 100_000)]
    [InlineData("مائتين وخمسين", 200)]
    [InlineData("ربع مليون", 250_000)]
    [InlineData("خمسون ألف", 50_000)]
    [InlineData("خمسة وعشرين ألفا", 25_000)]
    [InlineData("ألفين", 2000)]
    [InlineData("مليونين", 2_000_000)]
    public void A_figure_is_read_alike_in_every_spelling(string text, long value) =>
        Assert.Equal((ulong)value, Figure.Read(ArabicText.MatchingForm(text), out _));

    [Theory]
    [InlineData("2015")]
    [InlineData("2015م")]
    [InlineData("و2015")]
    [InlineData("ال")]
    [InlineData("و")]
    [InlineData("٢٠١٥")]
    [InlineData("1436هـ")]
    [InlineData("نصف ساعة")]
    [InlineData("ثلاثاء")]
    [InlineData("مدرسة")]
    [InlineData("الرابعة")]
    [InlineData("123456789012345678901234567890")]
    public void A_year_or_another_word_is_no_figure(string text) => Assert.Null(Figure.Read(ArabicText.MatchingForm(text), out _));

    [Fact]
    public void What_belongs_to_a_figure_is_not_read_again()
    {
        Assert.Equal(1000UL, Figure.Read("1 000 اسره", out var length));
        Assert.Equal("1 000".Length, length);
        Assert.Equal(2UL, Figure.Read("2 1000", out _));
    }

    [Fact]
    public void Titles_agree_in_their_numbers_whatever_the_spelling() =>
        Assert.Equal(TitleWords.Read("تسكين 5 الاف اسره").Numbers, TitleWords.Read("تسكين 5000 اسره").Numbers);

    [Theory]
    [InlineData("99999999999999999999999999 مليار")]
    [InlineData("999999999999999 مليار")]
    public void A_number_too_large_to_hold_harms_nothing(string text) => _ = Figure.Read(ArabicText.MatchingForm(text), out _);
}
