using System.Net;
using System.Net.Sockets;

namespace FeedHub.Fetching;

/// <summary>Resolves a name to all its addresses.</summary>
public delegate Task<IPAddress[]> ResolveName(string host, CancellationToken cancellationToken);

/// <summary>The address is not for publishers, and the configuration does not allow it.</summary>
internal sealed class AddressNotAllowedException(string message) : IOException(message);

/// <summary>
/// Opens every connection of a handler: resolves once, refuses what is not allowed, and connects to the very address it looked at,
/// so that a name which answers otherwise the next moment gains nothing.
/// </summary>
internal sealed class GuardedConnection(PublicAddresses addresses, ResolveName resolve, DnsEndPoint? proxy)
{
    /// <summary>RFC 8305 §5: the next address is tried when the one before has not answered for so long.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>What a flood may fill before it is noticed; left to itself the system takes up to 6 MiB a connection.</summary>
    private const int ReceiveBufferBytes = 256 * 1024;

    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var allowed = await AllowedAsync(endPoint, cancellationToken);
        var socket = await ConnectAsync(allowed, endPoint.Port, cancellationToken);
        if (context.InitialRequestMessage.Options.TryGetValue(WebConnections.Turn, out var turn)
            && socket.RemoteEndPoint is IPEndPoint { Address: var address } && !PublicAddresses.IsGlobal(address))
        {
            turn.IsInside();
        }

        return new MeteredStream(new NetworkStream(socket, ownsSocket: true));
    }

    private async Task<IPAddress[]> AllowedAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var host = endPoint.Host.TrimEnd('.');
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (found.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (endPoint.Equals(proxy))
        {
            return found;
        }

        var allowed = Array.FindAll(found, addresses.IsAllowed);
        return allowed.Length > 0
            ? allowed
            : throw new AddressNotAllowedException($"{host} is at {found[0]}, an address inside a private network.");
    }

    /// <summary>The first address that connects; each gets a head start over the next.</summary>
    private static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var untried = new Queue<IPAddress>(Alternate(addresses));
        var attempts = new List<Task<Socket>>(addresses.Length);
        SocketException? failure = null;
        try
        {
            while (untried.Count > 0 || attempts.Count > 0)
            {
                if (untried.TryDequeue(out var address))
                {
                    attempts.Add(ConnectAsync(address, port, losers.Token));
                }

                var done = await Task.WhenAny(untried.Count > 0 ? [.. attempts, Task.Delay(HeadStart, losers.Token)] : attempts);
                if (done is not Task<Socket> attempt)
                {
                    continue;
                }

                attempts.Remove(attempt);
                try
                {
                    return await attempt;
                }
                catch (SocketException exception)
                {
                    failure = exception;
                }
            }
        }
        finally
        {
            await losers.CancelAsync();
            attempts.ForEach(Abandon);
        }

        throw failure ?? new SocketException((int)SocketError.HostUnreachable);
    }

    /// <summary>Closes what connects after all, and looks at what fails so that nobody reports it.</summary>
    private static void Abandon(Task<Socket> attempt) => _ = attempt.ContinueWith(
        static late =>
        {
            if (late.IsCompletedSuccessfully)
            {
                late.Result.Dispose();
            }

            return late.Exception;
        },
        TaskScheduler.Default);

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBufferBytes };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // RFC 8305 §4: families take turns, in the resolver's order.
    private static IEnumerable<IPAddress> Alternate(IPAddress[] addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var second = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToArray();
        for (var i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            if (i < first.Length)
            {
                yield return first[i];
            }

            if (i < second.Length)
            {
                yield return second[i];
            }
        }
    }
}
