using FeedHub.Server.Pages;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What the sources did in the last two weeks, for pages: counted at most once a minute. Thread-safe.</summary>
public sealed class RecentActivity(SourceActivities activities, TimeProvider time)
{
    public const int Days = 14;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Revalidated<(DateOnly Today, long Minute), IReadOnlyDictionary<string, SourceActivity>> _activity = new();

    /// <summary>By source id, up to today; who did nothing is not in it.</summary>
    public Task<IReadOnlyDictionary<string, SourceActivity>> ReadAsync(PageClock clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var first = clock.StartOf(clock.Today.AddDays(1 - Days));
        return _activity.GetAsync((clock.Today, time.GetUtcNow().Ticks / Life.Ticks), _ => activities.ReadAsync(first, Days, CancellationToken.None)).WaitAsync(cancellationToken);
    }
}
