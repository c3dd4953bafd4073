using System.Numerics;
using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>
/// In how many stories of the window a shingle is, a little too high where hashes collide. Depends on nothing but what is counted and how
/// many articles that is: a table that was added to and taken from gives the same answers as a new one.
/// </summary>
internal sealed class ShingleCounts
{
    private const int SlotsPerArticle = 32;
    private const int FewestSlots = 1 << 16;
    private const int MostSlots = 1 << 25;

    private byte[] _slots = new byte[FewestSlots];

    /// <summary>What does not fit a slot; few hashes are so common.</summary>
    private readonly Dictionary<uint, int> _beyond = [];

    public int this[uint hash]
    {
        get
        {
            var count = _slots[SlotOf(hash)];
            return count < byte.MaxValue ? count : count + _beyond.GetValueOrDefault(SlotOf(hash));
        }
    }

    /// <summary>Which of the hashes are counted no more than <paramref name="most"/> (under 255) times; their top bit does not matter. Reads that do not wait for each other: the table fits no cache.</summary>
    public void MarkRare(ReadOnlySpan<uint> hashes, int most, Span<bool> rare)
    {
        var slots = _slots;
        var mask = (uint)(slots.Length - 1);
        for (var i = 0; i < hashes.Length; i++)
        {
            rare[i] = slots[hashes[i] & mask] <= most;
        }
    }

    public void Add(uint hash)
    {
        ref var count = ref _slots[SlotOf(hash)];
        if (count < byte.MaxValue)
        {
            count++;
        }
        else
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_beyond, SlotOf(hash), out _)++;
        }
    }

    /// <summary>Takes one <see cref="Add"/> back.</summary>
    public void Remove(uint hash)
    {
        ref var count = ref _slots[SlotOf(hash)];
        if (count == byte.MaxValue && _beyond.GetValueOrDefault(SlotOf(hash)) is var beyond and > 0)
        {
            _beyond[SlotOf(hash)] = beyond - 1;
        }
        else
        {
            count--;
        }
    }

    /// <summary>Makes the table fit the number of articles; true: it is empty now and everything must be counted again.</summary>
    public bool Resize(int articles)
    {
        var wanted = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(articles * (long)SlotsPerArticle, FewestSlots, MostSlots));
        if (wanted == _slots.Length)
        {
            return false;
        }

        _slots = new byte[wanted];
        _beyond.Clear();
        return true;
    }

    private uint SlotOf(uint hash) => hash & (uint)(_slots.Length - 1);
}
