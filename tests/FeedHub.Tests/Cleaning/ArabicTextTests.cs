using System.Globalization;
using System.Text;
using CsCheck;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Tests.Cleaning;

public sealed class ArabicTextTests
{
    private static readonly Gen<string> AnyText = Gen.String[Gen.Char["اأإآٱىيئءؤةه لامىکگیڤپچـَّْٰٓٔﻻﷲﷺﹱﺎ٠۱1Aéaé،؛؟«\u200C\u200D\u200F\u00A0\uFEFF\n\uD83D\uDE00\uD835\uDC00ǅİ½"], 0, 60];

    [Theory]
    [InlineData("ا\u0653", "آ")]
    [InlineData("ا\u0654", "أ")]
    [InlineData("ا\u0655", "إ")]
    [InlineData("و\u0654", "ؤ")]
    [InlineData("ي\u0654", "ئ")]
    [InlineData("ه\u0654", "ه\u0654")]
    [InlineData("ە\u0654", "ۀ")]
    [InlineData("ہ\u0654", "ۂ")]
    [InlineData("ے\u0654", "ۓ")]
    [InlineData("ا\u064E\u0654", "أ\u064E")]
    [InlineData("ب\u064E\u0651", "ب\u064E\u0651")]
    [InlineData("ب\u0651\u064E", "ب\u064E\u0651")]
    [InlineData("e\u0301te", "éte")]
    [InlineData("\u212B", "Å")]
    public void Marks_are_composed_and_ordered(string text, string expected) => Assert.Equal(expected, ArabicText.Compose(text));

    [Theory]
    [InlineData("ﺍﻟﺴﻼﻡ", "السلام")]
    [InlineData("ﻻ ﻷ ﻹ ﻵ", "لا لأ لإ لآ")]
    [InlineData("ﷲ", "الله")]
    [InlineData("ﭼﮭﺎﺭ ﮐﯽ ﮔﻞ", "چھار کی گل")]
    [InlineData("ﭖﭗﭘﭙ", "پپپپ")]
    [InlineData("ﹰ", "\u064B")]
    [InlineData("بﹷ", "ب\u064E")]
    [InlineData("بﹽ", "ب\u0651")]
    public void Presentation_forms_of_letters_become_the_letters(string text, string expected) => Assert.Equal(expected, ArabicText.Compose(text));

    [Theory]
    [InlineData("ﷺ ﷻ ﷽ ﷼")]
    [InlineData("﴾ قال ﴿")]
    [InlineData("½ ™ ﬁ ² ℃ … №")]
    [InlineData("هـ بـ\"نص\" ـ")]
    [InlineData("٠١٢ ۰۱۲ 012")]
    [InlineData("می‌روم")]
    [InlineData("کتاب پنجم گچ ڤيديو ہے ھ ۃ")]
    [InlineData("النص، ثم؛ فهل؟ «نعم»")]
    [InlineData("دَرَسَ ثُمَّ كَتَبَ رَحْمٰن")]
    [InlineData("أإآؤئ ۀ ۂ ۓ é Å")]
    [InlineData("٭ ۝ ؀ ۞")]
    [InlineData("")]
    public void What_is_composed_already_stays_the_same_instance(string text) => Assert.Same(text, ArabicText.Compose(text));

