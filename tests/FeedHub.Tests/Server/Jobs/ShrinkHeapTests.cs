using FeedHub.Server;
using FeedHub.Server.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server.Jobs;

public sealed class ShrinkHeapTests
{
    private const long Mega = 1024 * 1024;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_heap_shrinks_when_a_burst_is_over_and_not_before()
    {
        using var heap = Worker();

        Assert.Equal([false, false, true, false], new[] { 50, 80, 81, 81 }.Select(allocated => heap.IsTime(allocated * Mega, 40 * Mega)));
    }

    [Fact]
    public void It_shrinks_once_a_minute_and_only_for_what_is_worth_it()
    {
        using var heap = Worker();
        heap.IsTime(50 * Mega, 40 * Mega);
        Assert.True(heap.IsTime(50 * Mega, 40 * Mega));

        heap.IsTime(60 * Mega, 40 * Mega);
        Assert.False(heap.IsTime(60 * Mega, 40 * Mega));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(heap.IsTime(60 * Mega, 40 * Mega));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(heap.IsTime(61 * Mega, 40 * Mega));
    }

    [Fact]
    public void A_large_heap_of_stories_is_left_alone()
    {
        using var heap = Worker();
        heap.IsTime(900 * Mega, 800 * Mega);

        Assert.False(heap.IsTime(900 * Mega, 800 * Mega));
    }

    private ShrinkHeap Worker() => new(new HubHealth(_time, NullLogger<HubHealth>.Instance), _time, NullLogger<ShrinkHeap>.Instance);
}
