using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Tests.Support;

/// <summary>Sends what no client library would, and reads the answer to the end of its connection.</summary>
internal static class RawHttp
{
    public static async Task<(int Status, string Headers, string Body)> AskAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await stream.CopyToAsync(answer, patience.Token);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 ", text, StringComparison.Ordinal);
        var (headers, body) = (text[..end], text[(end + 4)..]);
        return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), headers, headers.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? Unchunked(body) : body);
    }

    private static string Unchunked(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var whole = new MemoryStream();
        for (var at = 0; at < bytes.Length;)
        {
            var lineEnd = Array.IndexOf(bytes, (byte)'\n', at);
            var size = int.Parse(Encoding.ASCII.GetString(bytes, at, lineEnd - at).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                break;
            }

            whole.Write(bytes, lineEnd + 1, size);
            at = lineEnd + 1 + size + 2;
        }

        return Encoding.UTF8.GetString(whole.ToArray());
    }
}
