using System.Data.Common;
using System.Globalization;
using System.Text;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Reads stories whole: one query for the stories with their shown article, one for all their copies.</summary>
internal static class StoryReader
{
    /// <summary>Up to this many feeds each give their newest stories from an index; with more it is quicker to walk the stories.</summary>
    private const int MaxFeedsByIndex = 60;

    private static readonly string Columns = $"s.id, s.seq, s.first_seen_ms, s.updated_ms, s.date_ms, {ArticleTable.Columns}";

    private const string PlaceColumns = "s.id, s.seq, s.date_ms, s.first_seen_ms, a.feed_id";

    private const string Tables = "stories s JOIN articles a ON a.id = s.shown_article_id JOIN article_texts t ON t.article_id = s.shown_article_id";

    public static async Task<IReadOnlyList<Story>> ReadAsync(DatabaseSession session, StoryQuery query)
    {
        var (found, order, parameters) = Find(session, query);
        var sql = $"SELECT {Columns} FROM ({found}) s JOIN articles a ON a.id = s.shown_article_id JOIN article_texts t ON t.article_id = s.shown_article_id ORDER BY {order}";
        var stories = await WithCopiesAsync(session, await session.QueryAsync(sql, parameters, Read));
        return query.FeedIds is { } feeds ? await AsToldByAsync(session, stories, feeds) : stories;
    }

    public static async Task<IReadOnlyList<StoryPlace>> PlacesAsync(DatabaseSession session, StoryQuery query)
    {
        var (found, order, parameters) = Find(session, query);
        return await session.QueryAsync($"SELECT {PlaceColumns} FROM ({found}) s JOIN articles a ON a.id = s.shown_article_id ORDER BY {order}", parameters, Place);
    }

    public static async Task<IReadOnlyList<StoryPlace>> PlacesAsync(DatabaseSession session, IReadOnlyList<string> ids)
    {
        var sql = $"SELECT {PlaceColumns} FROM stories s JOIN articles a ON a.id = s.shown_article_id WHERE {session.Database.AnyOf("s.id", "ids")}";
        var places = (await session.QueryAsync(sql, new { ids = session.Database.List(ids) }, Place)).ToDictionary(place => place.Id);
        return [.. ids.Distinct().Where(places.ContainsKey).Select(id => places[id])];
    }

    public static Task<IReadOnlyList<CarriedStory>> MostCarriedAsync(DatabaseSession session, DateTimeOffset from, DateTimeOffset before, DateTimeOffset joinedBy, int limit)
    {
        const string sql =
            """
            SELECT s.id, s.date_ms, COUNT(DISTINCT m.feed_id) AS outlets
            FROM stories s JOIN matches m ON m.story_seq = s.seq
            WHERE s.date_ms >= @from AND s.date_ms < @before AND COALESCE(m.matched_ms, 0) <= @joinedBy
            GROUP BY s.id, s.date_ms, s.seq HAVING COUNT(DISTINCT m.feed_id) >= 2 ORDER BY outlets DESC, s.date_ms DESC, s.seq DESC LIMIT @limit
            """;
        return session.QueryAsync(
            sql, new { from = from.Ms(), before = before.Ms(), joinedBy = joinedBy.Ms(), limit }, row => new CarriedStory(row.GetString(0), row.Instant(1), (int)row.GetInt64(2)));
    }

    /// <summary>SQL conditions on <c>stories s</c> for everything but the feeds.</summary>
    public static string Bounds(StoryQuery query, SqlParameters parameters)
    {
        var where = new StringBuilder("1 = 1");
        Add(query.BeforeSequence, " AND s.seq < @before", "before");
        Add(query.AfterSequence, " AND s.seq > @after", "after");
        Add(query.Below?.DateMs, " AND (s.date_ms, s.seq) < (@belowDate, @below)", "belowDate");
        Add(query.Below?.Sequence, "", "below");
        Add(query.Above?.DateMs, " AND (s.date_ms, s.seq) > (@aboveDate, @above)", "aboveDate");
        Add(query.Above?.Sequence, "", "above");
        Add(query.CameInAfter?.Ms(), " AND s.first_seen_ms > @cameIn AND s.date_ms > @cameIn - @newsFor AND s.date_ms >= s.first_seen_ms - @newsFor", "cameIn");
        Add(query.CameInAfter is null ? null : (long)StoryQuery.NewsFor.TotalMilliseconds, "", "newsFor");
        Add(query.DatedFrom?.Ms(), " AND s.date_ms >= @datedFrom", "datedFrom");
        Add(query.DatedBefore?.Ms(), " AND s.date_ms < @datedBefore", "datedBefore");
        Add(query.Outlets, " AND (SELECT COUNT(DISTINCT m.feed_id) FROM matches m WHERE m.story_seq = s.seq) >= @outlets", "outlets");
        return where.ToString();

        void Add(long? value, string condition, string name)
        {
            if (value is not null)
            {
                where.Append(condition);
                parameters.Add(name, value);
            }
        }
    }

