namespace FeedHub.Server.Jobs;

/// <summary>
/// Gives memory back to the machine when a burst is over: the garbage collector itself waits for allocations that an idle hub does not make, and
/// keeps what the last feeds and pages took.
/// </summary>
public sealed class ShrinkHeap(HubHealth health, TimeProvider time, ILogger<ShrinkHeap> logger) : HubWorker(health, time, logger)
{
    /// <summary>Allocated since the last time, it is worth a compacting collection.</summary>
    private const long Worthwhile = 4 * 1024 * 1024;

    /// <summary>Allocated since the last look, somebody is at work.</summary>
    private const long Busy = 2 * 1024 * 1024;

    /// <summary>A larger heap is stories that stay: walking through them stops every thread for longer than a reader should wait.</summary>
    private const long LargestHeap = 128 * 1024 * 1024;

    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(60);

    /// <summary>A timestamp; null: not yet.</summary>
    private long? _shrunkAt;
    private long _allocatedThen;
    private long _allocated;

    protected override string Work => "Giving memory back";

    protected override TimeSpan Every => TimeSpan.FromSeconds(5);

    protected override Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (IsTime(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false)))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return Task.FromResult(false);
    }

    /// <summary>A look: something was allocated since the last collection of ours, hardly anything since the last look, and what stays is small.</summary>
    /// <param name="allocated">Bytes since the process began.</param>
    /// <param name="held">Bytes the heap holds.</param>
    internal bool IsTime(long allocated, long held)
    {
        var isIdle = allocated - _allocated < Busy;
        _allocated = allocated;
        if (!isIdle || allocated - _allocatedThen <= Worthwhile || held >= LargestHeap || (_shrunkAt is { } at && Time.GetElapsedTime(at) <= AtMostEvery))
        {
            return false;
        }

        (_shrunkAt, _allocatedThen) = (Time.GetTimestamp(), allocated);
        return true;
    }
}
