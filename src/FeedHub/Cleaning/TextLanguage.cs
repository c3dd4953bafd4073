namespace FeedHub.Cleaning;

/// <summary>The language of a text: as declared, unless its letters say that this cannot be.</summary>
public static class TextLanguage
{
    private const int FewestLetters = 12;
    private const int EnoughLetters = 60;

    private static readonly string[] ArabicScript = ["ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "az", "pnb", "bal", "arz", "ary", "apc", "arc", "kmr", "lrc", "mzn", "pa", "ks"];

    // Kinds of letters, for counting them in one pass.
    private const int Other = 0;
    private const int Latin = 1;
    private const int Arabic = 2;
    private const int TehMarbuta = 3;
    private const int FirstOwn = 4;

    /// <summary>Letters that a language has, and neither Arabic nor the others have. Not ی and ک: Arabic is typed with them too.</summary>
    private static readonly (string Language, string Letters, double Share)[] OwnLetters =
    [
        ("ckb", "ەۆێڕڵ", 0.06),
        ("ps", "ښږډټۍځڅړ", 0.02),
        ("ur", "ےںٹڈڑہ", 0.04),
        ("fa", "پچژگ", 0.015),
    ];

    /// <summary>By UTF-16 unit.</summary>
    private static readonly byte[] KindOf = Classify();

    /// <param name="declared">What the entry, else its feed says.</param>
    /// <param name="fallback">What to say where neither letters nor declaration help.</param>
    public static string Of(string title, string text, string declared, string fallback)
    {
        var tag = Normalise(declared) ?? Normalise(fallback) ?? "ar";
        Span<int> counts = stackalloc int[FirstOwn + OwnLetters.Length];
        Count(title, counts);
        Count(text, counts);
        var latin = counts[Latin];
        var arabic = title.Length + text.Length - latin - counts[Other];
        if (arabic + latin < FewestLetters)
        {
            return tag;
        }

        var isArabicTag = ArabicScript.Contains(Primary(tag));
        if (arabic < latin)
        {
            return isArabicTag && latin > arabic * 3 ? "en" : tag;
        }

        return isArabicTag && Primary(tag) != "ar" ? tag
            : ByLetters(counts, arabic) is { } language ? language
            : isArabicTag ? tag
            : "ar";
    }

    private static void Count(string text, Span<int> counts)
    {
        // By turns into two: letters of one kind follow each other, and each would wait for the one before.
        var kinds = KindOf;
        Span<int> others = stackalloc int[counts.Length];
        others.Clear();
        var i = 0;
        for (; i + 1 < text.Length; i += 2)
        {
            counts[kinds[text[i]]]++;
            others[kinds[text[i + 1]]]++;
        }

        if (i < text.Length)
        {
            counts[kinds[text[i]]]++;
        }

        for (var kind = 0; kind < counts.Length; kind++)
        {
            counts[kind] += others[kind];
        }
    }

    /// <summary>Null: Arabic, or too little to tell.</summary>
    private static string? ByLetters(ReadOnlySpan<int> counts, int letters)
    {
        if (letters < EnoughLetters)
        {
            return null;
        }

        for (var i = 0; i < OwnLetters.Length; i++)
        {
            var count = counts[FirstOwn + i];
            if (count >= letters * OwnLetters[i].Share && count > counts[TehMarbuta])
            {
                return OwnLetters[i].Language;
            }
        }

        return null;
    }

    /// <summary>BCP 47 as it is usually written: <c>ar-SA</c>; null: it is no tag.</summary>
    private static string? Normalise(string? declared)
    {
        var parts = (declared ?? "").Trim().Replace('_', '-').Split('-');
        if (parts[0].Length is not (2 or 3) || !parts.All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit)) || !parts[0].All(char.IsAsciiLetter))
        {
            return null;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = i > 0 && parts[i].Length == 2 ? parts[i].ToUpperInvariant()
                : i > 0 && parts[i].Length == 4 ? char.ToUpperInvariant(parts[i][0]) + parts[i][1..].ToLowerInvariant()
                : parts[i].ToLowerInvariant();
        }

        return string.Join('-', parts);
    }

    private static byte[] Classify()
    {
        var kinds = new byte[char.MaxValue + 1];
        for (var i = 0; i < kinds.Length; i++)
        {
            var c = (char)i;
            kinds[i] = c == 'ة' ? (byte)TehMarbuta
                : Array.FindIndex(OwnLetters, own => own.Letters.Contains(c, StringComparison.Ordinal)) is >= 0 and var own ? (byte)(FirstOwn + own)
                : Characters.IsArabicLetter(c) ? (byte)Arabic
                : char.IsAsciiLetter(c) || c is >= '\u00C0' and <= '\u024F' ? (byte)Latin
                : (byte)Other;
        }

        return kinds;
    }

    private static string Primary(string tag)
    {
        var end = tag.IndexOf('-', StringComparison.Ordinal);
        return end < 0 ? tag : tag[..end];
    }
}
