using System.Net;
using FeedHub.Tests.Publishing;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>RFC 3229: a reader that says what it has gets only what is newer.</summary>
public sealed class DeltaTests
{
    [Fact]
    public async Task A_reader_with_a_tag_gets_only_the_new_entry_and_the_new_tag()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", FilledHub.Rss(Enumerable.Range(1, 5)));
        await using var hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": [ "{{origin.Url("/a.xml")}}" ] }""");
        await hub.WaitForTitlesAsync(5);
        using var first = await hub.Http.GetAsync("/feed.atom");
        var tag = first.Headers.ETag!.Tag;

        using var unchanged = await AskAsync(hub, tag);
        origin.Put("/a.xml", FilledHub.Rss(Enumerable.Range(1, 6)));
        await hub.WaitForTitlesAsync(6);
        using var delta = await AskAsync(hub, tag);
        using var next = await AskAsync(hub, delta.Headers.ETag!.Tag);
        using var stranger = await AskAsync(hub, "\"none of ours\"");
        using var plain = await AskAsync(hub, tag, asks: null);

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(HttpStatusCode.IMUsed, delta.StatusCode);
        Assert.Equal("feed", Assert.Single(delta.Headers.GetValues("IM")));
        Assert.Equal(["http://news.example/6"], await LinksAsync(delta));
        Assert.Equal(HttpStatusCode.NotModified, next.StatusCode);
        Assert.Equal((HttpStatusCode.OK, 6), (stranger.StatusCode, (await LinksAsync(stranger)).Count));
        Assert.Equal((HttpStatusCode.OK, 6), (plain.StatusCode, (await LinksAsync(plain)).Count));
    }

    [Fact]
    public async Task A_reader_that_came_before_the_first_news_gets_them_however_old_they_are()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", Old(0));
        await using var hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": [ "{{origin.Url("/a.xml")}}" ] }""");
        using var empty = await hub.Http.GetAsync("/feed.atom");

        origin.Put("/a.xml", Old(3));
        await hub.WaitForTitlesAsync(3);
        using var delta = await AskAsync(hub, empty.Headers.ETag!.Tag);
        using var whole = await AskAsync(hub, empty.Headers.ETag!.Tag, asks: null);

        Assert.Equal(HttpStatusCode.IMUsed, delta.StatusCode);
        Assert.Equal(["http://news.example/old/1", "http://news.example/old/2", "http://news.example/old/3"], (await LinksAsync(delta)).Order(StringComparer.Ordinal));
        Assert.Equal(await LinksAsync(whole), await LinksAsync(delta));

        static string Old(int count) => $"<rss version='2.0'><channel><title>أرشيف</title>{string.Concat(Enumerable.Range(1, count).Select(number =>
            $"<item><title>خبر قديم {number}</title><link>http://news.example/old/{number}</link><pubDate>{DateTimeOffset.UtcNow.AddDays(-30 - number):R}</pubDate></item>"))}</channel></rss>";
    }

    private static async Task<HttpResponseMessage> AskAsync(RunningHub hub, string tag, string? asks = "feed")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed.atom");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        request.Headers.TryAddWithoutValidation("A-IM", asks);
        return await hub.Http.SendAsync(request);
    }

    private static async Task<List<string?>> LinksAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Empty(FeedRules.OfAtom(bytes));
        return [.. FeedRules.Load(bytes).Root!.Elements(FeedRules.Atom + "entry").Select(entry => (string?)FeedRules.Links(entry, "alternate").Single().Attribute("href"))];
    }
}
