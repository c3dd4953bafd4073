using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using FeedHub.Server.Pages;
using FeedHub.Server.WebSub;
using FeedHub.Storage;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Server.Endpoints;

/// <summary>The web face: every route, and what they need. No request changes anything, but what a WebSub hub sends to an address that only it was told.</summary>
public static class HubEndpoints
{
    public static IServiceCollection AddFeedHubWeb(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddRazorComponents();
        services.AddScoped<PageBase>();
        SharedKeys.AddTo(services);
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<RenderedFeeds>();
        services.AddSingleton<TopStories>();
        services.AddSingleton<RecentActivity>();
        services.AddSingleton<NamesOfTheWeek>();
        services.AddSingleton<RankedSearches>();
        services.AddScoped(provider => new PageClock(provider.GetRequiredService<CurrentCatalog>().Catalog.Zone, provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddSingleton<FeedFastPath>();
        services.AddSingleton<PageOutputCache>();
        services.AddSingleton<HubAddress>();
        services.AddSingleton<HubPath>();
        services.AddHubHealth();
        services.AddHubDescription();
        services.AddResponseCompression(compression =>
        {
            // BREACH needs a secret beside what an attacker writes; no page of ours has one.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes.Except(["text/plain"]), "application/problem+json", "application/schema+json", "text/x-opml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => RawRequestLines.UseAsync(connection, next)));
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
        var options = app.Services.GetRequiredService<HubOptions>();
        app.Use(RawRequestLines.MindBodiesAsync);
        if (options.TrustedProxies.Count > 0)
        {
            // Without a list the middleware would believe everybody.
            app.UseForwardedHeaders(HubPath.Forwarded(options.TrustedProxies));
        }

        app.Use(app.Services.GetRequiredService<HubPath>().TakeOffAsync);
        app.Use(app.Services.GetRequiredService<FeedFastPath>().ServeAsync);
        app.Use(Safety.HeadersAsync);
        app.UseWhen(context => !DashboardEndpoint.IsAt(context.Request.Path), pages => pages.UseResponseCompression());
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is StorageUnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(PageEndpoints.SayStatusAsync);
        app.Use(app.Services.GetRequiredService<HubAddress>().CheckHostAsync);
        app.UseRouting();
        app.MapHealth();
        app.MapDashboard();
        if (options.Role != HubRole.Worker)
        {
            app.MapFeeds();
            app.MapSources();
            app.MapStories();
            app.MapWebSub();
            app.MapPages();
            app.MapSite();
            app.MapDescription();
        }

        return app;
    }
}
