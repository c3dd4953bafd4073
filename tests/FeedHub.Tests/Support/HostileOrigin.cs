using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Tests.Support;

/// <summary>A server on loopback that writes exactly the bytes the test wants, however wrong, and keeps what it was sent.</summary>
internal sealed class HostileOrigin : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<Connection, Task> _serve;
    private readonly bool _listensFirst;
    private int _connections;

    /// <param name="serve">Called once for each request, with its head already read.</param>
    /// <param name="address">Of 127.0.0.0/8; <c>0.0.0.0</c>: all of them.</param>
    /// <param name="port">0: any.</param>
    /// <param name="listensFirst">False: served once for each connection, before anything is read.</param>
    public HostileOrigin(Func<Connection, Task> serve, string address = "127.0.0.1", int port = 0, bool listensFirst = true)
    {
        _serve = serve;
        _listensFirst = listensFirst;
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(endPoint);
        _listener.Listen(512);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Heads of the requests, in order of arrival.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public Uri Url(string path = "/feed") => new($"http://{_listener.LocalEndPoint}{path}");

    /// <summary>An origin that answers everything with these bytes and hangs up.</summary>
    public static HostileOrigin Answering(string head, byte[]? body = null, string address = "127.0.0.1") => new(async connection =>
    {
        await connection.SendAsync(head);
        await connection.SendAsync(body ?? []);
        connection.HangUp();
    }, address);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new Connection(socket, _stop.Token);
        try
        {
            if (!_listensFirst)
            {
                await _serve(connection);
                return;
            }

            while (await connection.ReadHeadAsync() is { } head)
            {
                _requests.Enqueue(head);
                connection.Head = head;
                await _serve(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The client went away, as it should.
        }
    }

    internal sealed class Connection(Socket socket, CancellationToken stop) : IDisposable
    {
        private readonly StringBuilder _unread = new();

        /// <summary>Request line and headers of the request being served.</summary>
        public string Head { get; set; } = "";

        public string Path => Head.Split(' ')[1];

        public long Sent { get; private set; }

        public CancellationToken Stop => stop;

        public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

        public async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                var sent = await socket.SendAsync(bytes, stop);
                Sent += sent;
                bytes = bytes[sent..];
            }
        }

        /// <summary>Says nothing more until the test ends.</summary>
        public Task HangAsync() => Task.Delay(Timeout.Infinite, stop);

        /// <summary>Says nothing more until the client closes.</summary>
        public async Task WaitForCloseAsync()
        {
            var buffer = new byte[64];
            while (await socket.ReceiveAsync(buffer, stop) > 0)
            {
                // It may say what it likes.
            }
        }

        public void HangUp() => socket.Shutdown(SocketShutdown.Both);

        /// <summary>Breaks the connection off without a goodbye (RST).</summary>
        public void Reset() => socket.Close(0);

        /// <summary>Null: the client closed.</summary>
        public async Task<string?> ReadHeadAsync()
        {
            var buffer = new byte[4096];
            while (true)
            {
                var text = _unread.ToString();
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0)
                {
                    _unread.Remove(0, end + 4);
                    return text[..end];
                }

                var read = await socket.ReceiveAsync(buffer, stop);
                if (read == 0)
                {
                    return null;
                }

                _unread.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
