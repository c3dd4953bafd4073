using System.Net;
using FeedHub.Server.Endpoints;
using FeedHub.Storage;
using FeedHub.Tests.Hostile;
using FeedHub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Tests.Server;

/// <summary>What a process does when it is not everything at once.</summary>
public sealed class RoleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_polls_and_matches_and_answers_for_its_health_only()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", HostileFeeds.Rss("a", 1));
        await using var hub = await RunningHub.StartAsync($$"""{ "feeds": [ "{{origin.Url("/a.xml")}}" ] }""", settings: [("FeedHub:Role", "worker")]);

        await hub.WaitForAsync("/metrics", answer => answer.Contains("feedhub_articles_total", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/health/ready", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/feed.atom", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_web_node_serves_what_is_there_and_takes_up_edits_but_asks_no_publisher_and_lists_no_feed()
    {
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/a.xml", HostileFeeds.Rss("a", 1));
        await using var hub = await RunningHub.StartAsync($$"""{ "title": "قبل", "feeds": [ "{{origin.Url("/a.xml")}}" ] }""", settings: [("FeedHub:Role", "web")]);

        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "feeds.json"), $$"""{ "title": "بعد", "feeds": [ "{{origin.Url("/a.xml")}}" ] }""", Cancel);
        await hub.WaitForAsync("/feed.json", answer => answer.Contains("بعد", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/health/ready", Cancel)).StatusCode);
        Assert.Empty(await hub.Services.GetRequiredService<FeedStore>().HealthAsync(Cancel));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_form_that_one_process_made_is_known_to_the_others()
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-keys-");
        await using var database = Database.Open(null, folder.FullName, TimeProvider.System);
        await database.MigrateAsync(Cancel);

        var made = Protector(database).Protect("form");

        Assert.Equal("form", Protector(database).Unprotect(made));
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static IDataProtector Protector(Database database)
    {
        var services = new ServiceCollection().AddSingleton(_ => database);
        SharedKeys.AddTo(services);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }
}
