using System.Buffers;
using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <summary>The words by which junk is known, compared in matching form.</summary>
internal static class JunkWords
{
    /// <summary>No first word is longer in matching form.</summary>
    public const int LongestWord = 16;

    private static readonly WordFile Words = WordFile.Of("FeedHub.Cleaning.Junk.junk.txt");

    public static readonly FrozenSet<string> ReadMore = Set("ReadMore");

    /// <summary>Imperatives that cannot be read as "he did".</summary>
    public static readonly FrozenSet<string> ReadVerbs = Set("ReadVerbs");

    /// <summary>Imperatives that are also a past tense: "شاهد أيضا" may begin a sentence.</summary>
    public static readonly FrozenSet<string> WatchVerbs = Set("WatchVerbs");

    public static readonly FrozenSet<string> Also = Set("Also");

    public static readonly FrozenSet<string> RelatedLabels = Set("RelatedLabels");

    public static readonly FrozenSet<string> Platforms = Set("Platforms");

    public static readonly FrozenSet<string> NewsPlatforms = Set("NewsPlatforms");

    public static readonly FrozenSet<string> ShareVerbs = Set("ShareVerbs");

    public static readonly FrozenSet<string> ShareWords = Set("ShareWords");

    public static readonly FrozenSet<string> ShareFillers = Set("ShareFillers");

    public static readonly FrozenSet<string> FollowUs = Set("FollowUs");

    /// <summary>Behind "follow us".</summary>
    public static readonly FrozenSet<string> Where = Set("Where");

    /// <summary>Where sources are followed.</summary>
    public static readonly FrozenSet<string> Pages = Set("Pages");

    /// <summary>What the page around an article says in a line of its own.</summary>
    public static readonly FrozenSet<string> PageLabels = Set("PageLabels");

    /// <summary>What a reader is to do to get what the source gives away.</summary>
    public static readonly FrozenSet<string> Fetch = Set("Fetch");

    public static readonly FrozenSet<string> Goods = Set("Goods");

    public static readonly FrozenSet<string> SmallWords = Set("SmallWords");

    public static readonly FrozenSet<string> OwnGoods = Set("OwnGoods");

    /// <summary>What pages count.</summary>
    public static readonly FrozenSet<string> Counted = Set("Counted");

    public static readonly FrozenSet<string> CounterWords = Set("CounterWords");

    /// <summary>What shows that a line leads elsewhere though its link was lost.</summary>
    private static readonly SearchValues<string> Addresses = SearchValues.Create(["http://", "https://", "www.", "t.me/", "wa.me/", "bit.ly/", ".com/", "fb.com"], StringComparison.OrdinalIgnoreCase);

    public static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!؟?…]\"»");

    public static readonly SearchValues<char> EllipsisEnds = SearchValues.Create("….]");

    public static readonly FrozenSet<string> Follow = Set("Follow");

    public static readonly FrozenSet<string> Ours = Set("Ours");

    /// <summary>Links that go on with the title of the article.</summary>
    public static readonly string[] TitledReadMore = [.. Words["TitledReadMore"].Select(words => ArabicText.MatchingForm(words) + " ")];

    /// <summary>The first words of all of them.</summary>
    public static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> FirstWord = FirstWords();

    /// <summary>How "appeared first on" begins and goes on.</summary>
    public static readonly (string Start, string Middle)[] Footers = [.. Words["Footers"].Select(FooterOf)];

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FooterWord =
        Footers.Select(footer => footer.Start.Split(' ')[0]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A word of Arabic or ASCII letters in matching form; empty where it is longer than the target.</summary>
    public static ReadOnlySpan<char> Fold(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c is Characters.Tatweel or 'ء' || Characters.IsMark(c))
            {
                continue;
            }

            if (length == target.Length)
            {
                return [];
            }

            target[length++] = c switch
            {
                'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
                'ى' or 'ئ' or 'ی' => 'ي',
                'ؤ' => 'و',
                'ة' => 'ه',
                'ک' => 'ك',
                _ => char.ToLowerInvariant(c),
            };
        }

        return target[..length];
    }

    /// <summary>The next word.</summary>
    public static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, int from, out int end)
    {
        while (from < text.Length && !Characters.IsLetterMarkOrDigit(text[from]))
        {
            from++;
        }

        end = from;
        while (end < text.Length && (Characters.IsLetterMarkOrDigit(text[end]) || text[end] == Characters.Tatweel))
        {
            end++;
        }

        return text[from..end];
    }

    public static bool HoldsAddress(ReadOnlySpan<char> text) => text.ContainsAny(Addresses);

    private static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> FirstWords() =>
        new[] { ReadMore, ReadVerbs, WatchVerbs, RelatedLabels, Platforms, ShareVerbs, ShareWords, FollowUs, Follow, PageLabels, Fetch, Counted, CounterWords }
            .SelectMany(set => set)
            .Concat(TitledReadMore)
            .Concat(Platforms.Select(name => "ال" + name))
            .Select(label => label.Split(' ')[0])
            .Distinct()
            .ToFrozenDictionary(word => word, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private static (string, string) FooterOf(string line)
    {
        var parts = line.Split('…');
        return (ArabicText.MatchingForm(parts[0]) + " ", " " + ArabicText.MatchingForm(parts[1]) + " ");
    }

    private static FrozenSet<string> Set(string section) => Words[section].Select(ArabicText.MatchingForm).ToFrozenSet(StringComparer.Ordinal);
}
