using System.Numerics;
using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>On which days a source cast a title in the same mould. Depends on the set of what is noted, not on its order or past.</summary>
internal sealed class SeriesMemory
{
    private const int DaysKept = 32;

    /// <summary>By feed and mould: a day, and a bit for each of the 32 days up to it (the lowest is that day).</summary>
    private readonly Dictionary<ulong, (int LastDay, uint Days)> _days = [];

    /// <summary>How often more than once a mould was used on one day.</summary>
    private readonly Dictionary<(ulong Key, int Day), int> _repeats = [];

    private int _sweptOn;

    public void Note(int feed, uint mould, int day)
    {
        if (mould == 0)
        {
            return;
        }

        var key = Key(feed, mould);
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, key, out var isKnown);
        if (!isKnown || day - known.LastDay >= DaysKept)
        {
            known = (day, 1);
        }
        else if (IsNoted(known, day))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_repeats, (key, day), out _)++;
        }
        else if (day > known.LastDay)
        {
            known = (day, (known.Days << (day - known.LastDay)) | 1);
        }
        else if (known.LastDay - day < DaysKept)
        {
            known.Days |= 1u << (known.LastDay - day);
        }
    }

    /// <summary>Takes one <see cref="Note"/> back.</summary>
    public void Forget(int feed, uint mould, int day)
    {
        var key = Key(feed, mould);
        if (_repeats.TryGetValue((key, day), out var repeats))
        {
            if (repeats == 1)
            {
                _repeats.Remove((key, day));
            }
            else
            {
                _repeats[(key, day)] = repeats - 1;
            }
        }
        else if (_days.TryGetValue(key, out var known) && IsNoted(known, day))
        {
            _days[key] = known with { Days = known.Days & ~(1u << (known.LastDay - day)) };
        }
    }

    /// <summary>Whether the source used the mould on so many of the days from <paramref name="firstDay"/> on.</summary>
    public bool IsSeries(int feed, uint mould, int firstDay, int days)
    {
        if (mould == 0 || !_days.TryGetValue(Key(feed, mould), out var known) || known.LastDay < firstDay)
        {
            return false;
        }

        var span = Math.Min(DaysKept - 1, known.LastDay - firstDay);
        return BitOperations.PopCount(known.Days & (uint.MaxValue >> (DaysKept - 1 - span))) >= days;
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
            if (known.LastDay < firstDay || known.Days == 0)
            {
                _days.Remove(key);
            }
        }

        foreach (var repeat in _repeats.Keys)
        {
            if (repeat.Day < firstDay)
            {
                _repeats.Remove(repeat);
            }
        }
    }

    private static bool IsNoted((int LastDay, uint Days) known, int day) =>
        (uint)(known.LastDay - day) < DaysKept && (known.Days & (1u << (known.LastDay - day))) != 0;

    private static ulong Key(int feed, uint mould) => ((ulong)(uint)feed << 32) | mould;
}
