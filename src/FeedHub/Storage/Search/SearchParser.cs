using System.Collections.Immutable;
using System.Globalization;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>Recursive descent over what was typed. Nothing is refused: what makes no sense is named, and left out.</summary>
internal sealed class SearchParser
{
    private const int MaxLength = 500;
    private const int MaxTerms = 16;
    private const int MostSources = 1_000;

    private static readonly ImmutableArray<(string Name, Field Field)> Fields =
    [
        ("title:", Field.Title), ("عنوان:", Field.Title), ("source:", Field.Source), ("مصدر:", Field.Source), ("tag:", Field.Tag), ("وسم:", Field.Tag),
        ("after:", Field.After), ("بعد:", Field.After), ("before:", Field.Before), ("قبل:", Field.Before), ("sources:", Field.Sources), ("مصادر:", Field.Sources),
    ];

    private readonly List<SearchMistake> _mistakes = [];
    private readonly List<SearchToken> _tokens;
    private int _next;
    private int _terms;

    private SearchParser(string text) => _tokens = SearchToken.Split(text.Length > MaxLength ? text[..MaxLength] : text);

    private enum Field
    {
        None,
        Title,
        Source,
        Tag,
        After,
        Before,
        Sources,
    }

    public static (SearchClause? Clause, ImmutableArray<SearchMistake> Mistakes) Read(string text)
    {
        var parser = new SearchParser(text);
        var clauses = new List<SearchClause>();
        while (true)
        {
            clauses.AddRange(parser.Choice() is { } clause ? [clause] : []);
            if (parser._next == parser._tokens.Count)
            {
                break;
            }

            // What ends a choice before the end is a parenthesis that nobody opened.
            parser._next++;
            parser.Wrong(SearchMistakeKind.Parenthesis, ")");
        }

        return (All(clauses), [.. parser._mistakes.Distinct()]);
    }

    private SearchToken? Peek => _next < _tokens.Count ? _tokens[_next] : null;

    /// <summary>Sequences with <c>OR</c> between them.</summary>
    private SearchClause? Choice()
    {
        var choices = new List<SearchClause>();
        while (true)
        {
            var sequence = Sequence();
            choices.AddRange(sequence is null ? [] : [sequence]);
            var isMore = Peek?.Kind == SearchTokenKind.Or;
            if (sequence is null && (isMore || choices.Count > 0))
            {
                Wrong(SearchMistakeKind.NoChoice, "OR");
            }

            if (!isMore)
            {
                return choices.Count > 1 ? new SearchClause.Any([.. choices]) : choices.FirstOrDefault();
            }

            _next++;
        }
    }

    private SearchClause? Sequence()
    {
        var clauses = new List<SearchClause>();
        while (Peek is { Kind: not (SearchTokenKind.Or or SearchTokenKind.Close) } token)
        {
            _next++;
            var clause = token.Kind == SearchTokenKind.Open ? Group() : Term(token);
            clauses.AddRange(clause is null ? [] : [token.IsExcluded ? new SearchClause.Not(clause) : clause]);
        }

        return All(clauses);
    }

    private SearchClause? Group()
    {
        var clause = Choice();
        if (Peek?.Kind == SearchTokenKind.Close)
        {
            _next++;
        }
        else
        {
            Wrong(SearchMistakeKind.Parenthesis, "(");
        }

        return clause;
    }

    private static SearchClause? All(List<SearchClause> clauses)
    {
        var flat = clauses.SelectMany(clause => clause is SearchClause.All all ? all.Of : [clause]).ToList();
        var different = flat.Where((clause, place) => !flat.Take(place).Any(before => IsLike(before, clause))).ToImmutableArray();
        return different.Length > 1 ? new SearchClause.All(different) : different.FirstOrDefault();
    }

    private static bool IsLike(SearchClause one, SearchClause other) => (one, other) switch
    {
        (SearchClause.Words a, SearchClause.Words b) => a.InTitle == b.InTitle && a.Pattern.IsLike(b.Pattern),
        (SearchClause.Not a, SearchClause.Not b) => IsLike(a.Of, b.Of),
        _ => one.Equals(other),
    };

    /// <summary>Null: nothing in it can be searched for.</summary>
    private SearchClause? Term(SearchToken token)
    {
        var (field, value) = token.IsQuoted ? (Field.None, token.Written) : FieldOf(token.Written);
        var isQuoted = token.IsQuoted || (field != Field.None && WordPattern.IsQuote(value[0]));
        var bare = field == Field.None ? value : value.Trim('"', '«', '»', '“', '”', '„').Trim();
        if (_terms == MaxTerms || bare.Length == 0)
        {
            return null;
        }

        var clause = field switch
        {
            Field.Source => new SearchClause.Source(bare),
            Field.Tag => new SearchClause.Tag(bare),
            Field.After => Date(bare) is { } day ? new SearchClause.After(day) : Wrong(SearchMistakeKind.NoDate, token.Written),
            Field.Before => Date(bare) is { } day ? new SearchClause.Before(day) : Wrong(SearchMistakeKind.NoDate, token.Written),
            Field.Sources => Number(bare) is { } number ? new SearchClause.Sources(number) : Wrong(SearchMistakeKind.NoNumber, token.Written),
            _ => Words(bare, isQuoted, field == Field.Title),
        };
        _terms += clause is null ? 0 : 1;
        return clause;
    }

    private SearchClause? Words(string written, bool isQuoted, bool inTitle) =>
        !isQuoted && WordPattern.IsTooShort(written) ? Wrong(SearchMistakeKind.ShortBeginning, written)
        : WordPattern.Read(written, isQuoted) is { } pattern ? new SearchClause.Words(pattern, inTitle)
        : null;

    private SearchClause? Wrong(SearchMistakeKind kind, string written)
    {
        _mistakes.Add(new(kind, written));
        return null;
    }

    private static (Field Field, string Value) FieldOf(string written)
    {
        foreach (var (name, field) in Fields)
        {
            if (written.Length > name.Length && written.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return (field, written[name.Length..]);
            }
        }

        return (Field.None, written);
    }

    /// <summary>Year, month, day, in any digits.</summary>
    private static DateOnly? Date(string written)
    {
        var parts = ArabicText.MatchingForm(written);
        return DateOnly.TryParseExact(parts, "yyyy M d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9000 ? day : null;
    }

    private static int? Number(string written) =>
        int.TryParse(ArabicText.MatchingForm(written), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostSources ? number : null;
}
