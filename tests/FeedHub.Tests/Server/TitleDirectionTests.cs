using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

public sealed class TitleDirectionTests
{
    [Fact]
    public async Task An_Arabic_title_runs_from_the_right_whatever_its_first_letter()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", "<rss version='2.0'><channel><title>ص</title>" + string.Concat(((string[])["CNN: مقابلة مع وزير النقل", "iPhone 18 في الأسواق", "خبر عن CNN", "Quarterly report of a bank"])
            .Select((title, i) => $"<item><title>{title}</title><guid>{i}</guid></item>")) + "</channel></rss>");
        await using var hub = await RunningHub.StartAsync($$"""{ "feeds": [ { "id": "paper", "url": "{{origin.Url("/a.xml")}}" } ] }""");
        await hub.WaitForTitlesAsync(4);

        foreach (var path in (string[])["/", "/sources/paper", "/search?q=CNN"])
        {
            Assert.Contains("<bdi dir=\"rtl\">", await TitleAsync(hub, path, "مقابلة"), StringComparison.Ordinal);
        }

        Assert.Contains("<bdi dir=\"rtl\">iPhone", await hub.Http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("<bdi>Quarterly", await hub.Http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var story = (await TitleAsync(hub, "/", "مقابلة")).Split('"')[1];
        Assert.Contains("<h1><bdi dir=\"rtl\">CNN: مقابلة", await hub.Http.GetStringAsync(story, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> TitleAsync(RunningHub hub, string path, string word) =>
        (await hub.WaitForAsync(path, page => page.Contains(word, StringComparison.Ordinal))).Split("<h3>")[1..].Select(part => part.Split("</h3>")[0]).Single(title => title.Contains(word, StringComparison.Ordinal));
}
