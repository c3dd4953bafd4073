using System.Collections.Immutable;
using System.Text;

namespace FeedHub.Storage.Postgres;

/// <summary>Row locks between processes; tsvector for search.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    public override string SearchKey => "story_seq";

    public override string ForUpdateOfFree => "FOR UPDATE SKIP LOCKED";

    public override string ForUpdate(string of) => of.Length == 0 ? "FOR UPDATE" : "FOR UPDATE OF " + of;

    public override string Found(string parameter) => $"i.words @@ CAST(@{parameter} AS tsquery)";

    public override string Phrase(ImmutableArray<string> words) => $"({string.Join(" <-> ", words.Select(word => $"'{word}'"))})";

    public override string Any(IEnumerable<string> queries) => $"({string.Join(" | ", queries)})";

    public override string Both(IEnumerable<string> queries) => string.Join(" & ", queries);

    /// <summary>A tsvector: each word with its places.</summary>
    public override string Document(IReadOnlyList<string> words)
    {
        var vector = new StringBuilder();
        foreach (var places in words.Index().GroupBy(place => place.Item, place => place.Index + 1))
        {
            vector.Append('\'').Append(places.Key).Append("':").AppendJoin(',', places).Append(' ');
        }

        return vector.ToString();
    }

    public override string Indexed(string given) => $"CAST({given} AS tsvector)";
}
