using System.Net;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>Tells what a web page is that came where a feed was expected.</summary>
public static class NotAFeedPage
{
    /// <summary>A page says what it is in its first part.</summary>
    private const int LookedAtBytes = 256 * 1024;

    private const int MaxTitleLength = 80;

    // Words are compared in lower case; a challenge is known by what only its scripts contain, since pages also talk about challenges.
    private static readonly (string Guard, string[] Signs)[] Challenges =
    [
        ("Cloudflare", ["cdn-cgi/challenge-platform/h/", "cf-chl-", "cf_chl_opt", "cf-browser-verification", "<title>just a moment...</title>", "<title>attention required! | cloudflare</title>"]),
        ("Sucuri", ["sucuri_cloudproxy_js", "sucuri website firewall - access denied"]),
        ("Imperva", ["_incapsula_resource", "incapsula incident id"]),
        ("DDoS-Guard", ["/.well-known/ddos-guard/", "<title>ddos-guard</title>"]),
        ("Amazon WAF", ["awswafcookiedomainlist", "gokuprops"]),
        ("DataDome", ["captcha-delivery.com"]),
        ("PerimeterX", ["px-captcha"]),
        ("Akamai", ["errors.edgesuite.net", "sec-if-cpt-container"]),
        ("Anubis", ["/.within.website/x/cmd/anubis/", "id=\"anubis_challenge\""]),
        ("a JavaScript check", ["enable javascript and cookies to continue", "slowaes.decrypt", "checking your browser before accessing"]),
    ];

    private static readonly string[] Consent =
    [
        "consent.google.", "consent.yahoo.", "guce.", "name=\"agree\"", "<title>before you continue", "action=\"https://consent.", "id=\"consent-form\"", "class=\"consent-wall\"",
    ];

    private static readonly string[] Parked =
    [
        "sedoparking", "parkingcrew", "bodis.com", "hugedomains.com", "afternic.com", "dan.com/buy-domain", "parked free, courtesy of", "this domain is parked",
        "this domain is for sale", "this domain may be for sale", "buy this domain", "domain has expired", "domain name has expired", "related searches:</",
        "النطاق معروض للبيع", "هذا النطاق للبيع", "انتهت صلاحية النطاق",
    ];

    private static readonly string[] Suspended = ["account suspended", "account has been suspended", "/cgi-sys/suspendedpage.cgi", "this site has been suspended", "bandwidth limit exceeded"];

    private static readonly string[] Maintenance =
    [
        "briefly unavailable for scheduled maintenance", "down for maintenance", "under maintenance", "error establishing a database connection",
        "الموقع تحت الصيانة", "الموقع قيد الصيانة",
    ];

    private static readonly string[] ServerDefault =
    [
        "<title>welcome to nginx", "<title>apache2 ", "<title>iis windows", "<title>index of /", "<title>default web site page", "<title>test page for",
    ];

    private static readonly string[] LoginTitles = ["log in", "login", "sign in", "sign-in", "تسجيل الدخول", "تسجيل دخول", "connexion"];

    private static readonly string[] NotFoundTitles = ["404", "not found", "page not found", "غير موجودة", "الصفحة غير موجودة", "لم يتم العثور"];

