using FeedHub.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FeedHub.Server.Endpoints;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database does too, the dispatcher lives, and the matcher keeps up.</summary>
internal static class HealthEndpoints
{
    private static readonly HttpMethodMetadata Methods = new([HttpMethods.Get, HttpMethods.Head]);

    public static void AddHubHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<PollingCheck>("polling").AddCheck<MatchingCheck>("matching").AddCheck<DatabaseCheck>("database");

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).WithMetadata(Methods);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).WithMetadata(Methods);
    }

    /// <summary><c>ok</c>, or what is wrong.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) => report.Status == HealthStatus.Healthy
        ? Results.Text("ok").ExecuteAsync(context)
        : Results.Problem(
            string.Join(' ', report.Entries.Values.Select(entry => entry.Description).OfType<string>()), statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);

    private sealed class PollingCheck(HubHealth health, HubOptions options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            options.Role == HubRole.Web || health.IsDispatching
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The dispatcher has not looked for due feeds for a minute."));
    }

    private sealed class MatchingCheck(HubHealth health, HubOptions options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            options.Role == HubRole.Web || health.IsMatching
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("Articles have waited for the matcher for ten minutes."));
    }

    private sealed class DatabaseCheck(StoryStore stories) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await stories.MarkAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.");
            }
        }
    }
}
