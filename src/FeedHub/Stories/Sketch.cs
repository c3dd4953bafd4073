using System.Numerics;

namespace FeedHub.Stories;

/// <summary>
/// An article as it is remembered: its first shingles all, of the rest a sample that any two sketches draw alike (hashes with
/// <see cref="Level"/> zero bits), its title and figures. One array, so that a million of them fit in memory.
/// </summary>
internal readonly struct Sketch(uint[] cells)
{
    /// <summary>Shingles kept whole at the front of a text.</summary>
    public const int Lead = 40;

    /// <summary>Parts of a text told apart to see where shared shingles stand.</summary>
    public const int Parts = 8;

    public const uint HashMask = 0x7FFFFFFF;

    /// <summary>Marks the shingles that this article was the first of its story to have: each is counted once a story.</summary>
    public const uint Counted = 0x80000000;

    public const int MostLeadWords = 28;

    private const int MostSampled = 80;
    private const int Header = 7;

    public uint[] Cells => cells;

    public int Level => (int)(cells[0] & 0xFF);

    public int Words => (int)cells[2];

    /// <summary>All shingles of the text, kept or not.</summary>
    public int ShingleCount => (int)cells[3];

    /// <summary>Kept shingles in the order of the text; the top bit is <see cref="Counted"/>.</summary>
    public Span<uint> Hashes => cells.AsSpan(Header, PartEnd(Parts - 1));

    public ReadOnlySpan<uint> TitleWords => cells.AsSpan(Header + Hashes.Length, TitleWordCount);

    public ReadOnlySpan<uint> TitleNumbers => cells.AsSpan(Header + Hashes.Length + TitleWordCount, TitleNumberCount);

    public ReadOnlySpan<uint> Figures => cells.AsSpan(Header + Hashes.Length + TitleWordCount + TitleNumberCount, FigureCount);

    /// <summary>As <see cref="ArticleWords.LeadWords"/>.</summary>
    public ReadOnlySpan<uint> LeadWords => cells.AsSpan(Header + Hashes.Length + TitleWordCount + TitleNumberCount + FigureCount, LeadWordCount);

    /// <summary>Bit n: title word n stands in the text as well.</summary>
    public uint Keys => cells[1] & 0xFFFF;

    /// <summary>As <see cref="TitleWords.Skeleton"/>.</summary>
    public uint Skeleton => cells[6];

    private int TitleWordCount => (int)((cells[0] >> 8) & 0xFF);

    private int TitleNumberCount => (int)((cells[0] >> 16) & 0xFF);

    private int FigureCount => (int)((cells[0] >> 24) & 0xFF);

    private int FilterStart => Header + Hashes.Length + TitleWordCount + TitleNumberCount + FigureCount + LeadWordCount;

    /// <summary>The filter's length needs ten bits of the sixteen.</summary>
    private int LeadWordCount => (int)(cells[1] >> 26);

    private int FilterLength => (int)((cells[1] >> 16) & 0x3FF);

    /// <summary>How many of <see cref="Hashes"/> stand before the end of a part.</summary>
    public int PartEnd(int part) => (int)((cells[4 + (part / 4)] >> (part % 4 * 8)) & 0xFF);

    /// <summary>Whether a word (by the hash of its stem) may stand in the text or title; wrongly true for one word in seventeen.</summary>
    public bool MayHave(uint word)
    {
        var filter = cells.AsSpan(FilterStart, FilterLength);
        var again = WordHash.Again(word);
        return IsSet(filter, word) && IsSet(filter, again) && IsSet(filter, word ^ BitOperations.RotateLeft(again, 13));
    }

    public static bool IsSampled(uint hash, int level) => (hash & ((1u << level) - 1)) == 0;

    public static int LevelFor(int shingles) => shingles <= MostSampled ? 0 : BitOperations.Log2((uint)(shingles - 1) / MostSampled) + 1;

    public static Sketch Of(ArticleWords words)
    {
        var shingles = words.Shingles;
        var level = LevelFor(shingles.Length);
        Span<uint> kept = stackalloc uint[byte.MaxValue];
        var count = 0;
        Span<byte> ends = stackalloc byte[Parts];
        for (var part = 0; part < Parts; part++)
        {
            for (var place = StartOf(part, shingles.Length); place < StartOf(part + 1, shingles.Length); place++)
            {
                if ((place < Lead || IsSampled(shingles[place], level)) && count < byte.MaxValue)
                {
                    kept[count++] = shingles[place];
                }
            }

            ends[part] = (byte)count;
        }

        var title = words.Title;
        var numbers = title.Numbers.AsSpan(0, Math.Min(title.Numbers.Length, 255));
        var filter = Math.Clamp(((words.Stems.Count * 6) + 31) / 32, 2, 512);
        var cells = new uint[Header + count + title.Words.Length + numbers.Length + words.Figures.Length + words.LeadWords.Length + filter];
        cells[0] = (uint)level | ((uint)title.Words.Length << 8) | ((uint)numbers.Length << 16) | ((uint)words.Figures.Length << 24);
        cells[1] = words.Keys | ((uint)filter << 16) | ((uint)words.LeadWords.Length << 26);
        cells[2] = (uint)words.Words;
        cells[3] = (uint)shingles.Length;
        cells[4] = BitConverter.ToUInt32(ends);
        cells[5] = BitConverter.ToUInt32(ends[4..]);
        cells[6] = title.Skeleton;
        var rest = Put(Put(Put(Put(Put(cells.AsSpan(Header), kept[..count]), title.Words), numbers), words.Figures), words.LeadWords);
        Fill(rest, words.Stems);
        return new(cells);
    }

    public static int PartOf(int place, int shingles) => (int)((long)place * Parts / shingles);

    /// <summary>The first place of a part; of the one behind the last: how many places there are.</summary>
    public static int StartOf(int part, int shingles) => (int)((((long)part * shingles) + Parts - 1) / Parts);

    /// <summary>Six bits a word, three of them set.</summary>
    private static void Fill(Span<uint> filter, WordSet words)
    {
        foreach (var word in words.Slots)
        {
            if (word != 0)
            {
                var again = WordHash.Again(word);
                Set(filter, word);
                Set(filter, again);
                Set(filter, word ^ BitOperations.RotateLeft(again, 13));
            }
        }
    }

    /// <summary>What is left behind it.</summary>
    private static Span<uint> Put(Span<uint> cells, ReadOnlySpan<uint> some)
    {
        some.CopyTo(cells);
        return cells[some.Length..];
    }

    private static void Set(Span<uint> filter, uint word) => filter[Cell(filter.Length, word)] |= 1u << (int)(word & 31);

    private static bool IsSet(ReadOnlySpan<uint> filter, uint word) => (filter[Cell(filter.Length, word)] & (1u << (int)(word & 31))) != 0;

    private static int Cell(int cells, uint word) => (int)(((ulong)word * (uint)cells) >> 32);
}
