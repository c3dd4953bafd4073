using System.Collections.Immutable;
using System.Data.Common;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>Looks up which entries of one poll are stored already, in one round trip.</summary>
internal sealed class ExistingArticleLookup
{
    private readonly Dictionary<string, KnownArticle> _byEntryId = [];
    private readonly Dictionary<string, List<KnownArticle>> _byUrlKey = [];
    private readonly Dictionary<long, DateTimeOffset> _tombstones = [];
    private readonly Dictionary<long, DateTimeOffset> _tombstonesByUrl = [];
    private readonly List<long> _unseen = [];

    private ExistingArticleLookup()
    {
    }

    /// <summary>An answer for each entry, in order.</summary>
    public IReadOnlyList<EntryKnowledge> ByEntry { get; private set; } = [];

    /// <summary>Entry hashes of tombstones that this feed still carries and whose last sight is long ago.</summary>
    public IReadOnlyList<long> UnseenTombstones => _unseen;

    public static async Task<ExistingArticleLookup> ReadAsync(
        Database database, string feedId, IReadOnlyList<IdentifiedEntry> entries, CancellationToken cancellationToken)
    {
        const string article = "a.id, a.entry_id, a.url_key, a.raw_hash, 0, 0, 0";
        const string tombstone = "0, '', '', 0, t.seen_ms, t.entry_hash, t.url_hash";
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
        var lookup = new ExistingArticleLookup();
        await database.ReadAsync(session => session.QueryAsync(sql, parameters, lookup.Remember), cancellationToken);
        lookup.Answer(entries, database.Time.GetUtcNow() - Tombstones.SeenAgainAfter);
        return lookup;
    }

    private bool Remember(DbDataReader row)
    {
        if (row.GetInt64(0) == 0)
        {
            _tombstones[row.GetInt64(5)] = row.Instant(4);
            _tombstonesByUrl[row.GetInt64(6)] = row.Instant(4);
            return true;
        }

        var article = new KnownArticle(row.GetInt64(0), unchecked((ulong)row.GetInt64(3)));
        _byEntryId[row.GetString(1)] = article;
        if (row.GetString(2) is { Length: > 0 } url)
        {
            (_byUrlKey.TryGetValue(url, out var same) ? same : _byUrlKey[url] = []).Add(article);
        }

        return true;
    }

    private void Answer(IReadOnlyList<IdentifiedEntry> entries, DateTimeOffset unseenSince)
    {
        var answers = new EntryKnowledge[entries.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Answer(entries[i], unseenSince);
        }

        ByEntry = answers;
    }

    private EntryKnowledge Answer(IdentifiedEntry entry, DateTimeOffset unseenSince)
    {
        var atPage = _byUrlKey.GetValueOrDefault(StoredText.Key(entry.UrlKey));
        if (_byEntryId.TryGetValue(StoredText.Key(entry.EntryId), out var own))
        {
            return new(own, atPage is null ? [] : [.. atPage.Where(article => article != own)]);
        }

        if (IsBuried(_tombstones, StoredText.Hash(entry.EntryId), null, unseenSince))
        {
            return EntryKnowledge.None with { IsBuried = true };
        }

        return atPage is not null ? new(null, [.. atPage])
            : IsBuried(_tombstonesByUrl, StoredText.Hash(entry.UrlKey), entry.Entry.Published ?? entry.Entry.Updated, unseenSince) ? EntryKnowledge.None with { IsBuried = true }
            : EntryKnowledge.None;
    }

    /// <param name="published">What is dated after the burial stands at the address of what was buried, and is another entry; null: not dated.</param>
    private bool IsBuried(Dictionary<long, DateTimeOffset> tombstones, long hash, DateTimeOffset? published, DateTimeOffset unseenSince)
    {
        if (hash == 0 || !tombstones.TryGetValue(hash, out var seenAt) || published > seenAt)
        {
            return false;
        }

        if (seenAt < unseenSince)
        {
            _unseen.Add(hash);
        }

        return true;
    }
}