    /// <summary>What the nearest stories are sorted by, and what the answer is.</summary>
    public static (string Nearest, string Answer) OrderBy(StoryQuery query)
    {
        var newest = query.Order == StoryOrder.Dated ? "s.date_ms DESC, s.seq DESC" : "s.seq DESC";
        return (query.Above is null ? newest : newest.Replace("DESC", "ASC", StringComparison.Ordinal), newest);
    }

    private static (string Sql, string Order, SqlParameters Parameters) Find(DatabaseSession session, StoryQuery query)
    {
        var parameters = new SqlParameters();
        parameters.Add("limit", query.Limit);
        var where = Bounds(query, parameters);
        where += query.FeedIds is { } feeds ? " AND " + OfFeeds(session, query, feeds, parameters) : "";
        var (nearest, answer) = OrderBy(query);
        return ($"SELECT * FROM stories s WHERE {where} ORDER BY {nearest} LIMIT @limit", answer, parameters);
    }

    public static async Task<IReadOnlyList<Story>> ReadAsync(DatabaseSession session, IReadOnlyList<string> ids, IReadOnlyCollection<string>? feeds)
    {
        var sql = $"SELECT {Columns} FROM {Tables} WHERE {session.Database.AnyOf("s.id", "ids")}";
        var found = await session.QueryAsync(sql, new { ids = session.Database.List(ids) }, Read);
        var whole = await WithCopiesAsync(session, found);
        var stories = (feeds is null ? whole : await AsToldByAsync(session, whole, feeds)).ToDictionary(story => story.Id);
        return [.. ids.Distinct().Where(stories.ContainsKey).Select(id => stories[id])];
    }

    public static async Task<IReadOnlyList<ExportedStory>> ExportAsync(
        DatabaseSession session, DateTimeOffset? since, DateTimeOffset? until, long after, int limit)
    {
        var sql =
            $"""
            SELECT {Columns} FROM {Tables} WHERE s.seq > @after AND s.first_seen_ms >= @since AND s.first_seen_ms < @until ORDER BY s.seq LIMIT @limit
            """;
        var parameters = new { after, since = since?.ToUnixTimeMilliseconds() ?? long.MinValue, until = until?.ToUnixTimeMilliseconds() ?? long.MaxValue, limit };
        var stories = await WithCopiesAsync(session, await session.QueryAsync(sql, parameters, Read));
        var articles = await ArticleTable.ReadAsync(session, stories.SelectMany(story => story.Copies).Select(copy => copy.ArticleId));
        var merged = (await session.QueryAsync(
            $"SELECT into_id, id FROM merged_stories WHERE {session.Database.AnyOf("into_id", "ids")} ORDER BY merged_ms, id",
            new { ids = session.Database.List(stories.Select(story => story.Id)) },
            row => (Into: row.GetString(0), Id: row.GetString(1)))).ToLookup(row => row.Into, row => row.Id);
        var related = await RelatedAsync(session, [.. stories.Select(story => story.Sequence)]);
        return
        [
            .. stories.Select(story => new ExportedStory(story, [.. story.Copies.Select(copy => articles[copy.ArticleId])])
            {
                MergedIds = [.. merged[story.Id]],
                RelatedIds = [.. related[story.Id].Select(other => other.Id)],
            }),
        ];
    }

    /// <summary>SQL: the story has a copy of one of the feeds.</summary>
    private static string OfFeeds(DatabaseSession session, StoryQuery query, IReadOnlyCollection<string> feeds, SqlParameters parameters)
    {
        if (feeds.Count > MaxFeedsByIndex)
        {
            parameters.AddList("feeds", session.Database.List(feeds));
            return $"EXISTS (SELECT 1 FROM matches m WHERE m.story_seq = s.seq AND {session.Database.AnyOf("m.feed_id", "feeds")})";
        }

        // Only the order of emission is in the index by feed; by date, all of the feeds' stories are candidates.
        var bounds = (query.BeforeSequence is null ? "" : " AND story_seq < @before") + (query.AfterSequence is null ? "" : " AND story_seq > @after");
        var newest = query.Order == StoryOrder.Emitted ? "ORDER BY story_seq DESC LIMIT @limit" : "";
        var ofFeed = feeds.Select((feed, i) =>
        {
            var name = "feed" + i.ToString(CultureInfo.InvariantCulture);
            parameters.Add(name, feed);
            return $"SELECT story_seq FROM (SELECT DISTINCT story_seq FROM matches WHERE feed_id = @{name}{bounds} {newest}) {name}";
        });
        return feeds.Count == 0 ? "1 = 0" : $"s.seq IN ({string.Join(" UNION ", ofFeed)})";
    }

