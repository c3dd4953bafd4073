using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What the week's titles keep naming, to be offered where people type a search. Looked for at most every ten minutes. Thread-safe.</summary>
public sealed class NamesOfTheWeek(SearchIndex search, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Revalidated<long, IReadOnlyList<string>> _names = new();

    public Task<IReadOnlyList<string>> NowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return _names.GetAsync(now.Ticks / Life.Ticks, _ => search.FrequentNamesAsync(now.AddDays(-7), CancellationToken.None)).WaitAsync(cancellationToken);
    }
}
