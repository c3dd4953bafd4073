using FeedHub.Storage;

namespace FeedHub.Server.Jobs;

/// <summary>Renews the leases of the feeds that this process polls.</summary>
public sealed class KeepLeases(LeaseKeeper leases, HubHealth health, TimeProvider time, ILogger<KeepLeases> logger) : HubWorker(health, time, logger)
{
    protected override string Work => "Renewing leases";

    protected override TimeSpan Every => LeaseKeeper.LookEvery;

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await leases.RenewAsync(cancellationToken);
        return false;
    }
}
