namespace FeedHub.Stories;

/// <summary>Hashes of words that are equal on every machine and in every release: they are stored.</summary>
internal static class WordHash
{
    private const ulong Start = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    public static uint Of(ReadOnlySpan<char> word) => (uint)(Long(word) >> 32);

    /// <summary>Of what stands before the first space.</summary>
    public static uint OfFirst(ReadOnlySpan<char> words, out int length)
    {
        var hash = Start;
        for (length = 0; length < words.Length && words[length] != ' '; length++)
        {
            hash = (hash ^ words[length]) * Prime;
        }

        return (uint)(Stir(hash) >> 32);
    }

    /// <summary>64 bits of FNV-1a over UTF-16 units, stirred.</summary>
    public static ulong Long(ReadOnlySpan<char> text)
    {
        var hash = Start;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * Prime;
        }

        return Stir(hash);
    }

    /// <summary>31 bits of three words in their order.</summary>
    public static uint Shingle(uint first, uint second, uint third) =>
        (uint)(Stir((((ulong)first << 32) | second) ^ (third * 0x9E3779B97F4A7C15UL)) >> 33);

    /// <summary>31 bits of two title words in their order; never equal to a shingle's on purpose.</summary>
    public static uint TitlePair(uint first, uint second) =>
        (uint)(Stir((((ulong)first << 32) | second) ^ 0xD6E8FEB86659FD93UL) >> 33);

    /// <summary>31 bits under which the articles that open with a stem are counted.</summary>
    public static uint Opening(uint stem) => (uint)(Stir(stem ^ 0xA0761D6478BD642FUL) >> 33);

    /// <summary>31 bits of two stems that an article opens with, whichever comes first.</summary>
    public static uint OpeningPair(uint one, uint other) =>
        (uint)(Stir((((ulong)Math.Min(one, other) << 32) | Math.Max(one, other)) ^ 0xC3A5C85C97CB3127UL) >> 33);

    /// <summary>A second hash of a hashed word.</summary>
    public static uint Again(uint word) => (uint)(Stir(word ^ 0xE7037ED1A0B428DBUL) >> 32);

    public static uint Join(uint hash, uint next) => (uint)(Stir(((ulong)hash << 32) | next) >> 32);

    /// <summary>The finaliser of SplitMix64.</summary>
    public static ulong Stir(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
