using System.Buffers;

namespace FeedHub.Cleaning;

/// <summary>The language of a text: as declared, unless its letters say that this cannot be.</summary>
internal static class TextLanguage
{
    private const int FewestLetters = 12;
    private const int EnoughLetters = 60;

    private static readonly string[] ArabicScript = ["ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "az", "pnb", "bal", "arz", "ary", "apc", "arc", "kmr", "lrc", "mzn", "pa", "ks"];

    /// <summary>Letters that a language has and Arabic has not. Not ی and ک: Arabic is typed with them too.</summary>
    private static readonly (string Language, SearchValues<char> Letters, double Share)[] OwnLetters =
    [
        ("ckb", SearchValues.Create("ەۆێڕڵ"), 0.06),
        ("ps", SearchValues.Create("ښږډټۍځڅړ"), 0.02),
        ("ur", SearchValues.Create("ےںٹڈڑہ"), 0.04),
        ("fa", SearchValues.Create("پچژگ"), 0.015),
    ];

    /// <param name="declared">What the entry, else its feed says.</param>
    /// <param name="fallback">What to say where neither letters nor declaration help.</param>
    public static string Of(string text, string declared, string fallback)
    {
        var tag = Normalise(declared) ?? Normalise(fallback) ?? "ar";
        var arabic = 0;
        var latin = 0;
        foreach (var c in text)
        {
            arabic += Characters.IsArabicLetter(c) ? 1 : 0;
            latin += char.IsAsciiLetter(c) || c is >= '\u00C0' and <= '\u024F' ? 1 : 0;
        }

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
            : ByLetters(text, arabic) is { } language ? language
            : isArabicTag ? tag
            : "ar";
    }

    /// <summary>Null: Arabic, or too little to tell.</summary>
    private static string? ByLetters(string text, int letters)
    {
        if (letters < EnoughLetters)
        {
            return null;
        }

        foreach (var (language, own, share) in OwnLetters)
        {
            var count = Count(text, own);
            if (count >= letters * share && count > text.AsSpan().Count('ة'))
            {
                return language;
            }
        }

        return null;
    }

    private static int Count(ReadOnlySpan<char> text, SearchValues<char> letters)
    {
        var count = 0;
        for (var at = text.IndexOfAny(letters); at >= 0; at = text.IndexOfAny(letters))
        {
            count++;
            text = text[(at + 1)..];
        }

        return count;
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

    private static string Primary(string tag)
    {
        var end = tag.IndexOf('-', StringComparison.Ordinal);
        return end < 0 ? tag : tag[..end];
    }
}
