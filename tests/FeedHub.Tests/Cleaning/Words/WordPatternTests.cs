using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class WordPatternTests
{
    [Theory]
    [InlineData("وزير خارج", "قال وزير خارج البلاد", true)]
    [InlineData("وزير خارج", "قال وزير خارجية البلاد", false)]
    [InlineData("وزير خارج", "قال وزير", false)]
    public void A_phrase_is_met_by_its_own_words_alone(string phrase, string text, bool isMet) =>
        Assert.Equal(isMet, WordPattern.Read(phrase, isQuoted: true)!.IsIn(WordSplit.Of(text)));

    [Theory]
    [InlineData("مهاجر", "المهاجرون مهاجرين للمهاجرات مهاجريها", "مهجور هجرة")]
    [InlineData("لاجئ", "اللاجئين للاجئين لاجئات ولاجئ لاجئو", "لاج الجائع")]
    [InlineData("انتخاب", "الانتخابات الانتخابية وانتخابات بانتخابهم", "منتخب ناخب")]
    [InlineData("صاروخ", "الصواريخ صواريخها وبالصاروخ صاروخية صاروخان", "صرخة")]
    [InlineData("صواريخ", "صاروخ الصاروخية", "صرخ")]
    [InlineData("وزير", "الوزراء وزرائها وزراؤه لوزير وزيرة وزيران", "زير وزارة")]
    [InlineData("شئون", "شؤون الشأن لشؤونها بالشئون", "شنّ")]
    [InlineData("مسؤول", "مسئول مسئولون المسؤولية مسؤوليتها مسؤولياتهم", "سؤال")]
    [InlineData("مدرسة", "مدارس المدارس مدرستها مدرسية مدرستين", "مدرس المدرسين")]
    [InlineData("طائرة", "طائرتان الطائرات طائراتها للطائرتين", "طائر طيران")]
    [InlineData("لقاء", "لقاءات لقائه لقاؤهم اللقاءات", "")]
    [InlineData("برنامج", "البرنامج برامج وبرنامج لبرامجه", "رنا")]
    [InlineData("لجنة", "للجنة اللجان لجنتها للجان", "جنة الجان")]
    [InlineData("التزام", "الالتزام التزامات بالتزامها الالتزامات", "زامل")]
    [InlineData("لبنان", "لبناني اللبنانية للبنان بلبنان", "لبن البنان")]
    [InlineData("الحكومة", "حكومة وللحكومات حكوميا حكومتها", "حكم")]
    [InlineData("قتيل", "قتلى القتلى قتيلين", "قاتل مقتل")]
    [InlineData("NATO", "nato Nato", "nat natos")]
    [InlineData("2020", "٢٠٢٠ و2020 لـ2020", "202 20200")]
    public void A_plain_word_is_met_by_its_family(string word, string met, string others)
    {
        Assert.All(Words(met), other => Assert.True(IsMet(word, other), other));
        Assert.All(Words(others), other => Assert.False(IsMet(word, other), other));
    }

    [Theory]
    [InlineData("=صاروخ", "صاروخ بصاروخ وصاروخ", "الصاروخ صواريخ صاروخية")]
    [InlineData("=الصاروخ", "الصاروخ بالصاروخ", "صاروخ الصواريخ")]
    [InlineData("زلز*", "زلزال الزلزال زلزلت وزلزال", "زلة تزلزل")]
    public void A_word_may_be_asked_for_as_it_is_or_by_its_beginning(string word, string met, string others)
    {
        Assert.All(Words(met), other => Assert.True(IsMet(word, other), other));
        Assert.All(Words(others), other => Assert.False(IsMet(word, other), other));
    }

    [Theory]
    [InlineData("عبدالله", "الملك عبد الله")]
    [InlineData("عبد الرحمن", "وعبدالرحمن")]
    [InlineData("الله", "عبدالله")]
    [InlineData("إنشاء الله", "إن شاء الله")]
    [InlineData("إن شاء الله", "انشاء الله")]
    [InlineData("ماشاءالله", "ماشاءالله")]
    public void Names_in_one_word_or_two_are_one(string asked, string text)
    {
        Assert.True(WordPattern.Read(asked, isQuoted: true)!.IsIn(WordSplit.Of(text)));
        Assert.Equal(WordSplit.Of(text), WordSplit.WithPlaces(text).Select(place => place.Word));
    }

    /// <summary>A line that the rules alone would read as another is a mistake of the table.</summary>
    [Fact]
    public void Every_family_of_the_table_meets_in_all_its_words()
    {
        var lines = typeof(WordFamily).Assembly.GetManifestResourceStream("FeedHub.Cleaning.Words.families.txt")!;
        using var reader = new StreamReader(lines);
        Assert.All(
            reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')),
            family => Assert.All(family, word => Assert.All(family, other => Assert.True(IsMet(word, other) && IsMet(word, "ال" + other), $"{word} {other}"))));
    }

    private static bool IsMet(string word, string other) => WordPattern.Read(word, isQuoted: false)!.IsIn(WordSplit.Of(other));

    private static string[] Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
