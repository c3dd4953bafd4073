namespace FeedHub.Cleaning;

/// <summary>The words of a text as they are searched: in matching form, names that are written in one word or two always in two (عبدالله, إنشاء الله).</summary>
internal static class WordSplit
{
    private const string God = "الله";

    /// <summary>PostgreSQL refuses words of more than 2,046 bytes.</summary>
    private const int Longest = 200;

    /// <summary>A word with its place in the text. A sign such as ﷺ is several words in one place.</summary>
    public readonly record struct Place(string Word, int Start, int End);

    public static IReadOnlyList<string> Of(string text)
    {
        var written = ArabicText.MatchingForm(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = new List<string>(written.Length + 8);
        for (var i = 0; i < written.Length; i++)
        {
            Add(words, written[i], i + 1 < written.Length ? written[i + 1] : "");
        }

        return words;
    }

    public static IReadOnlyList<Place> WithPlaces(string text)
    {
        var written = Written(text);
        var places = new List<Place>(written.Count);
        var parts = new List<string>(2);
        for (var i = 0; i < written.Count; i++)
        {
            parts.Clear();
            Add(parts, written[i].Word, i + 1 < written.Count ? written[i + 1].Word : "");
            places.AddRange(parts.Select(part => written[i] with { Word = part }));
        }

        return places;
    }

    private static List<Place> Written(string text)
    {
        var words = new List<Place>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && !ArabicText.IsSeparator(text, i))
            {
                i++;
            }

            if (i > start)
            {
                words.AddRange(ArabicText.MatchingForm(text[start..i]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(form => new Place(form, start, i)));
            }
            else
            {
                i++;
            }
        }

        return words;
    }

    private static void Add(List<string> words, string word, string next)
    {
        var cut = Cut(word, next);
        if (cut > 0)
        {
            words.Add(word[..cut]);
        }

        words.Add(Fit(word[cut..]));
    }

    private static string Fit(string word) => word.Length <= Longest ? word : word[..(char.IsHighSurrogate(word[Longest - 1]) ? Longest - 1 : Longest)];

    /// <summary>Where a word is two; 0: it is one.</summary>
    private static int Cut(string word, string next)
    {
        if (word is "انشا" or "ماشا")
        {
            return next == God ? 2 : 0;
        }

        var name = word.IndexOf("عبدال", StringComparison.Ordinal);
        return (name == 0 || (name == 1 && word[0] is 'و' or 'ف' or 'ل' or 'ب' or 'ك')) && word.Length - name > 6 ? name + 3 : 0;
    }
}
