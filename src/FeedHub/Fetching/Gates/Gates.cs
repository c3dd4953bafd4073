namespace FeedHub.Fetching;

/// <summary>
/// Every gate between a request and the disk, in the order in which they are taken. The rule (lock ordering, or resource hierarchy): who holds a
/// permit never waits for one of the same or of an earlier gate, so no circle of polls can wait for each other. A poll that must go back to an
/// earlier gate, for the pages of its entries, holds nothing by then. What WebSub hubs send waits in front of all of them. Debug builds throw
/// where the rule is broken. Thread-safe.
/// </summary>
public sealed class Gates : IDisposable
{
    /// <summary>A page weighs less than a feed and its host hangs more often; a thousand hosts that hang are done with in a minute.</summary>
    private const int PagesPerPlace = 2;

    internal Gates(FetchLimits limits, TimeProvider time)
    {
        Hosts = new HostBudget(limits.MaxPerHost, limits.MaxPerHostPerSecond, time);
        Slow = new Gate("slow half", 2, Math.Max(1, limits.MaxConcurrent / 2));
        Places = new Gate("places", 3, limits.MaxConcurrent);
        Pages = new Gate("pages", 4, limits.MaxConcurrent * PagesPerPlace);
        Memory = new MemoryBudget(limits.MaxBodyMemoryBytes);
    }

    /// <summary>(1) Host lane, one for each host: rate limit and concurrency limit. Held for one hop.</summary>
    internal HostBudget Hosts { get; }

    /// <summary>(2) Bulkhead: however many hosts hang, half of the places stay for those that answer. Held for one hop.</summary>
    internal Gate Slow { get; }

    /// <summary>(3) Exchanges under way. Backpressure: held until what a small body brought is stored, or until the poll waits for pages.</summary>
    internal Gate Places { get; }

    /// <summary>(4) Pages of articles under way, instead of a place. Held until the page has been read.</summary>
    internal Gate Pages { get; }

    /// <summary>(5) Memory of large bodies, weighed by bytes. Held as a place is. The one gate in which a holder may ask for more: see <see cref="MemoryBudget"/>.</summary>
    internal MemoryBudget Memory { get; }

    /// <summary>(6) Large bodies are parsed one by one: side by side they would need more memory than a small machine has.</summary>
    internal Gate Large { get; } = new("large bodies", 6, 1);

    /// <summary>
    /// (7) The machine's cores, shared by all of the process: parsing, cleaning and matching. More of them at once would only keep the threads
    /// from those that wait for the network, and let polls run ahead of the one matcher that all their articles must pass.
    /// </summary>
    internal static Gate Processor { get; } = new("processor", 7, Environment.ProcessorCount);

    /// <summary>(8) The database's writer, whose queue is its own and commits many together. Nothing is waited for while it writes.</summary>
    internal Gate Writer { get; } = new("writer", 8, int.MaxValue);

    /// <summary>How many permits of each gate are held, in their order.</summary>
    internal IReadOnlyList<(string Gate, int Held)> Held =>
        [.. new[] { Hosts.Gate, Slow, Places, Pages, Memory.Gate, Large, Processor, Writer }.Select(gate => (gate.Name, gate.Held))];

    public void Dispose()
    {
        Slow.Dispose();
        Places.Dispose();
        Pages.Dispose();
        Large.Dispose();
        Writer.Dispose();
    }
}
