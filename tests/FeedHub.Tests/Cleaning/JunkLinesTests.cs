using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning;

/// <summary>
/// Lines that belong to the page go, and sentences that only hold their words stay: <c>Fixtures/Cleaning/junk.txt</c> (HTML, a kind a line) and
/// <c>kept.txt</c> (sentences).
/// </summary>
public sealed class JunkLinesTests
{
    private const string First = "قال المدير إن العمل مستمر في المشفى طوال الشهر المقبل من دون توقف.";
    private const string Second = "وأضاف أن الأجهزة الجديدة وصلت من ثلاث شركات محلية معروفة.";

    private static readonly string Folder = Repository.Folder("tests/FeedHub.Tests/Fixtures/Cleaning");

    public static TheoryData<string> Kept => [.. File.ReadLines(Path.Combine(Folder, "kept.txt"))];

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
    public void There_are_two_hundred_of_them() => Assert.Equal(200, Kept.Count);

    [Theory]
    [MemberData(nameof(Junk))]
    public void Junk_goes_from_either_end(string junk)
    {
        Assert.Equal($"{First}\n{Second}", Clean($"<p>{First}</p><p>{Second}</p>{junk}"));
        Assert.Equal($"{First}\n{Second}", Clean($"{(junk.Contains("appeared", StringComparison.Ordinal) || junk.Contains("ظهرت", StringComparison.Ordinal) ? "" : junk)}<p>{First}</p><p>{Second}</p>"));
    }

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
