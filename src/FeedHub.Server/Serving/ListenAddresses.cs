using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FeedHub.Server;

/// <summary>Where the hub listens, looked at before anything starts: the web server itself would speak of it in stack traces.</summary>
internal static class ListenAddresses
{
    /// <summary>Marks the certificate that <c>dotnet dev-certs</c> makes.</summary>
    private const string DevelopmentCertificate = "1.3.6.1.4.1.311.84.1.1";

    /// <param name="urls">As <c>--urls</c> has them, <c>;</c> between them.</param>
    /// <param name="hasCertificate">One is configured.</param>
    /// <exception cref="BadSettingException">One is no address, another program listens there, or it lacks a certificate.</exception>
    public static void Check(string urls, bool hasCertificate)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = Parse(url);
            if (address.Scheme == "https" && !hasCertificate && !HasDevelopmentCertificate())
            {
                throw new BadSettingException(
                    $"{url} needs a certificate: set Kestrel__Certificates__Default__Path (and __Password), or listen on http behind a proxy that has one.");
            }

            if (!address.IsUnixPipe && !address.IsNamedPipe)
            {
                TryToListen(address, url);
            }
        }
    }

    /// <summary>The address for a browser on this machine: one that listens everywhere is no address to go to.</summary>
    public static string Openable(string url) =>
        BindingAddress.Parse(url) is { Host: "0.0.0.0" or "[::]" or "+" or "*" } address ? $"{address.Scheme}://localhost:{address.Port}" : url;

    private static bool HasDevelopmentCertificate()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates.Any(certificate => certificate.Extensions.Any(extension => extension.Oid?.Value == DevelopmentCertificate));
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            var isPlain = address.IsUnixPipe || address.IsNamedPipe || !address.Host.Contains(':', StringComparison.Ordinal) || address.Host[0] == '[';
            if (isPlain && address.Scheme is "http" or "https" && address.PathBase.Length == 0)
            {
                return address;
            }
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            // Said below.
        }

        throw new BadSettingException($"--urls holds '{url}', which is no address to listen on: write http://localhost:5080 or http://0.0.0.0:5080.");
    }

    private static void TryToListen(BindingAddress address, string url)
    {
        var ip = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var written) ? written
            : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(ip, address.Port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new BadSettingException(exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Another program listens on {url}, perhaps another hub: stop it, or choose another address with --urls.",
                SocketError.AccessDenied => $"This user may not listen on {url}: choose a port from 1024 with --urls.",
                _ => $"This machine cannot listen on {url} ({exception.Message}): choose another address with --urls.",
            });
        }
    }
}
