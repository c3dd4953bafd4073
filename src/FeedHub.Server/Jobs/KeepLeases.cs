using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>Renews the leases of the feeds that this process polls.</summary>
public sealed class KeepLeases(LeaseKeeper leases) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => leases.RunAsync(stoppingToken);
}
