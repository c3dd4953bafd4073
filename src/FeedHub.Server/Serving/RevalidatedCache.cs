using System.Collections.Concurrent;

namespace FeedHub.Server;

/// <summary>
/// A <see cref="Revalidated{TVersion, T}"/> by key, as many as fit; the least recently used go, so whoever asks for everything under every name pushes
/// out what nobody asked for lately. Thread-safe.
/// </summary>
/// <param name="most">How many are kept.</param>
/// <param name="mostWeight">Of all that are kept, by <paramref name="weigh"/>.</param>
internal sealed class RevalidatedCache<TKey, TVersion, T>(int most, long mostWeight, Func<T, long> weigh, TimeProvider time)
    where TKey : notnull
    where T : class
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly Lock _trimming = new();

    public Revalidated<TVersion, T> Of(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            Trim();
            entry = _entries.GetOrAdd(key, _ => new Entry());
        }

        entry.AskedAt = time.GetTimestamp();
        return entry.Value;
    }

    /// <summary>Half of it goes, so that it is not done for every key.</summary>
    private void Trim()
    {
        lock (_trimming)
        {
            if (_entries.Count < most && _entries.Values.Sum(entry => entry.Value.Last is { } last ? weigh(last) : 0) < mostWeight)
            {
                return;
            }

            foreach (var (key, entry) in _entries.OrderBy(pair => pair.Value.AskedAt).Take((_entries.Count + 1) / 2))
            {
                _entries.TryRemove(key, out _);
                entry.Value.Forget();
            }
        }
    }

    private sealed class Entry
    {
        public Revalidated<TVersion, T> Value { get; } = new();

        /// <summary>A timestamp.</summary>
        public long AskedAt { get; set; }
    }
}
