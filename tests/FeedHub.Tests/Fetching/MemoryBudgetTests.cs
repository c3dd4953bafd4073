using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class MemoryBudgetTests
{
    [Fact]
    public async Task Shares_wait_in_order_until_there_is_room()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.TakeAsync(60, TestContext.Current.CancellationToken);
        var large = budget.TakeAsync(80, TestContext.Current.CancellationToken);
        var small = budget.TakeAsync(10, TestContext.Current.CancellationToken);

        Assert.False(large.IsCompleted || small.IsCompleted);
        first.Dispose();
        first.Dispose();

        (await large).Dispose();
        (await small).Dispose();
        (await budget.TakeAsync(100, TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task More_than_there_is_takes_all_of_it()
    {
        var budget = new MemoryBudget(100);
        var all = await budget.TakeAsync(1_000_000, TestContext.Current.CancellationToken);
        var next = budget.TakeAsync(1, TestContext.Current.CancellationToken);

        Assert.False(next.IsCompleted);
        all.Dispose();
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_behind()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.TakeAsync(100, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var waiting = budget.TakeAsync(100, cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();

        Assert.True(budget.TakeAsync(100, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }
}
