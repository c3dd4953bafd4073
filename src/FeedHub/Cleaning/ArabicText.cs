namespace FeedHub.Cleaning;

/// <summary>Arabic letters and marks, from our own tables: no ICU, no culture.</summary>
public static class ArabicText
{
    /// <summary>NFC, and presentation forms of letters back to their base.</summary>
    public static string Compose(string text) => throw new NotImplementedException();

    /// <summary>Text as it is compared and searched: folded letters, ASCII digits, words separated by single spaces.</summary>
    public static string MatchingForm(string text) => throw new NotImplementedException();

    /// <summary>Reads UTF-8 or windows-1256 that was decoded as something else; returns the input itself where it is sound.</summary>
    public static string RepairMojibake(string text) => throw new NotImplementedException();
}
