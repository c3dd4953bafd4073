using System.Text;
using FeedHub.Tests.Support;
using static FeedHub.Tests.Hostile.Judges;

namespace FeedHub.Tests.Hostile;

/// <summary>Encodings, broken HTTP, floods, bombs, hangs and drips.</summary>
internal static class WireCases
{
    private const long FloodBytes = 256L * 1024 * 1024;

    private static readonly Lazy<byte[]> Zeros = new(() => Compressed.With(new byte[200 * 1024 * 1024], "gzip"));
    private static readonly Lazy<byte[]> ZerosTwice = new(() => Compressed.With(Zeros.Value, "gzip"));
    private static readonly Lazy<byte[]> ZerosBrotli = new(() => Compressed.With(new byte[200 * 1024 * 1024], "br"));

    public static IEnumerable<HostileCase> List() => [.. Encodings(), .. Broken(), .. Answers(), .. Floods(), .. Slow()];

    /// <summary>Made before the clock starts, so that making them slows nobody.</summary>
    public static void MakeBombs() => _ = (ZerosTwice.Value, ZerosBrotli.Value);

    public static async Task FloodAsync(Hit hit, byte[] piece, long bytes = FloodBytes)
    {
        for (var sent = 0L; sent < bytes; sent += piece.Length)
        {
            await hit.Connection.SendAsync(piece);
        }
    }

    private static IEnumerable<HostileCase> Encodings()
    {
        foreach (var encoding in new[] { "gzip", "x-gzip", "br", "deflate", "raw-deflate", "gzip, gzip", "GZIP", "identity" })
        {
            var said = encoding.Replace("raw-", "", StringComparison.Ordinal);
            yield return new("encoded-" + encoding.Replace(", ", "-", StringComparison.Ordinal).ToLowerInvariant() + (encoding == "GZIP" ? "-upper" : ""), hit => hit.AnswerAsync(200, encoding == "identity" ? Body(hit) : Compressed.With(Body(hit), encoding.Replace("GZIP", "gzip", StringComparison.Ordinal)), $"Content-Encoding: {said}"), All(Shows(1, 2), KeepsPace));
        }

        foreach (var encoding in new[] { "gzip", "br", "deflate" })
        {
            yield return new($"cut-off-{encoding}", hit => hit.AnswerAsync(200, Compressed.With(Body(hit), encoding)[..^20], $"Content-Encoding: {encoding}"), All(BacksOff, ShowsNothing));
            yield return new($"garbage-{encoding}", hit => hit.AnswerAsync(200, [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 200, 201], $"Content-Encoding: {encoding}"), All(BacksOff, ShowsNothing));
            yield return new($"only-claims-{encoding}", hit => hit.AnswerAsync(200, Body(hit), $"Content-Encoding: {encoding}"), encoding == "br" ? ShowsNothing : Shows(1, 2));
        }

        yield return new("gzip-unannounced", hit => hit.AnswerAsync(200, Compressed.With(Body(hit), "gzip"), "Content-Type: application/gzip"), Shows(1, 2));
        yield return new("gzip-with-trailing-junk", hit => hit.AnswerAsync(200, [.. Compressed.With(Body(hit), "gzip"), 0, 0, 0, 0], "Content-Encoding: gzip"), Holds(seen => seen.Items.Count is 0 or 2, "published half of it"));
        yield return new("gzip-in-two-members", hit => hit.AnswerAsync(200, [.. Compressed.With(Body(hit)[..300], "gzip"), .. Compressed.With(Body(hit)[300..], "gzip")], "Content-Encoding: gzip"), Shows(1, 2));
        yield return new("unknown-encoding", hit => hit.AnswerAsync(200, [0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3, 4], "Content-Encoding: zstd"), All(BacksOff, ShowsNothing));
        yield return new("many-encodings", hit => hit.AnswerAsync(200, Body(hit), "Content-Encoding: " + string.Join(", ", Enumerable.Repeat("gzip", 1000))), All(State("failing"), ShowsNothing));
        yield return Bomb("bomb-gzip", "gzip", Zeros);
        yield return Bomb("bomb-gzip-twice", "gzip, gzip", ZerosTwice);
        yield return Bomb("bomb-gzip-file", "identity", ZerosTwice);
        yield return Bomb("bomb-brotli", "br", ZerosBrotli);
        yield return Bomb("bomb-file", "identity", Zeros);
    }

