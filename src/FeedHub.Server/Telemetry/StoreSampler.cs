using FeedHub.Storage;

namespace FeedHub.Server.Telemetry;

/// <summary>Asks the database now and then for what <see cref="HubMetrics"/> shows of it.</summary>
public sealed class StoreSampler(FeedStore feeds, StoryStore stories, CurrentCatalog catalog, HubMetrics metrics, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                metrics.Sampled(await SampleAsync(stoppingToken));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The database is away, which /health and feedhub.database.up say; the last sample stays.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<StoreSample> SampleAsync(CancellationToken cancellationToken)
    {
        var mark = await stories.MarkAsync(cancellationToken);
        var due = await feeds.NextDueAsync(cancellationToken);
        var health = (await feeds.HealthAsync(cancellationToken)).ToDictionary(feed => feed.FeedId);
        var states = catalog.Catalog.Sources
            .GroupBy(source => StateOf(source.Enabled, health.GetValueOrDefault(source.Id)))
            .ToDictionary(same => same.Key, same => same.Count());
        var late = due is { } at && time.GetUtcNow() - at is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        var pending = await stories.PendingCountAsync(cancellationToken);
        return new StoreSample(mark.Stories, health.Values.Sum(feed => (long)feed.Articles), pending, late, catalog.Mistakes.Length, states);
    }

    private static string StateOf(bool isEnabled, FeedHealth? health) =>
        !isEnabled ? "disabled"
        : health?.State.IsGone == true ? "gone"
        : health?.State.LastError is not null ? "failing"
        : "ok";
}