    /// <summary>Each story as the first of the feeds told it, where its shown copy is of none of them.</summary>
    private static async Task<IReadOnlyList<Story>> AsToldByAsync(DatabaseSession session, IReadOnlyList<Story> stories, IReadOnlyCollection<string> feeds)
    {
        var own = stories.Where(story => !feeds.Contains(story.Shown.FeedId))
            .ToDictionary(story => story.Id, story => story.Copies.FirstOrDefault(copy => feeds.Contains(copy.FeedId))?.ArticleId ?? 0);
        if (own.Count == 0)
        {
            return stories;
        }

        var articles = await ArticleTable.ReadAsync(session, own.Values);
        return [.. stories.Select(story => own.TryGetValue(story.Id, out var id) && articles.TryGetValue(id, out var copy) ? story.AsToldBy(copy) : story)];
    }

    private static async Task<IReadOnlyList<Story>> WithCopiesAsync(DatabaseSession session, IReadOnlyList<Story> stories)
    {
        if (stories.Count == 0)
        {
            return stories;
        }

        var sql =
            $"""
            SELECT m.story_seq, a.id, a.feed_id, a.entry_id, a.link, a.title, a.published_ms, a.first_seen_ms, m.reason, COALESCE(m.matched_ms, a.first_seen_ms)
            FROM matches m JOIN articles a ON a.id = m.article_id WHERE {session.Database.AnyOf("m.story_seq", "sequences")} ORDER BY m.match_seq
            """;
        var copies = (await session.QueryAsync(sql, new { sequences = session.Database.List(stories.Select(story => story.Sequence)) }, Copy))
            .ToLookup(copy => copy.Sequence, copy => copy.Copy);
        return [.. stories.Select(story => story with { Copies = [.. copies[story.Sequence]] })];
    }

    /// <summary>By story: those of one affair with it, both ways, in the order of their dates.</summary>
    public static async Task<ILookup<string, RelatedStory>> RelatedAsync(DatabaseSession session, IReadOnlyCollection<long> sequences)
    {
        var ofStories = session.Database.AnyOf("m.story_seq", "sequences");
        var sql =
            $"""
            SELECT DISTINCT own.id, s.id, s.date_ms, s.seq, a.title, a.link, a.feed_id
            FROM (
                SELECT m.story_seq AS own_seq, r.other_id AS other_id FROM matches m JOIN related r ON r.article_id = m.article_id WHERE {ofStories}
                UNION SELECT m.story_seq, r.article_id FROM matches m JOIN related r ON r.other_id = m.article_id WHERE {ofStories}
            ) found
            JOIN matches o ON o.article_id = found.other_id
            JOIN stories s ON s.seq = o.story_seq JOIN stories own ON own.seq = found.own_seq JOIN articles a ON a.id = s.shown_article_id
            WHERE s.seq <> found.own_seq ORDER BY s.date_ms, s.seq
            """;
        var rows = await session.QueryAsync(
            sql,
            new { sequences = session.Database.List(sequences) },
            row => (Own: row.GetString(0), Story: new RelatedStory(row.GetString(1), row.Instant(2), row.GetString(4), row.GetString(5), row.GetString(6))));
        return rows.ToLookup(row => row.Own, row => row.Story);
    }

    private static StoryPlace Place(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.Instant(2), row.Instant(3), row.GetString(4));

    private static Story Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Sequence = row.GetInt64(1),
        FirstSeenAt = row.Instant(2),
        UpdatedAt = row.Instant(3),
        Date = row.Instant(4),
        Shown = ArticleTable.Read(row, 5),
    };

    private static (long Sequence, StoryCopy Copy) Copy(DbDataReader row) => (
        row.GetInt64(0),
        new StoryCopy(
            row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), ArticleTable.Date(row, 6, 7), MatchReason.Parse(row.GetString(8)))
        {
            JoinedAt = row.Instant(9),
        });
}
