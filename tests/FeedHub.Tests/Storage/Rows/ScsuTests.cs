using CsCheck;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public sealed class ScsuTests
{
    /// <summary>German and Russian: the standard's own examples (§9.1, §9.2).</summary>
    [Theory]
    [InlineData("Öl fließt", "D66C20666C6965DF74")]
    [InlineData("Москва", "129CBEC1BAB2B0")]
    [InlineData("سلام", "13B3C4A7C5")]
    [InlineData("خبر: news\n", "13AEA8B13A206E6577730A")]
    [InlineData("سيد“قال”", "13B3CAAF051CC2A7C4051D")]
    [InlineData("گفت", "0E06AF13C1AA")]
    [InlineData("یک گل", "180DCCA920AF04C4")]
    [InlineData("م😀", "04C50ED83D0EDE00")]
    [InlineData("\u0001", "0101")]
    [InlineData("", "")]
    public void Text_is_written_as_the_standard_says(string text, string bytes)
    {
        Assert.Equal(bytes, Convert.ToHexString(Encode(text)));
        Assert.Equal(text, Decode(Encode(text)));
    }

    [Fact]
    public void Any_code_units_come_back() =>
        Gen.OneOf(Gen.Char['\0', '\uFFFF'], Gen.Char['\u0600', '\u06FF'], Gen.Char['\0', '\u00FF'], Gen.Char['\u2000', '\u206F']).Array[0, 200].Sample(
            letters => Assert.Equal(new string(letters), Decode(Encode(new string(letters)))),
            iter: 20_000);

    [Theory]
    [InlineData("0E06")]
    [InlineData("01")]
    [InlineData("18")]
    [InlineData("09410F")]
    [InlineData("0B")]
    public void Bytes_that_are_no_text_are_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => Decode(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("FFFFFFFF01")]
    [InlineData("0500000001")]
    public void A_packed_text_that_was_changed_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => PackedText.Unpack(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("الأخبار العاجلة من المدينة", 26 + 1)]
    [InlineData("رئیس جمهور گفت که برنامه‌های تازه‌ای در راه است", 62)]
    [InlineData("ראש הממשלה אמר היום", 19 + 2)]
    public void A_script_takes_a_byte_a_letter(string text, int most) => Assert.InRange(Encode(text).Length, text.Length, most);

    private static byte[] Encode(string text)
    {
        var bytes = new byte[text.Length * Scsu.MaxBytesPerChar];
        return bytes[..Scsu.Encode(text, bytes)];
    }

    private static string Decode(byte[] bytes)
    {
        var text = new char[bytes.Length];
        return new string(text, 0, Scsu.Decode(bytes, text));
    }
}
