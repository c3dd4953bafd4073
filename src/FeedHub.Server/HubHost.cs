using FeedHub.Server.Endpoints;
using FeedHub.Server.Jobs;
using FeedHub.Server.Telemetry;
using FeedHub.Server.WebSub;
using FeedHub.Sources;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace FeedHub.Server;

/// <summary>The running hub: polls, matches and serves, or whichever of these its role is.</summary>
public static partial class HubHost
{
    private const string DefaultUrl = "http://localhost:5080";

    private const int MinThreads = 16;

    /// <summary>Time jobs in flight get to end in at shutdown; what they had not committed is polled again.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);

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

        // Whoever starts a hub waits for it: the database is opened while the rest is put together, and Hangfire begins when the hub already answers.
        var opening = Task.Run(() => OpenData.OpenAsync(options, catalog, cancellationToken), cancellationToken);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = StopWithin + TimeSpan.FromSeconds(1));
        HubLogging.AddTo(builder.Logging, builder.Configuration);
        builder.Services.AddFeedHub(options).AddFeedHubWeb().AddHubTelemetry(builder.Configuration);
        builder.Services.AddHostedService<CatalogWatcher>();
        if (options.Role != HubRole.Web)
        {
            AddJobs(builder.Services, options);
        }

        var data = await opening;
        builder.Services.AddSingleton(_ => data);
        builder.Services.AddSingleton(services => services.GetRequiredService<OpenData>().Database);
        var app = builder.Build();
        app.Services.GetRequiredService<CurrentCatalog>().Accept(catalog);
        app.MapFeedHub();
        app.MapHubTelemetry();
        app.Lifetime.ApplicationStarted.Register(() => SayHello(app, options, catalog));
        return app;
    }

    private static void AddJobs(IServiceCollection services, HubOptions options)
    {
        // Given, not left to Hangfire's statics: of two hubs in one process each has its own queue and runs its own jobs.
        services.AddSingleton<JobStorage>(_ => string.IsNullOrEmpty(options.ConnectionString)
            ? new InMemoryStorage()
            : new PostgreSqlStorage(new NpgsqlConnectionFactory(options.ConnectionString, new PostgreSqlStorageOptions())));
        services.AddSingleton<JobActivator, AspNetCoreJobActivator>();
        services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHostedService<KeepLeases>();
        services.AddHostedService<JobServer>();
        services.AddHostedService<MatchStories>();
        services.AddHostedService<IndexStories>();
        services.AddHostedService<WebSubPublisher>();
        services.AddHostedService<WebSubSubscriber>();
        services.AddHostedService<FindLostFeeds>();
        services.AddHostedService<ShrinkHeap>();
    }

    /// <summary>The few lines a first start says: what it follows, where to subscribe.</summary>
    private static void SayHello(WebApplication app, HubOptions options, FeedCatalog catalog)
    {
        var listening = ListenAddresses.Openable(app.Urls.FirstOrDefault() ?? DefaultUrl) + options.PathBase.ToUriComponent();
        var address = catalog.Link ?? listening;
        var sources = catalog.Sources.Count(source => source.Enabled);
        if (app.Configuration[HubLogging.FormatKey] == HubLogging.Json)
        {
            Log.Started(app.Logger, sources, options.Feeds, address);
            foreach (var warning in catalog.Warnings)
            {
                Log.Warning(app.Logger, warning.ToString());
            }

            return;
        }

        var followed = Wording.Count(sources, "source");
        Console.WriteLine(options.Role == HubRole.Worker
            ? $"FeedHub polls {followed} of {options.Feeds}; how it is: {listening}/health/ready"
            : $"""
                FeedHub follows {followed} of {options.Feeds}
                  read       {address}/
                  subscribe  {address}/feed.atom   (also /feed.rss and /feed.json)
                  sources    {address}/sources
                """);
        foreach (var warning in catalog.Warnings)
        {
            Console.Error.WriteLine($"warning: {warning}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "FeedHub follows {Sources} sources of {Feeds}; subscribe at {Address}/feed.atom")]
        public static partial void Started(ILogger logger, int sources, string feeds, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "feeds.json: {Warning}")]
        public static partial void Warning(ILogger logger, string warning);
    }
}
