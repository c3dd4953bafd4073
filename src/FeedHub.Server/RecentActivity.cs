using FeedHub.Server.Pages;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What the sources did in the last two weeks, for pages: counted at most once a minute. Thread-safe.</summary>
public sealed class RecentActivity(SourceActivities activities, TimeProvider time)
{
    public const int Days = 14;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private volatile Counted? _counted;

    /// <summary>By source id, up to today; who did nothing is not in it.</summary>
    public async Task<IReadOnlyDictionary<string, SourceActivity>> ReadAsync(PageClock clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (_counted is { } counted && counted.Today == clock.Today && time.GetElapsedTime(counted.At) < Fresh)
        {
            return counted.Activity;
        }

        var activity = await activities.ReadAsync(clock.StartOf(clock.Today.AddDays(1 - Days)), Days, cancellationToken);
        _counted = new Counted(clock.Today, time.GetTimestamp(), activity);
        return activity;
    }

    /// <param name="At">A timestamp of the clock.</param>
    private sealed record Counted(DateOnly Today, long At, IReadOnlyDictionary<string, SourceActivity> Activity);
}