    [Theory]
    [InlineData("أحمد إلى آخر ٱلباب", "احمد الي اخر الباب")]
    [InlineData("على، علي؛ عليٌّ", "علي علي علي")]
    [InlineData("مسؤول شيئاً سماء", "مسوول شييا سما")]
    [InlineData("شئون شؤون ومسئول ومسؤول رُءُوس رؤوس بدءوا", "شوون شوون ومسوول ومسوول رووس رووس بدووا")]
    [InlineData("مسـئُول ي\u0654و و\u0654و ﺷﺌﻮن ﯮ", "مسوول وو وو شوون وو")]
    [InlineData("أعضاؤه أعضائه تفاؤل جاؤوا", "اعضايه اعضايه تفايل جاووا")]
    [InlineData("مؤتمر سؤال رئيس الطائف شئ ئ ؤ ﯪ", "موتمر سوال رييس الطايف شي ي و يا")]
    [InlineData("المدينة المدينه ہے ە ھ", "المدينه المدينه هي ه ه")]
    [InlineData("کتاب گل ڪتاب", "كتاب كل كتاب")]
    [InlineData("ڤيديو پاريس چاد", "فيديو باريس جاد")]
    [InlineData("ی ې ے ى", "ي ي ي ي")]
    [InlineData("مـحــمد هـ", "محمد ه")]
    [InlineData("مُحَمَّدٌ رَحْمٰن", "محمد رحمن")]
    [InlineData("١٢٫٥ ۱۲ 12", "12 5 12 12")]
    [InlineData("ﺍﻟﺴﻼﻡ ﷲ", "السلام الله")]
    [InlineData("CNN Été ＡＢＣ", "cnn ete abc")]
    [InlineData("«خبر»…عاجل! (1)", "خبر عاجل 1")]
    [InlineData("  \u200Fخبر\u200E\u00A0\n عاجل ", "خبر عاجل")]
    [InlineData("می‌روم", "ميروم")]
    [InlineData("😀 خبر 😀", "خبر")]
    [InlineData("𝐀 𞸀", "𝐀 𞸀")]
    [InlineData("ﬁn ½", "fin 1 2")]
    [InlineData("ء", "")]
    [InlineData("خبر ء وخبر ءء", "خبر وخبر")]
    [InlineData("... – ؟", "")]
    public void The_matching_form_keeps_what_is_said_and_not_how_it_is_written(string text, string expected) => Assert.Equal(expected, ArabicText.MatchingForm(text));

    [Theory]
    [InlineData("ب", "ت")]
    [InlineData("الرابعة", "الخامسة")]
    [InlineData("30", "23")]
    [InlineData("س", "ش")]
    [InlineData("خبر عاجل", "خبرعاجل")]
    [InlineData("ڨ", "ق")]
    public void Different_words_keep_different_forms(string one, string other) =>
        Assert.NotEqual(ArabicText.MatchingForm(one), ArabicText.MatchingForm(other));

    [Fact]
    public void A_text_in_matching_form_is_returned_itself()
    {
        const string Form = "اعلنت البلديه افتتاح السوق 2026";

        Assert.Same(Form, ArabicText.MatchingForm(Form));
    }

    [Fact]
    public void Composing_and_folding_twice_changes_nothing_more() => AnyText.Sample(text =>
    {
        var composed = ArabicText.Compose(text);
        var form = ArabicText.MatchingForm(text);
        Assert.Same(composed, ArabicText.Compose(composed));
        Assert.Same(form, ArabicText.MatchingForm(form));
        Assert.Equal(form, ArabicText.MatchingForm(composed));
    });

    [Fact]
    public void Every_character_has_a_matching_form_that_stays()
    {
        for (var c = '\0'; c < char.MaxValue; c++)
        {
            var form = ArabicText.MatchingForm($"{c}");
            Assert.True(form == ArabicText.MatchingForm(form), $"U+{(int)c:X4}");
        }
    }

    [Fact]
    public void No_text_is_an_error() => Gen.String.Sample(text =>
    {
        Assert.NotNull(ArabicText.Compose(text));
        Assert.NotNull(ArabicText.MatchingForm(text));
        Assert.NotNull(ArabicText.RepairMojibake(text));
    });

    [Fact]
    public void A_million_marks_are_ordered_at_once()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0651\u064E", 500_000));

