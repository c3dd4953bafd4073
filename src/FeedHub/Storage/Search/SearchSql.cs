using System.Collections.Immutable;
using System.Globalization;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>A search as SQL: words that stand together become one full-text query, the rest conditions on the story <c>s</c>.</summary>
internal sealed class SearchSql
{
    /// <summary>No family of the news is as large; what an attacker's word meets may be.</summary>
    private const int MostWords = 400;

    private readonly Database _database;
    private readonly SearchNames _names;
    private readonly ILookup<string, string> _families;
    private readonly HashSet<string> _known;
    private int _count;

    private SearchSql(Database database, SearchNames names, IReadOnlyList<(string Family, string Word)> words)
    {
        (_database, _names) = (database, names);
        _families = words.ToLookup(row => row.Family, row => row.Word);
        _known = words.Select(row => row.Word).ToHashSet(StringComparer.Ordinal);
    }

    public SqlParameters Parameters { get; } = new();

    private SqlDialect Dialect => _database.Dialect;

    /// <summary>With the words of the index that the searched ones stand for.</summary>
    public static async Task<SearchSql> OfAsync(DatabaseSession session, SearchClause clause, SearchNames names)
    {
        var patterns = Patterns(clause).Where(pattern => pattern.Match == WordMatch.Family).ToList();
        var (database, families, firsts) = (session.Database, patterns.SelectMany(pattern => pattern.Families).Distinct(), patterns.SelectMany(pattern => pattern.Firsts).Distinct());
        var words = patterns.Count == 0 ? [] : await session.QueryAsync(
            $"SELECT family, word FROM search_families WHERE {database.AnyOf("family", "families")} UNION SELECT '', word FROM search_families WHERE {database.AnyOf("word", "firsts")} ORDER BY 1, 2",
            new { families = database.List(families), firsts = database.List(firsts) },
            row => (row.GetString(0), row.GetString(1)));
        return new SearchSql(database, names, words);
    }

    private static IEnumerable<WordPattern> Patterns(SearchClause clause) => clause switch
    {
        SearchClause.All all => all.Of.SelectMany(Patterns),
        SearchClause.Any any => any.Of.SelectMany(Patterns),
        SearchClause.Not not => Patterns(not.Of),
        SearchClause.Words words => [words.Pattern],
        _ => [],
    };

    /// <summary>A condition on the story <c>s</c>.</summary>
    public string Condition(SearchClause clause) => clause switch
    {
        SearchClause.Words words => Found(Family(words.Pattern, words.InTitle)),
        SearchClause.All all => AllOf(all.Of),
        SearchClause.Any any => FullText(any) is { } query ? Found(query) : $"({string.Join(" OR ", any.Of.Select(Condition))})",
        SearchClause.Not not => $"NOT ({Condition(not.Of)})",
        SearchClause.Source source => OfFeeds(_names.FeedsOfSource(source.Named)),
        SearchClause.Tag tag => OfFeeds(_names.FeedsOfTag(tag.Named)),
        SearchClause.After after => $"s.date_ms >= @{Add(_names.StartOf(after.Day).Ms())}",
        SearchClause.Before before => $"s.date_ms < @{Add(_names.StartOf(before.Day).Ms())}",
        SearchClause.Sources sources => $"(SELECT COUNT(DISTINCT m.feed_id) FROM matches m WHERE m.story_seq = s.seq) >= @{Add(sources.AtLeast)}",
        _ => throw new ArgumentOutOfRangeException(nameof(clause)),
    };

    /// <summary>Full-text query: the word, or the words in a row, without its family.</summary>
    public string Exact(WordPattern pattern, bool inTitle) => Dialect.Any(
        pattern.Firsts.Where(first => pattern.Match != WordMatch.Family || first == pattern.Words[0] || _known.Contains(first))
            .Select(first => Dialect.Phrase(pattern.Words.SetItem(0, first), pattern.Match == WordMatch.Prefix, inTitle)));

    /// <summary>Full-text query: the word with its family.</summary>
    public string Family(WordPattern pattern, bool inTitle) => pattern.Match != WordMatch.Family
        ? Exact(pattern, inTitle)
        : Dialect.Any(pattern.Firsts.Where(_known.Contains).Concat(pattern.Families.SelectMany(family => _families[family])).Distinct().Take(MostWords)
            .DefaultIfEmpty(pattern.Words[0]).Select(word => Dialect.Phrase([word], isBeginning: false, inTitle)));

    /// <summary>The name of a parameter with this full-text query.</summary>
    public string Add(string query)
    {
        var name = NextName();
        Parameters.Add(name, query);
        return name;
    }

    private string Add(long number)
    {
        var name = NextName();
        Parameters.Add(name, number);
        return name;
    }

    private string NextName() => "asked" + _count++.ToString(CultureInfo.InvariantCulture);

    /// <summary>A condition on the story <c>s</c>: it answers this full-text query.</summary>
    public string Found(string query) => $"s.seq IN (SELECT i.{Dialect.SearchKey} FROM search i WHERE {Dialect.Found(Add(query))})";

    private string AllOf(ImmutableArray<SearchClause> clauses)
    {
        var all = new SearchClause.All(clauses);
        if (FullText(all) is { } query)
        {
            return Found(query);
        }

        var words = clauses.Where(clause => FullText(clause) is not null || (clause is SearchClause.Not { Of: var of } && FullText(of) is not null)).ToImmutableArray();
        var isTogether = words.Length > 1 && words.Any(clause => clause is not SearchClause.Not);
        var conditions = isTogether ? clauses.Except(words).Select(Condition).Prepend(Found(FullText(new SearchClause.All(words))!)) : clauses.Select(Condition);
        return $"({string.Join(" AND ", conditions)})";
    }

    /// <summary>Null: it is not of words alone, or says only what must not be there.</summary>
    private string? FullText(SearchClause clause) => clause switch
    {
        SearchClause.Words words => Family(words.Pattern, words.InTitle),
        SearchClause.Any any => any.Of.Select(FullText).ToList() is var queries && queries.TrueForAll(query => query is not null) ? Dialect.Any(queries!) : null,
        SearchClause.All all => FullTextOfAll(all.Of),
        _ => null,
    };

    private string? FullTextOfAll(ImmutableArray<SearchClause> clauses)
    {
        var wanted = clauses.Where(clause => clause is not SearchClause.Not).Select(FullText).ToList();
        var unwanted = clauses.OfType<SearchClause.Not>().Select(not => FullText(not.Of)).ToList();
        if (wanted.Count == 0 || wanted.Contains(null) || unwanted.Contains(null))
        {
            return null;
        }

        return unwanted.Count == 0 ? Dialect.All(wanted!) : Dialect.Without(Dialect.All(wanted!), Dialect.Any(unwanted!));
    }

    private string OfFeeds(IReadOnlyCollection<string> feeds)
    {
        var name = NextName();
        Parameters.AddList(name, _database.List(feeds.Select(StoredText.Fit)));
        return $"EXISTS (SELECT 1 FROM matches m WHERE m.story_seq = s.seq AND {_database.AnyOf("m.feed_id", name)})";
    }
}