    /// <summary>One plain sentence that names the cause; null: it is no web page.</summary>
    /// <param name="contentType">As sent.</param>
    /// <param name="url">Where it was found.</param>
    public static string? Describe(ReadOnlySpan<byte> body, string? contentType, Uri url)
    {
        var page = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LookedAtBytes)]);
        if (string.IsNullOrWhiteSpace(page.Trim('\uFEFF')))
        {
            return $"{url.IdnHost} sent an empty answer.";
        }

        var text = page.ToLowerInvariant();
        if (!IsPage(text, contentType))
        {
            return null;
        }

        var host = url.IdnHost;
        var title = Title(page, text);
        return GuardOf(text) is { } guard ? Challenge(guard, host).Reason
            : HasAny(text, Parked) ? $"{host} shows a parking page; the domain may have expired or be for sale."
            : HasAny(text, Suspended) ? $"{host} was suspended by its hosting company."
            : FeedLink(page, text, url) is { } feed ? $"This is a web page{Named(title)}, not a feed; the feed it names is {feed}"
            : HasAny(text, Consent) ? $"{host} wants a consent to cookies before it shows the feed."
            : IsLogin(text, title) ? $"{host} shows a login page instead of the feed."
            : HasAny(text, Maintenance) ? $"{host} is under maintenance."
            : HasAny(text, ServerDefault) ? $"{host} shows the default page of its server; there is no feed."
            : HasAny(title.ToLowerInvariant(), NotFoundTitles) ? $"{host} shows a \"not found\" page instead of a feed."
            : $"This is a web page{Named(title)}, not a feed.";
    }

    internal static FetchResult.Failed Challenge(string guard, string host) => new(
        FetchFailure.Challenge, $"{host} is guarded by {guard}, which lets only browsers through; ask the publisher to let feed readers pass.");

    /// <summary>Who guards the site with a challenge page; null: it is none.</summary>
    internal static string? ChallengeIn(ReadOnlySpan<byte> page) => page.IsEmpty ? null : GuardOf(Encoding.UTF8.GetString(page).ToLowerInvariant());

    private static string? GuardOf(string text) => Array.Find(Challenges, challenge => HasAny(text, challenge.Signs)).Guard;

    private static bool IsPage(string text, string? contentType)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 2048)).TrimStart("\uFEFF \t\r\n");
        return start.StartsWith("<!doctype html") || start.StartsWith("<html") || start.StartsWith("<head") || start.StartsWith("<body")
            || (start.StartsWith('<') && (start.Contains("<!doctype html", StringComparison.Ordinal) || start.Contains("<html", StringComparison.Ordinal)))
            || (contentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true && !IsFeedRoot(start));
    }

    private static bool IsFeedRoot(ReadOnlySpan<char> start) =>
        start.StartsWith("<?xml") || start.StartsWith("<rss") || start.StartsWith("<feed") || start.StartsWith("<rdf") || start.StartsWith("{");

    private static bool IsLogin(string text, string title) =>
        text.Contains("type=\"password\"", StringComparison.Ordinal) || text.Contains("type='password'", StringComparison.Ordinal)
        || HasAny(title.ToLowerInvariant(), LoginTitles);

    private static string Title(string page, string text)
    {
        var from = text.IndexOf("<title", StringComparison.Ordinal);
        from = from < 0 ? -1 : text.IndexOf('>', from);
        var to = from < 0 ? -1 : text.IndexOf("</title", from, StringComparison.Ordinal);
        return to < 0 ? "" : Shown(WebUtility.HtmlDecode(page[(from + 1)..to]), MaxTitleLength);
    }

    private static string Named(string title) => title.Length == 0 ? "" : $" (\"{title}\")";

    /// <summary>The first feed a page offers in its head, absolute; null: none.</summary>
    private static string? FeedLink(string page, string text, Uri url)
    {
        for (var at = text.IndexOf("<link", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<link", at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf('>', at);
            if (end < 0)
            {
                return null;
            }

            var tag = text[at..end];
            var isFeed = tag.Contains("application/rss+xml", StringComparison.Ordinal) || tag.Contains("application/atom+xml", StringComparison.Ordinal)
                || tag.Contains("application/feed+json", StringComparison.Ordinal);
            if (isFeed && tag.Contains("alternate", StringComparison.Ordinal) && Href(page[at..end]) is { } href
                && Uri.TryCreate(url, WebUtility.HtmlDecode(href), out var feed) && feed.Scheme is "http" or "https")
            {
                return Shown(AnswerHeaders.WithoutSecrets(feed).AbsoluteUri, 500);
            }

            at = end;
        }

        return null;
    }

    private static string? Href(string tag)
    {
        var at = tag.IndexOf("href=", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at + 5 >= tag.Length)
        {
            return null;
        }

        var value = tag[(at + 5)..].TrimStart();
        var end = value is ['"' or '\'', ..] ? value.IndexOf(value[0], 1) : value.AsSpan().IndexOfAny(" \t\r\n");
        return value is ['"' or '\'', ..] ? (end < 0 ? null : value[1..end]) : (end < 0 ? value : value[..end]);
    }

    // Shown to people in logs and pages: one line, no controls, nothing that turns the writing direction.
    private static string Shown(string text, int maxLength)
    {
        var shown = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if ((isSpace && (shown.Length == 0 || shown[^1] == ' ')) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format)
            {
                continue;
            }

            if (shown.Length >= maxLength)
            {
                return shown.ToString().TrimEnd() + "…";
            }

            shown.Append(isSpace ? " " : rune.ToString());
        }

        return shown.ToString().TrimEnd();
    }

    private static bool HasAny(string text, string[] signs) => Array.Exists(signs, sign => text.Contains(sign, StringComparison.Ordinal));
}
