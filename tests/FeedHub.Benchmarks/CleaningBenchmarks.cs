using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser;
using BenchmarkDotNet.Attributes;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Benchmarks;

/// <summary>
/// HTML bodies to text, beside the simplest thing AngleSharp can do. Throughput is <see cref="TotalBytes"/> / mean; the bodies are generated and
/// look like what WordPress puts into <c>content:encoded</c>: 6 KB each.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class CleaningBenchmarks
{
    private const int Bodies = 500;

    private static readonly string[] Words =
        "المدينة افتتحت سوقها القديم صباح الأحد بعد عامين من أعمال الترميم وقال رئيس البلدية إن الدكاكين ستعمل طوال الأسبوع وأضاف أن المرحلة التالية تبدأ في الخريف بحسب بيان نشر أمس".Split(' ');

    private readonly HtmlParser _parser = new(new HtmlParserOptions { DisableElementPositionTracking = true, SkipComments = true, SkipScriptText = true });

    private string[] _bodies = [];

    /// <summary>UTF-8, of all bodies.</summary>
    public long TotalBytes { get; private set; }

    [GlobalSetup]
    public void Generate()
    {
        _bodies = [.. Enumerable.Range(0, Bodies).Select(Body)];
        TotalBytes = _bodies.Sum(body => (long)Encoding.UTF8.GetByteCount(body));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"// {Bodies} bodies, {TotalBytes / 1e6:F2} MB"));
    }

    [Benchmark(Baseline = true, Description = "ParseDocument + TextContent")]
    public int TextContent()
    {
        var length = 0;
        foreach (var body in _bodies)
        {
            using var document = _parser.ParseDocument(body);
            length += document.DocumentElement.TextContent.Length;
        }

        return length;
    }

    [Benchmark(Description = "HtmlText.Clean")]
    public int Clean()
    {
        var length = 0;
        foreach (var body in _bodies)
        {
            length += HtmlText.Clean(body, CleaningOptions.Default).Text.Length;
        }

        return length;
    }

    /// <summary>Each body depends on its number only.</summary>
    internal static string Body(int number)
    {
        var body = new StringBuilder("<div class=\"entry-content\">\n<figure class=\"wp-block-image\"><img src=\"https://x.test/wp-content/uploads/a.jpg\" alt=\"\" width=\"1024\" height=\"576\" srcset=\"https://x.test/a-300.jpg 300w, https://x.test/a-1024.jpg 1024w\"/><figcaption>أرشيف</figcaption></figure>\n");
        var seed = (uint)number + 1;
        while (body.Length < 3300)
        {
            body.Append("<p style=\"text-align: justify;\">");
            for (var word = 0; word < 45; word++)
            {
                seed = (seed * 1664525) + 1013904223;
                var text = Words[(int)(seed >> 16) % Words.Length];
                body.Append((seed >> 8) % 40 == 0 ? $"<a href=\"https://x.test/tag/{word}?utm_source=rss&amp;utm_medium=feed\">{text}</a>" : text)
                    .Append((seed >> 9) % 25 == 0 ? "،&nbsp;" : " ");
            }

            body.Append("وقال &#8220;نعم&#8221;.</p>\n");
        }

        return body.Append("</div><div class=\"sharedaddy sd-sharing-enabled\"><ul><li><a href=\"#\">فيسبوك</a></li></ul></div>\n<p>ظهرت المقالة <a href=\"https://x.test/a\">خبر</a> أولاً على <a href=\"https://x.test\">موقع</a>.</p>").ToString();
    }
}
