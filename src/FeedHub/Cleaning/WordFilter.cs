using System.Collections.Immutable;

namespace FeedHub.Cleaning;

/// <summary>A source's include and exclude words, compared in matching form. A <c>*</c> at an end of a word stands for any letters there.</summary>
internal static class WordFilter
{
    /// <param name="form">Matching form of title and text.</param>
    public static bool Allows(ReadOnlySpan<char> form, ImmutableArray<string> include, ImmutableArray<string> exclude)
    {
        if (include.IsEmpty && exclude.IsEmpty)
        {
            return true;
        }

        var padded = $" {form.ToString().Replace('\n', ' ')} ";
        return (include.IsEmpty || include.Any(phrase => Holds(padded, phrase))) && !exclude.Any(phrase => Holds(padded, phrase));
    }

    private static bool Holds(string padded, string phrase)
    {
        var form = ArabicText.MatchingForm(phrase);
        var start = phrase.StartsWith('*') ? "" : " ";
        var end = phrase.EndsWith('*') ? "" : " ";
        return form.Length > 0 && padded.Contains(start + form + end, StringComparison.Ordinal);
    }
}
