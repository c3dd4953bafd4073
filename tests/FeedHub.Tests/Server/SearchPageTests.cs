using System.Globalization;
using System.Net;
using System.Text;
using FeedHub.Storage;
using FeedHub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Tests.Server;

/// <summary>The page of results and its feeds, as people and programs ask for them.</summary>
public sealed class SearchPageTests(SearchPageTests.Hub shared) : IClassFixture<SearchPageTests.Hub>
{
    private const int MostBytes = 60 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("(صاروخ", "لكل قوس مفتوح قوس يغلقه")]
    [InlineData("صاروخ after:أمس", "بعد:2026-11-01")]
    [InlineData("sources:كثيرة صاروخ", "مصادر:3")]
    [InlineData("صاروخ أو", "كلمة قبلها وكلمة بعدها")]
    [InlineData("ص* صاروخ", "حرفان على الأقل")]
    public async Task What_is_wrong_with_a_search_is_said_beside_its_results_and_refused_as_a_feed(string query, string said)
    {
        var page = await PageAsync(query);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("إطلاق صواريخ", page, StringComparison.Ordinal);

        using var feed = await shared.Http.GetAsync("/search/feed.atom?q=" + Uri.EscapeDataString(query), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, feed.StatusCode);
        Assert.Equal("application/problem+json", feed.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("صاروخ", "إطلاق <mark>صواريخ</mark>")]
    [InlineData("عنوان:صاروخ -سفينة", "إطلاق <mark>صواريخ</mark>")]
    [InlineData("مصدر:\"وكالة البحث\" صواريخ", "إطلاق <mark>صواريخ</mark>")]
    [InlineData("source:NEWS صواريخ", "إطلاق <mark>صواريخ</mark>")]
    [InlineData("صارووخ", "هل تقصد <a href=\"/search?q=%D8%B5%D8%A7%D8%B1%D9%88%D8%AE\"")]
    [InlineData("صاروخ", "<option value=\"مدينة بعيدة\"")]
    [InlineData("صاروخ", "&amp;sort=new\">رتّب بالأحدث")]
    [InlineData("=صاروخ", "سقط <mark>صاروخ</mark>")]
    public async Task The_page_shows_what_was_found(string query, string shown) =>
        Assert.Contains(shown, await PageAsync(query), StringComparison.Ordinal);

    [Theory]
    [InlineData("page=0", "page is a whole number")]
    [InlineData("page=41", "page is a whole number")]
    [InlineData("of=never", "of a moment in milliseconds")]
    [InlineData("sort=old", "sort is best or new")]
    public async Task An_address_that_names_no_page_is_refused(string parameter, string said)
    {
        using var answer = await shared.Http.GetAsync("/search?q=x&" + parameter, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("كلمة كلمتان ثلاث", "")]
    [InlineData("كلمة كلمتان ثلاث", "&sort=new")]
    [InlineData("عنوان:كلمة OR كلمتان OR ثلاث", "")]
    public async Task A_page_full_of_marks_stays_light(string query, string sort)
    {
        var page = await shared.Http.GetStringAsync("/search?q=" + Uri.EscapeDataString(query) + sort, Cancel);

        Assert.Contains("<mark>", page, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 10_000, MostBytes);
    }

    [Theory]
    [InlineData("'; DROP TABLE search; --")]
    [InlineData("\"«( OR ) -=* title: after:\" | أو")]
    [InlineData("👍🏽 \uFFFD %00 \u0001")]
    [InlineData("((((((((((((((((((((((((((((((((((((((((a")]
    public async Task Nothing_that_is_typed_breaks_the_page(string query)
    {
        foreach (var typed in new[] { query, query + '\0', string.Concat(Enumerable.Repeat(query, 100))[..500] })
        {
            using var answer = await shared.Http.GetAsync("/search?q=" + Uri.EscapeDataString(typed), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var tooLong = await shared.Http.GetAsync("/search?q=" + new string('a', 501), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Fact]
    public async Task A_search_that_is_behind_says_so()
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""", settings: [("FeedHub:Role", "web")]);
        Assert.DoesNotContain("فهرس البحث يلحق", await hub.Http.GetStringAsync("/search?q=x", Cancel), StringComparison.Ordinal);

        await hub.Services.GetRequiredService<Database>().WriteAsync(session => session.ExecuteAsync("INSERT INTO search_pending (story_seq, turn) VALUES (1, 1)"), Cancel);

        Assert.Contains("فهرس البحث يلحق", await hub.Http.GetStringAsync("/search?q=x", Cancel), StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(string query) => WebUtility.HtmlDecode(await shared.Http.GetStringAsync("/search?q=" + Uri.EscapeDataString(query), Cancel))
        .Replace("&sort", "&amp;sort", StringComparison.Ordinal);

    /// <summary>Some news about rockets, and long articles with the same words over and over.</summary>
    public sealed class Hub : IAsyncLifetime
    {
        private FeedOrigin? _origin;
        private RunningHub? _hub;

        internal HttpClient Http => _hub!.Http;

        public async ValueTask InitializeAsync()
        {
            _origin = await FeedOrigin.StartAsync();
            var heavy = string.Join(' ', Enumerable.Repeat("كلمة كلمتان وثلاث كلمات", 100));
            var items = Enumerable.Range(1, 80).Select(i => Item($"عن كلمة واحدة وكلمتين وثلاث كلمات طويلات في عنوان رقم {Letters(i)}", $"{Letters(i + 500)} {heavy} {Letters(i + 900)}"))
                .Concat(Enumerable.Range(1, 4).Select(i => Item($"إطلاق صواريخ على مدينة بعيدة {Letters(i + 2000)}", $"سقط صاروخ قرب {Letters(i + 3000)} {Letters(i + 4000)} {Letters(i + 5000)}")));
            _origin.Put("/a.xml", $"<rss version='2.0'><channel><title>وكالة البحث</title>{string.Concat(items)}</channel></rss>");
            _hub = await RunningHub.StartAsync($$"""{ "pollEvery": "1s", "feeds": [{ "url": "{{_origin.Url("/a.xml")}}", "id": "news" }] }""");
            await _hub.WaitForAsync("/search/feed.json?limit=1000&q=" + Uri.EscapeDataString("صاروخ"), answer => answer.Split("إطلاق").Length > 4);
            await _hub.WaitForAsync("/search?q=" + Uri.EscapeDataString("كلمة"), answer => answer.Contains("page=2", StringComparison.Ordinal));
        }

        public async ValueTask DisposeAsync()
        {
            await _hub!.DisposeAsync();
            await _origin!.DisposeAsync();
        }

        private static string Item(string title, string text) =>
            string.Create(CultureInfo.InvariantCulture, $"<item><title>{title}</title><link>https://news.example/{Uri.EscapeDataString(title)}</link><description>{text}</description></item>");

        private static string Letters(int number) =>
            string.Concat(Enumerable.Range(0, 6).Select(place => "ابتثجحخدرسشصطعفقكلمن"[(int)(((uint)(number * 2654435761L) >> (place * 4)) % 20)]));
    }
}
