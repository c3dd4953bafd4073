using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What the week's titles keep naming, to be offered where people type a search. Looked for at most every ten minutes. Thread-safe.</summary>
public sealed class NamesOfTheWeek(SearchIndex search, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private volatile Kept? _kept;

    public async Task<IReadOnlyList<string>> NowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_kept is not { } kept || now - kept.At > Life)
        {
            _kept = kept = new(now, await search.FrequentNamesAsync(now.AddDays(-7), cancellationToken));
        }

        return kept.Names;
    }

    private sealed record Kept(DateTimeOffset At, IReadOnlyList<string> Names);
}
