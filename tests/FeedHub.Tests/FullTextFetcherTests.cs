using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests;

/// <summary>Every excerpt gets its page sooner or later, and no page is asked for twice.</summary>
public sealed class FullTextFetcherTests : IDisposable
{
    private const string Feed = "https://paper.example/feed";

    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly JumpingClock _time = new(Midnight);
    private readonly FakeWeb _web;

    public FullTextFetcherTests() => _web = new FakeWeb(_time);

    public void Dispose() => _web.Dispose();

    [Fact]
    public async Task Many_excerpts_get_their_pages_at_once_and_no_page_is_asked_for_twice()
    {
        Publish(40, Page);
        await using var hub = await StartAsync();

        await hub.RunUntilAsync(Midnight.AddHours(6));

        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(1, AskedFor(i)));
        Assert.All(await TextsAsync(hub, 40), text => Assert.EndsWith(Last, text, StringComparison.Ordinal));
        Assert.Single(FeedRequests, request => !request.IsConditional);
    }

    [Fact]
    public async Task A_slow_site_is_asked_for_a_few_at_each_poll_until_all_have_come()
    {
        Publish(9, _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(12));
            return Page(0);
        });
        await using var hub = await StartAsync();

        await hub.RunUntilAsync(Midnight.AddMinutes(30));
        Assert.Equal(3, Enumerable.Range(0, 9).Sum(AskedFor));

        await hub.RunUntilAsync(Midnight.AddHours(6));
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(1, AskedFor(i)));
        Assert.All(await TextsAsync(hub, 9), text => Assert.EndsWith(Last, text, StringComparison.Ordinal));
        Assert.Single(FeedRequests, request => !request.IsConditional);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(410, 1)]
    [InlineData(503, 3)]
    [InlineData(500, 3)]
    public async Task A_page_that_does_not_come_is_given_up(int status, int times)
    {
        Publish(1, _ => new WebAnswer(status));
        await using var hub = await StartAsync();

        await hub.RunUntilAsync(Midnight.AddHours(12));

        Assert.Equal(times, AskedFor(0));
        Assert.Equal(Excerpt, Assert.Single(await TextsAsync(hub, 1)));
        Assert.Single(FeedRequests, request => !request.IsConditional);
    }

    [Fact]
    public async Task A_page_that_failed_comes_with_the_next_poll_and_its_neighbours_are_left_in_peace()
    {
        Publish(3, i => i == 1 && _time.GetUtcNow() < Midnight.AddMinutes(30) ? new WebAnswer(502) : Page(i));
        await using var hub = await StartAsync();

        await hub.RunUntilAsync(Midnight.AddHours(6));

        Assert.Equal([1, 2, 1], Enumerable.Range(0, 3).Select(AskedFor));
        Assert.All(await TextsAsync(hub, 3), text => Assert.EndsWith(Last, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_that_is_down_is_not_asked_for_every_page()
    {
        Publish(30, _ => new WebAnswer(503));
        await using var hub = await StartAsync();

        await hub.RunUntilAsync(Midnight.AddMinutes(30));

        Assert.Equal(3, Enumerable.Range(0, 30).Sum(AskedFor));
    }

    [Fact]
    public async Task A_site_whose_pages_lead_in_circles_is_left_in_peace()
    {
        Publish(30, i => new WebAnswer(302, "", $"Location: https://paper.example/{i}"));
        await using var hub = await StartAsync();

        await hub.RunUntilAsync(Midnight.AddHours(6));

        Assert.Equal(3, Enumerable.Range(0, 30).Count(i => AskedFor(i) > 0));
        Assert.All(await TextsAsync(hub, 30), text => Assert.Equal(Excerpt, text));
    }

    [Fact]
    public async Task A_correction_of_anything_but_the_words_keeps_the_text_without_asking()
    {
        Publish(2, Page);
        await using var hub = await StartAsync();
        await hub.RunUntilAsync(Midnight.AddHours(2));

        Publish(2, Page, author: "هدى الناصر");
        await hub.RunUntilAsync(Midnight.AddHours(6));

        Assert.Equal([1, 1], Enumerable.Range(0, 2).Select(AskedFor));
        var article = await ArticleAsync(hub, 0);
        Assert.Equal("هدى الناصر", article.Author);
        Assert.EndsWith(Last, article.Text, StringComparison.Ordinal);

        Publish(2, Page, author: "هدى الناصر", title: "عنوان مصحح للخبر رقم");
        await hub.RunUntilAsync(Midnight.AddHours(10));

        Assert.Equal([2, 2], Enumerable.Range(0, 2).Select(AskedFor));
        Assert.EndsWith(Last, (await ArticleAsync(hub, 0)).Text, StringComparison.Ordinal);
    }

    private const string Excerpt = "افتتحت بلدية الميناء صباح الأحد سوقها القديم بعد عامين من أعمال الترميم…";
    private const string Last = "وأضاف أن المرحلة التالية، وهي ترميم الخان المجاور، تبدأ في الخريف وتنتهي قبل موسم السياحة المقبل في المدينة.";

    private IEnumerable<WebRequest> FeedRequests => _web.Requests.Where(request => request.Url.AbsoluteUri == Feed);

    private static WebAnswer Page(int number) => new(
        200,
        $"<html><body><h1>افتتاح السوق رقم {number}</h1><article><p>افتتحت بلدية الميناء صباح الأحد سوقها القديم بعد عامين من أعمال الترميم التي شملت سقوفه الخشبية، وهذا هو الخبر رقم {number}.</p>"
        + $"<p>وقال رئيس البلدية سامر الحداد في كلمة قصيرة إن السوق سيعمل طوال أيام الأسبوع، وإن إيجارات دكاكينه لن ترتفع.</p><p>{Last}</p></article></body></html>",
        "Content-Type: text/html; charset=utf-8");

    private void Publish(int count, Func<int, WebAnswer> page, string author = "سمير", string title = "افتتاح السوق رقم")
    {
        var items = string.Concat(Enumerable.Range(0, count).Select(i =>
            $"<item><title>{title} {i}</title><link>https://paper.example/{i}</link><guid>{i}</guid><dc:creator>{author}</dc:creator><description>{Excerpt[..^1]} [...]</description></item>"));
        var tag = $"\"{author.Length}-{title.Length}\"";
        _web.On(Feed, request => request["If-None-Match"] == tag
            ? new WebAnswer(304)
            : new WebAnswer(200, $"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>صحيفة</title>{items}</channel></rss>", $"ETag: {tag}"));
        for (var i = 0; i < count; i++)
        {
            var number = i;
            _web.On($"https://paper.example/{i}", _ => page(number));
        }
    }

    private Task<PollingHub> StartAsync() => PollingHub.StartAsync(_time, _web, new FeedSource { Id = "paper", Url = new Uri(Feed), FullText = true });

    private int AskedFor(int number) => _web.Requests.Count(request => request.Url.AbsoluteUri == $"https://paper.example/{number}");

    private static async Task<Article> ArticleAsync(PollingHub hub, int number) =>
        (await hub.Articles.FindAsync($"https://paper.example/{number}", TestContext.Current.CancellationToken))!;

    private static async Task<List<string>> TextsAsync(PollingHub hub, int count)
    {
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            texts.Add((await ArticleAsync(hub, i)).Text);
        }

        return texts;
    }
}
