using System.Numerics;

namespace FeedHub.Stories;

/// <summary>Which rows were filed under a hash: one flat table, no object per entry. Rows that are gone are swept when it grows.</summary>
internal sealed class PostingTable
{
    private const double FullAt = 0.8;

    /// <summary>Hash above, row + 1 below; 0: free.</summary>
    private ulong[] _slots = new ulong[1 << 10];

    private int _used;

    /// <param name="isLive">Whether a row is worth keeping when the table grows.</param>
    public void Add(uint hash, int row, Func<int, bool> isLive)
    {
        if (_used >= _slots.Length * FullAt)
        {
            Sweep(isLive);
        }

        Place(_slots, ((ulong)hash << 32) | (uint)(row + 1));
        _used++;
    }

    /// <summary>Fetches what <see cref="Find"/> will look at, all at once: the table fits no cache, and its places would be waited for one by one.</summary>
    public ulong Touch(ReadOnlySpan<uint> hashes)
    {
        var slots = _slots;
        var mask = (uint)slots.Length - 1;
        var seen = 0ul;
        foreach (var hash in hashes)
        {
            seen |= slots[Home(hash, mask)];
        }

        return seen;
    }

    /// <summary>Adds to <paramref name="rows"/> every row filed under the hash, in no order that means anything.</summary>
    public void Find(uint hash, List<int> rows)
    {
        var mask = (uint)_slots.Length - 1;
        for (var slot = Home(hash, mask); _slots[slot] is var entry and not 0; slot = (slot + 1) & mask)
        {
            if ((uint)(entry >> 32) == hash)
            {
                rows.Add((int)(uint)entry - 1);
            }
        }
    }

    /// <summary>Follows rows that moved.</summary>
    /// <param name="moved">By row, where it is now; -1: gone.</param>
    public void Move(int[] moved)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot] is var entry and not 0)
            {
                _slots[slot] = (entry & 0xFFFFFFFF00000000) | (uint)(moved[(uint)entry - 1] + 1);
            }
        }

        Sweep(row => row >= 0);
    }

    private void Sweep(Func<int, bool> isLive)
    {
        var old = _slots;
        var live = 0;
        foreach (var entry in old)
        {
            live += entry != 0 && isLive((int)(uint)entry - 1) ? 1 : 0;
        }

        _slots = new ulong[Math.Max(1 << 10, (int)BitOperations.RoundUpToPowerOf2((uint)(live * 1.5)))];
        _used = live;
        foreach (var entry in old)
        {
            if (entry != 0 && isLive((int)(uint)entry - 1))
            {
                Place(_slots, entry);
            }
        }
    }

    private static void Place(ulong[] slots, ulong entry)
    {
        var mask = (uint)slots.Length - 1;
        var slot = Home((uint)(entry >> 32), mask);
        while (slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        slots[slot] = entry;
    }

    /// <summary>The smallest hashes are the ones filed, so the low bits must be stirred.</summary>
    private static uint Home(uint hash, uint mask) => (uint)(WordHash.Stir(hash) >> 32) & mask;
}