    private static HostileCase Bomb(string name, string encoding, Lazy<byte[]> bytes) => new(name, hit => hit.AnswerAsync(200, bytes.Value, $"Content-Encoding: {encoding}"), All(BacksOff, ShowsNothing));

    private static IEnumerable<HostileCase> Broken()
    {
        foreach (var (name, head) in new[]
        {
            ("length-too-long", "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n{0}"),             ("length-negative", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), ("length-huge", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{0}"), ("length-beyond", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n"),
            ("chunks-cut-off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n{0}"), ("chunks-without-end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n<rss><channel><title>x</title><item><title>x</title></item></channel></rss>                           \r\n"),
            ("chunks-junk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{0}\r\n0\r\n\r\n"), ("chunk-huge", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{0}"), ("no-http", "<rss><channel/></rss>"),
            ("ssh", "SSH-2.0-OpenSSH_9.2\r\n"), ("smtp", "220 mail.example ESMTP\r\n"), ("icy", "ICY 200 OK\r\n\r\n{0}"), ("status-junk", "HTTP/1.1 abc OK\r\n\r\n{0}"), ("status-long", "HTTP/1.1 20000 OK\r\n\r\n{0}"), ("no-colon", "HTTP/1.1 200 OK\r\nnothing here\r\n\r\n{0}"),
            ("nothing", ""), ("half-a-head", "HTTP/1.1 200 OK\r\nContent-"), ("zeros", "\0\0\0\0\0\0\0\0"), ("http-3", "HTTP/3.0 200 OK\r\n\r\n{0}"),
        })
        {
            yield return new($"broken-{name}", async hit =>
            {
                await hit.SendAsync(head.Replace("{0}", Encoding.Latin1.GetString(Body(hit)), StringComparison.Ordinal));
                hit.Connection.HangUp();
            }, All(ShowsNothing, BacksOff));
        }

        yield return new("reset-at-once", hit => { hit.Connection.Reset(); return Task.CompletedTask; }, All(Polls(0.05, 1), State("failing"), ShowsNothing));
        yield return new("reset-in-body", async hit =>
        {
            await hit.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + Encoding.Latin1.GetString(Body(hit)));
            await Task.Delay(30, hit.Connection.Stop);
            hit.Connection.Reset();
        }, All(BacksOff, ShowsNothing));
        yield return new("reset-in-unbounded-body", async hit =>
        {
            await hit.SendAsync("HTTP/1.1 200 OK\r\n\r\n" + Encoding.Latin1.GetString(Body(hit)));
            await Task.Delay(30, hit.Connection.Stop);
            hit.Connection.Reset();
        }, All(BacksOff, ShowsNothing));
        yield return new("length-too-short", async hit =>
        {
            await hit.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{Encoding.Latin1.GetString(Body(hit))}");
            hit.Connection.HangUp();
        }, ShowsNothing);
        yield return new("two-lengths", async hit =>
        {
            await hit.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: {Body(hit).Length}\r\n\r\n{Encoding.Latin1.GetString(Body(hit))}");
            hit.Connection.HangUp();
        }, Holds(seen => seen.Items.Count is 0 or 2, "published half of it"));
    }

