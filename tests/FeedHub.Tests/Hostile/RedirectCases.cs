using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>Redirects, what is sent along, and everything that leads inside the network.</summary>
internal static class RedirectCases
{
    /// <summary>Ways to write this machine and its neighbours; {0} is the canary's port.</summary>
    private static readonly (string Name, string Address)[] Inside =
    [
        ("loopback", "http://127.0.0.1:{0}/feed"), ("loopback-other", "http://127.255.255.254:{0}/feed"), ("localhost", "http://localhost:{0}/feed"), ("localhost-dot", "http://localhost.:{0}/feed"),
        ("sub-localhost", "http://feeds.localhost:{0}/feed"), ("zero", "http://0.0.0.0:{0}/feed"), ("zero-short", "http://0:{0}/feed"), ("short", "http://127.1:{0}/feed"), ("decimal", "http://2130706433:{0}/feed"),
        ("hex", "http://0x7f000001:{0}/feed"), ("hex-dots", "http://0x7f.0.0.1:{0}/feed"), ("octal", "http://0177.0.0.1:{0}/feed"), ("v6", "http://[::1]:{0}/feed"), ("v6-any", "http://[::]:{0}/feed"),
        ("v6-mapped", "http://[::ffff:127.0.0.1]:{0}/feed"), ("v6-mapped-hex", "http://[::ffff:7f00:1]:{0}/feed"), ("v6-compatible", "http://[::127.0.0.1]:{0}/feed"), ("v6-nat64", "http://[64:ff9b::127.0.0.1]:{0}/feed"),
        ("v6-6to4", "http://[2002:7f00:1::]:{0}/feed"), ("v6-local", "http://[fe80::1]:{0}/feed"), ("v6-unique", "http://[fd00::1]:{0}/feed"), ("ten", "http://10.0.0.1:{0}/feed"), ("private-16", "http://192.168.1.1:{0}/feed"),
        ("private-12", "http://172.16.0.1:{0}/feed"), ("metadata", "http://169.254.169.254/latest/meta-data/"), ("shared", "http://100.64.0.1:{0}/feed"), ("full-width", "http://１２７.０.０.１:{0}/feed"),
        ("user-trick", "http://news.example@127.0.0.1:{0}/feed"), ("circled", "http://①②⑦.⓪.⓪.①:{0}/feed"),
    ];

    public static IEnumerable<HostileCase> List()
    {
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            yield return new($"redirect-{status}", hit => hit.Path == "/feed" ? hit.RedirectAsync(status, $"/redirect-{status}/there") : PoliteCases.ConditionalAsync(hit, "\"t\"", null), All(Shows(1), IsWell));
        }

