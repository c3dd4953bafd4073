using FeedHub.Storage;

namespace FeedHub.Server.Telemetry;

/// <summary>Asks the database for what <see cref="HubMetrics"/> shows of it: now and then, and whenever somebody looks.</summary>
public sealed class StoreSampler(
    FeedStore feeds, StoryStore stories, CurrentCatalog catalog, HubMetrics metrics, HubHealth health, TimeProvider time, ILogger<StoreSampler> logger)
    : HubWorker(health, time, logger)
{
    /// <summary>However often somebody looks, the database is not asked more often.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Who looks does not wait longer for a database that is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _one = new(1, 1);
    private long? _sampledAt;

    /// <summary>Returns when the sample is fresh, or the database did not answer and the last one stays.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _one.WaitAsync(either.Token);
            try
            {
                await SampleUnlessFreshAsync(either.Token);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A busy machine is no database that is away: the last sample stays.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Health.DatabaseFailed(exception);
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.CountFromZero();
        return base.StartAsync(cancellationToken);
    }

    protected override string Work => "Sampling the database";

    protected override TimeSpan Every => TimeSpan.FromSeconds(30);

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return false;
    }

    private async Task SampleUnlessFreshAsync(CancellationToken cancellationToken)
    {
        if (_sampledAt is { } sampledAt && Time.GetElapsedTime(sampledAt) < Fresh)
        {
            return;
        }

        metrics.Sampled(await SampleAsync(cancellationToken));
        Health.DatabaseAnswered();
        _sampledAt = Time.GetTimestamp();
    }

    private async Task<StoreSample> SampleAsync(CancellationToken cancellationToken)
    {
        var mark = await stories.MarkAsync(cancellationToken);
        var due = await feeds.NextDueAsync(cancellationToken);
        var known = (await feeds.HealthAsync(cancellationToken)).ToDictionary(feed => feed.FeedId);
        var states = catalog.Catalog.Sources
            .GroupBy(source => SourceHealth.StateOf(source, known.GetValueOrDefault(source.Id)))
            .ToDictionary(same => same.Key, same => same.Count());
        var late = due is { } at && Time.GetUtcNow() - at is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        var pending = await stories.PendingCountAsync(cancellationToken);
        return new StoreSample(mark.Stories, known.Values.Sum(feed => (long)feed.Articles), pending, late, states);
    }
}
