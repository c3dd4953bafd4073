namespace FeedHub.Cleaning;

/// <summary>The language of a text: as declared, unless its letters say that this cannot be.</summary>
internal static class TextLanguage
{
    private const int FewestLetters = 12;

    private static readonly string[] ArabicScript = ["ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "az", "pnb", "bal", "arz", "ary", "apc", "arc", "kmr", "lrc", "mzn", "pa", "ks"];

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
        return arabic >= latin
            ? isArabicTag ? tag : "ar"
            : isArabicTag && latin > arabic * 3 ? "en" : tag;
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
