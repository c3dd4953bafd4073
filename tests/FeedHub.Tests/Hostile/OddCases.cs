using System.Text;
using FeedHub.Tests.Support;
using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>What no server of repute does and some server did: odd framing, odd headers, odd places to go, links nobody may follow, crowds.</summary>
internal static class OddCases
{
    public static IEnumerable<HostileCase> List() => [.. Framing(), .. Headers(), .. Compression(), .. Statuses(), .. Places(), .. Invitations(), .. Pages(), .. Crowd()];

    private static IEnumerable<HostileCase> Framing()
    {
        // Read whole or not at all.
        foreach (var (name, head, body) in new (string, string, Func<Hit, string>)[]
        {
            ("chunk-extension-line-feed", Chunked, hit => $"{Length(hit):x};a=\nb\r\n{Text(hit)}\r\n0\r\n\r\n"), ("chunk-line-feeds", Chunked, hit => $"{Length(hit):x}\n{Text(hit)}\n0\n\n"),
            ("chunk-leading-zeros", Chunked, hit => $"0000000{Length(hit):X}\r\n{Text(hit)}\r\n000\r\n\r\n"), ("chunk-blank", Chunked, hit => $"{Length(hit):x} \r\n{Text(hit)}\r\n0\r\n\r\n"),
            ("chunk-hex-prefix", Chunked, hit => $"0x{Length(hit):x}\r\n{Text(hit)}\r\n0\r\n\r\n"), ("chunk-negative", Chunked, hit => $"-{Length(hit):x}\r\n{Text(hit)}\r\n0\r\n\r\n"),
            ("chunked-and-length", "HTTP/1.1 200 OK\r\nContent-Length: 30\r\nTransfer-Encoding: chunked\r\n\r\n", hit => $"{Length(hit):x}\r\n{Text(hit)}\r\n0\r\n\r\n"),
            ("chunked-twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", hit => $"{Length(hit):x}\r\n{Text(hit)}\r\n0\r\n\r\n"),
            ("chunked-in-http-1-0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", hit => $"{Length(hit):x}\r\n{Text(hit)}\r\n0\r\n\r\n"),
            ("transfer-unknown", "HTTP/1.1 200 OK\r\nTransfer-Encoding: cow\r\n\r\n", Text), ("transfer-identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", Text),
            ("length-plus", "HTTP/1.1 200 OK\r\nContent-Length: +30\r\n\r\n", Text), ("length-hex", "HTTP/1.1 200 OK\r\nContent-Length: 0x30\r\n\r\n", Text), ("length-words", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", Text),
            ("length-list", "HTTP/1.1 200 OK\r\nContent-Length: 30, 30\r\n\r\n", Text), ("blank-lines-first", "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", Text), ("lower-case", "http/1.1 200 ok\r\n\r\n", Text), ("http-1-2", "HTTP/1.2 200 OK\r\n\r\n", Text),
            ("http-2", "HTTP/2 200\r\n\r\n", Text), ("http-2-frames", "\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0", _ => ""), ("carriage-returns", "HTTP/1.1 200 OK\r\r\r", Text), ("two-heads", "HTTP/1.1 200 OK\r\nHTTP/1.1 200 OK\r\n\r\n", Text),
            ("tls-alert", "\u0015\u0003\u0001\0\u0002\u0002\u0028", _ => ""), ("continue-with-length", "HTTP/1.1 100 Continue\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\n\r\n", Text),
        })
        {
            yield return new($"odd-{name}", async hit =>
            {
                await hit.SendAsync(head);
                await hit.SendAsync(body(hit));
                hit.Connection.HangUp();
            }, WholeOrNot);
        }

        yield return new("odd-304-with-a-body", hit => hit.IsConditional ? hit.SendAsync("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nabcdeHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nxyz") : hit.FeedAsync([1], "ETag: \"b\""), All(OneUnconditional, ShowsJust(1), IsWell));
        yield return new("odd-204-with-a-body", hit => hit.Number == 0 ? hit.FeedAsync([1]) : hit.SendAsync("HTTP/1.1 204 No Content\r\n\r\n<rss><channel/></rss>"), All(Shows(1), State("failing")));
        yield return new("odd-switches-protocols", async hit =>
        {
            await hit.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + Text(hit));
            await hit.Connection.WaitForCloseAsync();
        }, All(BacksOff, ShowsNothing));
        yield return new("odd-slow-chain", async hit =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5), hit.Connection.Stop);
            await hit.RedirectAsync(302, hit.Path == "/feed" ? "/odd-slow-chain/1" : $"/odd-slow-chain/{int.Parse(hit.Path[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}");
        }, All(State("failing"), Says("did not finish"), Holds(seen => seen.Hits.Count <= seen.On("/feed").Count() * (1 + (seen.Times.Timeout.TotalSeconds / 1.5)), "gives each hop the time of a whole exchange")));
        yield return new("odd-drip-of-large-chunks", async hit =>
        {
            await hit.SendAsync(Chunked);
            while (true)
            {
                await hit.SendAsync($"400\r\n{new string('x', 1024)}\r\n");
                await Task.Delay(50, hit.Connection.Stop);
            }
        }, All(State("failing"), ShowsNothing, Polls(0.05, 0.5)));
    }

    private static IEnumerable<HostileCase> Headers()
    {
        foreach (var (name, header) in new[]
        {
            ("type-folded", "Content-Type: text/xml;\r\n charset=utf-8"), ("type-twice", "Content-Type: text/xml\r\nContent-Type: text/html"), ("charset-utf-7", "Content-Type: text/xml; charset=utf-7"), ("charset-none", "Content-Type: text/xml; charset="),
            ("charset-unknown", "Content-Type: text/xml; charset=klingon-8"), ("charset-quoted-badly", "Content-Type: text/xml; charset='utf-8"), ("date-far", "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\nExpires: Fri, 31 Dec 9999 23:59:59 GMT"), ("age-junk", "Cache-Control: max-age=1\r\nAge: old"),
            ("max-age-twice", "Cache-Control: max-age=1, max-age=99999"), ("max-age-fraction", "Cache-Control: max-age=6.5"), ("cache-control-junk", "Cache-Control: ,,,=;\"max-age=99999"), ("retry-after-empty", "Retry-After:"), ("retry-after-two", "Retry-After: 1\r\nRetry-After: 99999"),
            ("expires-junk", "Expires: when pigs fly"), ("space-before-colon", "X-A : b"), ("long-line", "X-A: " + new string('v', 50_000)), ("link-flood", string.Join("\r\n", Enumerable.Repeat("Link: <" + new string('<', 100) + ">; rel=\"hub\"", 200))),
            ("hub-inside", "Link: <http://127.0.0.1:{0}/hub>; rel=\"hub\", <http://127.0.0.1:{0}/self>; rel=\"self\""), ("preload", "Link: <http://127.0.0.1:{0}/x>; rel=preload"), ("report-to", "NEL: {}\r\nReport-To: {\"endpoints\":[{\"url\":\"http://127.0.0.1:{0}/r\"}]}"),
            ("content-location", "Content-Location: http://127.0.0.1:{0}/feed"), ("digest-wrong", "Content-MD5: AAAA\r\nDigest: sha-256=AAAA"), ("trailer-announced", "Trailer: ETag, Content-Length"), ("upgrade", "Upgrade: h2c, websocket"), ("keep-alive-junk", "Keep-Alive: timeout=-1, max=0"),
        })
        {
            yield return new($"odd-{name}", hit => hit.AnswerAsync(200, Text(hit), Here(header, hit)), All(Shows(1, 2), KeepsPace));
        }

        foreach (var (name, header, sent) in new[]
        {
            ("tag-with-tab", "ETag: \"a\tb\"", "\"a\tb\""), ("tag-twice", "ETag: \"first\"\r\nETag: \"second\"", "\"first\""), ("tag-blanks", "ETag:    \"b\"   ", "\"b\""), ("tag-arabic", "ETag: \"\u00d8\u00a3\u00d8\u00ae\"", "\"\u00d8\u00a3\u00d8\u00ae\""),
            ("tag-weak-lower", "ETag: w/\"x\"", "w/\"x\""), ("tag-half-quoted", "ETag: \"x", "\"x"), ("tag-gzip", "ETag: \"x-gzip\"", "\"x-gzip\""),
        })
        {
            yield return new($"odd-{name}", hit => hit["If-None-Match"] == sent ? hit.AnswerAsync(304, "") : hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, 1), header), All(OneUnconditional, Returns("If-None-Match", sent), ShowsJust(1), IsWell));
        }

        yield return new("odd-tag-nul", hit => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, 1), "ETag: \"a\0b\""), Holds(seen => seen.Hits.All(hit => !hit.Head.Contains('\0', StringComparison.Ordinal)), "sends a NUL"));
        yield return new("odd-tag-huge", hit => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, 1), "ETag: \"" + new string('x', 30_000) + "\""), All(Shows(1), KeepsPace, Returns("If-None-Match", null)));
    }

    private static IEnumerable<HostileCase> Compression()
    {
        byte[] Gzip(Hit hit) => Compressed.With(Body(hit), "gzip");
        foreach (var (name, said, body, judge) in new (string, string, Func<Hit, byte[]>, Func<Seen, string?>)[]
        {
            ("br-in-gzip", "br, gzip", hit => Compressed.With(Body(hit), "br, gzip"), Shows(1, 2)), ("says-none", "none", Body, Shows(1, 2)), ("says-utf-8", "UTF-8", Body, Shows(1, 2)), ("says-nothing", "", Body, Shows(1, 2)), ("says-identity-and-gzip", "identity, gzip", Gzip, Shows(1, 2)),
            ("gzip-as-br", "br", Gzip, WholeOrNot), ("br-as-gzip", "gzip", hit => Compressed.With(Body(hit), "br"), All(BacksOff, ShowsNothing)), ("deflate-as-gzip", "gzip", hit => Compressed.With(Body(hit), "deflate"), WholeOrNot), ("gzip-as-deflate", "deflate", Gzip, Shows(1, 2)),
            ("gzip-wrong-sum", "gzip", hit => [.. Gzip(hit)[..^8], 1, 2, 3, 4, .. Gzip(hit)[^4..]], All(BacksOff, ShowsNothing)), ("gzip-wrong-length", "gzip", hit => [.. Gzip(hit)[..^4], 9, 9, 9, 0], All(BacksOff, ShowsNothing)),
            ("gzip-cut-before-sum", "gzip", hit => Gzip(hit)[..^8], All(BacksOff, ShowsNothing)), ("gzip-head-alone", "gzip", hit => Gzip(hit)[..10], All(BacksOff, ShowsNothing)), ("gzip-named", "gzip", hit => Named(Gzip(hit)), Shows(1, 2)),
            ("gzip-empty-members", "gzip", hit => [.. Enumerable.Repeat(Compressed.With([], "gzip"), 2_000).SelectMany(member => member), .. Gzip(hit)], WholeOrNot), ("gzip-and-junk", "gzip", hit => [.. Gzip(hit), .. "and so on"u8], WholeOrNot),
            ("deflate-with-dictionary", "deflate", _ => [0x78, 0xBB, 1, 2, 3, 4, 5, 6, 7, 8], All(BacksOff, ShowsNothing)), ("br-junk-behind", "br", hit => [.. Compressed.With(Body(hit), "br"), 1, 2, 3], WholeOrNot), ("dcz", "dcz", _ => [0x5E, 0x2A, 0x4D, 0x18, 1, 2, 3], All(BacksOff, ShowsNothing)),
        })
        {
            yield return new($"odd-{name}", hit => hit.AnswerAsync(200, body(hit), $"Content-Encoding: {said}"), judge);
        }
    }

    private static IEnumerable<HostileCase> Statuses()
    {
        foreach (var (status, header) in new[]
        {
            (201, "Location: http://127.0.0.1:{0}/feed"), (202, "Location: there"), (300, "Alternates: {\"there\" 1.0}"), (304, "Location: there"), (305, "Location: http://127.0.0.1:{0}/feed"), (306, "Location: http://127.0.0.1:{0}/feed"), (307, "X: y"), (310, "Location: there"), (399, "Location: there"),
            (407, "Proxy-Authenticate: Basic"), (421, "X: y"), (425, "Retry-After: 0"), (426, "Upgrade: h2c"), (431, "X: y"), (444, "X: y"), (499, "X: y"), (511, "Link: <http://127.0.0.1:{0}/login>; rel=login"), (526, "X: y"), (600, "X: y"), (999, "X: y"),
        })
        {
            yield return new($"odd-status-{status}", hit => hit.AnswerAsync(status, "x", Here(header, hit)), All(BacksOff, Says(status.ToString(System.Globalization.CultureInfo.InvariantCulture)), ShowsNothing, NeverAsks("/there")));
        }

        yield return new("odd-226-unasked", hit => hit.AnswerAsync(226, HostileFeeds.Rss(hit.Name, 1)), All(Shows(1), KeepsPace));
        yield return new("odd-wants-a-login-once", hit => hit.Number == 1 ? hit.AnswerAsync(401, "", "WWW-Authenticate: Negotiate", "WWW-Authenticate: NTLM") : hit.FeedAsync([1], "ETag: \"l\""), All(Shows(1), IsWell, Holds(seen => seen.Hits.All(hit => hit["Authorization"] is null), "answers a challenge nobody has a password for")));
        yield return new("odd-410-then-back", hit => hit.Number == 0 ? hit.FeedAsync([1]) : hit.AnswerAsync(410, "", "Retry-After: 1"), All(Requests(2, 3), State("gone"), Shows(1)));
    }

    private static IEnumerable<HostileCase> Places()
    {
        foreach (var (name, to) in new[]
        {
            ("port-0", "http://{h}:0/x"), ("port-99999", "http://{h}:99999/x"), ("port-words", "http://{h}:feed/x"), ("no-host", "http:///x"), ("scheme-alone", "http:"), ("two-ports", "http://{h}:{p}:{p}/x"), ("bracket", "http://[/x"), ("zone", "http://[fe80::1%25lo]:{c}/x"),
            ("view-source", "view-source:http://127.0.0.1:{c}/"), ("feed-scheme", "feed://127.0.0.1:{c}/x"), ("jar", "jar:http://127.0.0.1:{c}/!/x"), ("blob", "blob:http://127.0.0.1:{c}/x"), ("about", "about:blank"), ("ws", "ws://127.0.0.1:{c}/x"), ("octal-long", "http://0000177.0.0.1:{c}/x"),
            ("hex-mixed", "http://0x7F.1:{c}/x"), ("decimal-overflow", "http://6425673729:{c}/x"), ("dots-behind", "http://127.0.0.1...:{c}/x"), ("soft-hyphen", "http://127\u00AD.0.0.1:{c}/x"), ("ideographic-dots", "http://127。0。0。1:{c}/x"), ("percent", "http://%31%32%37.0.0.1:{c}/x"),
            ("v6-translated", "http://[::ffff:0:127.0.0.1]:{c}/x"), ("v6-local-nat64", "http://[64:ff9b:1::7f00:1]:{c}/x"), ("v6-teredo", "http://[2001:0:7f00:1::]:{c}/x"), ("v6-isatap", "http://[2001:4860::5efe:7f00:1]:{c}/x"), ("v6-site", "http://[fec0::1]:{c}/x"), ("v6-discard", "http://[100::1]:{c}/x"),
            ("v6-documentation", "http://[2001:db8::1]:{c}/x"), ("v6-multicast", "http://[ff02::1]:{c}/x"), ("broadcast", "http://255.255.255.255:{c}/x"), ("multicast", "http://224.0.0.1:{c}/x"), ("benchmark-net", "http://198.18.0.1:{c}/x"), ("reserved", "http://240.0.0.1:{c}/x"), ("user-and-at", "http://a@b@127.0.0.1:{c}/x"),
            ("user-hash", "http://{h}#@127.0.0.1:{c}/x"), ("backslash-host", "http://127.0.0.1:{c}\\@{h}/x"), ("tab-in-scheme", "ht\ttp://127.0.0.1:{c}/x"), ("upper-file", "FILE:///etc/passwd"), ("file-relative", "file:passwd"), ("unc", "\\\\127.0.0.1\\x"), ("smb", "smb://127.0.0.1/x"), ("ldap", "ldap://127.0.0.1:{c}/x"),
        })
        {
            yield return new($"odd-to-{name}", async hit =>
            {
                var place = to.Replace("{h}", hit.Places.Host, StringComparison.Ordinal).Replace("{p}", Text(hit.Places.Port), StringComparison.Ordinal).Replace("{c}", Text(hit.Places.CanaryPort), StringComparison.Ordinal);
                await hit.Connection.SendAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"));
            }, All(State("failing"), ShowsNothing, Polls(0.05, 0.5)));
        }

        yield return new("odd-to-two-places", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "there", Here("Location: http://127.0.0.1:{0}/x", hit)) : hit.FeedAsync([1, 2]), WholeOrNot);
        yield return new("odd-to-fragment-alone", hit => hit.RedirectAsync(302, "#top"), All(State("failing"), Says("circle")));
        yield return new("odd-to-spaced", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "/odd-to-spaced/the re") : hit.FeedAsync([1]), Shows(1));
        yield return new("odd-300-with-a-place", hit => hit.Path == "/feed" ? hit.RedirectAsync(300, "there") : hit.FeedAsync([1]), Shows(1));
        yield return new("odd-redirect-encoded", hit => hit.Path == "/feed" ? hit.RedirectAsync(302, "there", "Content-Encoding: gzip", "Transfer-Encoding: identity") : hit.FeedAsync([1, 2]), WholeOrNot);
        yield return new("odd-cookie-loop", hit => hit["Cookie"] is null ? hit.RedirectAsync(302, "/odd-cookie-loop/feed", "Set-Cookie: ok=1") : hit.FeedAsync([1]), All(Shows(1), IsWell, Holds(seen => seen.Hits.Where((_, i) => i % 2 == 0).All(hit => hit["Cookie"] is null), "kept a cookie for the next exchange")));
    }

    /// <summary>Addresses that stand in a feed are for readers: nobody asked us to go there.</summary>
    private static IEnumerable<HostileCase> Invitations()
    {
        const string Atom = "xmlns=\"http://www.w3.org/2005/Atom\"";
        foreach (var (name, channel) in new[]
        {
            ("hub", $"<link {Atom} rel=\"hub\" href=\"http://127.0.0.1:{{0}}/hub\"/>"), ("self", $"<link {Atom} rel=\"self\" href=\"{{here}}/other\"/>"), ("next", $"<link {Atom} rel=\"next\" href=\"{{here}}/other\"/><link {Atom} rel=\"prev-archive\" href=\"{{here}}/other\"/>"),
            ("cloud", "<cloud domain=\"127.0.0.1\" port=\"{0}\" path=\"/x\" registerProcedure=\"\" protocol=\"http-post\"/>"), ("image", "<image><url>{here}/other</url><link>{here}/other</link></image>"), ("new-feed-url", "<itunes:new-feed-url xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">{here}/other</itunes:new-feed-url>"),
            ("include", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>"), ("docs", "<docs>{here}/other</docs><textInput><link>{here}/other</link></textInput>"),
        })
        {
            yield return new($"odd-invites-{name}", hit => hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, Here(channel, hit), [HostileFeeds.Item(hit.Name, 1, more: $"<enclosure url=\"{hit.Url("/other")}\" length=\"1\" type=\"image/png\"/><comments>{hit.Url("/other")}</comments>")])), All(Shows(1), KeepsPace, NeverAsks("/other")));
        }

        foreach (var (name, link, page) in new (string, string, Func<Hit, Task>)[]
        {
            ("inside", "http://127.0.0.1:{0}/page", _ => Task.CompletedTask), ("redirects-inside", "{here}/page", hit => hit.RedirectAsync(302, $"http://127.0.0.1:{hit.Places.CanaryPort}/page")), ("hangs", "{here}/page", hit => hit.Connection.WaitForCloseAsync()),
            ("floods", "{here}/page", async hit => { await hit.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"); await WireCases.FloodAsync(hit, new byte[65536]); }), ("is-deep", "{here}/page", hit => hit.AnswerAsync(200, string.Concat(Enumerable.Repeat("<div>", 100_000)), "Content-Type: text/html")),
            ("is-missing", "{here}/page", hit => hit.AnswerAsync(404, "")), ("is-for-ever", "{here}/page", hit => hit.RedirectAsync(302, $"/{hit.Name}/page?{hit.Number}")), ("is-no-page", "{here}/page", hit => hit.AnswerAsync(200, new byte[100_000], "Content-Type: image/png")),
        })
        {
            yield return new($"odd-page-{name}", hit => hit.Path.StartsWith("/feed", StringComparison.Ordinal)
                ? hit.IsConditional ? hit.AnswerAsync(304, "") : hit.AnswerAsync(200, HostileFeeds.Rss(hit.Name, "", Enumerable.Range(1, 20).Select(i => HostileFeeds.Item(hit.Name, i).Replace($"<link>http://news.example/{hit.Name}/", $"<link>{Here(link, hit)}/", StringComparison.Ordinal))), "ETag: \"p\"")
                : page(hit), All(Shows(1, 20), OneUnconditional, Holds(seen => seen.Hits.Count(hit => hit.Path.StartsWith("/page", StringComparison.Ordinal)) <= 80, "goes on asking for pages")))
            { Line = ", \"fullText\": true" };
        }
    }

    private static IEnumerable<HostileCase> Pages()
    {
        const string Html = "Content-Type: text/html";
        foreach (var (name, page) in new[]
        {
            ("meta-refresh", "<html><head><meta http-equiv=\"refresh\" content=\"0; url={here}/there\"></head></html>"), ("script-redirect", "<script>location.href='{here}/there'</script>"), ("frameset", "<html><frameset><frame src=\"{here}/there\"></frameset></html>"),
            ("base", "<html><base href=\"http://127.0.0.1:{0}/\"><link rel=\"stylesheet\" href=\"x.css\"><img src=\"y.png\"></html>"), ("manifest", "<html><link rel=\"manifest\" href=\"{here}/there\"><link rel=\"icon\" href=\"{here}/there\"></html>"),
        })
        {
            yield return new($"odd-page-with-{name}", hit => hit.AnswerAsync(200, Here(page, hit), Html), All(BacksOff, ShowsNothing, NeverAsks("/there"), NeverAsks("/favicon.ico")));
        }
    }

    /// <summary>Twenty feeds of one host, each at its pace.</summary>
    private static IEnumerable<HostileCase> Crowd()
    {
        var (now, most) = (0, 0);
        foreach (var i in Enumerable.Range(1, 20))
        {
            yield return new($"odd-crowd-{i}", async hit =>
            {
                var together = Interlocked.Increment(ref now);
                InterlockedMax(ref most, together);
                await Task.Delay(20, hit.Connection.Stop);
                Interlocked.Decrement(ref now);
                await hit.FeedAsync([1]);
            }, All(Shows(1), IsWell, Polls(0.4, 1.1), Holds(_ => Volatile.Read(ref most) <= 2, "was asked for with more than one other feed of its host")))
            { Address = places => $"http://127.0.18.1:{places.Port}/odd-crowd-{i}/feed" };
        }
    }

    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /// <summary>Both items, or neither and a reason.</summary>
    private static Func<Seen, string?> WholeOrNot { get; } = Holds(seen => seen.Items.Count == 2 || (seen.Items.Count == 0 && seen.Error.Length > 10), "neither read it whole nor said why");

    private static byte[] Body(Hit hit) => Encoding.UTF8.GetBytes(HostileFeeds.Rss(hit.Name, 1, 2));

    /// <summary>As the connection sends it: a letter a byte.</summary>
    private static string Text(Hit hit) => Encoding.Latin1.GetString(Body(hit));

    private static int Length(Hit hit) => Body(hit).Length;

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Here(string text, Hit hit) =>
        text.Replace("{0}", Text(hit.Places.CanaryPort), StringComparison.Ordinal).Replace("{here}", hit.Url("").AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>With a file's name in its head (RFC 1952 §2.3.1).</summary>
    private static byte[] Named(byte[] gzip) => [.. gzip[..3], 8, .. gzip[4..10], .. "feed.xml\0"u8, .. gzip[10..]];

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
