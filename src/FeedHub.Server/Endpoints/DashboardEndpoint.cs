using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using FeedHub.Server.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;

namespace FeedHub.Server.Endpoints;

/// <summary>
/// Hangfire's dashboard at <c>/hangfire</c>: behind the configured login, or, without one, for a browser on this machine that asks the hub itself.
/// </summary>
internal static class DashboardEndpoint
{
    private const string Path = "/hangfire";
    private const int NamedFeeds = 5;

    public static bool IsAt(PathString path) => path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    public static void MapDashboard(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<HubOptions>();
        var login = (options.DashboardUser, options.DashboardPassword) is ({ Length: > 0 } user, { Length: > 0 } password) ? new BasicLogin(user, password) : null;
        var isHalf = login is null && (options.DashboardUser ?? "").Length + (options.DashboardPassword ?? "").Length > 0;
        if (options.Role == HubRole.Web || isHalf)
        {
            return;
        }

        var catalog = app.Services.GetRequiredService<CurrentCatalog>();
        IDashboardAuthorizationFilter filter = login is null ? new ThisMachine(catalog) : login;
        if (filter is ThisMachine machine)
        {
            // As if it were not there: Hangfire itself would ask for a login that nobody has.
            app.Use((context, next) => IsAt(context.Request.Path) && !machine.IsOpenTo(context) ? Missing(context) : next(context));
        }

        app.MapHangfireDashboard(Path, new DashboardOptions
        {
            Authorization = [filter],
            DashboardTitle = "FeedHub",
            AppPath = app.Services.GetRequiredService<HubPath>().Configured.ToUriComponent() + "/",
            DisplayNameFunc = (_, job) => NameOf(job, catalog),
        });
    }

    private static Task Missing(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Titles instead of ids; a job that polls nothing is called by its <c>DisplayName</c>.</summary>
    private static string NameOf(Job job, CurrentCatalog catalog) =>
        job.Type == typeof(PollFeeds) && job.Args is [Dictionary<string, long> leases, ..]
            ? "Poll " + string.Join("، ", leases.Keys.Take(NamedFeeds).Select(id => catalog.Find(id)?.Title ?? id)) + (leases.Count > NamedFeeds ? " …" : "")
            : job.ToString();

    /// <summary>
    /// A browser on this machine, by a loopback name, with nothing in between. To a proxy on this machine everybody comes from this machine: whoever
    /// shows the least sign of one is not let in, and nobody is once the catalog names a public address.
    /// </summary>
    private sealed class ThisMachine(CurrentCatalog current) : IDashboardAuthorizationFilter
    {
        /// <summary>X-Original-*: what the forwarded headers' middleware has believed.</summary>
        private static readonly string[] SignsOfProxies = ["Forwarded", "Via", "X-Real-IP", "X-Forwarded-", "X-Original-"];

        public bool Authorize(DashboardContext context) => IsOpenTo(context.GetHttpContext());

        public bool IsOpenTo(HttpContext http) =>
            http.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
            && IsLoopback(http.Request.Host.Host)
            && IsBrowserItself(http.Request)
            && !http.Request.Headers.Keys.Any(IsSignOfProxy)
            && (current.Catalog.Link is not { } link || IsLoopback(new Uri(link).Host));

        /// <summary>
        /// RFC 9110 §7.6.1: Connection goes no further than the next hop. Browsers write it, and nginx, which may add nothing else and ask for a
        /// loopback name, writes "close" or nothing. HTTP/2, which has no such header, browsers speak over TLS alone.
        /// </summary>
        private static bool IsBrowserItself(HttpRequest request) =>
            HttpProtocol.IsHttp11(request.Protocol) ? request.Headers.Connection.ToString().Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            : !HttpProtocol.IsHttp10(request.Protocol) && request.IsHttps;

        private static bool IsSignOfProxy(string header) => SignsOfProxies.Any(sign => header.StartsWith(sign, StringComparison.OrdinalIgnoreCase));

        private static bool IsLoopback(string host) =>
            host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>HTTP Basic, compared in constant time.</summary>
    private sealed class BasicLogin(string user, string password) : IDashboardAuthorizationFilter
    {
        private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes(user + ":" + password));

        public bool Authorize(DashboardContext context)
        {
            var http = context.GetHttpContext();
            if (AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
                && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
                && Decode(header.Parameter) is { } given
                && CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), _expected))
            {
                return true;
            }

            http.Response.Headers.WWWAuthenticate = "Basic realm=\"FeedHub\", charset=\"UTF-8\"";
            return false;
        }

        private static byte[]? Decode(string? parameter)
        {
            var bytes = new byte[(parameter ?? "").Length];
            return Convert.TryFromBase64String(parameter ?? "", bytes, out var length) ? bytes[..length] : null;
        }
    }
}
