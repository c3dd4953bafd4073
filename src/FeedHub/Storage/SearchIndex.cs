namespace FeedHub.Storage;

/// <summary>Finds stories by words in matching form, alike on both engines. Filled in the background.</summary>
public sealed class SearchIndex(Database database)
{
    /// <summary>Indexes up to <paramref name="max"/> stories that are new or changed; returns how many.</summary>
    public Task<int> IndexAsync(int max, CancellationToken cancellationToken) => throw new NotImplementedException(database.Engine);

    /// <summary>Story ids, newest first.</summary>
    /// <param name="query">Words, "phrases", -minus, source:id, tag:name.</param>
    /// <param name="feedsOfTag">The feeds that carry a tag; empty for an unknown tag.</param>
    public Task<IReadOnlyList<string>> FindAsync(
        string query, int limit, long? beforeSequence, Func<string, IReadOnlyCollection<string>> feedsOfTag, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
