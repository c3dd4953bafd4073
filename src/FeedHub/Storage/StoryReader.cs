using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Reads stories whole: one query for the stories with their shown article, one for all their copies.</summary>
internal static class StoryReader
{
    /// <summary>Up to this many feeds each give their newest stories from an index; with more it is quicker to walk the stories.</summary>
    private const int MaxFeedsByIndex = 60;

    private const string Columns = $"s.id, s.seq, s.first_seen_ms, s.updated_ms, {ArticleRow.Columns}";

    private const string Tables = "stories s JOIN articles a ON a.id = s.shown_article_id JOIN article_texts t ON t.article_id = s.shown_article_id";

    public static async Task<IReadOnlyList<Story>> ReadAsync(DatabaseSession session, StoryQuery query)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", query.Limit);
        var where = new StringBuilder("1 = 1");
        if (query.BeforeSequence is { } before)
        {
            where.Append(" AND s.seq < @before");
            parameters.Add("before", before);
        }

        if (query.AfterSequence is { } after)
        {
            where.Append(" AND s.seq > @after");
            parameters.Add("after", after);
        }

        if (query.FeedIds is { } feeds)
        {
            var ofFeeds = OfFeeds(session, query, feeds, where.ToString(), parameters);
            where.Append(" AND ").Append(ofFeeds);
        }

        var order = query.Order == StoryOrder.Dated ? "s.date_ms DESC, s.seq DESC" : "s.seq DESC";
        var sql =
            $"SELECT {Columns} FROM (SELECT * FROM stories s WHERE {where} ORDER BY {order} LIMIT @limit) s " +
            $"JOIN articles a ON a.id = s.shown_article_id JOIN article_texts t ON t.article_id = s.shown_article_id ORDER BY {order}";
        return await WithCopiesAsync(session, await session.QueryAsync(sql, parameters, Read));
    }

    public static async Task<IReadOnlyList<Story>> ReadAsync(DatabaseSession session, IReadOnlyList<string> ids)
    {
        var sql = $"SELECT {Columns} FROM {Tables} WHERE {session.Database.AnyOf("s.id", "ids")}";
        var found = await session.QueryAsync(sql, new { ids = session.Database.List(ids) }, Read);
        var stories = (await WithCopiesAsync(session, found)).ToDictionary(story => story.Id);
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
        var articles = (await session.QueryAsync(
            $"SELECT {ArticleRow.Columns} FROM {ArticleRow.Tables} WHERE {session.Database.AnyOf("a.id", "ids")}",
            new { ids = session.Database.List(stories.SelectMany(story => story.Copies).Select(copy => copy.ArticleId)) },
            ArticleRow.Read)).ToDictionary(article => article.Id);
        return [.. stories.Select(story => new ExportedStory(story, [.. story.Copies.Select(copy => articles[copy.ArticleId])]))];
    }

    /// <summary>SQL: the story has a copy of one of the feeds.</summary>
    private static string OfFeeds(
        DatabaseSession session, StoryQuery query, IReadOnlyCollection<string> feeds, string bounds, DynamicParameters parameters)
    {
        if (feeds.Count > MaxFeedsByIndex)
        {
            parameters.Add("feeds", session.Database.List(feeds));
            return $"EXISTS (SELECT 1 FROM matches m WHERE m.story_seq = s.seq AND {session.Database.AnyOf("m.feed_id", "feeds")})";
        }

        // Only the order of emission is in the index by feed; by date, all of the feeds' stories are candidates.
        var newest = query.Order == StoryOrder.Emitted ? "ORDER BY story_seq DESC LIMIT @limit" : "";
        var ofFeed = feeds.Select((feed, i) =>
        {
            var name = "feed" + i.ToString(CultureInfo.InvariantCulture);
            parameters.Add(name, feed);
            return $"SELECT story_seq FROM (SELECT DISTINCT story_seq FROM matches WHERE feed_id = @{name} AND {bounds.Replace("s.seq", "story_seq", StringComparison.Ordinal)} {newest}) {name}";
        });
        return feeds.Count == 0 ? "1 = 0" : $"s.seq IN ({string.Join(" UNION ", ofFeed)})";
    }

    private static async Task<IReadOnlyList<Story>> WithCopiesAsync(DatabaseSession session, IReadOnlyList<Story> stories)
    {
        if (stories.Count == 0)
        {
            return stories;
        }

        var sql =
            $"""
            SELECT m.story_seq, a.id, a.feed_id, a.entry_id, a.link, a.title, a.published_ms, a.first_seen_ms, m.reason
            FROM matches m JOIN articles a ON a.id = m.article_id WHERE {session.Database.AnyOf("m.story_seq", "sequences")} ORDER BY m.match_seq
            """;
        var copies = (await session.QueryAsync(sql, new { sequences = session.Database.List(stories.Select(story => story.Sequence)) }, Copy))
            .ToLookup(copy => copy.Sequence, copy => copy.Copy);
        return [.. stories.Select(story => story with { Copies = [.. copies[story.Sequence]] })];
    }

    private static Story Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Sequence = row.GetInt64(1),
        FirstSeenAt = row.Instant(2),
        UpdatedAt = row.Instant(3),
        Shown = ArticleRow.Read(row, 4),
    };

    private static (long Sequence, StoryCopy Copy) Copy(DbDataReader row) => (
        row.GetInt64(0),
        new StoryCopy(
            row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), ArticleRow.Date(row, 6, 7), row.GetString(8)));
}
