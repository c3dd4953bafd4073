using AngleSharp.Html.Parser;
using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class PageBlocksTests
{
    private const string Sentence = "أعلنت البلدية صباح اليوم افتتاح السوق القديم بعد عامين من الترميم وسط حضور كبير من الأهالي والتجار الذين عادوا إلى محالهم. ";

    [Theory]
    [InlineData(Sentence + Sentence, true)]
    [InlineData(Sentence + "<a href='/a'>السوق القديم</a> " + Sentence, true)]
    [InlineData("<a href='/a'>" + Sentence + Sentence + "</a>", false)]
    [InlineData("خبر قصير", false)]
    public void A_long_text_with_few_links_is_a_paragraph(string html, bool isParagraph) =>
        Assert.Equal(isParagraph, PageBlocks.IsParagraph(new HtmlParser().ParseDocument($"<p>{html}</p>").QuerySelector("p")!));
}
