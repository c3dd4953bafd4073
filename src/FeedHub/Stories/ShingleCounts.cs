using System.Numerics;

namespace FeedHub.Stories;

/// <summary>
/// In how many stories of the window a shingle is, a little too high where hashes collide. Depends on nothing but what is counted and how
/// many articles that is, so a rebuilt table gives the same answers.
/// </summary>
internal sealed class ShingleCounts
{
    private const int SlotsPerArticle = 32;
    private const int FewestSlots = 1 << 16;
    private const int MostSlots = 1 << 25;

    private ushort[] _slots = new ushort[FewestSlots];

    public int this[uint hash] => _slots[hash & (uint)(_slots.Length - 1)];

    public void Add(uint hash)
    {
        ref var count = ref _slots[hash & (uint)(_slots.Length - 1)];
        count += count == ushort.MaxValue ? (ushort)0 : (ushort)1;
    }

    public void Remove(uint hash)
    {
        ref var count = ref _slots[hash & (uint)(_slots.Length - 1)];
        count -= count is 0 or ushort.MaxValue ? (ushort)0 : (ushort)1;
    }

    /// <summary>Makes the table fit the number of articles; true: it is empty now and everything must be counted again.</summary>
    public bool Resize(int articles)
    {
        var wanted = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(articles * (long)SlotsPerArticle, FewestSlots, MostSlots));
        if (wanted == _slots.Length)
        {
            return false;
        }

        _slots = new ushort[wanted];
        return true;
    }
}
