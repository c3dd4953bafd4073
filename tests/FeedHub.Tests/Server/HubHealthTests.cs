using FeedHub.Server;
using FeedHub.Server.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server;

public sealed class HubHealthTests
{
    [Fact]
    public void Silence_of_the_dispatcher_or_the_matcher_is_told()
    {
        var time = new FakeTimeProvider();
        var health = new HubHealth(time, NullLogger<HubHealth>.Instance);

        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((false, true), (health.IsDispatching, health.IsMatching));

        health.Dispatched();
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(health.IsMatching);

        health.Matched();
        health.Dispatched();
        Assert.Equal((true, true), (health.IsDispatching, health.IsMatching));
    }

    [Fact]
    public void What_was_merged_is_what_is_neither_a_story_of_its_own_nor_waiting()
    {
        var sample = StoreSample.None with { Articles = 100, Stories = 70, Pending = 10 };

        Assert.Equal(20, sample.Merged);
        Assert.Equal(0, (sample with { Stories = 120 }).Merged);
    }
}
