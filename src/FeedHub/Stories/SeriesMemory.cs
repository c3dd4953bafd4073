using System.Numerics;

namespace FeedHub.Stories;

/// <summary>On which days a source cast a title in the same mould. Depends on the set of what was noted, not on its order.</summary>
internal sealed class SeriesMemory
{
    /// <summary>By feed and mould: the last day, and a bit for each of the 32 days up to it (the lowest is the last).</summary>
    private readonly Dictionary<ulong, (int LastDay, uint Days)> _days = [];

    private int _sweptOn;

    public void Note(int feed, uint mould, int day)
    {
        if (mould == 0)
        {
            return;
        }

        var key = Key(feed, mould);
        if (!_days.TryGetValue(key, out var known))
        {
            _days[key] = (day, 1);
        }
        else if (day > known.LastDay)
        {
            _days[key] = (day, Shift(known.Days, day - known.LastDay) | 1);
        }
        else if (known.LastDay - day < 32)
        {
            _days[key] = (known.LastDay, known.Days | (1u << (known.LastDay - day)));
        }
    }

    /// <summary>Whether the source used the mould on so many of the days from <paramref name="firstDay"/> on.</summary>
    public bool IsSeries(int feed, uint mould, int firstDay, int days)
    {
        if (mould == 0 || !_days.TryGetValue(Key(feed, mould), out var known) || known.LastDay < firstDay)
        {
            return false;
        }

        var span = Math.Min(31, known.LastDay - firstDay);
        return BitOperations.PopCount(known.Days & (uint.MaxValue >> (31 - span))) >= days;
    }

    /// <summary>Forgets, once a day, what can no longer matter.</summary>
    public void Sweep(int firstDay)
    {
        if (firstDay <= _sweptOn)
        {
            return;
        }

        _sweptOn = firstDay;
        foreach (var (key, known) in _days)
        {
            if (known.LastDay < firstDay)
            {
                _days.Remove(key);
            }
        }
    }

    private static uint Shift(uint days, int by) => by >= 32 ? 0 : days << by;

    private static ulong Key(int feed, uint mould) => ((ulong)(uint)feed << 32) | mould;
}
