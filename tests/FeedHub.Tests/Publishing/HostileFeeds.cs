using FeedHub.Publishing;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

/// <summary>One wrong thing a feed, by the name of the wrong thing.</summary>
internal static class HostileFeeds
{
    private static readonly Dictionary<string, PublishedFeed> Feeds = new()
    {
        ["control characters everywhere"] = Published.Feed(Published.Story(title: "أ\u0000ب\u0008", text: "نص\u001F\u000C", author: "ك\u0001", categories: ["ت\u0002"])),
        ["half a surrogate pair"] = Published.Feed(Published.Story(title: "\uDE00خبر\uD83D", text: "نص\uD83D", author: "\uD83D", categories: ["\uDE00"])),
        ["a pair across the summary's end"] = Published.Feed(Published.Story(text: new string('ا', 299) + "😀" + new string('ب', 99))),
        ["a text of one endless word"] = Published.Feed(Published.Story(text: new string('ا', 5_000))),
        ["a blank author and blank categories"] = Published.Feed(Published.Story(author: " ", categories: ["", " ", "سياسة"])),
        ["no text"] = Published.Feed(Published.Story(text: "")),
        ["no title"] = Published.Feed(Published.Story(title: "", text: "النص وحده.")),
        ["a title of forbidden characters"] = Published.Feed(Published.Story(title: "\u0001\uFFFF", text: "النص وحده.")),
        ["no link"] = Published.Feed(Published.Story(link: "")),
        ["links that are none"] = Published.Feed(Published.Story(
            link: "javascript:alert(1)", image: "data:image/png;base64,AA", enclosures: [new("ftp://a.example/x", "audio/mpeg", 1), new("/relative.mp3", "audio/mpeg", 1)],
            copies: [Published.Copy(7, "nahr", "javascript:alert(2)"), Published.Copy(8, "nahr", "not a link")])),
        ["media types that are none"] = Published.Feed(Published.Story(enclosures: [new("https://a.example/x", "audio/\u0001mpeg\"><x>", -5)])),
        ["an empty media type"] = Published.Feed(Published.Story(enclosures: [new("https://a.example/x", "", 0)])),
        ["a language that is none"] = Published.Feed(Published.Story(language: "\"><script>\u0001"), Published.Story(2, language: "")),
        ["markup in every field"] = Published.Feed(Published.Story(title: "<script>alert(1)</script>", text: "<img src=x onerror=alert(1)>\n]]>&amp;", author: "</name>", categories: ["\"'<>"])),
        ["a source without name or with a site that is none"] = Nameless(Published.Story()),
        ["very old and very new"] = Published.Feed(
            Published.Story(published: new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.FromHours(3))), Published.Story(2, updatedAt: new DateTimeOffset(2099, 12, 31, 23, 59, 59, TimeSpan.Zero))),
        ["text like markup"] = Published.Feed(
            Published.Story(title: "وسم </div> و&amp; و&#123; وQ&A وR&5", text: "اكتب </script> و?a=1&copy=2&b3=4 في صفحتك", categories: ["بحث & تطوير", "<b>"]),
            Published.Story(2, "minaa", title: "5 < 6 && 7 > 6", text: "<3")) with
        { Title = "أخبار & <b>تجارب</b>", Description = "وصف </p> &nbsp; R&5" },
        ["controls of Latin-1 and characters that are none"] = Published.Feed(Published.Story(
            title: "أ\u0085ب\u009F\u007F\uFDD0", text: "نص\u0080 \U0001FFFE\U0010FFFF 😀", author: "ك\u0091", categories: ["ت\u0093"])),
        ["many stories of one instant"] = Published.Feed([.. Enumerable.Range(1, 300).Select(number => Published.Story(number))]),
        ["brackets and bars in addresses"] = Published.Feed(Published.Story(
            link: "https://a.example/x[1]|{2}^`?ids[]=1&q=\"<>\\#f[3]", image: "https://a.example/[a].jpg", enclosures: [new("https://[2001:db8::1]:8080/m[1].mp3", "audio/mpeg", 1)],
            copies: [Published.Copy(7, "nahr", "https://خبر.example:8443/?ن[]=ي")])),
        ["a language in words"] = Published.Feed(Published.Story(language: "arabic")),
        ["an Arabic address"] = Published.Feed(Published.Story(link: "https://موقع.example/خبر عاجل?س=ص#ج", image: "https://موقع.example/صورة.jpg")),
    };

    public static TheoryData<string> All => [.. Feeds.Keys];

    public static PublishedFeed Named(string what) => Feeds[what];

    private static PublishedFeed Nameless(Story story) => Published.Feed() with
    {
        Entries = [new PublishedEntry(story, new Dictionary<string, PublishedSource> { ["sahl"] = new("sahl", " ", "not a site") })],
    };
}
