using System.Text;
using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class NotAFeedPageTests
{
    private static readonly Uri Url = new("https://news.example/section/feed");

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>", "guarded by Cloudflare")]
    [InlineData("<html><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script></html>", "guarded by Cloudflare")]
    [InlineData("<html><body><script>var _x='sucuri_cloudproxy_js';</script></body></html>", "guarded by Sucuri")]
    [InlineData("<html><title>تسجيل الدخول</title><form></form></html>", "login page")]
    [InlineData("<!doctype html><form><input name=u><input type=\"password\" name=p></form>", "login page")]
    [InlineData("<html><body>This domain is for sale! <a>Make an offer</a></body></html>", "parking page")]
    [InlineData("<html><body>هذا النطاق للبيع</body></html>", "parking page")]
    [InlineData("<html><form action=\"https://consent.portal.example/save\"><button>agree</button></form></html>", "consent to cookies")]
    [InlineData("<html><title>Account Suspended</title></html>", "suspended")]
    [InlineData("<html><body><h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1></body></html>", "maintenance")]
    [InlineData("<html><head><title>Welcome to nginx!</title></head></html>", "default page")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>الصفحة غير موجودة</title></head></html>", "not found")]
    [InlineData("<html><head><title>أخبار &amp; آراء</title></head><body><p>مرحبا</p></body></html>", "This is a web page (\"أخبار & آراء\"), not a feed.")]
    [InlineData("  \r\n ", "empty answer")]
    [InlineData("", "empty answer")]
    public void A_page_is_named_for_what_it_is(string page, string said) =>
        Assert.Contains(said, Describe(page), StringComparison.Ordinal);

    [Fact]
    public void A_page_that_offers_a_feed_says_where()
    {
        const string page = "<html><head><title>Home</title><link rel=\"stylesheet\" href=\"/a.css\"><LINK type='application/rss+xml' rel='alternate' HREF='../rss?a=1&amp;b=2'></head></html>";

        Assert.EndsWith("the feed it names is https://news.example/rss?a=1&b=2", Describe(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><rss><channel><title>x</title>")]
    [InlineData("<rss version=\"2.0\"><channel><item><description>&lt;html&gt; input type=password</description></item>")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1\"")]
    [InlineData("plain words")]
    public void What_is_no_page_is_left_to_the_parser(string body) => Assert.Null(Describe(body));

    [Fact]
    public void A_title_cannot_turn_or_break_the_line()
    {
        var said = Describe("<html><title>a\u202Eb\nc\u0000d &#8238;e</title></html>");

        Assert.Contains("(\"ab c d e\")", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_page_is_read_in_linear_time()
    {
        var page = string.Concat(Enumerable.Repeat("<link<title<link ", 60_000));

        Assert.NotNull(Describe("<html>" + page));
    }

    private static string? Describe(string page) => NotAFeedPage.Describe(Encoding.UTF8.GetBytes(page), null, Url);
}