    private static IEnumerable<HostileCase> Answers()
    {
        foreach (var (name, head) in new[]
        {
            ("http-1-0", "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n"), ("until-closed", "HTTP/1.1 200 OK\r\n\r\n"), ("no-reason", "HTTP/1.1 200\r\nConnection: close\r\n\r\n"), ("line-feeds", "HTTP/1.1 200 OK\nX: y\n\n"),
            ("folded", "HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nConnection: close\r\n\r\n"), ("continue-first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
            ("hints-first", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), ("many-headers", "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"X-{i}: {new string('v', 80)}\r\n")) + "\r\n"),
            ("type-html", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"), ("type-missing", "HTTP/1.1 200 OK\r\nContent-Type:\r\n\r\n"), ("type-junk", "HTTP/1.1 200 OK\r\nContent-Type: ;;;=\"\r\n\r\n"),
            ("attachment", "HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"../../etc/feed.xml\"\r\n\r\n"), ("203", "HTTP/1.1 203 Non-Authoritative\r\n\r\n"), ("latin1-headers", "HTTP/1.1 200 OK\r\nX-Title: \u00c7\u00e9\r\n\r\n"),
            ("refresh", "HTTP/1.1 200 OK\r\nRefresh: 0; url=http://127.0.0.1/\r\nLink: <http://127.0.0.1/>; rel=next\r\nAlt-Svc: h3=\":443\"\r\n\r\n"),
        })
        {
            yield return new($"answers-{name}", async hit =>
            {
                await hit.SendAsync(head);
                await hit.Connection.SendAsync(Body(hit));
                hit.Connection.HangUp();
            }, All(Shows(1, 2), KeepsPace));
        }

        yield return new("answers-chunked", async hit =>
        {
            await hit.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var part in Body(hit).Chunk(50))
            {
                await hit.SendAsync($"{part.Length:X};name=value\r\n");
                await hit.Connection.SendAsync(part);
                await hit.SendAsync("\r\n");
            }

            await hit.SendAsync("0\r\nX-Trailer: late\r\n\r\n");
        }, All(Shows(1, 2), KeepsPace));
        foreach (var (status, body) in new[] { (200, ""), (200, "   \r\n "), (204, ""), (205, ""), (206, "<rss/>"), (202, "later"), (299, "<rss/>"), (199, "x") })
        {
            yield return new($"empties-{status}-{body.Length}", hit => hit.Number == 0 ? hit.FeedAsync([1]) : hit.AnswerAsync(status, body), All(Shows(1), State("failing")));
        }

        yield return new("closes-idle", async hit =>
        {
            await hit.FeedAsync([1]);
            await Task.Delay(300, hit.Connection.Stop);
            hit.Connection.HangUp();
        }, All(Shows(1), IsWell, KeepsPace));
        yield return new("resets-idle", async hit =>
        {
            await hit.FeedAsync([1]);
            await Task.Delay(300, hit.Connection.Stop);
            hit.Connection.Reset();
        }, All(Shows(1), IsWell, KeepsPace));
        yield return new("alternates", hit => hit.Number % 2 == 0 ? hit.FeedAsync([1]) : hit.AnswerAsync(500, new string('x', 100_000)), All(Shows(1), Polls(0.3, 1)));
        yield return new("second-answer-waiting", async hit =>
        {
            await hit.FeedAsync([1]);
            await hit.AnswerAsync(200, HostileFeeds.Rss("smuggled", 1));
        }, All(ShowsJust(1), KeepsPace));
        yield return new("large", hit => hit.AnswerAsync(200, Padded(hit, 6), "ETag: \"l\""), Shows(1));
        yield return new("larger-than-allowed", hit => hit.AnswerAsync(200, Padded(hit, 17)), All(BacksOff, Says("larger than"), ShowsNothing));
        yield return new("self-signed", hit => hit.FeedAsync([1]), All(State("failing"), Says("certificate"), ShowsNothing)) { Address = places => $"https://{places.Host}:{places.SecurePort}/self-signed/feed" };
        yield return new("plain-on-tls", hit => hit.FeedAsync([1]), All(State("failing"), ShowsNothing)) { Address = places => $"https://{places.Host}:{places.Port}/plain-on-tls/feed" };
        yield return new("tls-on-plain", hit => hit.FeedAsync([1]), All(State("failing"), ShowsNothing)) { Address = places => $"http://{places.Host}:{places.SecurePort}/tls-on-plain/feed" };
        yield return new("nobody-listens", hit => hit.FeedAsync([1]), All(State("failing"), Says("refuses connections"))) { Address = places => $"http://{places.Host}:1/feed" };
        yield return new("no-such-name", hit => hit.FeedAsync([1]), State("failing")) { Address = _ => "http://no-such-name.invalid/feed" };
    }

    private static IEnumerable<HostileCase> Floods()
    {
        foreach (var (name, head, piece) in new[]
        {
            ("announced", "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", new string('x', 65536)), ("unannounced", "HTTP/1.1 200 OK\r\n\r\n<rss><channel>", new string('x', 65536)),
            ("items", "HTTP/1.1 200 OK\r\n\r\n<rss><channel>", string.Concat(Enumerable.Repeat("<item><title>x</title></item>", 2000))), ("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", string.Concat(Enumerable.Repeat("8\r\n01234567\r\n", 5000))),
            ("chunk-extensions", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", string.Concat(Enumerable.Repeat($"1;{new string('e', 4000)}\r\nx\r\n", 16))), ("header", "HTTP/1.1 200 OK\r\nX: ", new string('x', 65536)),
            ("headers", "HTTP/1.1 200 OK\r\n", string.Concat(Enumerable.Repeat("X-Y: z\r\n", 8000))), ("interim", "", string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 3000))), ("hints", "", string.Concat(Enumerable.Repeat("HTTP/1.1 103 Hints\r\nLink: </x>\r\n\r\n", 2000))),
            ("trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", string.Concat(Enumerable.Repeat("X-Y: z\r\n", 8000))), ("status-line", "HTTP/1.1 200 ", new string('x', 65536)), ("error-page", "HTTP/1.1 403 No\r\nContent-Type: text/html\r\n\r\n", new string('x', 65536)),
        })
        {
            yield return new($"flood-{name}", async hit =>
            {
                await hit.SendAsync(head);
                await FloodAsync(hit, Encoding.Latin1.GetBytes(piece));
            }, All(State("failing"), Polls(0.05, 0.5), ShowsNothing));
        }
    }

