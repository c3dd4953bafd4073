using System.Text;
using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class NotAFeedPageTests
{
    private static readonly Uri Url = new("https://news.example/section/feed");

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>", "guarded by Cloudflare", PollFailure.Challenge)]
    [InlineData("<html><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script></html>", "guarded by Cloudflare", PollFailure.Challenge)]
    [InlineData("<html><body><script>var _x='sucuri_cloudproxy_js';</script></body></html>", "guarded by Sucuri", PollFailure.Challenge)]
    [InlineData("<html><title lang=ar>\n لحظة من فضلك... </title></html>", "guarded by Cloudflare", PollFailure.Challenge)]
    [InlineData("<!doctype html><title>Access denied | news.example used Cloudflare to restrict access</title>", "guarded by Cloudflare", PollFailure.Challenge)]
    [InlineData("<html><meta http-equiv='refresh' content='0;/.well-known/sgcaptcha/?r=%2Ffeed'></html>", "guarded by SiteGround", PollFailure.Challenge)]
    [InlineData("<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.</body></html>", "guarded by F5", PollFailure.Challenge)]
    [InlineData("<html><body>الرجاء التأكد من أنك لست روبوتاً</body></html>", "guarded by a check for robots", PollFailure.Challenge)]
    [InlineData("<html><form><div class='h-captcha' data-sitekey='x'></div></form></html>", "guarded by a check for robots", PollFailure.Challenge)]
    [InlineData("<html><title>تسجيل الدخول</title><form></form></html>", "login page", PollFailure.LoginPage)]
    [InlineData("<html><form><input type=password></form></html>", "login page", PollFailure.LoginPage)]
    [InlineData("<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href=\"/lander\"}</script></head></html>", "parking page", PollFailure.ParkedDomain)]
    [InlineData("<html><title>x.example</title><p>Diese Domain steht zum Verkauf</p></html>", "parking page", PollFailure.ParkedDomain)]
    [InlineData("<html><title>قبل المتابعة إلى الموقع</title><form></form></html>", "consent to cookies", PollFailure.ConsentPage)]
    [InlineData("<html><h1>يرجى قبول ملفات تعريف الارتباط للمتابعة</h1></html>", "consent to cookies", PollFailure.ConsentPage)]
    [InlineData("<html><p>هذا المحتوى غير متاح في بلدك</p></html>", "country we ask from", PollFailure.NotInThisCountry)]
    [InlineData("<html><h1>الموقع مغلق للصيانة</h1></html>", "maintenance", PollFailure.Maintenance)]
    [InlineData("<!doctype html><form><input name=u><input type=\"password\" name=p></form>", "login page", PollFailure.LoginPage)]
    [InlineData("<html><body>This domain is for sale! <a>Make an offer</a></body></html>", "parking page", PollFailure.ParkedDomain)]
    [InlineData("<html><body>هذا النطاق للبيع</body></html>", "parking page", PollFailure.ParkedDomain)]
    [InlineData("<html><form action=\"https://consent.portal.example/save\"><button>agree</button></form></html>", "consent to cookies", PollFailure.ConsentPage)]
    [InlineData("<html><title>Account Suspended</title></html>", "suspended", PollFailure.SuspendedSite)]
    [InlineData("<html><body><h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1></body></html>", "maintenance", PollFailure.Maintenance)]
    [InlineData("<html><head><title>Welcome to nginx!</title></head></html>", "default page", PollFailure.WebPage)]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>الصفحة غير موجودة</title></head></html>", "not found", PollFailure.NotFound)]
    [InlineData("<html><head><title>أخبار &amp; آراء</title></head><body><p>مرحبا</p></body></html>", "This is a web page (\"أخبار & آراء\"), not a feed.", PollFailure.WebPage)]
    [InlineData("  \r\n ", "empty answer", PollFailure.Empty)]
    [InlineData("", "empty answer", PollFailure.Empty)]
    public void A_page_is_named_for_what_it_is(string page, string said, PollFailure kind)
    {
        var failed = NotAFeedPage.Describe(Encoding.UTF8.GetBytes(page), null, Url)!;

        Assert.Contains(said, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(kind, failed.Failure);
    }

    [Theory]
    [InlineData("https://news.example/wp-login.php?redirect_to=feed", "login page")]
    [InlineData("https://consent.news.example/collect?s=1", "consent to cookies")]
    public void Where_a_page_was_found_tells_what_it_is(string url, string said) =>
        Assert.Contains(said, NotAFeedPage.Describe("<html><title>x</title></html>"u8, null, new Uri(url))?.Reason, StringComparison.Ordinal);

    [Fact]
    public void A_page_in_windows_1256_is_read()
    {
        var page = CodePagesEncodingProvider.Instance.GetEncoding(1256)!.GetBytes("<html><title>تسجيل الدخول</title></html>");

        Assert.Contains("login page", NotAFeedPage.Describe(page, "text/html", Url)?.Reason, StringComparison.Ordinal);
    }

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

    private static string? Describe(string page) => NotAFeedPage.Describe(Encoding.UTF8.GetBytes(page), null, Url)?.Reason;
}
