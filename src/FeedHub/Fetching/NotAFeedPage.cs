using System.Text;

namespace FeedHub.Fetching;

/// <summary>Tells what a web page is that came where a feed was expected.</summary>
public static class NotAFeedPage
{
    private static readonly (string Guard, string[] Signs)[] Challenges =
    [
        ("Cloudflare", ["cdn-cgi/challenge-platform", "cf-chl-", "_cf_chl_opt", "cf_chl_opt", "cf-browser-verification", "cf-turnstile"]),
        ("Sucuri", ["sucuri_cloudproxy_js", "sucuri website firewall"]),
        ("Imperva", ["_incapsula_resource", "incapsula incident"]),
        ("DDoS-Guard", ["ddos-guard"]),
        ("Amazon WAF", ["awswafcookiedomainlist", "aws-waf-token", "awswaf.com"]),
        ("DataDome", ["captcha-delivery.com"]),
        ("PerimeterX", ["px-captcha", "_pxappid"]),
        ("Akamai", ["errors.edgesuite.net"]),
    ];

    internal static FetchResult.Failed Challenge(string guard, string host) => new(
        FetchFailure.Challenge, $"{host} is guarded by {guard}, which wants to see a browser; a \"userAgent\" or a word with the publisher may help.");

    /// <summary>Who guards the site with a challenge page; null: it is none.</summary>
    internal static string? ChallengeIn(ReadOnlySpan<byte> page)
    {
        if (page.IsEmpty)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(page).ToLowerInvariant();
        return Array.Find(Challenges, challenge => Array.Exists(challenge.Signs, sign => text.Contains(sign, StringComparison.Ordinal))).Guard;
    }
}
