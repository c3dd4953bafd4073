using System.Runtime.CompilerServices;
using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Whether the caller is the one matcher.</summary>
public enum MatcherHold
{
    /// <summary>Another owner is; match nothing.</summary>
    Refused,

    /// <summary>It is now, and others may have matched before: build the index anew from <see cref="StoryStore.IndexedAsync"/>.</summary>
    Taken,

    /// <summary>It is, and nobody else was since its last call: its index still holds.</summary>
    Kept,
}

/// <summary>The matcher's index is not what the database says any more; nothing was stored.</summary>
public sealed class OutdatedMatcherException(string message) : Exception(message);

/// <summary>A mark that moves whenever anything a reader could see has changed.</summary>
/// <param name="Version">Grows with every committed match batch or expiry; equal means nothing changed.</param>
/// <param name="LastSequence">The newest story's.</param>
/// <param name="IsSearchBehind">Some stories cannot be found by search yet.</param>
public sealed record StoryMark(long Version, long LastSequence, DateTimeOffset ChangedAt, long Stories, bool IsSearchBehind = false);

/// <summary>The stories, and the matcher's queue and index.</summary>
public sealed class StoryStore(Database database)
{
    /// <summary>Makes or keeps this owner the one matcher; call again before the lease ends to keep it.</summary>
    /// <param name="owner">Unique to this run of the process.</param>
    public async Task<MatcherHold> HoldMatcherAsync(string owner, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        // Most calls find a lease that is still good for a while, their own or another's: nothing to write.
        var (holder, until) = (await database.ReadAsync(
            session => session.QueryAsync("SELECT owner, until_ms FROM matcher", null, row => (row.GetString(0), row.Instant(1))), cancellationToken))[0];
        if (until > now + (leaseFor / 2) && until <= now + leaseFor)
        {
            return holder == owner ? MatcherHold.Kept : MatcherHold.Refused;
        }

        return await database.WriteAsync(
            async session =>
            {
                var held = await session.ScalarAsync<string>($"SELECT owner FROM matcher {session.ForUpdate}");
                var parameters = new { owner, now = now.Ms(), until = (now + leaseFor).Ms() };
                var taken = await session.ExecuteAsync(
                    // A lease that ends hours ahead was given before the clock was set back.
                    "UPDATE matcher SET owner = @owner, until_ms = @until WHERE owner = @owner OR until_ms <= @now OR until_ms > @now + 3600000", parameters);
                return taken == 0 ? MatcherHold.Refused : held == owner ? MatcherHold.Kept : MatcherHold.Taken;
            },
            cancellationToken);
    }

    public Task ReleaseMatcherAsync(string owner, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("UPDATE matcher SET owner = '', until_ms = 0 WHERE owner = @owner", new { owner }), cancellationToken);

    /// <summary>The next articles to match, in the order of their rows.</summary>
    public Task<IReadOnlyList<PendingArticle>> PendingAsync(int max, CancellationToken cancellationToken) => PendingAsync(max, 0, cancellationToken);

