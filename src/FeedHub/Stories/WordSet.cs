using System.Numerics;

namespace FeedHub.Stories;

/// <summary>A set of hashes that is only added to, in one array.</summary>
/// <param name="capacity">The most that will be added.</param>
internal sealed class WordSet(int capacity)
{
    /// <summary>0: free; the hash 0 is kept as 1.</summary>
    private readonly uint[] _slots = new uint[Math.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)capacity * 2))];

    public int Count { get; private set; }

    /// <summary>The members, with zeros between them.</summary>
    public ReadOnlySpan<uint> Slots => _slots;

    public void Add(uint hash)
    {
        ref var slot = ref _slots[SlotOf(hash)];
        Count += slot == 0 ? 1 : 0;
        slot = Math.Max(1, hash);
    }

    public bool Contains(uint hash) => _slots[SlotOf(hash)] != 0;

    private int SlotOf(uint hash)
    {
        var wanted = Math.Max(1, hash);
        var slot = (int)(wanted & (_slots.Length - 1));
        while (_slots[slot] != 0 && _slots[slot] != wanted)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }
}
