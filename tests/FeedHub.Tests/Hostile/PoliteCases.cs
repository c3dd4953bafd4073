using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>Validators, headers, and what a poll may and may not say.</summary>
internal static class PoliteCases
{
    private const string Modified = "Wed, 04 Mar 2026 08:00:00 GMT";

    public static IEnumerable<HostileCase> List()
    {
        foreach (var (name, tag) in new[]
        {
            ("etag-strong", "\"v1\""), ("etag-weak", "W/\"v1\""), ("etag-unquoted", "v1-unquoted"), ("etag-empty", "\"\""), ("etag-comma", "\"a, b\", \"c\""),
            ("etag-latin1", "\"\u00e9\u00d8\u00a3\""), ("etag-inner-quote", "\"a\"b\"--gzip\""), ("etag-long", "\"" + new string('x', 1500) + "\""), ("etag-star", "*"),
        })
        {
            yield return Tagged(name, tag, null);
        }

        foreach (var (name, date) in new[]
        {
            ("date-imf", Modified), ("date-rfc850", "Wednesday, 04-Mar-26 08:00:00 GMT"), ("date-asctime", "Wed Mar  4 08:00:00 2026"), ("date-zone", "Wed, 04 Mar 2026 11:00:00 +0300"),
            ("date-words", "yesterday, about noon"), ("date-future", "Fri, 01 Jan 2100 00:00:00 GMT"), ("date-zero", "0"),
        })
        {
            yield return Tagged(name, null, date);
        }

        yield return Tagged("etag-and-date", "\"both\"", Modified);
        yield return new("etag-rotates", hit => hit.FeedAsync([1], $"ETag: \"r{hit.Number}\""), All(
            Holds(seen => seen.On("/feed").Skip(1).All(hit => hit["If-None-Match"] == $"\"r{hit.Number - 1}\""), "not the newest tag, though the body was the same"), ShowsJust(1), KeepsPace));
        yield return new("date-rotates", hit => hit.FeedAsync([1], "ETag: \"same\"", $"Last-Modified: day {hit.Number}"), All(
            Holds(seen => seen.On("/feed").Skip(1).All(hit => hit["If-Modified-Since"] == $"day {hit.Number - 1}"), "not the newest date, though the tag was the same"), KeepsPace));
        yield return new("validators-of-304", hit => hit.Number == 0 ? hit.FeedAsync([1], "ETag: \"n0\"") : hit.AnswerAsync(304, "", $"ETag: \"n{hit.Number}\"", $"Last-Modified: day {hit.Number}"), All(
            Holds(seen => seen.On("/feed").Skip(1).All(hit => hit["If-None-Match"] == $"\"n{hit.Number - 1}\""), "not the tag of the 304"), OneUnconditional, ShowsJust(1)));
        yield return new("bare-304", hit => hit.Number == 0 ? hit.FeedAsync([1], "ETag: \"k\"", $"Last-Modified: {Modified}") : hit.AnswerAsync(304, ""), All(
            Returns("If-None-Match", "\"k\""), Returns("If-Modified-Since", Modified), OneUnconditional, IsWell));
        yield return new("validators-dropped", hit => hit.Number < 2 ? hit.FeedAsync([1], "ETag: \"d\"") : hit.FeedAsync([1, 2]), All(
            Returns("If-None-Match", null, 3), Shows(1, 2), KeepsPace));
        yield return new("etag-only-later", hit => hit.Number < 2 ? hit.FeedAsync([1]) : hit.FeedAsync([1], "ETag: \"late\""), All(Returns("If-None-Match", "\"late\"", 3), ShowsJust(1)));
        yield return new("no-validators", hit => hit.FeedAsync([1]), All(Returns("If-None-Match", null), Returns("If-Modified-Since", null), ShowsJust(1), KeepsPace));
        yield return new("304-unasked", hit => hit.Number < 2 ? hit.AnswerAsync(304, "", "ETag: \"u\"") : hit.FeedAsync([1], "ETag: \"u\""), All(
            Shows(1), Holds(seen => seen.On("/feed").Take(3).All(hit => !hit.IsConditional), "kept the tag of a 304 nobody asked for")));
        yield return new("validators-over-500", hit => hit.Number == 1 ? hit.AnswerAsync(500, "", "ETag: \"error\"") : ConditionalAsync(hit, "\"w\"", null), All(
            Returns("If-None-Match", "\"w\""), OneUnconditional, IsWell));
        yield return new("validators-over-429", hit => hit.Number == 1 ? hit.AnswerAsync(429, "") : ConditionalAsync(hit, "\"w\"", null), All(Returns("If-None-Match", "\"w\""), OneUnconditional));
        yield return new("validators-of-junk", hit => hit.Number switch
        {
            0 => hit.FeedAsync([1], "ETag: \"good\""),
            1 => hit.AnswerAsync(200, "<html><body>Oops</body></html>", "ETag: \"junk\"", "Content-Type: text/html"),
            _ => hit["If-None-Match"] == "\"junk\"" ? hit.AnswerAsync(304, "") : hit.FeedAsync([1, 2], "ETag: \"better\""),
        }, All(Shows(1, 2), Holds(seen => seen.Hits.All(hit => hit["If-None-Match"] != "\"junk\""), "kept the validators of a body that was no feed")));
        yield return new("validators-of-cut-off", async hit =>
        {
            if (hit.Number > 0)
            {
                await (hit.IsConditional ? hit.AnswerAsync(304, "") : hit.FeedAsync([1, 2], "ETag: \"whole\""));
                return;
            }

            await hit.SendAsync("HTTP/1.1 200 OK\r\nETag: \"half\"\r\nContent-Length: 90000\r\n\r\n" + HostileFeeds.Rss(hit.Name, 1));
            hit.Connection.HangUp();
        }, Shows(1, 2));
        yield return new("validators-of-redirect", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "/validators-of-redirect/there", "ETag: \"door\"") : ConditionalAsync(hit, "\"room\"", null), All(
            Holds(seen => seen.On("/there").Skip(1).All(hit => hit["If-None-Match"] == "\"room\""), "lost the tag behind a redirect"), Shows(1)));
        yield return new("changes-now-and-then", hit => ConditionalAsync(hit, $"\"c{hit.Number / 3}\"", null, [.. Enumerable.Range(1, (hit.Number / 3) + 1)]), All(Shows(1, 2), OneUnconditional));
        yield return new("ignores-validators", hit => hit.FeedAsync([1], "ETag: \"fixed\"", $"Last-Modified: {Modified}"), All(Returns("If-None-Match", "\"fixed\""), ShowsJust(1), KeepsPace));
        yield return new("226-delta", hit => hit.Number switch
        {
            0 => hit.FeedAsync([1], "ETag: \"one\""),
            1 => hit.AnswerAsync(226, HostileFeeds.Rss(hit.Name, 2), "ETag: \"two\"", "IM: feed"),
            _ => ConditionalAsync(hit, "\"two\"", null),
        }, All(Shows(1, 2), Returns("A-IM", "feed"), Returns("If-None-Match", "\"two\"", 2)));
        yield return new("no-cookies", hit => hit.FeedAsync([1], "Set-Cookie: id=1; Path=/", "Set-Cookie: b=2"), Holds(
            seen => seen.Hits.All(hit => hit["Cookie"] is null && hit["Referer"] is null && hit["From"] is null), "sent a cookie or a referrer"));
        yield return new("introduces-itself", hit => hit.FeedAsync([1]), Holds(
            seen => seen.Hits.All(hit => System.Text.RegularExpressions.Regex.IsMatch(hit["User-Agent"] ?? "", @"^FeedHub/\d+\.\d+.*\+https://hub\.example")), "no User-Agent with name, version and contact"));
        yield return new("asks-compressed", hit => hit.FeedAsync([1]), Holds(
            seen => seen.Hits.All(hit => hit["Accept-Encoding"] is { } said && said.Contains("gzip", StringComparison.Ordinal) && hit["Accept"]!.Contains("xml", StringComparison.Ordinal)), "no Accept-Encoding or Accept"));
        yield return new("keeps-the-query", hit => hit.FeedAsync([1]), Holds(
            seen => seen.Hits.Count > 0 && seen.Hits.All(hit => hit.Path == "/feed?a=1&b=c%2Fd&c=%D8%A7&empty=&d=x+y"), "changed the query"))
        { Path = "/feed?a=1&b=c%2Fd&c=%D8%A7&empty=&d=x+y" };
        yield return new("arabic-path", hit => hit.FeedAsync([1]), All(Shows(1), Holds(seen => seen.Hits.All(hit => hit.Path == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"), "wrote the path otherwise")))
        { Path = "/أخبار" };
        yield return new("own-headers", hit => hit.FeedAsync([1]), Holds(seen => seen.Hits.All(hit => hit["X-Key"] == "secret-key-71" && hit["User-Agent"] == "Mine/1"), "left out its own headers"))
        { Line = ", \"headers\": { \"X-Key\": \"secret-key-71\" }, \"userAgent\": \"Mine/1\"" };
    }

    public static Task ConditionalAsync(Hit hit, string? tag, string? date, int[]? items = null)
    {
        string[] said = [.. new[] { tag is null ? null : $"ETag: {tag}", date is null ? null : $"Last-Modified: {date}" }.OfType<string>()];
        return hit.IsConditional && hit["If-None-Match"] == tag && hit["If-Modified-Since"] == date ? hit.AnswerAsync(304, "", said) : hit.FeedAsync(items ?? [1], said);
    }

    private static HostileCase Tagged(string name, string? tag, string? date) => new(
        name, hit => ConditionalAsync(hit, tag, date), All(OneUnconditional, Returns("If-None-Match", tag), Returns("If-Modified-Since", date), ShowsJust(1), KeepsPace, IsWell));
}
