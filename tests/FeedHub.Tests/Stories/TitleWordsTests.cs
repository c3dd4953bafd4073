using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class TitleWordsTests
{
    [Theory]
    [InlineData("أسعار الذهب اليوم الأحد 4 مارس", "أسعار الذهب اليوم الاثنين ٥ مارس")]
    [InlineData("وصول الطائرة الرابعة", "وصول الطائرة الخامسة")]
    [InlineData("عاجل: مقتل ثلاثة في حادث سير", "مقتل 5 في حادث سير")]
    [InlineData("Gold closes at 1900 on Monday", "Gold closes at 1875 on Friday")]
    public void Titles_that_differ_in_numbers_and_dates_come_from_one_mould(string one, string other)
    {
        Assert.Equal(Read(one).Skeleton, Read(other).Skeleton);
        Assert.NotEqual(Read(one).Numbers, Read(other).Numbers);
    }

    [Fact]
    public void Words_and_digits_are_one_number() => Assert.Equal(Read("مقتل ثلاثة في حادث").Numbers, Read("مقتل 3 في حادث").Numbers);

    [Theory]
    [InlineData("تصحيح: افتتاح الجسر الجديد")]
    [InlineData("عاجل | افتتاح الجسر الجديد")]
    [InlineData("تحديث - افتتاح الجسر الجديد")]
    [InlineData("بالصور.. افتتاح الجسر الجديد")]
    public void Editors_marks_say_nothing(string title) => Assert.Equal(Read("افتتاح الجسر الجديد").Words, Read(title).Words);

    [Fact]
    public void One_family_is_no_count() => Assert.Equal([6u], Read("مصرع وإصابة 6 من عائلة واحدة").Numbers);

    [Theory]
    [InlineData("وزير الخارجية يصل إلى العاصمة", "وزير الخارجية يغادر العاصمة", true)]
    [InlineData("افتتاح مهرجان القرية", "ختام مهرجان القرية", true)]
    [InlineData("Oil rises on supply fears", "Oil falls on supply hopes", true)]
    [InlineData("ارتفاع أسعار النفط", "أسعار النفط ترتفع", false)]
    [InlineData("الذهب يرتفع بعد هبوط", "الذهب يهبط", false)]
    [InlineData("افتتاح مهرجان القرية", "وصول ضيوف مهرجان القرية", false)]
    public void Opposites_are_known(string one, string other, bool areOpposed) =>
        Assert.Equal(areOpposed, TitleWords.AreOpposed(TitleWords.Ways(Read(one).Words), TitleWords.Ways(Read(other).Words)));

    [Theory]
    [InlineData("الياباني", "اليابان")]
    [InlineData("الهولندي", "هولندا")]
    [InlineData("الكينية", "كينيا")]
    [InlineData("السعودي", "السعودية")]
    [InlineData("المصري", "مصر")]
    [InlineData("للعراقي", "العراق")]
    [InlineData("الجنوبية", "الجنوبي")]
    [InlineData("عمان", "العماني")]
    [InlineData("سوريا", "السورية")]
    [InlineData("بتونس", "تونس")]
    public void A_country_is_known_by_its_adjective(string inTitle, string inText)
    {
        Assert.Equal(Assert.Single(Read(inText).Words), Assert.Single(Read(inTitle).Words));
    }

    [Theory]
    [InlineData("ولد", "لدن")]
    [InlineData("الذي", "ذات")]
    [InlineData("وزير", "زيري")]
    [InlineData("الذكي", "ذكا")]
    public void Other_words_are_no_relatives(string inTitle, string inText)
    {
        Assert.DoesNotContain(Assert.Single(Read(inText).Words), Read(inTitle).Words);
    }

    [Fact]
    public void A_word_of_any_length_is_read() => Assert.Single(Read("ال" + new string('ب', 100_000) + "ي").Words);

    [Fact]
    public void A_title_of_numbers_alone_has_no_mould() => Assert.Equal(0u, Read("2026 - 4").Skeleton);

    private static TitleWords Read(string title) => TitleWords.Read(ArabicText.MatchingForm(title));
}
