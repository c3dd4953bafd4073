using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>What the index calls a word, alike for what is stored and what is asked.</summary>
internal static class SearchWords
{
    /// <summary>PostgreSQL refuses words of more than 2,046 bytes.</summary>
    private const int MaxWordLength = 200;

    public static ImmutableArray<string> Of(string text) =>
        [.. ArabicText.MatchingForm(StoredText.Fit(text)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Fit)];

    private static string Fit(string word) => word.Length <= MaxWordLength ? word : StoredText.Fit(word[..MaxWordLength]);
}
