using System.Collections.Immutable;

namespace FeedHub.Storage;

/// <summary>
/// What a reader typed, understood: words, "phrases", <c>=exact</c>, <c>begin*</c>, <c>-minus</c>, <c>OR</c>, parentheses, and the fields <c>title:</c>,
/// <c>source:</c>, <c>tag:</c>, <c>after:</c>, <c>before:</c>, <c>sources:</c>, with Arabic names too.
/// </summary>
public sealed record SearchQuery
{
    /// <summary>Null: nothing was asked.</summary>
    public SearchClause? Clause { get; private init; }

    public ImmutableArray<SearchMistake> Mistakes { get; private init; } = [];

    public bool IsEmpty => Clause is null;

    /// <summary>The words that are searched for, in the order typed; those that are excluded are not.</summary>
    public IEnumerable<SearchClause.Words> Wanted => Clause is null ? [] : WantedOf(Clause);

    public static SearchQuery Parse(string? text)
    {
        var (clause, mistakes) = SearchParser.Read(text ?? "");
        return new SearchQuery { Clause = clause, Mistakes = mistakes };
    }

    private static IEnumerable<SearchClause.Words> WantedOf(SearchClause clause) => clause switch
    {
        SearchClause.All all => all.Of.SelectMany(WantedOf),
        SearchClause.Any any => any.Of.SelectMany(WantedOf),
        SearchClause.Words words => [words],
        _ => [],
    };
}
