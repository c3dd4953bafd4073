using FeedHub.Parsing;

namespace FeedHub.Cleaning;

/// <summary>An entry and the keys under which it is known within its feed.</summary>
/// <param name="EntryId">Never empty; unique within the list it came in.</param>
/// <param name="UrlKey">Empty where the entry has no link of its own (none, or one that most of the feed shares).</param>
public sealed record IdentifiedEntry(ParsedEntry Entry, string EntryId, string UrlKey);

/// <summary>Says which entry is which, against the traps of real guids: shared, rotating, re-used, missing.</summary>
public static class EntryIdentity
{
    /// <summary>In document order; of entries with one identity the first stays.</summary>
    public static IReadOnlyList<IdentifiedEntry> Identify(ParsedFeed feed) => throw new NotImplementedException();
}
