using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>A stored article as the poll of its feed needs to know it.</summary>
/// <param name="ArticleId">0: deleted or expired; it must not come back.</param>
public sealed record KnownArticle(long ArticleId, string EntryId, ulong RawHash, string ContentKey, DateTimeOffset FirstSeenAt);

/// <summary>The articles.</summary>
public sealed class ArticleStore(Database database)
{
    /// <summary>
    /// For each entry, in order, the stored article it is: same entry id in the feed, else same URL key in the feed; null: not known.
    /// </summary>
    public Task<IReadOnlyList<KnownArticle?>> KnownAsync(
        string feedId, IReadOnlyList<IdentifiedEntry> entries, CancellationToken cancellationToken) =>
        throw new NotImplementedException(database.Engine);

    /// <summary>By row number, URL, or <c>feed/entryId</c>; null: none.</summary>
    public Task<Article?> FindAsync(string key, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Earlier texts of a corrected article, oldest first.</summary>
    public Task<IReadOnlyList<ArticleRevision>> RevisionsAsync(long articleId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Drops what was first seen before <paramref name="before"/>, leaving tombstones; returns how many.</summary>
    public Task<int> ExpireAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>What an article said before it was corrected.</summary>
public sealed record ArticleRevision(DateTimeOffset ReplacedAt, string Title, string Text);
