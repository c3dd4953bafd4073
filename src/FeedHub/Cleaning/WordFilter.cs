using System.Collections.Immutable;

namespace FeedHub.Cleaning;

/// <summary>A source's include and exclude words: what a search would find, an article is let in or kept out by. A <c>*</c> may stand before a word too.</summary>
internal static class WordFilter
{
    /// <param name="form">Matching form of title and text.</param>
    public static bool Allows(ReadOnlySpan<char> form, ImmutableArray<string> include, ImmutableArray<string> exclude)
    {
        if (include.IsEmpty && exclude.IsEmpty)
        {
            return true;
        }

        var words = WordSplit.Of(form.ToString());
        return (include.IsEmpty || include.Any(phrase => Holds(words, phrase))) && !exclude.Any(phrase => Holds(words, phrase));
    }

    private static bool Holds(IReadOnlyList<string> words, string phrase)
    {
        if (phrase.StartsWith('*'))
        {
            var (form, end) = (string.Join(' ', WordSplit.Of(phrase)), phrase.EndsWith('*') ? "" : " ");
            return form.Length > 0 && (string.Join(' ', words) + " ").Contains(form + end, StringComparison.Ordinal);
        }

        return WordPattern.Read(phrase, isQuoted: phrase.Length > 0 && WordPattern.IsQuote(phrase[0]))?.IsIn(words) == true;
    }
}
