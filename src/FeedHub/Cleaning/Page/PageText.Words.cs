using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <content>The words by which the furniture of a page is known, compared in matching form.</content>
internal static partial class PageText
{
    private static readonly WordFile Words = WordFile.Of("FeedHub.Cleaning.Page.page.txt");

    /// <summary>What a wall, banner or error page says instead of an article, in short lines.</summary>
    private static readonly string[] WallPhrases = [.. Words["WallPhrases"].Select(phrase => $" {ArabicText.MatchingForm(phrase)} ")];

    /// <summary>Headings of what follows an article on its page.</summary>
    private static readonly FrozenSet<string> TailLabels = Forms("TailLabels");

    private static readonly string[] DateLabels = [.. Forms("DateLabels")];

    /// <summary>What stands alone between paragraphs and is none.</summary>
    private static readonly FrozenSet<string> SlotLabels = Forms("SlotLabels");

    private static FrozenSet<string> Forms(string section) => Words[section].Select(ArabicText.MatchingForm).ToFrozenSet(StringComparer.Ordinal);
}
