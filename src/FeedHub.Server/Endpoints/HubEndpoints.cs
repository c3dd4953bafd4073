using System.Text.Encodings.Web;
using System.Text.Unicode;
using FeedHub.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Server.Endpoints;

/// <summary>The web face: every route, and what they need. No request changes anything, but what a WebSub hub sends to an address that only it was told.</summary>
public static class HubEndpoints
{
    public static IServiceCollection AddFeedHubWeb(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddRazorComponents();
        SharedKeys.AddTo(services);
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<RenderedFeeds>();
        services.AddSingleton<ReadyFeeds>();
        services.AddSingleton<LastPages>();
        services.AddSingleton<HubAddress>();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 2_000;
            kestrel.Limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(10));
        });
        return services;
    }

    public static WebApplication MapFeedHub(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<ReadyFeeds>().ServeAsync);
        app.Use(Safety.HeadersAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is StorageUnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        app.Use(app.Services.GetRequiredService<HubAddress>().CheckHostAsync);
        app.UseRouting();
        app.MapHealth();
        app.MapDashboard();
        if (app.Services.GetRequiredService<HubOptions>().Role != HubRole.Worker)
        {
            app.MapFeeds();
            app.MapSources();
            app.MapWebSub();
            app.MapPages();
        }

        return app;
    }
}
