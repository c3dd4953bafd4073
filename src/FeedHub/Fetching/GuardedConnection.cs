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
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var allowed = await AllowedAsync(endPoint, cancellationToken);
        var socket = await ConnectAsync(allowed, endPoint.Port, cancellationToken);
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

    private static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        if (addresses.Length == 1)
        {
            return await ConnectAsync(addresses[0], port, cancellationToken);
        }

        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>(addresses.Length);
        Exception? failure = null;
        try
        {
            foreach (var address in Alternate(addresses))
            {
                attempts.Add(ConnectAsync(address, port, losers.Token));
                if (await FirstConnectedAsync(attempts, AttemptDelay, cancellationToken) is { } early)
                {
                    return early;
                }
            }

            while (attempts.Count > 0)
            {
                var done = await Task.WhenAny(attempts);
                attempts.Remove(done);
                try
                {
                    return await done;
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
            foreach (var attempt in attempts)
            {
                _ = attempt.ContinueWith(
                    late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
                _ = attempt.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostUnreachable);
    }

    /// <summary>Null: none has connected within <paramref name="patience"/>; ones that failed stay in the list only if others are under way.</summary>
    private static async Task<Socket?> FirstConnectedAsync(List<Task<Socket>> attempts, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = Task.Delay(patience, enough.Token);
        var done = await Task.WhenAny([.. attempts.Where(attempt => !attempt.IsFaulted), wait]);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (done is Task<Socket> { IsCompletedSuccessfully: true } connected)
        {
            attempts.Remove(connected);
            return await connected;
        }

        return null;
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
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
