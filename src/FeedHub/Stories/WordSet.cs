using System.Buffers;

namespace FeedHub.Stories;

/// <summary>A set of hashes that is only added to, in one rented array. Of no use once disposed.</summary>
/// <param name="capacity">The most that will be added.</param>
internal sealed class WordSet(int capacity) : IDisposable
{
    /// <summary>0: free; the hash 0 is kept as 1.</summary>
    private readonly uint[] _slots = HashTable.Rent<uint>(capacity);

    private readonly int _mask = HashTable.SizeFor(capacity) - 1;

    public int Count { get; private set; }

    /// <summary>The members, with zeros between them.</summary>
    public ReadOnlySpan<uint> Slots => _slots.AsSpan(0, _mask + 1);

    public void Add(uint hash)
    {
        ref var slot = ref _slots[SlotOf(hash)];
        Count += slot == 0 ? 1 : 0;
        slot = Math.Max(1, hash);
    }

    public bool Contains(uint hash) => _slots[SlotOf(hash)] != 0;

    public void Dispose() => ArrayPool<uint>.Shared.Return(_slots);

    private int SlotOf(uint hash)
    {
        var slots = _slots;
        var wanted = Math.Max(1, hash);
        var slot = (int)wanted & _mask;
        while (slots[slot] != 0 && slots[slot] != wanted)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }
}
