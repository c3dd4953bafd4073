using System.Collections.Immutable;
using System.Globalization;
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
        var weighed = query.Wanted.Take(MaxWeighed).ToList();
        var where = $"s.first_seen_ms <= @asOf AND {sql.Condition(query.Clause!)}";
        sql.Parameters.Add("asOf", asOf.Ms()).Add("most", most).Add("mostTitled", MostTitled);
        var stories = (await FoundAsync(session, sql, where, "@most")).ToList();
        if (weighed.Count == 0 || stories.Count == 0)
        {
            return [.. stories.Select(story => story.Id)];
        }

        var scores = await ScoresAsync(session, sql, weighed, query.Clause!, stories);
        if (stories.Count == most)
        {
            // There are more, older ones; those that have all in the title are worth it. Where nothing but words is asked, that is answer enough.
            var isAll = query.Clause is SearchClause.Words || (query.Clause is SearchClause.All all && all.Of.Length == weighed.Count && all.Of.All(of => of is SearchClause.Words));
            var titled = await FoundAsync(session, sql, $"{(isAll ? "s.first_seen_ms <= @asOf" : where)} AND {sql.Found(session.Database.Dialect.All(weighed.Select(words => sql.Exact(words.Pattern, inTitle: true))))}", "@mostTitled");
            stories.AddRange(titled.Where(story => scores.TryAdd(story.Sequence, Places[0].Worth)));
        }

        return
        [
            .. stories.OrderByDescending(story => scores[story.Sequence] + Freshness(story.Date, asOf)).ThenByDescending(story => story.Date).ThenByDescending(story => story.Sequence)
                .Select(story => story.Id),
        ];
    }

    /// <summary>Newest first.</summary>
    private static Task<IReadOnlyList<(string Id, long Sequence, DateTimeOffset Date)>> FoundAsync(DatabaseSession session, SearchSql sql, string where, string limit) =>
        session.QueryAsync(
            $"SELECT s.id, s.seq, s.date_ms FROM stories s WHERE {where} ORDER BY s.date_ms DESC, s.seq DESC LIMIT {limit}",
            sql.Parameters,
            row => (row.GetString(0), row.GetInt64(1), row.Instant(2)));

    /// <summary>By sequence. Only the part of the index is read in which the stories stand: the newest stand together.</summary>
    private static async Task<Dictionary<long, double>> ScoresAsync(
        DatabaseSession session, SearchSql sql, List<SearchClause.Words> weighed, SearchClause clause, List<(string Id, long Sequence, DateTimeOffset Date)> stories)
    {
        var dialect = session.Database.Dialect;
        var weights = await WeightsAsync(session, sql, weighed);
        var signs = new List<(int Word, double Worth)>();
        var asked = new List<string>();
        foreach (var (word, words) in weighed.Index())
        {
            // What every story must have need not be looked for.
            var isRequired = IsRequired(clause, words);
            foreach (var place in Places.Where(place => place.IsExact || place.InTitle || !isRequired))
            {
                signs.Add((word, place.Worth));
                asked.Add(place.IsExact ? sql.Exact(words.Pattern, place.InTitle) : sql.Family(words.Pattern, place.InTitle));
            }
        }

        if (Phrase(weighed) is { } phrase)
        {
            signs.AddRange([(-1, PhraseInTitle), (-1, PhraseInText)]);
            asked.AddRange([sql.Exact(phrase, inTitle: true), sql.Exact(phrase, inTitle: false)]);
        }

        sql.Parameters.Add("first", stories.Min(story => story.Sequence)).Add("last", stories.Max(story => story.Sequence));
        var unions = asked.Select((one, sign) => string.Create(
            CultureInfo.InvariantCulture, $"SELECT {sign}, i.{dialect.SearchKey} FROM search i WHERE {dialect.Found(sql.Add(one))} AND i.{dialect.SearchKey} BETWEEN @first AND @last"));
        var found = await session.QueryAsync(string.Join(" UNION ALL ", unions), sql.Parameters, row => (Sign: signs[(int)row.GetInt64(0)], Story: row.GetInt64(1)));
        var best = stories.ToDictionary(story => story.Sequence, _ => weighed.Select(words => IsRequired(clause, words) ? Places[^1].Worth : 0).ToArray());
        var scores = stories.ToDictionary(story => story.Sequence, _ => 0.0);
        foreach (var ((word, worth), story) in found.Where(hit => scores.ContainsKey(hit.Story)))
        {
            if (word < 0)
            {
                scores[story] += worth;
            }
            else
            {
                best[story][word] = Math.Max(best[story][word], worth);
            }
        }

        return scores.ToDictionary(story => story.Key, story => story.Value + best[story.Key].Zip(weights, (worth, weight) => worth * weight).Sum());
    }

    private static bool IsRequired(SearchClause clause, SearchClause.Words words) =>
        ReferenceEquals(clause, words) || (clause is SearchClause.All all && all.Of.Any(of => ReferenceEquals(of, words)));

    /// <summary>Words typed side by side, as if they had been quoted; null: there are none.</summary>
    private static WordPattern? Phrase(List<SearchClause.Words> weighed) =>
        weighed.Count > 1 && weighed.TrueForAll(words => words.Pattern.Match == WordMatch.Family)
            ? WordPattern.Read(string.Join(' ', weighed.Select(words => words.Pattern.Words[0])), isQuoted: true)
            : null;

    /// <summary>Of each word by its rarity (inverse document frequency); they add up to one.</summary>
    private static async Task<double[]> WeightsAsync(DatabaseSession session, SearchSql sql, List<SearchClause.Words> weighed)
    {
        if (weighed.Count < 2)
        {
            return [.. weighed.Select(_ => 1.0)];
        }

        var counts = weighed.Select(words =>
            $"(SELECT COUNT(*) FROM (SELECT 1 FROM search i WHERE {session.Database.Dialect.Found(sql.Add(sql.Family(words.Pattern, inTitle: false)))} LIMIT {Common}) c)");
        var stories = (await session.QueryAsync($"SELECT {string.Join(", ", counts)}", sql.Parameters, row => weighed.Select((_, place) => row.GetInt64(place)).ToArray()))[0];
        var rarities = stories.Select(count => Math.Log(1 + (Common / (1.0 + count)))).ToArray();
        return [.. rarities.Select(rarity => rarity / rarities.Sum())];
    }

    private static double Freshness(DateTimeOffset date, DateTimeOffset asOf) => Math.Pow(2, -Math.Max(0, (asOf - date).TotalDays) / HalfLifeDays);
}
