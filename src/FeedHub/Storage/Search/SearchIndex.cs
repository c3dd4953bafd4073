using System.Globalization;
using System.Text;

namespace FeedHub.Storage;

/// <summary>Finds stories by words in matching form, alike on both engines. Filled in the background.</summary>
public sealed class SearchIndex(Database database)
{
    /// <summary>Stories in one transaction: few enough that polls and the matcher hardly wait.</summary>
    private const int Together = 50;

    /// <summary>PostgreSQL knows places of words up to 16,383.</summary>
    private const int MaxWords = 16_000;

    /// <summary>Between title and text, so that no phrase spans them. No query has it in matching form.</summary>
    private const string Break = "¶";

    /// <summary>Indexes up to <paramref name="max"/> stories that are new or changed; returns how many.</summary>
    public async Task<int> IndexAsync(int max, CancellationToken cancellationToken)
    {
        var indexed = 0;
        while (indexed < max)
        {
            var some = Math.Min(Together, max - indexed);
            var done = await database.WriteAsync(session => IndexSomeAsync(session, some), cancellationToken);
            indexed += done;
            if (done < some)
            {
                break;
            }
        }

        return indexed;
    }

    /// <summary>Story ids in the order and within the bounds asked for.</summary>
    /// <param name="query">Words, "phrases", -minus, source:id, tag:name.</param>
    /// <param name="bounds">Its feeds are not asked: the query names them.</param>
    /// <param name="feedsOfTag">The feeds that carry a tag; empty for an unknown tag.</param>
    public async Task<IReadOnlyList<string>> FindAsync(
        string query, StoryQuery bounds, Func<string, IReadOnlyCollection<string>> feedsOfTag, CancellationToken cancellationToken)
    {
        var terms = SearchQuery.Parse(query).Terms;
        if (terms.IsEmpty || bounds.Limit <= 0)
        {
            return [];
        }

        var parameters = new SqlParameters().Add("limit", bounds.Limit);
        var sql = new StringBuilder("SELECT s.id, s.date_ms, s.seq FROM stories s");
        var where = StoryReader.Bounds(bounds, parameters);
        if (Asked(terms.Where(term => !term.IsExcluded), database.Dialect.Both) is { } wanted)
        {
            parameters.Add("wanted", wanted);
            sql.Append(CultureInfo.InvariantCulture, $" JOIN search i ON i.{database.Dialect.SearchKey} = s.seq WHERE {database.Dialect.Found("wanted")} AND {where}");
        }
        else
        {
            sql.Append(CultureInfo.InvariantCulture, $" WHERE {where}");
        }

        if (Asked(terms.Where(term => term.IsExcluded), database.Dialect.Any) is { } unwanted)
        {
            parameters.Add("unwanted", unwanted);
            sql.Append(CultureInfo.InvariantCulture, $" AND s.seq NOT IN (SELECT {database.Dialect.SearchKey} FROM search i WHERE {database.Dialect.Found("unwanted")})");
        }

        AddSources(sql, parameters, terms, feedsOfTag);
        var (nearest, answer) = StoryReader.OrderBy(bounds);
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY {nearest} LIMIT @limit");
        return await database.ReadAsync(session => session.QueryAsync<string>($"SELECT s.id FROM ({sql}) s ORDER BY {answer}", parameters), cancellationToken);
    }

    /// <summary>Null: no term is of words.</summary>
    private string? Asked(IEnumerable<SearchTerm> terms, Func<IEnumerable<string>, string> together)
    {
        var asked = terms.Where(term => term.Kind == SearchTermKind.Words).Select(term => database.Dialect.Any(term.Spellings.Select(database.Dialect.Phrase))).ToList();
        return asked.Count == 0 ? null : together(asked);
    }

    private void AddSources(StringBuilder sql, SqlParameters parameters, IEnumerable<SearchTerm> terms, Func<string, IReadOnlyCollection<string>> feedsOfTag)
    {
        var count = 0;
        foreach (var term in terms.Where(term => term.Kind != SearchTermKind.Words))
        {
            var name = "feeds" + count++.ToString(CultureInfo.InvariantCulture);
            parameters.AddList(name, database.List(term.Kind == SearchTermKind.Source ? [StoredText.Fit(term.Value)] : feedsOfTag(term.Value)));
            sql.Append(term.IsExcluded ? " AND NOT EXISTS" : " AND EXISTS")
                .Append(CultureInfo.InvariantCulture, $" (SELECT 1 FROM matches m WHERE m.story_seq = s.seq AND {database.AnyOf("m.feed_id", name)})");
        }
    }

    private static async Task<int> IndexSomeAsync(DatabaseSession session, int max)
    {
        var dialect = session.Database.Dialect;
        var sequences = await session.QueryAsync<long>(
            $"SELECT story_seq FROM search_pending ORDER BY story_seq DESC LIMIT @max {dialect.ForUpdateOfFree}", new { max });
        if (sequences.Count == 0)
        {
            return 0;
        }

        var parameters = new { sequences = session.Database.List(sequences) };
        await session.ExecuteAsync($"DELETE FROM search WHERE {session.Database.AnyOf(dialect.SearchKey, "sequences")}", parameters);
        var stories = await session.QueryAsync(
            $"""
            SELECT s.seq, a.title, t.text FROM stories s JOIN articles a ON a.id = s.shown_article_id JOIN article_texts t ON t.article_id = a.id
            WHERE {session.Database.AnyOf("s.seq", "sequences")}
            """,
            parameters,
            row => (Sequence: row.GetInt64(0), Title: row.GetString(1), Text: row.GetString(2)));
        var copies = await session.QueryAsync(
            $"""
            SELECT DISTINCT m.story_seq, a.title FROM matches m JOIN stories s ON s.seq = m.story_seq JOIN articles a ON a.id = m.article_id
            WHERE a.id <> s.shown_article_id AND {session.Database.AnyOf("m.story_seq", "sequences")}
            """,
            parameters,
            row => (Sequence: row.GetInt64(0), Title: row.GetString(1)));
        var otherTitles = copies.ToLookup(copy => copy.Sequence, copy => copy.Title);
        var insert = RowBatch.Insert(
            session, ["story", "words"], $"search ({dialect.SearchKey}, words)", $"given.story, {dialect.Indexed("given.words")}");
        foreach (var (sequence, title, text) in stories)
        {
            await insert.AddAsync(sequence, dialect.Document(Words([title, .. otherTitles[sequence].Order(StringComparer.Ordinal), text])));
        }

        await insert.FlushAsync();
        await session.ExecuteAsync($"DELETE FROM search_pending WHERE {session.Database.AnyOf("story_seq", "sequences")}", parameters);
        return sequences.Count;
    }

    private static List<string> Words(IEnumerable<string> texts)
    {
        var words = new List<string>();
        foreach (var text in texts)
        {
            words.AddRange(SearchWords.Of(text));
            words.Add(Break);
        }

        return words.Count <= MaxWords ? words : words[..MaxWords];
    }
}
