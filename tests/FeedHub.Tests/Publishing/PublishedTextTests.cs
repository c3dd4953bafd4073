using CsCheck;
using FeedHub.Publishing;

namespace FeedHub.Tests.Publishing;

public sealed class PublishedTextTests
{
    [Theory]
    [InlineData("CNN: مقابلة مع الوزير", true)]
    [InlineData("«CNN»: مقابلة مع الوزير", true)]
    [InlineData("2026 FIFA كأس العالم في المدينة", true)]
    [InlineData("مقابلة CNN مع الوزير", false)]
    [InlineData("Apple Inc. تفتتح", false)]
    [InlineData("CNN: \uFEE3\uFED8\uFE8E\uFE91\uFEE0\uFE94", true)]
    [InlineData("Apple Inc.", false)]
    [InlineData("2026: عام جديد", false)]
    [InlineData("", false)]
    public void A_mark_goes_before_a_mostly_Arabic_title_whose_first_letter_is_Latin(string title, bool isMarked) =>
        Assert.Equal(isMarked ? "\u200F" + title : title, PublishedText.Title(title));

    [Fact]
    public void Each_line_is_a_paragraph_and_nothing_in_it_is_markup() =>
        Assert.Equal(
            "<div dir=\"rtl\" lang=\"ar\"><p>أول &lt;b&gt; &amp;amp;</p><p>ثان</p><p dir=\"rtl\" lang=\"ar\"><a href=\"https://hub.example/stories/1\">حمله &lt;أ&gt;</a></p></div>",
            PublishedText.Html("أول <b> &amp;\n\nثان", "ar", "حمله <أ>", "https://hub.example/stories/1"));

    [Theory]
    [InlineData("ar", "rtl")]
    [InlineData("ar-SY", "rtl")]
    [InlineData("AR", "rtl")]
    [InlineData("fa", "rtl")]
    [InlineData("ckb", "rtl")]
    [InlineData("en", "ltr")]
    [InlineData("arn", "ltr")]
    public void A_language_runs_its_own_way(string language, string direction) =>
        Assert.StartsWith($"<div dir=\"{direction}\"", PublishedText.Html("x", language, "", ""), StringComparison.Ordinal);

    [Fact]
    public void A_summary_is_one_line_and_ends_at_a_word()
    {
        var summary = PublishedText.Summary("سطر\n" + string.Concat(Enumerable.Repeat("كلمة ", 100)));

        Assert.StartsWith("سطر كلمة", summary, StringComparison.Ordinal);
        Assert.EndsWith("كلمة…", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Length, 200, 301);
    }

    [Fact]
    public void A_short_text_is_its_own_summary() => Assert.Equal("خبر قصير.", PublishedText.Summary("خبر قصير."));

    [Fact]
    public void Whatever_the_text_is_what_comes_out_is_valid_XML_and_what_was_valid_stays() =>
        Gen.Int[0, 0x10FFFF].Array[0, 600].Sample(points =>
        {
            var text = string.Concat(points.Select(point => point is >= 0xD800 and <= 0xDFFF || point < 0x10000 ? ((char)point).ToString() : char.ConvertFromUtf32(point)));
            var valid = PublishedText.Valid(text);
            System.Xml.XmlConvert.VerifyXmlChars(valid);
            System.Xml.XmlConvert.VerifyXmlChars(PublishedText.Summary(text));
            System.Xml.XmlConvert.VerifyXmlChars(PublishedText.Title(text));
            Assert.Equal(valid, PublishedText.Valid(valid));
        });
}
