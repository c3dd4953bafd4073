using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FeedHub.Storage.Postgres;

/// <summary>Row locks between processes; tsvector for search.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    public override string SearchKey => "story_seq";

    public override string ForUpdateOfFree => "FOR UPDATE SKIP LOCKED";

    public override string ForUpdate(string of) => of.Length == 0 ? "FOR UPDATE" : "FOR UPDATE OF " + of;

    public override string[] SearchColumns => ["words"];

    public override string Found(string parameter) => $"i.words @@ CAST(@{parameter} AS tsquery)";

    public override string Phrase(ImmutableArray<string> words, bool isBeginning, bool inTitle)
    {
        var last = words.Length - 1;
        var lexemes = words.Select((word, place) => (isBeginning && place == last, inTitle) switch
        {
            (true, true) => $"'{word}':*A",
            (true, false) => $"'{word}':*",
            (false, true) => $"'{word}':A",
            _ => $"'{word}'",
        });
        return $"({string.Join(" <-> ", lexemes)})";
    }

    public override string Any(IEnumerable<string> queries) => $"({string.Join(" | ", queries)})";

    public override string All(IEnumerable<string> queries) => $"({string.Join(" & ", queries)})";

    public override string Without(string wanted, string unwanted) => $"({wanted} & !{unwanted})";

    /// <summary>A tsvector: each word with its places, those of the title marked.</summary>
    public override string[] Document(IReadOnlyList<string> title, IReadOnlyList<string> text)
    {
        var vector = new StringBuilder();
        foreach (var places in title.Concat(text).Index().GroupBy(place => place.Item, place => place.Index))
        {
            vector.Append('\'').Append(places.Key).Append("':").AppendJoin(',', places.Select(place => (place + 1).ToString(CultureInfo.InvariantCulture) + (place < title.Count ? "A" : ""))).Append(' ');
        }

        return [vector.ToString()];
    }

    public override string Indexed(string given) => $"CAST({given} AS tsvector)";
}
