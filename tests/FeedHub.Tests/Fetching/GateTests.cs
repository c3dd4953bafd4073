using FeedHub.Fetching;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Fetching;

public sealed class GateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gate_lets_so_many_in_and_counts_them()
    {
        using var gate = new Gate("narrow", 1, 1);
        var first = await gate.EnterAsync(Cancel);
        var second = gate.EnterAsync(Cancel);

        Assert.Equal((1, false), (gate.Held, second.IsCompleted));
        Assert.Null(await gate.EnterAsync(TimeSpan.FromMilliseconds(1), Cancel));
        first.Dispose();
        first.Dispose();
        (await second).Dispose();

        Assert.Equal(0, gate.Held);
    }

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 2, false)]
    [InlineData(2, 1, false)]
    public async Task Who_holds_a_permit_never_waits_for_one_of_the_same_or_an_earlier_gate(int held, int wanted, bool mayWait)
    {
        using var first = new Gate("first", held, 10);
        using var second = new Gate("second", wanted, 10);
        PermitHolder.Begin();
        var permit = await first.EnterAsync(Cancel);

        var waiting = second.EnterAsync(Cancel);

        if (mayWait)
        {
            (await waiting).Dispose();
        }
        else
        {
            Assert.Contains("\"second\" while it holds a permit of \"first\"", (await Assert.ThrowsAsync<InvalidOperationException>(() => waiting)).Message, StringComparison.Ordinal);
        }

        permit.Dispose();
        (await second.EnterAsync(Cancel)).Dispose();
    }

    [Fact]
    public async Task Who_holds_an_answer_must_not_ask_for_another()
    {
        using var web = new FakeWeb();
        web.On("https://a.example/feed", new WebAnswer(200, "<rss/>")).On("https://b.example/feed", new WebAnswer(200, "<rss/>"));
        using var fetcher = new FeedFetcher(new FetchLimits(), TimeProvider.System, web);
        PermitHolder.Begin();

        using (await fetcher.FetchAsync(new FetchRequest { Url = new Uri("https://a.example/feed") }, Cancel))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => fetcher.FetchAsync(new FetchRequest { Url = new Uri("https://b.example/feed") }, Cancel));
        }

        using var then = await fetcher.FetchAsync(new FetchRequest { Url = new Uri("https://b.example/feed") }, Cancel);
        Assert.IsType<FetchResult.Fetched>(then.Result);
    }

    [Fact]
    public void The_gates_stand_in_their_order()
    {
        using var web = new FakeWeb();
        using var fetcher = new FeedFetcher(new FetchLimits(), TimeProvider.System, web);
        var gates = fetcher.Gates;

        Assert.Equal(["host lane", "slow half", "places", "pages", "memory", "large bodies", "processor", "writer"], gates.Held.Select(gate => gate.Gate));
        Assert.Equal(
            Enumerable.Range(1, 8),
            new[] { gates.Hosts.Gate, gates.Slow, gates.Places, gates.Pages, gates.Memory.Gate, gates.Large, Gates.Processor, gates.Writer }.Select(gate => gate.Order));
    }
}
