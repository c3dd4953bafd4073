using System.Data.Common;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>Which entries of one poll are stored already, found in one round trip.</summary>
internal sealed class KnownEntries
{
    private readonly Dictionary<string, KnownArticle> _byEntryId = [];
    private readonly Dictionary<string, List<KnownArticle>> _byUrlKey = [];
    private readonly Dictionary<long, DateTimeOffset> _tombstones = [];
    private readonly Dictionary<long, DateTimeOffset> _tombstonesByUrl = [];
    private readonly List<long> _unseen = [];

    private KnownEntries()
    {
    }

    /// <summary>An answer for each entry, in order.</summary>
    public IReadOnlyList<KnownArticle?> ByEntry { get; private set; } = [];

    /// <summary>Entry hashes of tombstones that this feed still carries and whose last sight is long ago.</summary>
    public IReadOnlyList<long> UnseenTombstones => _unseen;

    public static async Task<KnownEntries> ReadAsync(
        Database database, string feedId, IReadOnlyList<IdentifiedEntry> entries, CancellationToken cancellationToken)
    {
        const string article = "a.id, a.entry_id, a.url_key, a.raw_hash, a.content_key, a.first_seen_ms, 0, 0";
        const string tombstone = "0, '', '', 0, '', t.seen_ms, t.entry_hash, t.url_hash";
        var sql =
            $"""
            SELECT {article} FROM articles a WHERE a.feed_id = @feedId AND {database.AnyOf("a.entry_id", "ids")}
            UNION SELECT {article} FROM articles a WHERE a.feed_id = @feedId AND a.url_key <> '' AND {database.AnyOf("a.url_key", "urls")}
            UNION SELECT {tombstone} FROM tombstones t WHERE t.feed_id = @feedId AND {database.AnyOf("t.entry_hash", "idHashes")}
            UNION SELECT {tombstone} FROM tombstones t WHERE t.feed_id = @feedId AND t.url_hash <> 0 AND {database.AnyOf("t.url_hash", "urlHashes")}
            ORDER BY 1
            """;
        var urls = entries.Select(entry => StoredText.Key(entry.UrlKey)).Where(url => url.Length > 0).Distinct().ToArray();
        var parameters = new
        {
            feedId,
            ids = database.List(entries.Select(entry => StoredText.Key(entry.EntryId))),
            urls = database.List(urls),
            idHashes = database.List(entries.Select(entry => StoredText.Hash(entry.EntryId))),
            urlHashes = database.List(urls.Select(StoredText.Hash)),
        };
        var known = new KnownEntries();
        await database.ReadAsync(session => session.QueryAsync(sql, parameters, known.Remember), cancellationToken);
        known.Answer(entries, database.Time.GetUtcNow() - Tombstones.SeenAgainAfter);
        return known;
    }

    private bool Remember(DbDataReader row)
    {
        if (row.GetInt64(0) == 0)
        {
            _tombstones[row.GetInt64(6)] = row.Instant(5);
            _tombstonesByUrl[row.GetInt64(7)] = row.Instant(5);
            return true;
        }

        var article = new KnownArticle(
            row.GetInt64(0), row.GetString(1), unchecked((ulong)row.GetInt64(3)), row.GetString(4), row.Instant(5));
        _byEntryId[article.EntryId] = article;
        if (row.GetString(2) is { Length: > 0 } url)
        {
            (_byUrlKey.TryGetValue(url, out var same) ? same : _byUrlKey[url] = []).Add(article);
        }

        return true;
    }

    private void Answer(IReadOnlyList<IdentifiedEntry> entries, DateTimeOffset unseenSince)
    {
        var answers = new KnownArticle?[entries.Count];
        var given = new HashSet<long>();
        for (var i = 0; i < answers.Length; i++)
        {
            if (_byEntryId.TryGetValue(StoredText.Key(entries[i].EntryId), out answers[i]))
            {
                given.Add(answers[i]!.ArticleId);
            }
        }

        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] ??= ByTombstone(entries[i], _tombstones, StoredText.Hash(entries[i].EntryId), unseenSince) ?? ByUrl(entries[i], given)
                ?? ByTombstone(entries[i], _tombstonesByUrl, StoredText.Hash(entries[i].UrlKey), unseenSince);
        }

        ByEntry = answers;
    }

    private KnownArticle? ByUrl(IdentifiedEntry entry, HashSet<long> given) =>
        _byUrlKey.TryGetValue(StoredText.Key(entry.UrlKey), out var articles) ? articles.Find(article => given.Add(article.ArticleId)) : null;

    private KnownArticle? ByTombstone(IdentifiedEntry entry, Dictionary<long, DateTimeOffset> tombstones, long hash, DateTimeOffset unseenSince)
    {
        if (hash == 0 || !tombstones.TryGetValue(hash, out var seenAt))
        {
            return null;
        }

        if (seenAt < unseenSince)
        {
            _unseen.Add(hash);
        }

        return new KnownArticle(0, entry.EntryId, 0, "", seenAt);
    }
}