    private static IEnumerable<HostileCase> Slow()
    {
        foreach (var (name, head, drop) in new[]
        {
            ("hang", "", ""), ("hang-in-head", "HTTP/1.1 200 OK\r\nX:", ""), ("hang-after-head", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", ""), ("hang-in-body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", ""), ("hang-unbounded", "HTTP/1.1 200 OK\r\n\r\n<rss>", ""),
            ("drip-head", "HTTP/1.1 200 OK\r\n", "X-Y: z\r\n"), ("drip-body", "HTTP/1.1 200 OK\r\n\r\n", "<"), ("drip-chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), ("drip-interim", "", "HTTP/1.1 102 Processing\r\n\r\n"), ("drip-status", "H", "T"),
            ("drip-error", "HTTP/1.1 503 No\r\nContent-Type: text/html\r\n\r\n", "<"), ("drip-redirect", "HTTP/1.1 302 Found\r\n", "X: y\r\n"),
        })
        {
            yield return new($"slow-{name}", async hit =>
            {
                await hit.SendAsync(head);
                while (drop.Length > 0)
                {
                    await hit.SendAsync(drop);
                    await Task.Delay(100, hit.Connection.Stop);
                }

                await hit.Connection.WaitForCloseAsync();
            }, All(State("failing"), Polls(0.05, 0.5), ShowsNothing));
        }

        yield return new("slow-gzip", async hit =>
        {
            await hit.SendAsync("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            await hit.Connection.SendAsync(Compressed.With(Body(hit), "gzip").AsMemory(0, 40));
            await hit.Connection.WaitForCloseAsync();
        }, All(State("failing"), ShowsNothing));
        yield return new("slow-but-well", async hit =>
        {
            await Task.Delay(500, hit.Connection.Stop);
            await hit.FeedAsync([1]);
        }, All(Shows(1), IsWell));
    }

    private static byte[] Body(Hit hit) => Encoding.UTF8.GetBytes(HostileFeeds.Rss(hit.Name, 1, 2));

    private static byte[] Padded(Hit hit, int mebibytes) =>
        Encoding.UTF8.GetBytes(HostileFeeds.Rss(hit.Name, string.Concat(Enumerable.Repeat("<!-- padding of the channel, of no use to anyone -->\n", mebibytes * 1024 * 1024 / 53)), [HostileFeeds.Item(hit.Name, 1)]));
}
