using System.Collections.Immutable;

namespace FeedHub.Storage;

/// <summary>What a reader typed, understood: words, "phrases", <c>-minus</c>, <c>source:id</c>, <c>tag:name</c>. Nothing typed is an error.</summary>
public sealed record SearchQuery
{
    private const int MaxLength = 500;
    private const int MaxTerms = 16;

    /// <summary>Every one of them must hold. Empty: nothing was asked.</summary>
    public ImmutableArray<SearchTerm> Terms { get; private init; } = [];

    public static SearchQuery Parse(string? text)
    {
        var rest = (text ?? "").AsSpan();
        rest = rest.Length > MaxLength ? rest[..MaxLength] : rest;
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        while (terms.Count < MaxTerms && Next(ref rest, out var isExcluded, out var isPhrase) is { } written)
        {
            if (Term(written, isExcluded, isPhrase) is { } term && !terms.Any(term.IsLike))
            {
                terms.Add(term);
            }
        }

        return new SearchQuery { Terms = terms.ToImmutable() };
    }

    /// <summary>The next term as written, without its minus and quotes; null at the end.</summary>
    private static string? Next(ref ReadOnlySpan<char> rest, out bool isExcluded, out bool isPhrase)
    {
        (isExcluded, isPhrase) = (false, false);
        rest = rest.TrimStart();
        if (rest.IsEmpty)
        {
            return null;
        }

        if (rest[0] is '-' or '\u2212' && rest.Length > 1 && !char.IsWhiteSpace(rest[1]))
        {
            isExcluded = true;
            rest = rest[1..];
        }

        isPhrase = IsQuote(rest[0]);
        rest = isPhrase ? rest[1..] : rest;
        var length = isPhrase ? LengthUntil(rest, IsQuote) : LengthOfWord(rest);
        var written = rest[..length].ToString();
        rest = isPhrase && length < rest.Length ? rest[(length + 1)..] : rest[length..];
        return written;
    }

    /// <summary>Up to a space or quote; the value of <c>tag:"two words"</c> may be quoted.</summary>
    private static int LengthOfWord(ReadOnlySpan<char> rest)
    {
        var length = LengthUntil(rest, c => char.IsWhiteSpace(c) || IsQuote(c));
        if (length < rest.Length && length > 0 && rest[length - 1] == ':' && IsQuote(rest[length]))
        {
            var quoted = LengthUntil(rest[(length + 1)..], IsQuote);
            length = Math.Min(rest.Length, length + quoted + 2);
        }

        return length;
    }

    private static int LengthUntil(ReadOnlySpan<char> text, Func<char, bool> isEnd)
    {
        var length = 0;
        while (length < text.Length && !isEnd(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsQuote(char c) => c is '"' or '«' or '»' or '“' or '”' or '„';

    /// <summary>Null: nothing in it can be searched for.</summary>
    private static SearchTerm? Term(string written, bool isExcluded, bool isPhrase)
    {
        foreach (var (prefix, kind) in isPhrase ? [] : Fields)
        {
            if (written.Length > prefix.Length && written.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                var value = written[prefix.Length..].Trim('"', '«', '»', '“', '”', '„').Trim();
                return value.Length == 0 ? null : new SearchTerm { Kind = kind, Value = value, IsExcluded = isExcluded };
            }
        }

        var words = SearchWords.Of(written);
        return words.IsEmpty ? null : new SearchTerm { Kind = SearchTermKind.Words, Words = words, IsExcluded = isExcluded, IsPhrase = isPhrase };
    }

    private static readonly ImmutableArray<(string Prefix, SearchTermKind Kind)> Fields =
        [("source:", SearchTermKind.Source), ("tag:", SearchTermKind.Tag), ("مصدر:", SearchTermKind.Source), ("وسم:", SearchTermKind.Tag)];
}

public enum SearchTermKind
{
    /// <summary>One word, or several in a row.</summary>
    Words,

    /// <summary>A copy of the story comes from this source.</summary>
    Source,

    /// <summary>A copy of the story comes from a source with this tag.</summary>
    Tag,
}

/// <summary>One condition.</summary>
public sealed record SearchTerm
{
    public required SearchTermKind Kind { get; init; }

    /// <summary>In matching form; for <see cref="SearchTermKind.Words"/> only.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The source's id or the tag.</summary>
    public string Value { get; init; } = "";

    /// <summary>The story must not have it.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>In quotes: exactly these words, but for particles before the first.</summary>
    public bool IsPhrase { get; init; }

    /// <summary>Every sequence of words in matching form that this term stands for.</summary>
    public IEnumerable<ImmutableArray<string>> Spellings =>
        (IsPhrase || Words.Length > 1 ? ArabicPrefixes.WithParticles(Words[0]) : ArabicPrefixes.Around(Words[0])).Select(first => Words.SetItem(0, first));

    internal bool IsLike(SearchTerm other) =>
        (Kind, Value, IsExcluded, IsPhrase) == (other.Kind, other.Value, other.IsExcluded, other.IsPhrase) && Words.SequenceEqual(other.Words);
}
