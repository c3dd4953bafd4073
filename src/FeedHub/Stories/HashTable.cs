using System.Buffers;
using System.Numerics;

namespace FeedHub.Stories;

/// <summary>Arrays for open addressing, at most half full.</summary>
internal static class HashTable
{
    /// <summary>A power of two.</summary>
    public static int SizeFor(int capacity) => Math.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)capacity * 2));

    /// <summary>Of <see cref="SizeFor"/> zeros, with more behind them.</summary>
    public static T[] Rent<T>(int capacity)
    {
        var size = SizeFor(capacity);
        var slots = ArrayPool<T>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        return slots;
    }
}
