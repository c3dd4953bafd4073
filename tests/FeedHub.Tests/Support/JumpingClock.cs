using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Support;

/// <summary>A fake clock whose hands may be moved: timers and what is measured between two moments go on as if nothing had happened.</summary>
internal sealed class JumpingClock(DateTimeOffset start) : TimeProvider
{
    private readonly FakeTimeProvider _steady = new(start);
    private TimeSpan _ahead;

    public override long TimestampFrequency => _steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _steady.GetUtcNow() + _ahead;

    public override long GetTimestamp() => _steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _steady.CreateTimer(callback, state, dueTime, period);

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan time) => _steady.Advance(time);

    /// <summary>Somebody sets the clock.</summary>
    public void Jump(TimeSpan by) => _ahead += by;
}
