using FeedHub.Server.Endpoints;
using FeedHub.Server.Jobs;
using FeedHub.Server.Telemetry;
using FeedHub.Sources;
using FeedHub.Storage;
using Hangfire;
using Hangfire.PostgreSql;

namespace FeedHub.Server;

/// <summary>The running hub: polls, matches and serves, or whichever of these its role is.</summary>
public static class HubHost
{
    private const string DefaultUrl = "http://localhost:5080";

    private const int MinThreads = 16;

    /// <summary>Time jobs in flight get to end in at shutdown; what they had not committed is polled again.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);

    /// <summary>Ready to run: schema migrated, sources known, nothing leased by a dead process of this data folder.</summary>
    public static async Task<WebApplication> BuildAsync(
        HubOptions options, IConfiguration configuration, FeedCatalog catalog, CancellationToken cancellationToken)
    {
        // Parsing may hold a thread for seconds; answers from the network must not wait until the pool has noticed.
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelHttpsConfiguration();
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        ListenAddresses.Check(builder.Configuration["urls"] ?? "", builder.Configuration.GetSection("Kestrel:Certificates:Default").Exists());
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = StopWithin + TimeSpan.FromSeconds(1));
        HubLogging.AddTo(builder.Logging, builder.Configuration);
        builder.Services.AddFeedHub(options).AddFeedHubWeb().AddHubTelemetry(builder.Configuration);
        if (options.Role != HubRole.Web)
        {
            AddJobs(builder.Services, options);
        }

        var app = builder.Build();
        await PrepareAsync(app.Services, options, catalog, cancellationToken);
        app.MapPrometheusScrapingEndpoint().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        app.MapFeedHub();
        app.Lifetime.ApplicationStarted.Register(() => SayHello(app, options, catalog));
        if (options.Role != HubRole.Web)
        {
            Schedule(app.Services.GetRequiredService<IRecurringJobManager>());
        }

        return app;
    }

    private static void AddJobs(IServiceCollection services, HubOptions options)
    {
        services.AddHangfire(hangfire =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (string.IsNullOrEmpty(options.ConnectionString))
            {
                hangfire.UseInMemoryStorage();
            }
            else
            {
                hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(options.ConnectionString));
            }
        });
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 20;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = StopWithin;
            server.StopTimeout = TimeSpan.FromMilliseconds(100); // then running jobs are cancelled and hand their leases back
        });
        services.AddHostedService<DispatcherHeartbeat>();
        services.AddHostedService<MatchStories>();
        services.AddHostedService<IndexStories>();
        services.AddHostedService<TellHub>();
        services.AddHostedService<CatalogWatcher>();
    }

    private static async Task PrepareAsync(
        IServiceProvider services, HubOptions options, FeedCatalog catalog, CancellationToken cancellationToken)
    {
        var isAlone = string.IsNullOrEmpty(options.ConnectionString);
        if (isAlone)
        {
            services.GetRequiredService<DataFolder>();
        }

        await services.GetRequiredService<Database>().MigrateAsync(cancellationToken);
        var feeds = services.GetRequiredService<FeedStore>();
        if (isAlone)
        {
            await feeds.ReleaseAllAsync(cancellationToken);
        }

        await feeds.SyncAsync(catalog.Sources, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        services.GetRequiredService<CurrentCatalog>().Accept(catalog);
    }

    private static void Schedule(IRecurringJobManager jobs)
    {
        jobs.AddOrUpdate<PollDueFeeds>(PollDueFeeds.JobId, job => job.RunAsync(CancellationToken.None), "*/15 * * * * *");
        jobs.AddOrUpdate<Housekeeping>(Housekeeping.JobId, job => job.RunAsync(CancellationToken.None), "7 * * * *");
        jobs.Trigger(PollDueFeeds.JobId);
    }

    /// <summary>The few lines a first start says: what it follows, where to subscribe.</summary>
    private static void SayHello(WebApplication app, HubOptions options, FeedCatalog catalog)
    {
        var address = catalog.Link ?? ListenAddresses.Openable(app.Urls.FirstOrDefault() ?? DefaultUrl);
        Console.WriteLine($"""
            FeedHub follows {catalog.Sources.Count(source => source.Enabled)} sources of {options.Feeds}
              read       {address}/
              subscribe  {address}/feed.atom   (also /feed.rss and /feed.json)
              sources    {address}/sources
            """);
        foreach (var warning in catalog.Warnings)
        {
            Console.Error.WriteLine(warning);
        }
    }
}
