using FeedHub.Cleaning;

namespace FeedHub.Storage;

internal enum SearchTokenKind
{
    /// <summary>A word, a field with its value, or a phrase.</summary>
    Term,
    Or,
    Open,
    Close,
}

/// <summary>The smallest part of a search.</summary>
/// <param name="Written">Without minus and quotation marks; empty for what is no term.</param>
internal sealed record SearchToken(SearchTokenKind Kind, string Written, bool IsExcluded, bool IsQuoted)
{
    public static List<SearchToken> Split(string text)
    {
        var tokens = new List<SearchToken>();
        for (var rest = text.AsSpan().TrimStart(); !rest.IsEmpty; rest = rest.TrimStart())
        {
            tokens.Add(Next(ref rest));
        }

        return tokens;
    }

    private static SearchToken Next(ref ReadOnlySpan<char> rest)
    {
        var isExcluded = rest[0] is '-' or '\u2212' && rest.Length > 1 && !char.IsWhiteSpace(rest[1]);
        rest = isExcluded ? rest[1..] : rest;
        if (rest[0] is '(' or ')')
        {
            var kind = rest[0] == '(' ? SearchTokenKind.Open : SearchTokenKind.Close;
            rest = rest[1..];
            return new(kind, "", isExcluded, false);
        }

        var quoted = rest[0] == '=' && rest.Length > 1 && WordPattern.IsQuote(rest[1]) ? rest[1..] : rest;
        if (WordPattern.IsQuote(quoted[0]))
        {
            quoted = quoted[1..];
            var end = LengthUntil(quoted, WordPattern.IsQuote);
            rest = end < quoted.Length ? quoted[(end + 1)..] : [];
            return new(SearchTokenKind.Term, quoted[..end].ToString(), isExcluded, true);
        }

        var length = LengthOfWord(rest);
        var written = rest[..length].ToString();
        rest = rest[length..];
        return !isExcluded && written is "OR" or "أو" or "او" or "|"
            ? new(SearchTokenKind.Or, "", false, false)
            : new(SearchTokenKind.Term, written, isExcluded, false);
    }

    /// <summary>Up to a space, a quotation mark or a parenthesis; the value of <c>tag:"two words"</c> may be quoted.</summary>
    private static int LengthOfWord(ReadOnlySpan<char> rest)
    {
        var length = Math.Max(1, LengthUntil(rest, c => char.IsWhiteSpace(c) || c is '(' or ')' || WordPattern.IsQuote(c)));
        if (length < rest.Length && rest[length - 1] is ':' or '=' && WordPattern.IsQuote(rest[length]))
        {
            var quoted = LengthUntil(rest[(length + 1)..], WordPattern.IsQuote);
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
}