        foreach (var (name, to) in new[]
        {
            ("relative", "there"), ("rooted", "/redirect-rooted/there"), ("dots", "../redirect-dots/x/../there"), ("no-scheme", "//{0}/redirect-no-scheme/there"), ("query", "?then"), ("fragment", "there#top"),
            ("blank", "  there  "), ("case", "HTTP://{0}/redirect-case/there"), ("other-host", "http://{1}/redirect-other-host/there"),
        })
        {
            yield return new($"redirect-{name}", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, string.Format(null, to, hit.Url("").Authority, $"{hit.Places.OtherHost}:{hit.Places.Port}")) : hit.FeedAsync([1]), All(Shows(1), IsWell));
        }

        yield return new("redirect-arabic", async hit =>
        {
            if (hit.Path != "/feed")
            {
                await hit.FeedAsync([1]);
                return;
            }

            await hit.Connection.SendAsync(System.Text.Encoding.UTF8.GetBytes("HTTP/1.1 302 Found\r\nLocation: /redirect-arabic/أخبار\r\nContent-Length: 0\r\n\r\n"));
        }, Shows(1));
        yield return new("redirect-chain-8", hit => Depth(hit) < 8 ? hit.RedirectAsync(302, $"/redirect-chain-8/feed?{Depth(hit) + 1}") : hit.FeedAsync([1]), Shows(1));
        yield return new("redirect-chain-10", hit => Depth(hit) < 10 ? hit.RedirectAsync(301, $"/redirect-chain-10/feed?{Depth(hit) + 1}") : hit.FeedAsync([1]), Shows(1));
        yield return new("redirect-for-ever", hit => hit.RedirectAsync(302, $"/redirect-for-ever/feed?{Depth(hit) + 1}"), All(
            State("failing"), Says("redirects"), Holds(seen => seen.Hits.Count(hit => hit.Path == "/feed") is > 0 and var polls && seen.Hits.Count <= polls * 11, "follows more than ten")));
        yield return new("redirect-loop", hit => hit.RedirectAsync(301, hit.Path == "/feed" ? "/redirect-loop/other" : "/redirect-loop/feed"), All(State("failing"), Says("circle"), Polls(0.05, 0.5)));
        yield return new("redirect-self", hit => hit.RedirectAsync(302, "/redirect-self/feed"), All(State("failing"), Says("circle"), Polls(0.05, 0.5)));
        yield return new("redirect-nowhere", hit => hit.AnswerAsync(302, ""), All(BacksOff, Says("without saying where")));
        yield return new("redirect-empty", hit => hit.RedirectAsync(302, ""), All(State("failing")));
        yield return new("redirect-junk", hit => hit.RedirectAsync(302, "http://[::bad/%%%"), All(State("failing")));
        yield return new("redirect-long", hit => hit.RedirectAsync(302, "/redirect-long/" + new string('x', 40_000)), State("failing"));
        yield return new("redirect-body", async hit =>
        {
            if (hit.Path != "/feed")
            {
                await hit.FeedAsync([1]);
                return;
            }

            await hit.SendAsync("HTTP/1.1 302 Found\r\nLocation: there\r\n\r\n");
            await WireCases.FloodAsync(hit, new byte[65536]);
        }, Shows(1));
        yield return new("moves-301", hit => hit.Path == "/feed" ? hit.RedirectAsync(301, "/moves-301/there") : PoliteCases.ConditionalAsync(hit, "\"m\"", null), All(
            Requests(2, 10), Holds(seen => seen.On("/there").Count() > seen.On("/feed").Count(), "never goes straight to the new address"),
            Holds(seen => seen.Health.GetProperty("movedTo").GetString()?.EndsWith("/there", StringComparison.Ordinal) == true, "does not show the new address"), Shows(1)));
        yield return new("moves-308-chain", hit => hit.Path == "/feed" ? hit.RedirectAsync(308, "/moves-308-chain/a") : hit.Path == "/a" ? hit.RedirectAsync(301, "/moves-308-chain/there") : hit.FeedAsync([1]), All(Requests(2, 10), Shows(1)));
        yield return new("moves-302", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "/moves-302/there") : hit.FeedAsync([1]), All(
            KeepsPace, Holds(seen => seen.Health.GetProperty("movedTo").GetString() is null, "took a temporary move for a permanent one")));
        yield return new("moves-mixed", hit => hit.Path == "/feed" ? hit.RedirectAsync(301, "/moves-mixed/a") : hit.Path == "/a" ? hit.RedirectAsync(302, "/moves-mixed/there") : hit.FeedAsync([1]), KeepsPace);
        yield return new("moves-back-and-forth", hit => hit.Path == "/feed" ? hit.RedirectAsync(301, $"/moves-back-and-forth/{hit.Number % 2}") : hit.FeedAsync([1]), KeepsPace);
        yield return new("moves-to-nothing", hit => hit.Path == "/feed" ? hit.RedirectAsync(301, "/moves-to-nothing/there") : hit.AnswerAsync(404, ""), All(
            BacksOff, Holds(seen => seen.Health.GetProperty("movedTo").GetString() is null, "moved to an address that does not work")));

        foreach (var (name, address) in new[]
        {
            ("file", "file:///etc/passwd"), ("file-host", "file://localhost/etc/passwd"), ("ftp", "ftp://ftp.example/feed"), ("gopher", "gopher://127.0.0.1:{0}/x"), ("javascript", "javascript:alert(1)"), ("data", "data:text/xml,<rss/>"),
            ("unix", "unix:/run/x"), ("mailto", "mailto:a@b.example"), ("backslash", "/\\127.0.0.1:{0}/feed"), ("slashes", "///127.0.0.1:{0}/feed"),
        })
        {
            yield return new($"redirect-to-{name}", hit => hit.RedirectAsync(302, Canary(address, hit.Places)), All(State("failing"), ShowsNothing, Polls(0.05, 0.5)));
        }

        foreach (var (name, address) in Inside)
        {
            yield return new($"inside-by-redirect-{name}", hit => hit.RedirectAsync(302, Canary(address, hit.Places)), All(State("failing"), ShowsNothing, Polls(0.05, 0.5)));
            yield return new($"inside-{name}", _ => Task.CompletedTask, All(State("failing"), ShowsNothing)) { Address = places => Canary(address, places).Replace("/feed", $"/{name}", StringComparison.Ordinal) };
        }

        yield return new("basic", hit => hit["Authorization"] == "Basic dXNlcjpzZWNyZXQtcGFzcy04Mg==" ? hit.FeedAsync([1]) : hit.AnswerAsync(401, ""), All(Shows(1), Holds(seen => !seen.Health.GetRawText().Contains("secret-pass", StringComparison.Ordinal), "shows the password")))
        { Address = places => $"http://user:secret-pass-82@{places.Host}:{places.Port}/basic/feed" };
        yield return new("basic-wrong", hit => hit.AnswerAsync(401, "", "WWW-Authenticate: Basic realm=\"x\""), All(BacksOff, Says("401"), Holds(seen => !seen.Error.Contains("secret-pass", StringComparison.Ordinal), "shows the password")))
        { Address = places => $"http://user:secret-pass-83@{places.Host}:{places.Port}/basic-wrong/feed" };
        yield return new("secrets-stay-home", hit => hit.Path == "/feed" ? hit.RedirectAsync(hit.Number % 2 == 0 ? 302 : 307, $"http://{hit.Places.OtherHost}:{hit.Places.Port}/secrets-stay-home/there") : hit.FeedAsync([1]), All(
            Shows(1), Holds(seen => seen.On("/feed").All(hit => hit["Authorization"] is not null && hit["X-Key"] is not null), "left out the password"),
            Holds(seen => seen.On("/there").All(hit => hit["Authorization"] is null && hit["X-Key"] is null && !hit.Head.Contains("secret-", StringComparison.Ordinal)), "sent the password to another host")))
        { Address = places => $"http://user:secret-pass-84@{places.Host}:{places.Port}/secrets-stay-home/feed", Line = ", \"headers\": { \"X-Key\": \"secret-key-72\" }" };
        yield return new("secrets-on-same-origin", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "there") : hit["Authorization"] is null ? hit.AnswerAsync(401, "") : hit.FeedAsync([1]), Shows(1))
        { Address = places => $"http://user:secret-pass-85@{places.Host}:{places.Port}/secrets-on-same-origin/feed" };
        yield return new("user-in-redirect", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, $"http://eve:secret-pass-86@{hit.Places.OtherHost}:{hit.Places.Port}/user-in-redirect/there") : hit.FeedAsync([1]), All(
            Shows(1), Holds(seen => seen.On("/there").All(hit => hit["Authorization"] is null), "let a redirect choose a password")));
    }

    private static string Canary(string address, ExamPlaces places) => address.Replace("{0}", places.CanaryPort.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static int Depth(Hit hit) => hit.Path.Split('?') is [_, var depth] ? int.Parse(depth, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
