using System.Collections.Immutable;

namespace FeedHub.Cleaning;

/// <summary>How closely a searched word must be met.</summary>
public enum WordMatch
{
    /// <summary>By the word or another of its family: رياضة by الرياضية.</summary>
    Family,

    /// <summary>By itself alone, or by several words in a row; particles may be written before the first.</summary>
    Exact,

    /// <summary>By what begins with it.</summary>
    Prefix,
}

/// <summary>Words that are searched for, in one place of a text: alike in the index, in feeds.json, and where they are marked.</summary>
public sealed class WordPattern
{
    private const int ShortestPrefix = 2;

    private readonly HashSet<string> _firsts;
    private readonly HashSet<string> _families;

    private WordPattern(IEnumerable<string> words, WordMatch match)
    {
        (Words, Match) = ([.. words], match);
        Firsts = match switch
        {
            WordMatch.Exact => ArabicPrefixes.WithParticles(Words[0]),
            WordMatch.Prefix when Words.Length == 1 => ArabicPrefixes.BeforeBeginning(Words[0]),
            _ => ArabicPrefixes.Around(Words[0]),
        };
        Families = match == WordMatch.Family ? WordFamily.AskedBy(Words[0]) : [];
        _firsts = Firsts.ToHashSet(StringComparer.Ordinal);
        _families = Families.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>In a row, in matching form; only one where families are meant.</summary>
    public ImmutableArray<string> Words { get; }

    public WordMatch Match { get; }

    /// <summary>The first word with what may be written before it; itself first.</summary>
    internal IReadOnlyList<string> Firsts { get; }

    /// <summary>The families asked for; empty: it is met by its spellings alone.</summary>
    internal ImmutableArray<string> Families { get; }

    /// <summary>As it is written in a search: <c>رياضة</c>, <c>=رياضة</c>, <c>زلز*</c>, or several words in a row. Null: nothing can be searched for.</summary>
    /// <param name="written">Without quotation marks.</param>
    /// <param name="isQuoted">It stood between them: it is meant as it is.</param>
    public static WordPattern? Read(string written, bool isQuoted)
    {
        ArgumentNullException.ThrowIfNull(written);
        var words = WordSplit.Of(written);
        return words.Count == 0 ? null
            : !isQuoted && written.EndsWith('*') && words[^1].Length >= ShortestPrefix ? new(words, WordMatch.Prefix)
            : new(words, isQuoted || written.StartsWith('=') || words.Count > 1 ? WordMatch.Exact : WordMatch.Family);
    }

    public static bool IsQuote(char c) => c is '"' or '«' or '»' or '“' or '”' or '„';

    /// <summary>A beginning of one letter says nothing.</summary>
    public static bool IsTooShort(string written) =>
        (written ?? "").EndsWith('*') && WordSplit.Of(written!) is [.., var last] && last.Length < ShortestPrefix;

    /// <summary>How many words it takes up at a place; 0: it is not there.</summary>
    internal int LengthAt(IReadOnlyList<string> words, int at)
    {
        var isFirst = Match == WordMatch.Prefix && Words.Length == 1
            ? Firsts.Any(first => words[at].StartsWith(first, StringComparison.Ordinal))
            : _firsts.Contains(words[at]);
        return isFirst && GoesOnAt(words, at) ? Words.Length
            : _families.Count > 0 && WordFamily.Of(words[at]).Any(_families.Contains) ? 1
            : 0;
    }

    internal bool IsIn(IReadOnlyList<string> words) => Enumerable.Range(0, words.Count).Any(at => LengthAt(words, at) > 0);

    private bool GoesOnAt(IReadOnlyList<string> words, int at)
    {
        for (var i = 1; i < Words.Length; i++)
        {
            var isBeginning = Match == WordMatch.Prefix && i == Words.Length - 1;
            if (at + i >= words.Count || (isBeginning ? !words[at + i].StartsWith(Words[i], StringComparison.Ordinal) : words[at + i] != Words[i]))
            {
                return false;
            }
        }

        return true;
    }

    internal bool IsLike(WordPattern other) => Match == other.Match && Words.SequenceEqual(other.Words);
}
