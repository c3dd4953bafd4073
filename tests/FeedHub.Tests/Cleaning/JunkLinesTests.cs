using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning;

/// <summary>
/// Lines that belong to the page go, and sentences that only hold their words stay: <c>Fixtures/Cleaning/junk.txt</c> (HTML, a kind a line),
/// <c>kept.txt</c> (sentences), <c>kept-linked.txt</c> (sentences that hold a link) and <c>named.txt</c> (lines that are junk where they name their own source).
/// </summary>
public sealed class JunkLinesTests
{
    private const string First = "قال المدير إن العمل مستمر في المشفى طوال الشهر المقبل من دون توقف.";
    private const string Second = "وأضاف أن الأجهزة الجديدة وصلت من ثلاث شركات محلية معروفة.";

    private static readonly string Folder = Repository.Folder("tests/FeedHub.Tests/Fixtures/Cleaning");

    public static TheoryData<string> Kept => [.. File.ReadLines(Path.Combine(Folder, "kept.txt"))];

    public static TheoryData<string> KeptLinked => [.. File.ReadLines(Path.Combine(Folder, "kept-linked.txt"))];

    public static TheoryData<string> Named => [.. File.ReadLines(Path.Combine(Folder, "named.txt"))];

    public static TheoryData<string> Junk => [.. File.ReadLines(Path.Combine(Folder, "junk.txt"))];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_sentence_stays_wherever_it_stands(string sentence)
    {
        Assert.Equal($"{sentence}\n{First}\n{Second}", Clean($"<p>{sentence}</p><p>{First}</p><p>{Second}</p>"));
        Assert.Equal($"{First}\n{sentence}\n{Second}", Clean($"<p>{First}</p><p>{sentence}</p><p>{Second}</p>"));
        Assert.Equal($"{First}\n{Second}\n{sentence}", Clean($"<p>{First}</p><p>{Second}</p><p>{sentence}</p>"));
        Assert.Equal($"{First}\n{sentence}\n{Second}", Clean($"<p>{First}</p><h2>{sentence}</h2><p>{Second}</p>"));
        Assert.Equal($"{First}\n- {sentence}\n- {Second}", Clean($"<p>{First}</p><ul><li>{sentence}</li><li>{Second}</li></ul>"));
        Assert.Equal($"{First}\n{sentence}", Clean($"<p>{First}</p><blockquote><p>{sentence}</p></blockquote>"));
        Assert.Equal($"{First}\n{sentence} | 1\n{Second} | 2", Clean($"<p>{First}</p><table><tr><td>{sentence}</td><td>1</td></tr><tr><td>{Second}</td><td>2</td></tr></table>"));
    }

    [Fact]
    public void There_are_two_hundred_of_them() => Assert.True(Kept.Count >= 200);

    [Theory]
    [MemberData(nameof(Junk))]
    public void Junk_goes_from_either_end(string junk)
    {
        Assert.Equal($"{First}\n{Second}", Clean($"<p>{First}</p><p>{Second}</p>{junk}"));
        Assert.Equal($"{First}\n{Second}", Clean($"{(junk.Contains("appeared", StringComparison.Ordinal) || junk.Contains("ظهرت", StringComparison.Ordinal) ? "" : junk)}<p>{First}</p><p>{Second}</p>"));
    }

    [Theory]
    [MemberData(nameof(KeptLinked))]
    public void A_sentence_stays_though_it_holds_a_link(string html)
    {
        var sentence = HtmlText.Clean(html, CleaningOptions.Default with { RemoveBoilerplate = false }).Text;

        Assert.Equal($"{sentence}\n{First}\n{Second}", Clean($"<p>{html}</p><p>{First}</p><p>{Second}</p>"));
        Assert.Equal($"{First}\n{sentence}\n{Second}", Clean($"<p>{First}</p><p>{html}</p><p>{Second}</p>"));
        Assert.Equal($"{First}\n{Second}\n{sentence}", Clean($"<p>{First}</p><p>{Second}</p><p>{html}</p>"));
        Assert.Equal($"{First}\n{Second} {sentence}", Clean($"<p>{First}</p><p>{Second} {html}</p>"));
        Assert.Equal($"{First}\n- {sentence}\n- {Second}", Clean($"<p>{First}</p><ul><li>{html}</li><li>{Second}</li></ul>"));
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_line_that_names_its_own_source_goes_without_a_link(string line)
    {
        var own = new FeedSource { Id = "enab", Url = new Uri("https://x.test/feed"), Title = "عنب الضيعة" }.Named("Enab Village - كل الأخبار").Cleaning;
        var other = new FeedSource { Id = "other", Url = new Uri("https://x.test/feed"), Title = "صوت الميناء" }.Named("اليوم").Cleaning;
        var html = $"<p>{First}</p><p>{Second}</p><p>{line}</p>";

        Assert.Equal($"{First}\n{Second}", HtmlText.Clean(html, own).Text);
        Assert.Equal($"{First}\n{Second}\n{line}", HtmlText.Clean(html, other).Text);
    }

    [Theory]
    [InlineData("اليوم", "تابعوا اليوم على تويتر ما يقوله المرشحون")]
    [InlineData("سبق", "حمل سبق الفريق تطبيق الخطة إلى الفوز")]
    [InlineData("الحياة | أخبار", "شارك الحياة معها في بيت صغير")]
    [InlineData("عنب الضيعة", "قال مراسل عنب الضيعة إن الطريق فتح")]
    public void A_word_that_is_also_the_name_of_the_source_proves_nothing(string title, string sentence)
    {
        var own = new FeedSource { Id = "own", Url = new Uri("https://x.test/feed"), Title = title }.Named(null).Cleaning;

        Assert.Equal($"{First}\n{sentence}\n{Second}", HtmlText.Clean($"<p>{First}</p><p>{sentence}</p><p>{Second}</p>", own).Text);
    }

    [Fact]
    public void Where_nothing_is_left_of_an_invitation_no_ellipsis_stands_alone() =>
        Assert.Equal($"{First}\n{Second}", Clean($"<p>{First}</p><p>{Second}</p><p>...المزيد</p>"));

    [Fact]
    public void There_are_a_hundred_kinds() => Assert.True(Junk.Count >= 100);

    [Theory]
    [InlineData("<p>فيسبوك</p>")]
    [InlineData("<h2>تويتر</h2>")]
    [InlineData("<p>المزيد</p>")]
    [InlineData("<h3>التعليقات</h3>")]
    [InlineData("<p>شاهد أيضا: الصور</p>")]
    [InlineData("<p>حمل التطبيق</p>")]
    [InlineData("<p>التالي</p>")]
    [InlineData("<ol><li>تيك توك</li><li>فيسبوك</li></ol>")]
    [InlineData("<ul><li>فيسبوك</li><li>تويتر</li><li>يوتيوب</li></ul>")]
    [InlineData("<table><tr><td>فيسبوك</td><td>تويتر</td></tr><tr><td>900</td><td>800</td></tr></table>")]
    public void Words_alone_prove_nothing(string html)
    {
        var text = Clean($"<p>{First}</p>{html}<p>{Second}</p>");

        Assert.Equal(2 + HtmlText.Clean(html, CleaningOptions.Default with { RemoveBoilerplate = false }).Text.Split('\n').Length, text.Split('\n').Length);
    }

    private static string Clean(string html) => HtmlText.Clean(html, CleaningOptions.Default).Text;
}
