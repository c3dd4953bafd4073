using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>What comes instead of a feed, and answers that must erase nothing.</summary>
internal static class PageCases
{
    private const string Html = "Content-Type: text/html; charset=utf-8";

    public static IEnumerable<HostileCase> List()
    {
        foreach (var (name, status, page, headers, word) in new (string, int, string, string[], string)[]
        {
            ("login", 200, "<!doctype html><title>Sign in</title><form><input name=user><input type=\"password\"></form>", [Html], "login page"),
            ("login-arabic", 200, "<!doctype html><title>تسجيل الدخول</title><p>أدخل بريدك</p>", [Html], "login page"),
            ("cloudflare-header", 403, "<!doctype html><title>Just a moment...</title>", [Html, "cf-mitigated: challenge", "Server: cloudflare"], "Cloudflare"),
            ("cloudflare-503", 503, "<!doctype html><title>Just a moment...</title><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate\"></script>", [Html], "Cloudflare"),
            ("cloudflare-200", 200, "<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>", [Html], "Cloudflare"),
            ("parked", 200, "<html><body><script src=\"https://img.sedoparking.com/x.js\"></script>Related links</body></html>", [Html], "park"),
            ("consent", 200, "<!doctype html><title>Before you continue</title><form action=\"https://consent.site.example/save\"></form>", [Html], "consent"),
            ("page-with-feed", 200, "<!doctype html><title>أخبار</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/real.xml\">", [Html], "/real.xml"),
            ("suspended", 200, "<html><head><title>Account Suspended</title></head><body>This Account has been suspended.</body></html>", [Html], "suspended"),
            ("maintenance", 200, "<html><title>Site</title>Briefly unavailable for scheduled maintenance. Check back in a minute.</html>", [Html], "maintenance"),
            ("soft-404", 200, "<!doctype html><title>404 - Page not found</title>", [Html], "not found"),
            ("default-page", 200, "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head></html>", [Html], "default page"),
            ("json-error", 200, "{\"error\":\"rate limited\"}", ["Content-Type: application/json"], ""),
            ("plain-text", 200, "OK", ["Content-Type: text/plain"], ""),
            ("image", 200, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", ["Content-Type: image/png"], ""),
            ("sitemap", 200, "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>http://x.example/</loc></url></urlset>", ["Content-Type: text/xml"], ""),
            ("php-error", 200, "<br />\n<b>Fatal error</b>:  Allowed memory size of 134217728 bytes exhausted in <b>/var/www/feed.php</b>", [Html], ""),
        })
        {
            yield return new($"page-{name}", hit => hit.AnswerAsync(status, page, headers), All(BacksOff, ShowsNothing, word.Length == 0 ? Says() : Says(word), Holds(seen => seen.Error.Length > 10, "gives no reason")));
            yield return new($"page-{name}-later", hit => hit.Number is > 0 and < 3 ? hit.AnswerAsync(status, page, headers) : hit.FeedAsync(hit.Number == 0 ? [1] : [1, 2], $"ETag: \"{hit.Number}\""), All(Shows(1, 2), IsWell));
        }

        foreach (var (name, body) in new[]
        {
            ("empty-channel", "<rss version=\"2.0\"><channel><title>x</title></channel></rss>"), ("empty-atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title><id>x</id><updated>2026-03-04T00:00:00Z</updated></feed>"),
        })
        {
            yield return new($"erases-nothing-{name}", hit => hit.Number == 0 ? hit.FeedAsync([1]) : hit.AnswerAsync(200, body), Shows(1));
        }

        yield return new("erases-nothing-withdrawn", hit => hit.FeedAsync(hit.Number == 0 ? [1, 2] : [2]), All(Shows(1, 2), IsWell));
    }
}
