using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class ExplainCommandTests : IDisposable
{
    private const string Text =
        "قال رئيس بلدية المرفأ إن السوق القديمة ستفتح أبوابها يوم السبت المقبل بعد ترميم دام سنة وثلاثة أشهر.\n"
        + "وأضاف أن أصحاب المحال، وعددهم مئة وأربعون، عادوا إلى دكاكينهم منذ أسبوع، وأن البلدية أعفتهم من رسوم العام.\n"
        + "وكلف الترميم ستة ملايين دينار جاءت من صندوق التراث وتبرعات الأهالي.";

    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task A_feed_stands_for_its_first_entry()
    {
        _feedhub.Write("a.xml", $"<rss version=\"2.0\"><channel><title>قناة</title><item><title>السوق القديمة تفتح</title><link>https://a.example/1</link><description>{Text}</description></item><item><title>آخر</title></item></channel></rss>");
        _feedhub.Write("b.json", $$"""{ "version": "https://jsonfeed.org/version/1.1", "title": "قناة", "items": [ { "id": "1", "title": "السوق القديمة تفتح أبوابها", "content_text": {{System.Text.Json.JsonSerializer.Serialize(Text)}} } ] }""");

        var result = (await _feedhub.RunAsync("explain", "a.xml", "b.json")).Ended(0);

        Assert.Contains("One story", result.Output, StringComparison.Ordinal);
        Assert.Contains("السوق القديمة تفتح أبوابها", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_with_one_text_are_one_story()
    {
        _feedhub.Write("a.txt", "السوق القديمة تفتح أبوابها السبت\n" + Text);
        _feedhub.Write("b.json", JsonSerializer.Serialize(new { title = "بعد ترميم دام سنة: السوق القديمة تعود", text = Text, source = "جريدة" }));

        var result = (await _feedhub.RunAsync("explain", "a.txt", "b.json", "--json")).Ended(0);

        using var json = JsonDocument.Parse(Assert.Single(result.Lines));
        Assert.Equal(["decided", "same", "relation", "because", "a", "b", "signals", "vetoes"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.True(json.RootElement.GetProperty("same").GetBoolean());
        Assert.NotEqual(0, json.RootElement.GetProperty("signals").GetArrayLength());
    }

    [Fact]
    public async Task What_the_hub_decided_comes_first_with_when_and_through_which_copy()
    {
        var feed = $"<rss version=\"2.0\"><channel><title>قناة</title><item><title>السوق القديمة تفتح</title><link>https://a.example/1</link><description>{Text}</description></item></channel></rss>";
        _feedhub.Write("a.xml", feed);
        _feedhub.Write("b.xml", feed.Replace("a.example", "b.example", StringComparison.Ordinal));
        _feedhub.Write("feeds.json", """{ "feeds": [{ "url": "a.xml", "id": "a" }, { "url": "b.xml", "id": "b" }] }""");
        (await _feedhub.RunAsync("poll")).Ended(0);

        var text = (await _feedhub.RunAsync("explain", "1", "2")).Ended(0).Output;
        using var json = JsonDocument.Parse(Assert.Single((await _feedhub.RunAsync("explain", "1", "2", "--json")).Ended(0).Lines));

        Assert.Contains("The hub decided: one story.", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("The hub decided", StringComparison.Ordinal) < text.IndexOf("One story: ", StringComparison.Ordinal));
        Assert.Matches(@"B  decided \d{4}-\d\d-\d\d \d\d:\d\d UTC, story \w+: the same text, word for word, through 1 \(السوق القديمة تفتح\)", text);
        var decided = json.RootElement.GetProperty("decided");
        Assert.True(decided.GetProperty("same").GetBoolean());
        Assert.Equal(1, decided.GetProperty("b").GetProperty("through").GetInt64());
        Assert.Equal(JsonValueKind.Null, decided.GetProperty("a").GetProperty("through").ValueKind);
    }

    [Fact]
    public async Task Two_texts_are_two_stories_and_the_reason_is_in_words()
    {
        _feedhub.Write("a.txt", "السوق القديمة تفتح أبوابها السبت\n" + Text);
        _feedhub.Write("b.html", "<h1>مطر</h1><p>هطل مطر غزير على الساحل فجر الأحد وغمرت المياه ثلاثة شوارع، من غير إصابات، وقالت الأرصاد إن الجو يصحو غدا وترتفع الحرارة قليلا في الداخل.</p>");

        var result = (await _feedhub.RunAsync("explain", "a.txt", "b.html")).Ended(0);

        Assert.Contains("Two stories: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_nobody_knows_is_said_to_be_one()
    {
        _feedhub.Write("a.txt", "عنوان\n" + Text);

        var result = (await _feedhub.RunAsync("explain", "a.txt", "4711")).Ended(1);

        Assert.Contains("There is no article 4711", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_feedhub.Folder, ".data")));
    }

    [Fact]
    public async Task A_page_of_the_web_is_read_too()
    {
        var page = System.Text.Encoding.UTF8.GetBytes($"<!doctype html><html lang=ar><head><title>السوق القديمة تفتح</title></head><body><nav><a href=/>الرئيسية</a></nav><article><h1>السوق القديمة تفتح</h1>{string.Concat(Text.Split('\n').Select(line => $"<p>{line}</p>"))}</article></body></html>");
        await using var origin = HostileOrigin.Answering($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n", page);
        _feedhub.Write("a.txt", "السوق القديمة تفتح أبوابها السبت\n" + Text);

        var result = (await _feedhub.RunAsync("explain", "a.txt", origin.Url("/news/1").AbsoluteUri, "--allow-private")).Ended(0);

        Assert.Contains("One story: ", result.Output, StringComparison.Ordinal);
    }
}
