using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>Keeps the search index behind the stories by a moment: indexing inside a poll would cost more than the poll.</summary>
public sealed class IndexStories(SearchIndex search, HubHealth health, TimeProvider time, ILogger<IndexStories> logger) : HubWorker(health, time, logger)
{
    private const int Batch = 500;

    protected override string Work => "Indexing for search";

    protected override TimeSpan Every => TimeSpan.FromSeconds(2);

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken) => await search.IndexAsync(Batch, cancellationToken) == Batch;
}
