using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FeedHub.Server.Telemetry;

/// <summary>OpenTelemetry: metrics at <c>/metrics</c> for Prometheus, and metrics and traces over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
public static class HubTelemetry
{
    private const string MetricsPath = "/metrics";

    /// <summary>Activities of ours; one per poll.</summary>
    public static ActivitySource Source { get; } = new("FeedHub");

    public static IServiceCollection AddHubTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var isExported = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("feedhub"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(HubMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime");
                metrics.AddPrometheusExporter();
                if (isExported)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (isExported)
        {
            telemetry.WithTracing(traces => traces.AddSource(Source.Name, "Microsoft.AspNetCore", "System.Net.Http").AddOtlpExporter());
        }

        services.AddSingleton<StoreSampler>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreSampler>());
        return services;
    }

    /// <summary><c>/metrics</c>: what it says is as the database is when it is asked.</summary>
    public static void MapHubTelemetry(this WebApplication app)
    {
        var sampler = app.Services.GetRequiredService<StoreSampler>();
        app.UseWhen(
            context => context.Request.Path == MetricsPath,
            metrics => metrics.Use(async (context, next) =>
            {
                await sampler.RefreshAsync(context.RequestAborted);
                await next(context);
            }));
        app.MapPrometheusScrapingEndpoint(MetricsPath).WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
    }
}
