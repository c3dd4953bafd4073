using System.Text;

namespace FeedHub.Tests.Hostile;

/// <summary>Small feeds whose every item has words of its own, so that no two cases tell the same story.</summary>
internal static class HostileFeeds
{
    public static string Rss(string name, params int[] items) => Rss(name, "", items.Select(item => Item(name, item)));

    public static string Rss(string name, string channel, IEnumerable<string> items) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><title>{name}</title><link>http://news.example/</link><description/>{channel}{string.Concat(items)}</channel></rss>";

    public static string Item(string name, int item, string? body = null, string? guid = null, string more = "") =>
        $"<item><title>{Title(name, item)}</title><guid isPermaLink=\"false\">{guid ?? $"{name}-{item}"}</guid><link>http://news.example/{name}/{item}</link><description>{body ?? Words(name, item)}</description>{more}</item>";

    public static string Title(string name, int item) => $"خبر {name} {item}";

    /// <summary>Twenty made-up words, the same for the same item.</summary>
    public static string Words(string name, int item)
    {
        var words = new StringBuilder();
        var state = 14695981039346656037UL;
        foreach (var letter in $"{name}/{item}")
        {
            state = (state ^ letter) * 1099511628211UL;
        }

        for (var word = 0; word < 20; word++)
        {
            words.Append(word == 0 ? "" : " ");
            for (var letter = 0; letter < 6; letter++)
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                words.Append("ابتثجحدرسشصطعفقكلمنهوي"[(int)(state >> 33) % 22]);
            }
        }

        return words.ToString();
    }
}
