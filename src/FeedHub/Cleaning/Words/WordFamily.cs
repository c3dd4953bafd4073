using System.Collections.Frozen;
using System.Collections.Immutable;

namespace FeedHub.Cleaning;

/// <summary>
/// Light stemming (after Larkey's light10): which words are one to whoever searches. مهاجرين and المهاجرون meet by their endings, صاروخ and صواريخ
/// by the table <c>families.txt</c>. All words are in matching form.
/// </summary>
internal static class WordFamily
{
    private const int Shortest = 3;

    /// <summary>One letter alone begins too many words of its own (وزير, بلدة): it is cut where so many are left.</summary>
    private const int ShortestAfterParticle = 4;

    private static readonly string[] Articles = ["بال", "كال", "ال", "لل"];
    private static readonly string[] Pronouns = ["هما", "ها", "هم", "نا", "ه"];
    private static readonly string[] Numbers = ["ات", "ان", "ين", "ون", "وا", "ا", "و"];

    private static readonly FrozenDictionary<string, ImmutableArray<string>> Table = ReadTable();

    /// <summary>Every family that a word of a text may be of: <c>للاجئين</c> is read with and without the article.</summary>
    public static ImmutableArray<string> Of(string word)
    {
        if (Table.TryGetValue(word, out var listed))
        {
            return listed;
        }

        if (!IsOpen(word))
        {
            return [word];
        }

        var conjunction = word[0] is 'و' or 'ف' ? 1 : 0;
        if (ArticleEnd(word) is var article and > 0)
        {
            var named = WithoutEndings(word[article..]);
            return word[conjunction..].StartsWith("لل", StringComparison.Ordinal) ? Distinct([.. named, .. WithoutEndings(word[(conjunction + 1)..])]) : named;
        }

        var families = WithoutEndings(word);
        return IsListed(families[0]) ? families : Distinct([.. families, .. AfterParticles(word, conjunction)]);
    }

    /// <summary>The families that a searched word asks for: as it is written, and without its article.</summary>
    public static ImmutableArray<string> AskedBy(string word)
    {
        if (!IsOpen(word))
        {
            return Table.GetValueOrDefault(word, [word]);
        }

        var families = WithoutEndings(word);
        return ArticleEnd(word) is var article and > 0 ? Distinct([.. families, .. WithoutEndings(word[article..])]) : families;
    }

    private static bool IsOpen(string word) => word.Length >= Shortest && word[0] is >= 'ا' and <= 'ي';

    private static bool IsListed(string family) => family.Contains('/', StringComparison.Ordinal);

    private static ImmutableArray<string> Distinct(ImmutableArray<string> families) => [.. families.Distinct()];

    private static IEnumerable<string> AfterParticles(string word, int conjunction)
    {
        var particle = word[conjunction] is 'ب' or 'ل' or 'ك' ? conjunction + 1 : 0;
        return from cut in new[] { conjunction, particle }.Distinct()
               where cut > 0 && (word.Length - cut >= ShortestAfterParticle || (word.Length - cut == Shortest && Table.ContainsKey(word[cut..])))
               from family in WithoutEndings(word[cut..])
               select family;
    }

    /// <summary>Where the article ends, with what is written before it; 0: it has none.</summary>
    private static int ArticleEnd(string word)
    {
        var conjunction = word[0] is 'و' or 'ف' ? 1 : 0;
        foreach (var article in Articles)
        {
            var end = conjunction + article.Length;
            if (word.AsSpan(conjunction).StartsWith(article) && (word.Length - end >= Shortest || Table.ContainsKey(word[end..])))
            {
                return end;
            }
        }

        return 0;
    }

    /// <summary>Pronoun, then number and gender, then the ending of relation, each at most once; a listed word on the way is where it stops.</summary>
    private static ImmutableArray<string> WithoutEndings(string word)
    {
        if (Table.TryGetValue(word, out var families))
        {
            return families;
        }

        return Cut(ref word, Pronouns, out families) || Cut(ref word, Numbers, out families) || CutRelation(ref word, out families) ? families : [word];
    }

    /// <summary>Takes the first of the endings off; true where what is left, or what it was before the ending changed it, is listed.</summary>
    private static bool Cut(ref string word, string[] endings, out ImmutableArray<string> families)
    {
        families = [];
        var whole = word;
        if (Array.Find(endings, ending => whole.EndsWith(ending, StringComparison.Ordinal) && whole.Length - ending.Length >= Shortest) is not { } found)
        {
            return false;
        }

        word = word[..^found.Length];
        if (Table.TryGetValue(word, out families))
        {
            return true;
        }

        // Not the word's own: a hamza's seat after alef or before waw (لقائه, لاجئون), an open ta before a pronoun or in the dual.
        if (endings == Pronouns && word.EndsWith("اي", StringComparison.Ordinal))
        {
            word = word[..^1];
        }
        else if (found[0] == 'و' && word[^1] == 'و')
        {
            word = word[..^1] + 'ي';
        }
        else if (found == "ات")
        {
            return Table.TryGetValue(word + "ه", out families);
        }
        else if (word[^1] == 'ت' && (endings == Pronouns || found is "ان" or "ين"))
        {
            var closed = word[..^1];
            word = word.Length > Shortest ? closed : word;
            return Table.TryGetValue(closed + "ه", out families) || Table.TryGetValue(word, out families);
        }

        return Table.TryGetValue(word, out families);
    }

    private static bool CutRelation(ref string word, out ImmutableArray<string> families)
    {
        families = [];
        if (word[^1] != 'ي' || word.Length == Shortest)
        {
            return false;
        }

        word = word[..^1];
        return Table.TryGetValue(word, out families) || Table.TryGetValue(word + "ه", out families);
    }

    /// <summary>Families by each of their words; a word of two families has both. Named by its first words, with a sign between that no word has.</summary>
    private static FrozenDictionary<string, ImmutableArray<string>> ReadTable()
    {
        using var resource = typeof(WordFamily).Assembly.GetManifestResourceStream("FeedHub.Cleaning.Words.families.txt")!;
        using var reader = new StreamReader(resource);
        var pairs = from line in reader.ReadToEnd().Split('\n')
                    where line.Length > 0 && line[0] != '#'
                    let words = ArabicText.MatchingForm(line).Split(' ')
                    let name = words[0] + "/" + (words.Length > 1 ? words[1] : "")
                    from word in words
                    group name by word;
        return pairs.ToFrozenDictionary(families => families.Key, families => families.Distinct().ToImmutableArray(), StringComparer.Ordinal);
    }
}
