using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>How connections are made and kept: nothing automatic, nothing remembered, every address looked at.</summary>
internal static class WebConnections
{
    /// <summary>Whose turn a request is, so that a new connection can say where it led.</summary>
    public static readonly HttpRequestOptionsKey<HostTurn> Turn = new("FeedHub.Turn");

    private const int MaxHeaderKiB = 64;

    /// <summary>What is left of a short answer is read, so that its connection serves again.</summary>
    private const int MaxDrainBytes = 16 * 1024;

    /// <remarks>HTTP/1.1: one request a poll has nothing to multiplex, and one connection then is one exchange.</remarks>
    public static SocketsHttpHandler Create(FetchLimits limits, PublicAddresses addresses, ResolveName resolve) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = limits.Proxy is not null,
        Proxy = limits.Proxy is null ? null : new WebProxy(limits.Proxy),
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = limits.Timeout,
        MaxResponseHeadersLength = MaxHeaderKiB,
        MaxResponseDrainSize = MaxDrainBytes,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
        PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new FreshStream(context.PlaintextStream)),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ConnectCallback = new GuardedConnection(
            addresses, resolve, limits.Proxy is null ? null : new DnsEndPoint(limits.Proxy.IdnHost, limits.Proxy.Port)).OpenAsync,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, chain, errors) => Trust(chain, errors) },
    };

    /// <summary>The system's resolver, on a thread of its own: it blocks for as long as a dead name server pleases.</summary>
    public static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);

    private static bool Trust(X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new CertificateException(Distrust(chain, errors));

    private static string Distrust(X509Chain? chain, SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is made out to another name"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "there is none"
        : chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid) == true ? "it has expired or is not valid yet"
        : chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.Revoked) == true ? "it was revoked"
        : "it was issued by nobody this machine knows";
}
