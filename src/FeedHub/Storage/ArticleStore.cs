using System.Collections.Immutable;
using System.Data.Common;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>A stored article as the poll of its feed needs to know it before the entry is cleaned.</summary>
public sealed record KnownArticle(long ArticleId, ulong RawHash);

/// <summary>What storage knows of an entry before it is cleaned.</summary>
/// <param name="Own">The article under its id; null: none.</param>
/// <param name="AtPage">Other articles of the feed at its address.</param>
/// <param name="IsBuried">It was here and was dropped: it must not come back.</param>
public sealed record EntryKnowledge(KnownArticle? Own, ImmutableArray<KnownArticle> AtPage, bool IsBuried = false)
{
    /// <summary>Never seen before.</summary>
    public static EntryKnowledge None { get; } = new(null, []);

    /// <summary>Nothing to clean: it is buried, or stored as it is written.</summary>
    public bool IsSettled(ulong rawHash) => IsBuried || Own?.RawHash == rawHash || AtPage.Any(article => article.RawHash == rawHash);
}

/// <summary>What an article said before it was corrected.</summary>
public sealed record ArticleRevision(DateTimeOffset ReplacedAt, string Title, string Text);

/// <summary>The articles.</summary>
public sealed class ArticleStore(Database database)
{
    private const int MostOwed = 100;

    /// <summary>For each entry, in order, what is stored under its id, and else at its address.</summary>
    public async Task<IReadOnlyList<EntryKnowledge>> KnownAsync(
        string feedId, IReadOnlyList<IdentifiedEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var known = await ExistingArticleLookup.ReadAsync(database, feedId, entries, cancellationToken);
        await Tombstones.SeeAsync(database, feedId, known.UnseenTombstones, cancellationToken);
        return known.ByEntry;
    }

    /// <summary>
    /// What <see cref="EntryResolution"/> has to compare the cleaned entries of one fetch with: the articles <paramref name="known"/> of them, those
    /// that an earlier replacement keeps under an edition's key, and, for entries without an id or an address of their own, those with the same words.
    /// </summary>
    public async Task<IReadOnlyList<Article>> AlikeAsync(
        string feedId, IReadOnlyList<Article> cleaned, IReadOnlyCollection<long> known, CancellationToken cancellationToken)
    {
        var homeless = cleaned.Where(article => article.UrlKey.Length == 0 || EntryIdentity.IsMade(article.EntryId)).ToList();
        if (known.Count == 0 && homeless.Count == 0)
        {
            return [];
        }

        var sql =
            $"""
            SELECT {ArticleTable.Columns} FROM {ArticleTable.Tables} WHERE a.id IN (
                SELECT id FROM articles WHERE {database.AnyOf("id", "known")}
                UNION SELECT id FROM articles WHERE feed_id = @feedId AND {database.AnyOf("entry_id", "entries")}
                UNION SELECT id FROM articles WHERE feed_id = @feedId AND url_key <> '' AND {database.AnyOf("url_key", "pages")}
                UNION SELECT id FROM articles WHERE feed_id = @feedId AND url_key = '' AND {database.AnyOf("content_key", "words")})
            ORDER BY a.id
            """;
        var parameters = new
        {
            feedId,
            known = database.List(known),
            entries = database.List(cleaned.Select(article => StoredText.Key(SameEntry.EditionOfId(article.EntryId, article)))),
            pages = database.List(cleaned.Select(article => article.UrlKey.Length > 0 ? SameEntry.EditionOfPage(article.UrlKey, article) : SameEntry.PageOf(article)).Select(StoredText.Key).Distinct()),
            words = database.List(homeless.Select(article => StoredText.Key(article.ContentKey)).Distinct()),
        };
        return await database.ReadAsync(session => session.QueryAsync(sql, parameters, ArticleTable.Read), cancellationToken);
    }

    /// <summary>By row number, URL, or <c>feed/entryId</c>; null: none.</summary>
    public async Task<Article?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var (where, parameters) = Condition(key);
        var sql = $"SELECT {ArticleTable.Columns} FROM {ArticleTable.Tables} WHERE {where} ORDER BY a.id DESC LIMIT 1";
        var found = await database.ReadAsync(session => session.QueryAsync(sql, parameters, ArticleTable.Read), cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>A feed's excerpts whose pages are still to be read, oldest first.</summary>
    public Task<IReadOnlyList<Article>> OwedAsync(string feedId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync(
                $"SELECT {ArticleTable.Columns} FROM {ArticleTable.Tables} WHERE a.feed_id = @feedId AND a.page_tries IS NOT NULL ORDER BY a.id LIMIT {MostOwed}",
                new { feedId },
                ArticleTable.Read),
            cancellationToken);

    /// <summary>Earlier texts of a corrected article, oldest first; at most the last 20.</summary>
    public Task<IReadOnlyList<ArticleRevision>> RevisionsAsync(long articleId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync(
                "SELECT replaced_ms, title, text FROM article_revisions WHERE article_id = @articleId ORDER BY replaced_ms",
                new { articleId },
                Revision),
            cancellationToken);

    /// <summary>
    /// Drops what was first seen before <paramref name="before"/>, leaving tombstones; returns how many. A story stays whole while any
    /// copy of it is younger or waits for the matcher.
    /// </summary>
    public Task<int> ExpireAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Retention.ExpireAsync(database, before, cancellationToken);

    /// <summary>Compresses the texts of what finds no more company, and drops what matching kept of it; returns of how many articles.</summary>
    public Task<int> SettleAsync(CancellationToken cancellationToken) => Settling.RunAsync(database, cancellationToken);

    private static (string Where, object Parameters) Condition(string key)
    {
        if (long.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id))
        {
            return ("a.id = @id", new { id });
        }

        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return key.Contains("://", StringComparison.Ordinal) && key.IndexOf(':', StringComparison.Ordinal) < slash
            ? ("a.feed_id IN (SELECT id FROM feeds) AND a.url_key = @url AND a.url_key <> ''", new { url = StoredText.Key(CanonicalUrl.Key(key)) })
            : ("a.feed_id = @feed AND a.entry_id = @entry", new { feed = slash < 0 ? "" : key[..slash], entry = StoredText.Key(key[(slash + 1)..]) });
    }

    private static ArticleRevision Revision(DbDataReader row) => new(row.Instant(0), row.GetString(1), row.GetString(2));
}
