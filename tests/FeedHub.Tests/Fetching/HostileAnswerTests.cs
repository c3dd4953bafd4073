using System.IO.Compression;
using System.Text;
using FeedHub.Fetching;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Fetching;

/// <summary>Bytes no decent server sends, over real sockets.</summary>
public sealed class HostileAnswerTests
{
    private static readonly FetchLimits Limits = new()
    {
        Timeout = TimeSpan.FromSeconds(5), MaxBodyBytes = 4 * 1024 * 1024, AllowedPrivateNetworks = ["127.0.0.0/8"],
    };

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("<rss><channel>" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"<item>{i * 7919 % 10007}</item>")) + "</channel></rss>");

    public static TheoryData<string> Encodings => ["gzip", "br", "deflate", "raw-deflate", "gzip, gzip", "gzip, br"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Every_encoding_is_read(string encoding)
    {
        await using var origin = Encoded(encoding, Compress(Body, encoding));

        Assert.Equal(Body, Assert.IsType<FetchResult.Fetched>(await FetchAsync(origin)).Body.ToArray());
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_compressed_body_that_breaks_off_is_never_handed_on(string encoding)
    {
        var whole = Compress(Body, encoding);
        for (var cut = 1; cut < whole.Length; cut += Math.Max(1, whole.Length / 12))
        {
            await using var origin = Encoded(encoding, whole[..^cut], withLength: false);

            var result = await FetchAsync(origin);

            Assert.True(result is FetchResult.Failed { Failure: FetchFailure.Truncated }, $"{cut} bytes less: {result}");
        }
    }

    internal static byte[] Compress(byte[] bytes, string encodings)
    {
        foreach (var encoding in encodings.Split(", "))
        {
            using var target = new MemoryStream();
            using (Stream stream = encoding switch
            {
                "gzip" => new GZipStream(target, CompressionLevel.Optimal),
                "br" => new BrotliStream(target, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(target, CompressionLevel.Optimal),
                _ => new DeflateStream(target, CompressionLevel.Optimal),
            })
            {
                stream.Write(bytes);
            }

            bytes = target.ToArray();
        }

        return bytes;
    }

    private static HostileOrigin Encoded(string encoding, byte[] body, bool withLength = true) => HostileOrigin.Answering(
        $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding.Replace("raw-", "", StringComparison.Ordinal)}\r\n{(withLength ? $"Content-Length: {body.Length}\r\n" : "")}Connection: close\r\n\r\n",
        body);

    private static async Task<FetchResult> FetchAsync(HostileOrigin origin)
    {
        using var fetcher = new FeedFetcher(Limits, TimeProvider.System);
        return await fetcher.FetchAsync(new FetchRequest { Url = origin.Url() }, TestContext.Current.CancellationToken);
    }
}
