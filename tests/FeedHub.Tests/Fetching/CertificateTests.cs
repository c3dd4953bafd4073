using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class CertificateTests
{
    [Theory]
    [InlineData("other.example", "made out to another name")]
    [InlineData("secure.example", "issued by nobody this machine knows")]
    public async Task A_certificate_that_cannot_be_trusted_is_refused_with_the_reason(string name, string reason)
    {
        using var certificate = SelfSigned(name);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var handshake = HandshakeAsync(listener, certificate);
        using var fetcher = new FeedFetcher(
            new FetchLimits { AllowedPrivateNetworks = ["127.0.0.1"] }, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        var failed = Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(
            new FetchRequest { Url = new Uri($"https://secure.example:{((IPEndPoint)listener.LocalEndpoint).Port}/") }, TestContext.Current.CancellationToken));

        Assert.Equal(FetchFailure.Tls, failed.Failure);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
        Assert.False(await handshake, "something was sent over the connection");
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    /// <summary>True where the client trusted the certificate and asked for something.</summary>
    private static async Task<bool> HandshakeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            return await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0;
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }
}
