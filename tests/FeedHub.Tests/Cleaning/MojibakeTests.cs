using System.Text;
using CsCheck;
using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class MojibakeTests
{
    private static readonly string[] Texts =
    [
        "أعلنت البلدية افتتاح السوق القديم صباح الأحد بعد عامين من الترميم",
        "قال الوزير: «لا زيادة في الأسعار» هذا العام، وأضاف أن المخزون يكفي؟",
        "ارتفعت الأسعار بنسبة 12% في الربع الأول (٢٠٢٦) – بحسب بيان رسمي…",
        "<p class=\"lead\">افتتحت <a href=\"https://news.test/a\">المدينة</a> سوقها</p>\n<p>وحضر الأهالي الافتتاح</p>",
        "سلام",
    ];

    private static readonly string[] Persian = ["چهار کارگر در پی ریزش معدن گرفتار شدند", "وزیر گفت قیمت‌ها افزایش نمی‌یابد"];

    static MojibakeTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, string, int> Misreadings
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var text in Texts.Concat(Persian))
            {
                foreach (var encoding in new[] { "windows-1252", "iso-8859-1", "windows-1256" })
                {
                    data.Add(text, encoding, 1);
                    data.Add(text, encoding, 2);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Misreadings))]
    public void Utf8_that_was_read_as_single_bytes_is_read_again(string text, string misreadAs, int rounds)
    {
        var broken = text;
        for (var round = 0; round < rounds; round++)
        {
            broken = Misread(broken, Encoding.UTF8, misreadAs);
        }

        Assert.Equal(text, ArabicText.RepairMojibake(broken));
    }

    [Fact]
    public void What_was_cut_within_a_letter_is_read_again_up_to_there()
    {
        var broken = Misread("أعلنت البلدية افتتاح السوق القديم", Encoding.UTF8, "windows-1252");

        Assert.Equal("أعلنت البلدية افتتاح السوق القدي", ArabicText.RepairMojibake(broken[..^1]).TrimEnd('\uFFFD', 'Ù'));
    }

    [Theory]
    [InlineData("windows-1256", "windows-1252")]
    [InlineData("windows-1256", "iso-8859-1")]
    [InlineData("iso-8859-6", "iso-8859-1")]
    [InlineData("iso-8859-6", "windows-1252")]
    public void Arabic_bytes_that_were_read_as_latin_are_read_again(string written, string misreadAs)
    {
        string[] texts = ["أعلنت البلدية افتتاح السوق القديم", "قال الوزير إن المخزون يكفي، هل يكفي؟", "<p><a href=\"https://news.test/very/long/path/of/ascii\">السلام عليكم</a></p>", "الرئيس"];
        foreach (var text in texts)
        {
            Assert.Equal(text, ArabicText.RepairMojibake(Misread(text, Encoding.GetEncoding(written), misreadAs)));
        }
    }

    [Theory]
    [InlineData("ÀÉÈÙ")]
    [InlineData("ÉCOLE À ÊTRE")]
    [InlineData("ÇÀ ET LÀ, L’ÉTÉ À ÉVIAN : DÉJÀ VU")]
    [InlineData("À Á Â Ã Ä Å Æ Ç È É Ê Ë")]
    [InlineData("àáâãäåæçèéêëìíîïðñòóôõö")]
    [InlineData("áÁ éÉ íÍ óÓ úÚ ñÑ")]
    [InlineData("ÀÁÂÃÄÅàáâãäå")]
    [InlineData("Où… OÙ… OÙ… LÀ»")]
    [InlineData("«KØ» «SØ» Ø… ø» Ø»")]
    [InlineData("Ötzi ärgert Öl, Übermaß; Größe, Füße")]
    [InlineData("Coração, ação, não, são; São João")]
    [InlineData("Þórður á Ísafirði, Ægir & Ólöf")]
    [InlineData("îşçî û çêker li Şamê")]
    [InlineData("Çelik İş, Güneş ÖĞRETMEN")]
    [InlineData("Ïðèâåò, ìèð! Ïðåçèäåíò çàÿâèë î âñòðå÷å")]
    [InlineData("Ç êõâÝñíçóç áíáêïßíùóå íÝá ìÝôñá")]
    [InlineData("ÖÐ¹úÐÂÎÅ±¨µÀ")]
    [InlineData("طائرة حطت في مطار طرطوس وطاقمها بخير")]
    [InlineData("ط، ظ، ع، غ: حروف")]
    [InlineData("خطّ «طنطا»… وسط؛ ضغط؟ شرط، ربط، حفظ، لفظ")]
    [InlineData("«بسط»… ط‌ظ قسط، وسط، غلط، نفط")]
    [InlineData("دَرَسَ الطَّالِبُ، ثُمَّ كَتَبَ؛ «نَعَم»")]
    [InlineData("القهوة à la turque في café de Ñuñoa عند Évian")]
    [InlineData("Привет, мир")]
    [InlineData("新闻：中国")]
    [InlineData("😀 Ø 😀 Ù ÷ × ±")]
    [InlineData("price 5 € – “q” … ™ ½")]
    [InlineData("")]
    [InlineData("ascii only")]
    public void Sound_text_stays_the_same_instance(string text) => Assert.Same(text, ArabicText.RepairMojibake(text));

    [Fact]
    public void Sound_text_beside_mojibake_stays()
    {
        var broken = Misread("أعلنت البلدية", Encoding.UTF8, "windows-1252");

        Assert.Equal("خبر عاجل: أعلنت البلدية ﷺ 😀", ArabicText.RepairMojibake($"خبر عاجل: {broken} ﷺ 😀"));
        Assert.Equal("Déjà à l’Élysée : أعلنت البلدية", ArabicText.RepairMojibake($"Déjà à l’Élysée : {broken}"));
    }

    [Theory]
    [InlineData("utf-8", "windows-1256")]
    [InlineData("windows-1256", "windows-1252")]
    [InlineData("iso-8859-6", "iso-8859-1")]
    public void Mojibake_beside_sound_arabic_is_read_all_the_same(string written, string misreadAs)
    {
        var broken = Misread("السلام عليكم ورحمة الله", Encoding.GetEncoding(written), misreadAs);

        Assert.Equal("خبر عاجل من العاصمة: السلام عليكم ورحمة الله، انتهى", ArabicText.RepairMojibake($"خبر عاجل من العاصمة: {broken}، انتهى"));
    }

    [Theory]
    [InlineData("قال â€œنعمâ€\u009d ثمâ€¦", "قال “نعم” ثم…")]
    [InlineData("قال Â«نعمÂ» ثم مضى", "قال «نعم» ثم مضى")]
    [InlineData("don’t becomes donâ€™t", "don’t becomes don’t")]
    public void Signs_alone_are_read_too(string broken, string sound) => Assert.Equal(sound, ArabicText.RepairMojibake(broken));

    [Theory]
    [InlineData("ÎÈÑ ÚÇÌá", "خبر عاجل")]
    [InlineData("ÈÛÏÇÏ ÊÑÏ", "بغداد ترد")]
    public void A_few_words_are_enough(string broken, string sound) => Assert.Equal(sound, ArabicText.RepairMojibake(broken));

    [Fact]
    public void What_was_cut_in_the_middle_of_a_letter_is_read_up_to_there()
    {
        var broken = Misread("أعلنت البلدية", Encoding.UTF8, "windows-1252");

        Assert.StartsWith("أعلنت البلدي", ArabicText.RepairMojibake(broken[..^1]), StringComparison.Ordinal);
        Assert.Equal("لمت البلدية", ArabicText.RepairMojibake("لمت البلدية"));
        Assert.EndsWith("لنت البلدية", ArabicText.RepairMojibake(broken[3..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Arabic_survives_any_misreading_and_sound_arabic_is_never_touched()
    {
        var word = Gen.String[Gen.Char["ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئة"], 2, 9];
        var text = word.Array[3, 12].Select(words => string.Join(' ', words));

        text.Sample(sound =>
        {
            Assert.Same(sound, ArabicText.RepairMojibake(sound));
            Assert.Equal(sound, ArabicText.RepairMojibake(Misread(sound, Encoding.UTF8, "windows-1252")));
            Assert.Equal(sound, ArabicText.RepairMojibake(Misread(sound, Encoding.UTF8, "windows-1256")));
        });
    }

    [Fact]
    public void No_text_is_an_error() =>
        Gen.String[Gen.Char["Ø§Ù„Ã˜Â§ÇáÓ\u0098\u009dطظع§،«» <a>&;é\uD83D\uDE00\0"], 0, 60].Sample(text => Assert.NotNull(ArabicText.RepairMojibake(text)));

    private static string Misread(string text, Encoding written, string misreadAs) => AsRead(misreadAs).GetString(written.GetBytes(text));

    private static Encoding AsRead(string name) => name == "iso-8859-1" ? Encoding.Latin1 : Encoding.GetEncoding(name);
}