        Assert.Equal("ب" + new string('\u064E', 500_000) + new string('\u0651', 500_000), ArabicText.Compose("ب" + marks));
    }

    [Fact]
    public void Letters_compose_as_the_machine_says()
    {
        Assert.SkipUnless("ا\u0653".Normalize() == "آ", "This machine normalizes nothing: it has no ICU, or runs in invariant mode.");
        foreach (var c in Letters())
        {
            var decomposed = $"{c}".Normalize(NormalizationForm.FormD);
            var message = $"U+{(int)c:X4}";
            Assert.True(decomposed.Normalize() == ArabicText.Compose(decomposed), message);
            Assert.True($"{c}\u064E\u0651".Normalize() == ArabicText.Compose($"{c}\u064E\u0651"), message);
            Assert.True($"{c}\u0651\u0654".Normalize() == ArabicText.Compose($"{c}\u0651\u0654"), message);
            Assert.True($"{c}\u0323\u0301".Normalize() == ArabicText.Compose($"{c}\u0323\u0301"), message);
        }
    }

    [Fact]
    public void Presentation_forms_are_the_letters_that_the_machine_says()
    {
        Assert.SkipUnless("ا\u0653".Normalize() == "آ", "This machine normalizes nothing: it has no ICU, or runs in invariant mode.");
        foreach (var c in Range('\uFB50', '\uFD3D').Concat(Range('\uFD50', '\uFDF9')).Concat(Range('\uFE80', '\uFEFC')).Where(char.IsLetter))
        {
            Assert.True($"{c}".Normalize(NormalizationForm.FormKC) == ArabicText.Compose($"{c}"), $"U+{(int)c:X4}");
        }
    }

    /// <summary>Rules 13 to 17, as a body goes through them.</summary>
    [Theory]
    [InlineData("خ\u200Bب\u2060ر\uFEFF \u00ADعا\u180Eجل\uFFFC", "خبر عاجل")]
    [InlineData("خبر\u0001\u0007 \uFDD5عاجل\uFFFF\u206A", "خبر عاجل")]
    [InlineData("\u200Fخبر\u200E \u202Bعاجل\u202C \u2067نص\u2069\u061C", "خبر عاجل نص")]
    [InlineData("می\u200Cروم", "می\u200Cروم")]
    [InlineData("می\u200C\u200Cروم", "می\u200Cروم")]
    [InlineData("\u200Cخبر\u200C عاجل\u200C", "خبر عاجل")]
    [InlineData("1442 ه\u200D", "1442 ه\u200D")]
    [InlineData("\u200Dخبر", "خبر")]
    [InlineData("👨\u200D👩\u200D👧 x\u200Dy", "👨\u200D👩\u200D👧 xy")]
    [InlineData("آية \u06DD \u0600٥", "آية \u06DD \u0600٥")]
    [InlineData("1442 هـ بـ\"نص\" واس ـ الرياض مـحمد", "1442 هـ بـ\"نص\" واس ـ الرياض مـحمد")]
    [InlineData("كَتَبَ ٠١٢ ۴۵ 12 کگ ، نص ؛ ثم ؟", "كَتَبَ ٠١٢ ۴۵ 12 کگ ، نص ؛ ثم ؟")]
    [InlineData("½ ™ ﷺ ﻻ", "½ ™ ﷺ لا")]
    public void A_body_keeps_its_spelling_and_loses_what_nobody_sees(string html, string expected) =>
        Assert.Equal(expected, HtmlText.Clean($"<p>{html}</p>", CleaningOptions.Default).Text);

    [Theory]
    [InlineData("مـحـــمد", "محمد")]
    [InlineData("1442 هـ", "1442 هـ")]
    [InlineData("واس ـ الرياض", "واس ـ الرياض")]
    [InlineData("مـَحمد", "مَحمد")]
    public void Tatweel_between_letters_goes_where_a_source_asks(string text, string expected) =>
        Assert.Equal(expected, HtmlText.Clean(text, CleaningOptions.Default with { StripTatweel = true }).Text);

    /// <summary>Hangul composes by rule rather than by table, and is left as it comes.</summary>
    private static IEnumerable<char> Letters() =>
        Range('\u00C0', '\uD7FF').Concat(Range('\uF900', '\uFEFC')).Where(c => char.IsLetter(c) && c is not ((>= '\u1100' and <= '\u11FF') or (>= '\uA960' and <= '\uA97F') or (>= '\uAC00' and <= '\uD7FF'))
            && !(c >= '\uFB50' && char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter));

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
