namespace FeedHub.Stories;

/// <summary>
/// Light stemming (after Larkey's light10): an Arabic word without article, particles and common endings, so that الهولندي meets هولندا, and بالسعودية meets
/// السعودي. Never shorter than three letters.
/// </summary>
internal static class LightStem
{
    private const int Shortest = 3;

    /// <param name="word">Matching form.</param>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> word)
    {
        if (word.Length <= Shortest || word[0] is < 'ا' or > 'ي')
        {
            return word;
        }

        var start = PrefixLength(word);
        var stem = word.Length - start >= Shortest ? word[start..] : word;
        return WithoutEnding(WithoutEnding(stem));
    }

    private static ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> stem)
    {
        var end = stem.Length > Shortest ? EndingLength(stem) : 0;
        return stem.Length - end >= Shortest ? stem[..^end] : stem[^1] is 'ا' or 'ه' or 'ي' ? stem[..^1] : stem;
    }

    /// <summary>One letter alone begins too many words of its own (وزير, بلدة): it is cut where much is left.</summary>
    private static int PrefixLength(ReadOnlySpan<char> word)
    {
        var particle = word[0] is 'و' or 'ف' ? 1 : 0;
        var rest = word[particle..];
        var article = rest.StartsWith("ال") || rest.StartsWith("لل") ? 2 : rest.StartsWith("بال") || rest.StartsWith("كال") ? 3 : 0;
        return article > 0 ? particle + article
            : word.Length <= Shortest + 1 ? 0
            : particle > 0 ? particle
            : word[0] is 'ب' or 'ل' ? 1
            : 0;
    }

    private static int EndingLength(ReadOnlySpan<char> stem) => stem[^1] switch
    {
        'ا' => stem[^2] is 'ه' or 'ي' ? 2 : 1,
        'ه' => stem[^2] is 'ي' or 'ت' ? 2 : 1,
        'ي' => 1,
        'م' => stem[^2] == 'ه' ? 2 : 0,
        'ن' => stem[^2] is 'ا' or 'و' or 'ي' ? 2 : 0,
        'ت' => stem[^2] == 'ا' ? (stem[^3] == 'ي' ? 3 : 2) : 0,
        _ => 0,
    };
}
