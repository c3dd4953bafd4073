namespace FeedHub.Server.Endpoints;

/// <summary>The web face: every route, and what they need.</summary>
public static class HubEndpoints
{
    public static IServiceCollection AddFeedHubWeb(this IServiceCollection services) => services;

    public static WebApplication MapFeedHub(this WebApplication app) => app;
}
