using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
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

        Assert.Equal(PollFailure.Tls, failed.Failure);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
        Assert.False(await handshake, "something was sent over the connection");
    }

    [Theory]
    [InlineData("secure.example", false)]
    [InlineData("other.example", false)]
    [InlineData("secure.example", true)]
    public async Task A_certificate_that_nobody_signed_is_trusted_where_it_is_the_one_named(string name, bool isExpired)
    {
        using var certificate = SelfSigned(name, isExpired);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var fetcher = Fetcher();
        var url = Url(listener);
        var refused = HandshakeAsync(listener, certificate);
        var failed = Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(new FetchRequest { Url = url }, TestContext.Current.CancellationToken));
        Assert.False(await refused);

        // What the error says to write is what helps.
        var pin = Regex.Match(failed.Reason, "\"certificate\": \"(sha256/[^\"]+)\"").Groups[1].Value;
        Assert.Equal("sha256/" + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())), pin);
        var trusted = HandshakeAsync(listener, certificate, answer: true);
        Assert.IsType<FetchResult.Fetched>(await fetcher.DownloadAsync(new FetchRequest { Url = url, Certificate = pin }, TestContext.Current.CancellationToken));
        Assert.True(await trusted);

        // Who did not name it gains nothing by a connection that is still open.
        var again = HandshakeAsync(listener, certificate);
        Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(new FetchRequest { Url = url }, TestContext.Current.CancellationToken));
        Assert.False(await again);
    }

    [Fact]
    public async Task Another_certificate_than_the_one_named_is_refused_and_the_error_names_it()
    {
        using var named = SelfSigned("secure.example");
        using var shown = SelfSigned("secure.example");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var fetcher = Fetcher();
        var handshake = HandshakeAsync(listener, shown);

        var failed = Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(new FetchRequest { Url = Url(listener), Certificate = Pin(named) }, TestContext.Current.CancellationToken));

        Assert.Contains("not the one that feeds.json names", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(Pin(shown), failed.Reason, StringComparison.Ordinal);
        Assert.False(await handshake);
    }

    [Fact]
    public async Task A_certificate_is_trusted_at_no_other_host_that_a_redirect_leads_to()
    {
        using var certificate = SelfSigned("secure.example");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = Url(listener);
        using var fetcher = Fetcher();
        var first = HandshakeAsync(listener, certificate, answer: true, location: $"https://elsewhere.example:{url.Port}/");
        var request = new FetchRequest { Url = url, Certificate = Pin(certificate) };
        var fetching = fetcher.DownloadAsync(request, TestContext.Current.CancellationToken);
        Assert.True(await first);
        var second = HandshakeAsync(listener, certificate);

        var failed = Assert.IsType<FetchResult.Failed>(await fetching);

        Assert.Equal(PollFailure.Tls, failed.Failure);
        Assert.DoesNotContain("sha256/", failed.Reason, StringComparison.Ordinal);
        Assert.False(await second);
    }

    private static string Pin(X509Certificate2 certificate) =>
        "sha256/" + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static FeedFetcher Fetcher() => new(
        new FetchLimits { AllowedPrivateNetworks = ["127.0.0.1"] }, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

    private static Uri Url(TcpListener listener) => new($"https://secure.example:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    private static X509Certificate2 SelfSigned(string name, bool isExpired = false)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(isExpired ? -1 : 30));
    }

    /// <summary>True where the client trusted the certificate and asked for something.</summary>
    private static async Task<bool> HandshakeAsync(TcpListener listener, X509Certificate2 certificate, bool answer = false, string? location = null)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            var isAsked = await stream.ReadAsync(new byte[4096], TestContext.Current.CancellationToken) > 0;
            if (isAsked && answer)
            {
                var head = location is null ? "HTTP/1.1 200 OK" : $"HTTP/1.1 302 Found\r\nLocation: {location}";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
                await stream.ShutdownAsync();
            }

            return isAsked;
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }
}
