using System.Buffers;

namespace FeedHub.Cleaning;

/// <summary>UTF-16 units as they come, in a rented array: for texts that are made by the thousand.</summary>
internal ref struct UnitBuffer(int capacity)
{
    private char[] _units = ArrayPool<char>.Shared.Rent(Math.Max(capacity, 16));

    public int Length { get; set; }

    public readonly Span<char> Units => _units.AsSpan(0, Length);

    /// <summary>Where the next units go, at least so many: written there, they count once <see cref="Length"/> says so.</summary>
    public Span<char> Room(int atLeast)
    {
        if (Length + atLeast > _units.Length)
        {
            Grow(atLeast);
        }

        return _units.AsSpan(Length, atLeast);
    }

    public void Append(char c)
    {
        if (Length == _units.Length)
        {
            Grow(1);
        }

        _units[Length++] = c;
    }

    /// <summary><paramref name="instead"/> where there is one.</summary>
    public void Append(char c, string? instead)
    {
        if (instead is null)
        {
            Append(c);
        }
        else
        {
            Append(instead.AsSpan());
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    /// <summary>The buffer is of no use afterwards.</summary>
    public readonly void Dispose() => ArrayPool<char>.Shared.Return(_units);

    /// <summary>The buffer is of no use afterwards. Returns <paramref name="original"/> itself where it holds the same units.</summary>
    public readonly string ToStringAndFree(string original)
    {
        var text = Units.SequenceEqual(original) ? original : Units.ToString();
        ArrayPool<char>.Shared.Return(_units);
        return text;
    }

    private void Grow(int by)
    {
        var grown = ArrayPool<char>.Shared.Rent(Math.Max(2 * _units.Length, Length + by));
        Units.CopyTo(grown);
        ArrayPool<char>.Shared.Return(_units);
        _units = grown;
    }
}
