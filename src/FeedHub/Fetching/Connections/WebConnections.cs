using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>
/// How connections are made and kept: nothing automatic, nothing remembered, every address looked at. A pooled connection knows nothing of who may
/// use it, so what is allowed to one feed has connections of its own. Thread-safe.
/// </summary>
internal sealed class WebConnections : IDisposable
{
    /// <summary>Whose turn a request is, so that a new connection can say where it led.</summary>
    public static readonly HttpRequestOptionsKey<HostTurn> Turn = new("FeedHub.Turn");

    private const int MaxHeaderKiB = 64;

    /// <summary>What is left of a short answer is read, so that its connection serves again.</summary>
    private const int MaxDrainBytes = 16 * 1024;

    private readonly ConcurrentDictionary<(bool IsPrivateAllowed, string? Certificate), Lazy<HttpMessageInvoker>> _invokers = new();
    private readonly Func<bool, string?, HttpMessageHandler> _open;

    public WebConnections(FetchLimits limits, ResolveName resolve)
    {
        var (some, all) = (new PublicAddresses(limits.AllowedPrivateNetworks, limits.AllowAllPrivateNetworks), new PublicAddresses([], allowAll: true));
        _open = (isPrivateAllowed, certificate) => Create(limits, isPrivateAllowed ? all : some, resolve, certificate);
    }

    /// <param name="web">Answers instead of the network.</param>
    public WebConnections(HttpMessageHandler web) => _open = (_, _) => web;

    /// <param name="certificate">The one to trust; null: those that this machine trusts.</param>
    public HttpMessageInvoker For(bool isPrivateAllowed, string? certificate) =>
        _invokers.GetOrAdd((isPrivateAllowed, certificate), key => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(_open(key.IsPrivateAllowed, key.Certificate)))).Value;

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Value.Dispose();
        }
    }

    /// <remarks>HTTP/1.1: one request a poll has nothing to multiplex, and one connection then is one exchange.</remarks>
    public static SocketsHttpHandler Create(FetchLimits limits, PublicAddresses addresses, ResolveName resolve, string? certificate = null) => new()
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
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, chain, errors) => Trust(shown as X509Certificate2, chain, errors, certificate) },
    };

    /// <summary>The system's resolver, on a thread of its own: it blocks for as long as a dead name server pleases.</summary>
    public static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);

    private static bool Trust(X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors, string? pinned)
    {
        var pin = shown is null ? null : CertificatePin.Of(shown);
        return (pinned is null ? errors == SslPolicyErrors.None : pin == pinned) ? true
            : throw new CertificateException(pinned is null ? Distrust(chain, errors) : "it is not the one that feeds.json names", pin);
    }

    private static string Distrust(X509Chain? chain, SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is made out to another name"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "there is none"
        : chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid) == true ? "it has expired or is not valid yet"
        : chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.Revoked) == true ? "it was revoked"
        : "it was issued by nobody this machine knows";
}