    /// <summary>The same, past those of a batch that is still being committed.</summary>
    /// <param name="after">Id of the last of them; 0: none.</param>
    public async Task<IReadOnlyList<PendingArticle>> PendingAsync(int max, long after, CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT a.id, a.feed_id, a.entry_id, a.url_key, a.content_key, a.title, a.is_truncated, a.published_ms, a.first_seen_ms, a.changed_ms, a.enclosures, s.id,
                t.text, t.packed, p.turn
            FROM (SELECT article_id, turn FROM pending WHERE article_id > @after ORDER BY article_id LIMIT @max) p
            JOIN articles a ON a.id = p.article_id
            JOIN article_texts t ON t.article_id = p.article_id
            LEFT JOIN matches m ON m.article_id = p.article_id
            LEFT JOIN stories s ON s.seq = m.story_seq
            ORDER BY p.article_id
            """;
        return await database.ReadAsync(
            session => session.QueryAsync(
                sql,
                new { max, after },
                row => new PendingArticle(
                    new ArticleToMatch(
                        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), PackedText.Read(row, 12), row.Flag(6),
                        ArticleTable.Date(row, 7, 8), row.Instant(8), row.Instant(9))
                    {
                        Media = MediaFile.Mark(JsonColumns.ReadEnclosures(row.StringOrNull(10))),
                    },
                    row.StringOrNull(11),
                    row.GetInt64(14))),
            cancellationToken);
    }

    public Task<long> PendingCountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM pending"), cancellationToken);

    /// <summary>As the last batch told it.</summary>
    public async Task<DateTimeOffset> MatchedUntilAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(session => session.QueryAsync("SELECT matched_until_ms FROM hub", null, row => row.Instant(0)), cancellationToken))[0];

    /// <summary>Every matched article still kept, in match order.</summary>
    public IAsyncEnumerable<IndexedArticle> IndexedAsync(CancellationToken cancellationToken) =>
        database.StreamAsync(
            """
            SELECT a.id, a.feed_id, a.entry_id, s.id, s.shown_article_id, a.url_key, a.content_key, a.published_ms, a.first_seen_ms, a.is_truncated,
                a.text_length, s.first_seen_ms, m.sketch, s.updated_ms
            FROM matches m JOIN articles a ON a.id = m.article_id JOIN stories s ON s.seq = m.story_seq
            ORDER BY m.match_seq
            """,
            null,
            row => new IndexedArticle(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4) == row.GetInt64(0), row.GetString(5),
                row.GetString(6), ArticleTable.Date(row, 7, 8), row.Instant(8), row.Flag(9), (int)row.GetInt64(10), row.Instant(11),
                row.GetFieldValue<byte[]>(12), row.Instant(13)),
            cancellationToken);

    /// <summary>Stories and sequence in one transaction, whole or not at all.</summary>
    /// <exception cref="OutdatedMatcherException">
    /// <paramref name="owner"/> no longer holds the lease, or the batch names a story that has expired: forget the index and rebuild it.
    /// </exception>
    public Task CommitAsync(MatchBatch batch, string owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var writer = new MatchWriter(batch, owner, now);
        return database.WriteAsync(writer.StoreAsync, cancellationToken);
    }

    /// <summary>The story that this one became a part of; null: none that is kept.</summary>
    public Task<string?> MergedIntoAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ScalarAsync<string?>("SELECT into_id FROM merged_stories WHERE id = @id", new { id = StoredText.Fit(id) }), cancellationToken);

    /// <summary>The <see cref="StoryMark.Version"/> that the WebSub hub was last told of; 0: of none.</summary>
    public Task<long> ToldVersionAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ScalarAsync<long>("SELECT told_version FROM hub"), cancellationToken);

    public Task ToldAsync(long version, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("UPDATE hub SET told_version = @version", new { version }), cancellationToken);

    public async Task<StoryMark> MarkAsync(CancellationToken cancellationToken)
    {
        var marks = await database.ReadAsync(
            session => session.QueryAsync(
                "SELECT version, last_sequence, changed_ms, stories, (SELECT COUNT(*) FROM (SELECT 1 FROM search_pending LIMIT 1) p) FROM hub",
                null,
                row => new StoryMark(row.GetInt64(0), row.GetInt64(1), row.Instant(2), row.GetInt64(3), row.GetInt64(4) > 0)),
            cancellationToken);
        return marks[0];
    }

    public Task<IReadOnlyList<Story>> ReadAsync(StoryQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => StoryReader.ReadAsync(session, query), cancellationToken);

    /// <summary>Where the stories stand that <see cref="ReadAsync(StoryQuery, CancellationToken)"/> would read, without their texts.</summary>
    public Task<IReadOnlyList<StoryPlace>> PlacesAsync(StoryQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => StoryReader.PlacesAsync(session, query), cancellationToken);

    /// <summary>In the order of <paramref name="ids"/>; unknown ones are left out.</summary>
    public Task<IReadOnlyList<StoryPlace>> PlacesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(session => StoryReader.PlacesAsync(session, ids), cancellationToken);

    /// <summary>In the order of <paramref name="ids"/>; unknown ones are left out.</summary>
    public Task<IReadOnlyList<Story>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ReadAsync(ids, null, cancellationToken);

    /// <param name="feedIds">As <see cref="StoryQuery.FeedIds"/>: whose copies are to be shown; null: any.</param>
    public Task<IReadOnlyList<Story>> ReadAsync(IReadOnlyList<string> ids, IReadOnlyCollection<string>? feedIds, CancellationToken cancellationToken) =>
        database.ReadAsync(session => StoryReader.ReadAsync(session, ids, feedIds), cancellationToken);

    /// <summary>Stories of one affair with this one, earlier and later, in the order of their dates.</summary>
    public async Task<IReadOnlyList<RelatedStory>> RelatedAsync(Story story, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(story);
        return [.. (await database.ReadAsync(session => StoryReader.RelatedAsync(session, [story.Sequence]), cancellationToken))[story.Id]];
    }

    /// <summary>When the oldest story that is kept was first seen; null: there is none.</summary>
    public async Task<DateTimeOffset?> BeganAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.QueryAsync("SELECT first_seen_ms FROM stories ORDER BY seq LIMIT 1", null, row => row.Instant(0)), cancellationToken) is [var first] ? first : null;

    /// <summary>Stories of some time that two sources or more carry, those with the most first.</summary>
    /// <param name="joinedBy">Copies that joined later do not count.</param>
    public Task<IReadOnlyList<CarriedStory>> MostCarriedAsync(
        DateTimeOffset from, DateTimeOffset before, DateTimeOffset joinedBy, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => StoryReader.MostCarriedAsync(session, from, before, joinedBy, limit), cancellationToken);

    /// <summary>What the matcher decided of two articles; null: of one of them, or both, nothing yet.</summary>
    public async Task<HubDecision?> DecisionAsync(long a, long b, CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT m.article_id, s.id, m.reason, COALESCE(m.matched_ms, a.first_seen_ms), m.through_id, t.title
            FROM matches m JOIN stories s ON s.seq = m.story_seq JOIN articles a ON a.id = m.article_id LEFT JOIN articles t ON t.id = m.through_id
            WHERE m.article_id IN (@a, @b)
            """;
        var copies = (await database.ReadAsync(
            session => session.QueryAsync(
                sql,
                new { a, b },
                row => (Article: row.GetInt64(0), Copy: new DecidedCopy(row.GetString(1), row.Instant(3), MatchReason.Parse(row.GetString(2)), row.Int64OrNull(4), row.StringOrNull(5)))),
            cancellationToken)).ToDictionary(row => row.Article, row => row.Copy);
        return copies.TryGetValue(a, out var ofA) && copies.TryGetValue(b, out var ofB) ? new(ofA, ofB) : null;
    }

