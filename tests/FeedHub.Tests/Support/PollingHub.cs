using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Tests.Support;

/// <summary>The polling half of a hub over a fake web and a fake clock, with the real pipeline and a real database, so that days pass in a moment.</summary>
internal sealed class PollingHub : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedhub-polling-");
    private readonly FeedCatalog _catalog;
    private readonly FetchLimits _limits;
    private Database _database = null!;
    private FeedFetcher _fetcher = null!;
    private FeedPipeline _pipeline = null!;

    private PollingHub(JumpingClock time, FakeWeb web, FetchLimits limits, IEnumerable<FeedSource> sources)
    {
        (Time, Web, _limits) = (time, web, limits);
        _catalog = new FeedCatalog { PollEvery = TimeSpan.FromHours(1), Sources = [.. sources] };
    }

    public JumpingClock Time { get; }

    public FakeWeb Web { get; }

    /// <summary>What the pipeline takes for the processor time of its thread.</summary>
    public Func<TimeSpan> ThreadTime { get; set; } = () => TimeSpan.Zero;

    public List<PollReport> Reports { get; } = [];

    public ArticleStore Articles => new(_database);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<PollingHub> StartAsync(JumpingClock time, FakeWeb web, params string[] urls) => StartAsync(time, web, new FetchLimits(), urls);

    public static async Task<PollingHub> StartAsync(JumpingClock time, FakeWeb web, FetchLimits limits, params string[] urls)
    {
        var hub = new PollingHub(time, web, limits, urls.Select(url => new FeedSource { Id = url.Split('.', '/')[2] + (url.EndsWith("/feed", StringComparison.Ordinal) ? "" : url[(url.LastIndexOf('/') + 1)..]), Url = new Uri(url) }));
        await hub.OpenAsync();
        return hub;
    }

    /// <summary>Without spacing between requests: the clock stands still during a poll.</summary>
    public static async Task<PollingHub> StartAsync(JumpingClock time, FakeWeb web, params FeedSource[] sources)
    {
        var hub = new PollingHub(time, web, new FetchLimits { MaxPerHostPerSecond = 0 }, sources);
        await hub.OpenAsync();
        return hub;
    }

    /// <summary>The process ends, and another begins on the same data.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Polls whatever is due, whenever it is due, until then.</summary>
    public async Task RunUntilAsync(DateTimeOffset end)
    {
        var feeds = new FeedStore(_database);
        while (true)
        {
            foreach (var feed in await feeds.LeaseAsync(Time.GetUtcNow(), Lease, 1_000, null, force: false, Cancel))
            {
                Reports.Add(await _pipeline.PollAsync(feed, _catalog.Sources.Single(source => source.Id == feed.FeedId), _catalog, Cancel));
            }

            if (await feeds.NextDueAsync(Cancel) is not { } next || next >= end)
            {
                break;
            }

            Time.Advance(next > Time.GetUtcNow() ? next - Time.GetUtcNow() : TimeSpan.FromMilliseconds(1));
        }

        Time.Advance(end > Time.GetUtcNow() ? end - Time.GetUtcNow() : TimeSpan.Zero);
    }

    public async Task<PollState> StateAsync(string feed) => (await new FeedStore(_database).HealthAsync(Cancel)).Single(health => health.FeedId == feed).State;

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    private async Task OpenAsync()
    {
        _database = Database.Open(null, _folder.FullName, Time);
        await _database.MigrateAsync(Cancel);
        var feeds = new FeedStore(_database);
        await feeds.ReleaseAllAsync(Cancel);
        await feeds.SyncAsync(_catalog.Sources, Time.GetUtcNow(), Cancel);
        _fetcher = new FeedFetcher(_limits, Time, Web);
        _pipeline = new FeedPipeline(_fetcher, feeds, new ArticleStore(_database), Time, () => ThreadTime());
    }

    private async Task CloseAsync()
    {
        // Not the fetcher: it would end the fake web, which outlives the process.
        await _database.DisposeAsync();
    }
}
