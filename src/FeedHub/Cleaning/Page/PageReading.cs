namespace FeedHub.Cleaning;

/// <summary>What became of an article by its page.</summary>
/// <param name="Article">With the page's text, or as it was.</param>
/// <param name="Refusal">Why the page was not taken; null: it was.</param>
public sealed record PageReading(Article Article, PageRefusal? Refusal)
{
    /// <summary>Which reading of the page was taken.</summary>
    internal string? From { get; init; }

    /// <summary>Half a sentence about the page for whoever wonders why it was not taken; null: it was.</summary>
    public string? Reason => Refusal switch
    {
        null => null,
        PageRefusal.NoPage => "it is no web page",
        PageRefusal.TooLarge => "it is larger or deeper than pages are",
        PageRefusal.Unreadable => "it could not be read",
        PageRefusal.NoArticle => "it holds links, or a few words only",
        PageRefusal.AnotherArticle => "its text is not about its title",
        PageRefusal.NoMore => "it says no more than the feed",
        _ => "it holds no text",
    };
}

/// <summary>Why a page is not taken for its article's text, the least telling first.</summary>
public enum PageRefusal
{
    /// <summary>It is neither HTML nor text.</summary>
    NoPage,

    /// <summary>It is larger, or nested deeper, than pages are.</summary>
    TooLarge,

    /// <summary>The reader stumbled over it.</summary>
    Unreadable,

    /// <summary>No text was found in it.</summary>
    NoText,

    /// <summary>It holds links, or a few words only.</summary>
    NoArticle,

    /// <summary>It speaks of something else than title and excerpt.</summary>
    AnotherArticle,

    /// <summary>It has no more than the feed.</summary>
    NoMore,
}
