using System.Net;
using System.Net.Sockets;

namespace FeedHub.Tests.Support;

/// <summary>For processes that must be told where to listen before they do.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
