using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class MemoryBudgetTests
{
    private readonly MemoryBudget _budget = new(100);

    [Fact]
    public async Task What_is_left_is_given_at_once_and_what_is_returned_goes_to_those_who_waited_longest()
    {
        using var beyond = _budget.Open();
        var first = await ShareAsync(60);
        await beyond.TakeAsync(60, TestContext.Current.CancellationToken);
        var large = ShareAsync(30);
        var small = ShareAsync(1);

        Assert.False(large.IsCompleted || small.IsCompleted);
        first.Dispose();
        first.Dispose();

        Assert.Equal((30, 1), ((await large).Bytes, (await small).Bytes));
    }

    [Fact]
    public async Task Two_that_both_need_more_than_there_is_end_one_after_the_other()
    {
        var one = await ShareAsync(50);
        var other = await ShareAsync(50);
        await one.TakeAsync(50, TestContext.Current.CancellationToken);
        var waiting = other.TakeAsync(50, TestContext.Current.CancellationToken);

        Assert.False(waiting.IsCompleted);
        await one.TakeAsync(1_000, TestContext.Current.CancellationToken);
        one.Dispose();

        await waiting;
        Assert.Equal(100, other.Bytes);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_behind()
    {
        var full = await ShareAsync(101);
        using var cancel = new CancellationTokenSource();
        using var impatient = _budget.Open();
        var waiting = impatient.TakeAsync(10, cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        full.Dispose();

        Assert.True(ShareAsync(100).IsCompletedSuccessfully);
    }

    private async Task<MemoryShare> ShareAsync(long bytes)
    {
        var share = _budget.Open();
        await share.TakeAsync(bytes, TestContext.Current.CancellationToken);
        return share;
    }
}
