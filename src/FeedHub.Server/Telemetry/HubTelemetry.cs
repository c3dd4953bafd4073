using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FeedHub.Server.Telemetry;

/// <summary>OpenTelemetry: metrics at <c>/metrics</c> for Prometheus, and metrics and traces over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
public static class HubTelemetry
{
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

        services.AddHostedService<StoreSampler>();
        return services;
    }
}
