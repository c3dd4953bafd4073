using System.Diagnostics;
using System.Text;
using FeedHub.Fetching;
using FeedHub.Tests.Support;
using Connection = FeedHub.Tests.Support.HostileOrigin.Connection;

namespace FeedHub.Tests.Fetching;

/// <summary>Bytes no decent server sends, over real sockets.</summary>
public sealed class HostileAnswerTests
{
    private const int MaxBody = 4 * 1024 * 1024;

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        "<rss><channel>" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"<item>{i * 7919 % 10007}</item>")) + "</channel></rss>");

    public static TheoryData<string> Encodings => ["gzip", "x-gzip", "br", "deflate", "raw-deflate", "gzip, gzip", "gzip, br", "GZIP"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Every_encoding_is_read(string encoding)
    {
        await using var origin = Encoded(encoding, Compressed.With(Body, encoding));

        Assert.Equal(Body, Assert.IsType<FetchResult.Fetched>(await FetchAsync(origin)).Body.ToArray());
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_compressed_body_that_breaks_off_is_never_handed_on(string encoding)
    {
        var whole = Compressed.With(Body, encoding);
        for (var cut = 1; cut < whole.Length; cut += Math.Max(1, whole.Length / 12))
        {
            await using var origin = Encoded(encoding, whole[..^cut], withLength: false);

            var result = await FetchAsync(origin);

            Assert.True(result is FetchResult.Failed { Failure: PollFailure.Truncated }, $"{cut} bytes less: {result}");
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("utf-8")]
    [InlineData("none")]
    [InlineData("identity")]
    public async Task An_encoding_that_was_only_claimed_is_forgiven(string encoding)
    {
        await using var origin = Encoded(encoding, Body);

        Assert.Equal(Body, Assert.IsType<FetchResult.Fetched>(await FetchAsync(origin)).Body.ToArray());
    }

    [Fact]
    public async Task A_feed_that_is_a_compressed_file_is_opened()
    {
        await using var origin = Encoded("identity", Compressed.With(Compressed.With(Body, "gzip"), "gzip")[..]);
        await using var once = Encoded("identity", Compressed.With(Body, "gzip"));

        Assert.Equal(Body, Assert.IsType<FetchResult.Fetched>(await FetchAsync(once)).Body.ToArray());
        Assert.IsType<FetchResult.Fetched>(await FetchAsync(origin));
    }

    [Fact]
    public async Task A_bomb_below_the_size_limit_is_known_by_its_ratio()
    {
        await using var origin = Encoded("gzip", Compressed.With(new byte[3 * 1024 * 1024], "gzip"));

        Assert.Equal(PollFailure.TooLarge, Assert.IsType<FetchResult.Failed>(await FetchAsync(origin)).Failure);
    }

    [Fact]
    public async Task A_large_body_within_the_limit_arrives_whole()
    {
        var large = new byte[MaxBody];
        new Random(1).NextBytes(large);
        await using var plain = Encoded("identity", large);
        await using var chunked = new HostileOrigin(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var at = 0; at < large.Length; at += 100_000)
            {
                var chunk = large.AsMemory(at, Math.Min(100_000, large.Length - at));
                await connection.SendAsync($"{chunk.Length:x}\r\n");
                await connection.SendAsync(chunk);
                await connection.SendAsync("\r\n");
            }

            await connection.SendAsync("0\r\n\r\n");
        });

        Assert.Equal(large, Assert.IsType<FetchResult.Fetched>(await FetchAsync(plain)).Body.ToArray());
        Assert.Equal(large, Assert.IsType<FetchResult.Fetched>(await FetchAsync(chunked)).Body.ToArray());
    }

    public static TheoryData<string, string> Floods => new()
    {
        { "announced", "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n" },
        { "unannounced", "HTTP/1.1 200 OK\r\n\r\n" },
        { "chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" },
        { "extensions", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" },
        { "interim", "" },
        { "header", "HTTP/1.1 200 OK\r\nX-Long: " },
        { "headers", "HTTP/1.1 200 OK\r\n" },
        { "trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" },
        { "status line", "HTTP/1.1 200 " },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_is_stopped_at_the_limit(string kind, string head)
    {
        var sent = 0L;
        var piece = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(
            kind switch
            {
                "chunks" => "10\r\n0123456789abcdef\r\n",
                "extensions" => "1;x=" + new string('y', 4000) + "\r\nz\r\n",
                "interim" => "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
                "headers" or "trailers" => "X-Header: and its value\r\n",
                _ => "0123456789",
            },
            2000)));
        await using var origin = new HostileOrigin(async connection =>
        {
            try
            {
                await connection.SendAsync(head);
                while (connection.Sent < 512L * 1024 * 1024)
                {
                    await connection.SendAsync(piece);
                }
            }
            finally
            {
                sent = connection.Sent;
            }
        });

        var result = Assert.IsType<FetchResult.Failed>(await FetchAsync(origin));

        Assert.True(result.Failure == PollFailure.TooLarge, result.Reason);
        Assert.InRange(result.WireBytes, 0, MaxBody + (2 * 1024 * 1024));
        await Eventually(() => Volatile.Read(ref sent) > 0);
        Assert.InRange(sent, 1, MaxBody + (16 * 1024 * 1024));
    }

    public static TheoryData<string> Broken =>
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nETag: \"a\"\r\n",
        "HTTP/1.1 206 Partial Content\r\nContent-Length: 6\r\n\r\n<rss/>",
        "",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task An_answer_that_breaks_off_is_never_handed_on(string answer)
    {
        await using var origin = HostileOrigin.Answering(answer);

        Assert.Equal(PollFailure.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync(origin)).Failure);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("<rss/>\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n")]
    public async Task What_is_no_answer_is_said_so(string answer)
    {
        await using var origin = HostileOrigin.Answering(answer);

        Assert.Equal(PollFailure.Unreadable, Assert.IsType<FetchResult.Failed>(await FetchAsync(origin)).Failure);
    }

    public static TheoryData<string> Slow => ["says nothing", "stops in the headers", "stops in the body", "drips headers", "drips the body", "drips interim answers", "redirects slowly"];

    [Theory]
    [MemberData(nameof(Slow))]
    public async Task Every_exchange_ends_in_time(string kind)
    {
        await using var origin = new HostileOrigin(connection => BeSlowAsync(connection, kind));
        var clock = Stopwatch.StartNew();

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync(origin, new FetchLimits { Timeout = TimeSpan.FromSeconds(0.6) }));

        Assert.Equal(PollFailure.TimedOut, failed.Failure);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.5), Busy.Allow(2.5));
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_feed()
    {
        await using var origin = new HostileOrigin(connection => connection.HangAsync());
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.DownloadAsync(new FetchRequest { Url = origin.Url() }, cancel.Token));
    }

    [Fact]
    public async Task Nobody_listening_is_said_so()
    {
        Uri url;
        await using (var origin = new HostileOrigin(_ => Task.CompletedTask))
        {
            url = origin.Url();
        }

        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);
        var failed = Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(new FetchRequest { Url = url }, TestContext.Current.CancellationToken));

        Assert.Equal((PollFailure.Unreachable, "127.0.0.1 refuses connections; its server may be down."), (failed.Failure, failed.Reason));
    }

    [Fact]
    public async Task Plain_text_on_a_secure_port_is_no_secure_connection()
    {
        await using var origin = new HostileOrigin(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.HangUp();
        }, listensFirst: false);
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);

        var failed = Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(
            new FetchRequest { Url = new Uri($"https://127.0.0.1:{origin.Port}/") }, TestContext.Current.CancellationToken));

        Assert.Equal(PollFailure.Tls, failed.Failure);
    }

    [Fact]
    public async Task Bytes_of_validators_survive_the_wire_and_back()
    {
        await using var origin = HostileOrigin.Answering("HTTP/1.1 200 OK\r\nETag: \"\u00d8\u00a3\u00e9 tab\there\" odd\r\nLast-Modified: never, they say\r\nContent-Length: 0\r\n\r\n");

        var first = await FetchAsync(origin);
        await FetchAsync(origin, validators: first.Validators);

        Assert.Contains("\r\nIf-None-Match: \"\u00d8\u00a3\u00e9 tab\there\" odd\r\n", origin.Requests[1] + "\r\n", StringComparison.Ordinal);
        Assert.Contains("\r\nIf-Modified-Since: never, they say\r\n", origin.Requests[1] + "\r\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_closes_new_connections_is_asked_once()
    {
        await using var origin = new HostileOrigin(connection =>
        {
            connection.HangUp();
            return Task.CompletedTask;
        });

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync(origin));

        Assert.Equal((PollFailure.Truncated, 1), (failed.Failure, origin.Requests.Count));
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_is_replaced_without_a_word()
    {
        await using var origin = new HostileOrigin(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>");
            connection.HangUp();
        });
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);

        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<FetchResult.Fetched>(await fetcher.DownloadAsync(new FetchRequest { Url = origin.Url() }, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_connection_is_used_again()
    {
        await using var origin = new HostileOrigin(connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"));
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);

        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<FetchResult.Fetched>(await fetcher.DownloadAsync(new FetchRequest { Url = origin.Url() }, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, origin.Connections);
    }

    private static async Task BeSlowAsync(Connection connection, string kind)
    {
        switch (kind)
        {
            case "stops in the headers":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nX:");
                break;
            case "stops in the body":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>");
                break;
            case "drips headers":
                await DripAsync(connection, "HTTP/1.1 200 OK\r\n", "X: y\r\n");
                break;
            case "drips the body":
                await DripAsync(connection, "HTTP/1.1 200 OK\r\n\r\n", "<");
                break;
            case "drips interim answers":
                await DripAsync(connection, "", "HTTP/1.1 102 Processing\r\n\r\n");
                break;
            case "redirects slowly":
                await Task.Delay(150, connection.Stop);
                await connection.SendAsync($"HTTP/1.1 302 Found\r\nLocation: {connection.Path}x\r\nContent-Length: 0\r\n\r\n");
                return;
        }

        await connection.HangAsync();
    }

    private static async Task DripAsync(Connection connection, string head, string drop)
    {
        await connection.SendAsync(head);
        while (true)
        {
            await connection.SendAsync(drop);
            await Task.Delay(30, connection.Stop);
        }
    }

    private static async Task Eventually(Func<bool> isTrue)
    {
        for (var i = 0; i < 200 && !isTrue(); i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static HostileOrigin Encoded(string encoding, byte[] body, bool withLength = true) => HostileOrigin.Answering(
        $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding.Replace("raw-", "", StringComparison.Ordinal)}\r\n{(withLength ? $"Content-Length: {body.Length}\r\n" : "")}Connection: close\r\n\r\n",
        body);

    private static FetchLimits Limits(FetchLimits? limits = null) => (limits ?? new FetchLimits { Timeout = TimeSpan.FromSeconds(20) }) with
    {
        MaxBodyBytes = MaxBody,
        AllowedPrivateNetworks = ["127.0.0.0/8"],
    };

    private static async Task<FetchResult> FetchAsync(HostileOrigin origin, FetchLimits? limits = null, Validators? validators = null)
    {
        using var fetcher = new FeedFetcher(Limits(limits), TimeProvider.System);
        return await fetcher.DownloadAsync(
            new FetchRequest { Url = origin.Url(), Validators = validators ?? Validators.None }, TestContext.Current.CancellationToken);
    }
}
