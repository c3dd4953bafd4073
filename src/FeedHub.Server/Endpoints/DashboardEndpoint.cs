using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using FeedHub.Server.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;

namespace FeedHub.Server.Endpoints;

/// <summary>
/// Hangfire's dashboard at <c>/hangfire</c>: off until a user and a password are configured, since "this machine only" means everybody where a
/// proxy runs on the same machine. Read-only.
/// </summary>
internal static class DashboardEndpoint
{
    public static void MapDashboard(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<HubOptions>();
        if (options is not { Role: not HubRole.Web, DashboardUser: { Length: > 0 } user, DashboardPassword: { Length: > 0 } password })
        {
            return;
        }

        var catalog = app.Services.GetRequiredService<CurrentCatalog>();
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            Authorization = [new BasicLogin(user, password)],
            IsReadOnlyFunc = _ => true,
            DashboardTitle = "FeedHub",
            AppPath = "/",
            DisplayNameFunc = (_, job) => NameOf(job, catalog),
        });
    }

    /// <summary>Titles instead of ids.</summary>
    private static string NameOf(Job job, CurrentCatalog catalog) =>
        job.Type == typeof(PollFeeds) && job.Args is [Dictionary<string, long> leases, ..]
            ? "Poll " + string.Join("، ", leases.Keys.Take(5).Select(id => catalog.Find(id)?.Title ?? id)) + (leases.Count > 5 ? " …" : "")
            : job.Type == typeof(PollDueFeeds) ? "Find the feeds that are due"
            : job.Type == typeof(Housekeeping) ? "Forget old articles"
            : job.ToString();

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
