using System.Collections.Frozen;
using System.Globalization;

namespace FeedHub.Stories;

/// <summary>Reads figures alike in every spelling: 1,000 and ١٬٠٠٠ and 1000, 100 ألف, 5آلاف, ثلاثة, خمسة وعشرون, نصف مليون, 7حدائق, و9, الـ15.</summary>
internal static class Figure
{
    private const int MostDigits = 15;

    private static readonly FrozenDictionary<string, ulong> Scales = new Dictionary<string, ulong>
    {
        ["الف"] = 1000,
        ["الفا"] = 1000,
        ["الاف"] = 1000,
        ["مليون"] = 1_000_000,
        ["مليونا"] = 1_000_000,
        ["ملايين"] = 1_000_000,
        ["مليار"] = 1_000_000_000,
        ["مليارا"] = 1_000_000_000,
        ["مليارات"] = 1_000_000_000,
        ["بليون"] = 1_000_000_000,
        ["بلايين"] = 1_000_000_000,
        ["thousand"] = 1000,
        ["million"] = 1_000_000,
        ["billion"] = 1_000_000_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>From three on: one and two are said by other means (an article, the dual), and by chance. Ordinals are told in titles alone: every text has a third round and a fourth day.</summary>
    private static readonly FrozenDictionary<string, ulong> Words = Numbered("ثلاث اربع خمس ست سبع ثماني تسع عشر", 3, 1, "{0}", "{0}ه")
        .Concat(Numbered("عشر ثلاث اربع خمس ست سبع ثمان تسع", 20, 10, "{0}ون", "{0}ين"))
        .Concat(Numbered("ثلاث اربع خمس ست سبع ثمان تسع", 300, 100, "{0}ميه", "{0}مايه"))
        .Concat(Numbered("ميه مايه", 100, 0, "{0}"))
        .Concat(Numbered("ميتان ميتين مايتان مايتين", 200, 0, "{0}"))
        .Concat(Numbered("الفان الفين", 2000, 0, "{0}"))
        .Concat(Numbered("مليونان مليونين", 2_000_000, 0, "{0}"))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly int LongestWord = Words.Keys.Max(word => word.Length);

    /// <summary>The figure that the words (matching form) begin with; null: none, or a year, which agrees between any two reports of a month.</summary>
    /// <param name="length">Units that belong to it, to the end of a word.</param>
    public static ulong? Read(ReadOnlySpan<char> words, out int length)
    {
        var particle = ParticleLength(words);
        if (particle >= 0)
        {
            var number = words[particle..];
            length = WordLength(number);
            var read = Digits(number, number[..length], ref length);
            length += particle;
            return read;
        }

        length = WordLength(words);
        var word = words[..length];

        if (word.Length < 2 || word.Length > LongestWord || word[0] is not ('ث' or 'ا' or 'خ' or 'س' or 'ت' or 'ع' or 'ن' or 'ر' or 'م'))
        {
            return null;
        }

        if ((word is "نصف" or "ربع") && Scale(Next(words, length)) is { } scale)
        {
            length += 1 + Next(words, length).Length;
            return scale / (word is "نصف" ? 2UL : 4UL);
        }

        return Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var value) ? Scaled(words, value + WithMore(words, value, ref length), ref length) : null;
    }

    /// <summary>Whether the words begin with digits, a particle before them or not: 15, ب15, ال15.</summary>
    public static bool IsInDigits(ReadOnlySpan<char> words) => ParticleLength(words) >= 0;

    /// <summary>Equal for equal figures; for one written in digits alone, the hash of those.</summary>
    public static uint HashOf(ulong value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return WordHash.Of(digits[..length]);
    }

    /// <summary>خمسة عشر, and خمسة وعشرون.</summary>
    private static ulong WithMore(ReadOnlySpan<char> words, ulong value, ref int length)
    {
        var next = Next(words, length);
        var more = value < 10 && (next is "عشر" or "عشره") ? 10UL
            : value < 10 && next is ['و', .. var tens] && Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(tens, out var ten) && ten is >= 20 and < 100 ? ten
            : 0;
        length += more > 0 ? 1 + next.Length : 0;
        return more;
    }

    private static ulong? Digits(ReadOnlySpan<char> words, ReadOnlySpan<char> word, ref int length)
    {
        var digits = word.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : word.Length;
        if (digits > MostDigits)
        {
            return null;
        }

        var value = ulong.Parse(word[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        if (digits < word.Length)
        {
            return Scale(word[digits..]) is { } scale && value <= ulong.MaxValue / scale ? value * scale : IsYear(word[..digits]) ? null : value;
        }

        // The matching form has made a space of what parts thousands.
        var isGrouped = false;
        while (value is > 0 and < 1_000_000_000 && (isGrouped || digits <= 3) && Next(words, length) is { Length: 3 } group && !group.ContainsAnyExceptInRange('0', '9'))
        {
            isGrouped = true;
            value = (value * 1000) + ulong.Parse(group, NumberStyles.None, CultureInfo.InvariantCulture);
            length += 4;
        }

        var before = length;
        var scaled = Scaled(words, value, ref length);
        return length == before && !isGrouped && IsYear(word) ? null : scaled;
    }

    private static ulong Scaled(ReadOnlySpan<char> words, ulong value, ref int length)
    {
        var next = Next(words, length);
        if (Scale(next) is not { } scale || value > ulong.MaxValue / scale)
        {
            return value;
        }

        length += 1 + next.Length;
        return value * scale;
    }

    private static bool IsYear(ReadOnlySpan<char> digits) => digits.Length == 4 && (digits.StartsWith("19") || digits.StartsWith("20") || digits.StartsWith("14"));

    private static ulong? Scale(ReadOnlySpan<char> word) => Scales.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var scale) ? scale : null;

    private static ReadOnlySpan<char> Next(ReadOnlySpan<char> words, int length)
    {
        var rest = words[Math.Min(length + 1, words.Length)..];
        return rest[..WordLength(rest)];
    }

    /// <summary>Matching forms; each name in every shape.</summary>
    private static IEnumerable<KeyValuePair<string, ulong>> Numbered(string names, ulong first, ulong step, params string[] shapes) =>
        from named in names.Split(' ').Index()
        from shape in shapes
        select new KeyValuePair<string, ulong>(shape.Replace("{0}", named.Item, StringComparison.Ordinal), first + ((ulong)named.Index * step));

    /// <summary>Units before the digits that the words begin with; -1: they begin with none.</summary>
    private static int ParticleLength(ReadOnlySpan<char> words) => words switch
    {
        [>= '0' and <= '9', ..] => 0,
        ['و' or 'ف' or 'ب' or 'ل' or 'ك', >= '0' and <= '9', ..] => 1,
        ['ا', 'ل', >= '0' and <= '9', ..] => 2,
        _ => -1,
    };

    private static int WordLength(ReadOnlySpan<char> words) => words.IndexOf(' ') is var space and >= 0 ? space : words.Length;
}