    /// <summary>Every story with its articles, in sequence order, first seen within the bounds (null: no bound).</summary>
    public async IAsyncEnumerable<ExportedStory> ExportAsync(
        DateTimeOffset? since, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int page = 500;
        var after = 0L;
        while (true)
        {
            var from = after;
            var stories = await database.ReadAsync(session => StoryReader.ExportAsync(session, since, until, from, page), cancellationToken);
            foreach (var story in stories)
            {
                yield return story;
            }

            if (stories.Count == 0)
            {
                yield break;
            }

            after = stories[^1].Story.Sequence;
        }
    }
}

/// <summary>What the matcher decided of two articles.</summary>
public sealed record HubDecision(DecidedCopy OfA, DecidedCopy OfB)
{
    public bool IsSame => OfA.StoryId == OfB.StoryId;
}

/// <summary>What the matcher decided of one article.</summary>
/// <param name="ThroughId">The copy by which it joined its story; null: it opened it, or that was not kept.</param>
/// <param name="ThroughTitle">Null: that copy has expired.</param>
public sealed record DecidedCopy(string StoryId, DateTimeOffset At, MatchReason Reason, long? ThroughId, string? ThroughTitle);

/// <summary>A story with every article whole.</summary>
public sealed record ExportedStory(Story Story, IReadOnlyList<Article> Articles)
{
    /// <summary>Ids under which parts of it were told before they were known to be one.</summary>
    public IReadOnlyList<string> MergedIds { get; init; } = [];

    /// <summary>Stories of the same affair, in the order of their dates.</summary>
    public IReadOnlyList<string> RelatedIds { get; init; } = [];
}
