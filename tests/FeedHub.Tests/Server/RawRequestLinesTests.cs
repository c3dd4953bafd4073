using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FeedHub.Server;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>Addresses as readers send them, Arabic letters and all.</summary>
public sealed class RawRequestLinesTests(FilledHub filled) : IClassFixture<FilledHub>
{
    private int Port => filled.Hub.Http.BaseAddress!.Port;

    private string Host => string.Create(CultureInfo.InvariantCulture, $"Host: 127.0.0.1:{Port}\r\n");

    [Theory]
    [InlineData("/tags/سياسة/feed.atom")]
    [InlineData("/tags/سياسة/feed.rss?limit=3")]
    [InlineData("/search?q=خبر 1")]
    [InlineData("/?tag=سياسة")]
    public async Task Letters_in_a_path_or_a_query_are_understood(string target)
    {
        var (status, _, body) = await RawHttp.AskAsync(Port, $"GET {target.Replace(' ', '+')} HTTP/1.1\r\n{Host}X-Name: قارئ\r\nConnection: close\r\n\r\n");

        Assert.Equal(200, status);
        Assert.Contains("خبر", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_an_unknown_address()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        byte[] request = [.. "GET /tags/"u8, 0xD3, 0xED, 0xC7, .. Encoding.ASCII.GetBytes($"/feed.atom HTTP/1.1\r\n{Host}Connection: close\r\n\r\n")];
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 404", await ReadAsync(client.GetStream()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task However_it_is_cut_and_whatever_follows_on_the_connection(int bytesAtATime)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        var body = "GET /تجربة HTTP/1.1\r\nمتن\r\n"u8.ToArray();
        byte[] requests =
        [
            .. Encoding.UTF8.GetBytes($"GET /tags/سياسة/feed.json?limit=1 HTTP/1.1\r\n{Host}\r\n"),
            .. Encoding.UTF8.GetBytes($"GET /health/live HTTP/1.1\r\n{Host}X-Letters: أ ب ت\r\n\r\n"),
            .. Encoding.UTF8.GetBytes($"HEAD /?tag=سياسة HTTP/1.1\r\n{Host}\r\n"),
            .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST /sources HTTP/1.1\r\n{Host}Content-Length: {body.Length}\r\n\r\n")),
            .. body,
            .. Encoding.UTF8.GetBytes($"GET /health/live HTTP/1.1\r\n{Host}Connection: close\r\n\r\n"),
        ];
        foreach (var part in requests.Chunk(bytesAtATime))
        {
            await client.GetStream().WriteAsync(part, TestContext.Current.CancellationToken);
        }

        var answers = await ReadAsync(client.GetStream());

        Assert.Equal(["200", "200", "200", "405", "200"], answers.Split("HTTP/1.1 ")[1..].Select(answer => answer[..3]));
    }

    [Fact]
    public async Task Bodies_and_other_protocols_pass_as_they_are()
    {
        foreach (var text in (string[])["\u0016\u0003\u0001 أبجد\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nأبجد\n", "أ /x HTTP/1.1\r\n", "X-Name: قيمة\r\n", "get /ا\n"])
        {
            var pipe = new Pipe();
            var bytes = Encoding.UTF8.GetBytes(text);
            await pipe.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);
            await pipe.Writer.CompleteAsync();

            var read = await new RawRequestLines(pipe.Reader).ReadAsync(TestContext.Current.CancellationToken);

            Assert.Equal(bytes, read.Buffer.ToArray());
        }
    }

    /// <summary>Whatever a consumer does with its buffers, it gets the same bytes as if the lines had been encoded before they were sent.</summary>
    [Fact]
    public async Task A_consumer_sees_the_encoded_lines_whatever_it_consumes_and_examines()
    {
        var random = new Random(5080);
        for (var round = 0; round < 300; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 6)).Select(i => i % 2 == 0 ? $"GET /{new string('ش', random.Next(4))}x HTTP/1.1\n" : $"X-N: {new string('ع', random.Next(3))}\n").ToList();
            var pipe = new Pipe();
            var reader = new RawRequestLines(pipe.Reader);
            var writing = Task.Run(async () =>
            {
                foreach (var part in Encoding.UTF8.GetBytes(string.Concat(lines)).Chunk(1 + (round % 40)))
                {
                    await pipe.Writer.WriteAsync(part);
                }

                await pipe.Writer.CompleteAsync();
            });
            var seen = new MemoryStream();
            while (true)
            {
                var read = await reader.ReadAsync(TestContext.Current.CancellationToken);
                if (read.Buffer.PositionOf((byte)'\n') is { } end)
                {
                    // As Kestrel does: a line at a time.
                    var next = read.Buffer.GetPosition(1, end);
                    seen.Write(read.Buffer.Slice(0, next).ToArray());
                    reader.AdvanceTo(next, round % 2 == 0 ? next : read.Buffer.End);
                }
                else if (read.IsCompleted)
                {
                    break;
                }
                else
                {
                    reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                }
            }

            await writing;
            Assert.Equal(string.Concat(lines.Select(line => line.StartsWith("GET", StringComparison.Ordinal) ? line.Replace("ش", "%D8%B4", StringComparison.Ordinal) : line)), Encoding.UTF8.GetString(seen.ToArray()));
        }
    }

    [Fact]
    public async Task Newsboat_reads_a_tag_by_the_address_it_was_typed_in()
    {
        const string Newsboat = "/usr/bin/newsboat";
        Assert.SkipUnless(File.Exists(Newsboat), "newsboat is not installed.");
        using var home = new FeedHubProcess();
        var urls = home.Write("urls", $"{filled.Hub.Http.BaseAddress}tags/سياسة/feed.atom\n");
        home.Environment["HOME"] = home.Folder;
        home.Environment["LANG"] = "C.UTF-8";

        (await home.ShellAsync($"{Newsboat} -u '{urls}' -c cache.db -x reload")).Ended(0);
        var unread = (await home.ShellAsync($"{Newsboat} -u '{urls}' -c cache.db -x print-unread")).Ended(0);

        using var feed = JsonDocument.Parse(await filled.Hub.Http.GetStringAsync("tags/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/feed.json", TestContext.Current.CancellationToken));
        Assert.StartsWith($"{feed.RootElement.GetProperty("items").GetArrayLength()} ", unread.Output, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(patience.Token);
    }
}
