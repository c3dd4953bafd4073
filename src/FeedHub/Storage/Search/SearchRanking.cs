using System.Collections.Immutable;
using System.Data.Common;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>Relevance, reckoned here from what either engine can say, so that both agree.</summary>
internal static class SearchRanking
{
    /// <summary>Words beyond that choose, but do not weigh.</summary>
    private const int MaxWeighed = 6;

    /// <summary>A word in more stories is as common as can be.</summary>
    private const int Common = 1_000;

    /// <summary>Of a story whose title has all the words, however old it is.</summary>
    private const int MostTitled = 100;

    private const double HalfLifeDays = 3;

    /// <summary>Where a word may stand, and what that is worth: in a title or a text, as it was typed or as another of its family.</summary>
    private static readonly ImmutableArray<(double Worth, bool InTitle, bool IsExact)> Places = [(4, true, true), (3, true, false), (2, false, true), (1, false, false)];

    private const double PhraseInTitle = 2;
    private const double PhraseInText = 1;

    public static async Task<IReadOnlyList<string>> BestAsync(DatabaseSession session, SearchQuery query, int most, SearchNames names, DateTimeOffset asOf)
    {
        var sql = await SearchSql.OfAsync(session, query.Clause!, names);
        var weighed = query.Wanted.Select(words => words.Pattern).Take(MaxWeighed).ToList();
        var weights = await WeightsAsync(session, sql, weighed);
        var dialect = session.Database.Dialect;
        var signs = weighed.SelectMany(pattern => Places.Select(place => place.IsExact ? sql.Exact(pattern, place.InTitle) : sql.Family(pattern, place.InTitle)))
            .Concat(Phrase(weighed) is { } phrase ? [sql.Exact(phrase, true), sql.Exact(phrase, false)] : [])
            .Select(asked => $", CASE WHEN {dialect.Holds(sql.Add(asked))} THEN 1 ELSE 0 END");
        var where = $"s.first_seen_ms <= @asOf AND {sql.Condition(query.Clause!)}";
        var titled = weighed.Count == 0 ? "" : $" UNION SELECT * FROM (SELECT s.id, s.seq, s.date_ms FROM stories s WHERE {where} AND s.seq IN (SELECT i.{dialect.SearchKey} FROM search i WHERE {dialect.Found(sql.Add(dialect.All(weighed.Select(pattern => sql.Exact(pattern, true)))))}) ORDER BY s.date_ms DESC, s.seq DESC LIMIT {MostTitled}) t";
        var stories = await session.QueryAsync(
            $"""
            SELECT s.id, s.date_ms, s.seq{string.Concat(signs)}
            FROM (SELECT * FROM (SELECT s.id, s.seq, s.date_ms FROM stories s WHERE {where} ORDER BY s.date_ms DESC, s.seq DESC LIMIT @limit) n{titled}) s
            """,
            sql.Parameters.Add("limit", most).Add("asOf", asOf.Ms()),
            row => (Id: row.GetString(0), Date: row.GetInt64(1), Sequence: row.GetInt64(2), Score: Score(row, weights) + Freshness(row.Instant(1), asOf)));
        return [.. stories.OrderByDescending(story => story.Score).ThenByDescending(story => story.Date).ThenByDescending(story => story.Sequence).Select(story => story.Id)];
    }

    /// <summary>Words typed side by side, as if they had been quoted; null: there are none.</summary>
    private static WordPattern? Phrase(List<WordPattern> weighed) =>
        weighed.Count > 1 && weighed.TrueForAll(pattern => pattern.Match == WordMatch.Family)
            ? WordPattern.Read(string.Join(' ', weighed.Select(pattern => pattern.Words[0])), isQuoted: true)
            : null;

    /// <summary>Of each word by its rarity (inverse document frequency); they add up to one.</summary>
    private static async Task<double[]> WeightsAsync(DatabaseSession session, SearchSql sql, List<WordPattern> weighed)
    {
        if (weighed.Count < 2)
        {
            return [.. weighed.Select(_ => 1.0)];
        }

        var counts = weighed.Select(pattern =>
            $"(SELECT COUNT(*) FROM (SELECT 1 FROM search i WHERE {session.Database.Dialect.Found(sql.Add(sql.Family(pattern, inTitle: false)))} LIMIT {Common}) c)");
        var stories = (await session.QueryAsync($"SELECT {string.Join(", ", counts)}", sql.Parameters, row => weighed.Select((_, place) => row.GetInt64(place)).ToArray()))[0];
        var rarities = stories.Select(count => Math.Log(1 + (Common / (1.0 + count)))).ToArray();
        return [.. rarities.Select(rarity => rarity / rarities.Sum())];
    }

    private static double Score(DbDataReader row, double[] weights)
    {
        const int first = 3;
        var score = 0.0;
        for (var word = 0; word < weights.Length; word++)
        {
            var place = Places.Index().FirstOrDefault(place => row.GetInt64(first + (word * Places.Length) + place.Index) == 1);
            score += weights[word] * place.Item.Worth;
        }

        var phrase = first + (weights.Length * Places.Length);
        return row.FieldCount == phrase ? score : score + (PhraseInTitle * row.GetInt64(phrase)) + (PhraseInText * row.GetInt64(phrase + 1));
    }

    private static double Freshness(DateTimeOffset date, DateTimeOffset asOf) => Math.Pow(2, -Math.Max(0, (asOf - date).TotalDays) / HalfLifeDays);
}
