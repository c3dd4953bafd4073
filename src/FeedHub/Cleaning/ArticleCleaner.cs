using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>A parsed entry becomes an <see cref="Article"/>. Pure; safe to call from many threads.</summary>
public static class ArticleCleaner
{
    /// <summary>Null where the entry has neither title nor text, or the source's include/exclude words leave it out.</summary>
    /// <param name="language">What to publish where the entry and its letters do not say otherwise (source, else feed, else hub).</param>
    /// <param name="learnedLines">Matching forms of lines to leave out of the text; empty unless the source opted in.</param>
    public static Article? Clean(
        IdentifiedEntry entry, FeedSource source, string language, DateTimeOffset seenAt, IReadOnlySet<string> learnedLines) =>
        throw new NotImplementedException();
}
