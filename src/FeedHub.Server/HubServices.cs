using FeedHub.Fetching;
using FeedHub.Server.Jobs;
using FeedHub.Server.Telemetry;
using FeedHub.Server.WebSub;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What every verb that opens the database needs.</summary>
public static class HubServices
{
    public static IServiceCollection AddFeedHub(this IServiceCollection services, HubOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Database.Open(options.ConnectionString, options.Data, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FeedStore>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<ArticleStore>();
        services.AddSingleton<StoryStore>();
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<AnnouncedFeeds>();
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<SourceActivities>();
        services.AddSingleton(provider => new FeedFetcher(options.FetchLimits, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new WebSubClient(options.FetchLimits));
        services.AddSingleton<FeedPipeline>();
        services.AddSingleton<StoryPipeline>();
        services.AddSingleton<CurrentCatalog>();
        services.AddSingleton<HubHealth>();
        services.AddMetrics();
        services.AddSingleton<HubMetrics>();
        services.AddSingleton<PollSignal>();
        services.AddSingleton<PollLog>();
        services.AddSingleton<WebSubReceiver>();
        return services;
    }
}
