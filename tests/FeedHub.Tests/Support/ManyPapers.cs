using System.Globalization;
using System.Text;

namespace FeedHub.Tests.Support;

/// <summary>Feeds of papers that share some of their stories, each of words of its own.</summary>
internal static class ManyPapers
{
    private const string Letters = "ابتثجحخدرسشصطعفقكلمن";

    /// <param name="stories">Numbers, each with its date; the same number is the same story.</param>
    public static string Rss(string paper, params (int Number, DateTimeOffset Date)[] stories)
    {
        var xml = new StringBuilder($"<rss version='2.0'><channel><title>{paper}</title><link>https://paper.example/</link><description>-</description>");
        foreach (var (number, date) in stories)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<item><title>{Title(number)}</title><link>https://paper.example/{Uri.EscapeDataString(paper)}/{number}</link><guid isPermaLink='false'>{number}</guid><pubDate>{date.ToUniversalTime():R}</pubDate><description>{Words(number + 500, 40)}.</description></item>");
        }

        return xml.Append("</channel></rss>").ToString();
    }

    public static string Title(int number) => $"{Words(number, 7)} {number}";

    private static string Words(int seed, int count) => string.Join(' ', Enumerable.Range(0, count).Select(place =>
        string.Concat(Enumerable.Range(0, 5).Select(letter => Letters[(int)(((uint)(((seed * 100) + place) * 2654435761L) >> (letter * 5)) % Letters.Length)]))));
}
