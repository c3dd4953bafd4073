using System.Globalization;
using System.Text;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>A hub with a few stories, shared by the tests that only ask.</summary>
public sealed class FilledHub : IAsyncLifetime
{
    public const int Stories = 230;
    private FeedOrigin? _origin;
    private RunningHub? _hub;

    internal RunningHub Hub => _hub!;

    public async ValueTask InitializeAsync()
    {
        _origin = await FeedOrigin.StartAsync();
        _origin.Put("/a.xml", Rss(Enumerable.Range(1, Stories)));
        _hub = await RunningHub.StartAsync(
            $$"""{ "pollEvery": "1s", "feeds": [ { "id": "news", "url": "{{_origin.Url("/a.xml").Replace("http://", "http://reader:secret-word@", StringComparison.Ordinal)}}", "tags": ["سياسة"] } ] }""");
        await _hub.WaitForAsync("/sources.json", answer => answer.Contains(string.Create(CultureInfo.InvariantCulture, $"\"stories\":{Stories}"), StringComparison.Ordinal));
        await _hub.WaitForTitlesAsync(100);

        // The index of words follows in the background, and pages of search say so until it is there.
        await _hub.WaitForAsync("/search?q=x", page => !page.Contains("فهرس البحث يلحق", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub!.DisposeAsync();
        await _origin!.DisposeAsync();
    }

    /// <summary>Items whose texts have no word in common but a few.</summary>
    internal static string Rss(IEnumerable<int> numbers)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>وكالة السهل</title><link>http://news.example/</link><description/>");
        foreach (var number in numbers)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<item><title>خبر {Word(number)} {Word(number + 7000)}</title><guid isPermaLink=\"false\">{number}</guid><link>http://news.example/{number}</link><description>{Word(number + 1000)} {Word(number + 2000)} {Word(number + 3000)} {Word(number + 4000)}.</description></item>");
        }

        return xml.Append("</channel></rss>").ToString();

        static string Word(int number)
        {
            const string Letters = "ابتثجحخدرسشصطعفقكلمن";
            return string.Concat(Enumerable.Range(0, 5).Select(place => Letters[(int)(((uint)(number * 2654435761L) >> (place * 5)) % Letters.Length)]));
        }
    }
}
