namespace FeedHub.Cleaning;

/// <summary>
/// Arabic writes and, so, in, to, like and the article as one word with what follows: whoever looks for حكومة means والحكومة too.
/// All words are in matching form.
/// </summary>
internal static class ArabicPrefixes
{
    private const int ShortestStem = 3;

    private static readonly string[] Conjunctions = ["", "و", "ف"];
    private static readonly string[] BeforeNoun = ["", "ب", "ل", "ك", "ال", "بال", "كال", "لل"];
    private static readonly string[] BeforeArticle = ["ال", "بال", "كال", "لل"];
    private static readonly string[] Particles = ["", "ب", "ل", "ك"];

    /// <summary>Longest first.</summary>
    private static readonly string[] Articles = ["وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل"];

    /// <summary>The word with and without article, with every particle; the word itself first.</summary>
    public static IReadOnlyList<string> Around(string word)
    {
        if (!IsOpen(word))
        {
            return [word];
        }

        var spellings = Combine(BeforeNoun, word);
        if (Articles.FirstOrDefault(article => word.StartsWith(article, StringComparison.Ordinal)) is { } article && word.Length - article.Length >= ShortestStem)
        {
            spellings = spellings.Concat(Combine(BeforeNoun, word[article.Length..]));
        }

        return [.. spellings.Distinct()];
    }

    /// <summary>The word as it is, with every particle before it; the word itself first.</summary>
    public static IReadOnlyList<string> WithParticles(string word)
    {
        if (!IsOpen(word))
        {
            return [word];
        }

        var isDefinite = word.StartsWith("ال", StringComparison.Ordinal) && word.Length - 2 >= ShortestStem;
        return [.. isDefinite ? Combine(BeforeArticle, word[2..]) : Combine(Particles, word)];
    }

    /// <summary>The beginning of a word, with all that may be written before it.</summary>
    public static IReadOnlyList<string> BeforeBeginning(string beginning) => beginning[0] is >= '\u0621' and <= '\u064A' ? [.. Combine(BeforeNoun, beginning)] : [beginning];

    private static IEnumerable<string> Combine(string[] prefixes, string stem) =>
        from conjunction in Conjunctions from prefix in prefixes select conjunction + prefix + stem;

    /// <summary>Particles stand before Arabic words and numbers; two letters with one before them are mostly another word.</summary>
    private static bool IsOpen(string word) => (word.Length >= ShortestStem && word[0] is >= '\u0621' and <= '\u064A') || char.IsAsciiDigit(word[0]);
}
