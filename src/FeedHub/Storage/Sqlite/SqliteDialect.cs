using System.Collections.Immutable;

namespace FeedHub.Storage.Sqlite;

/// <summary>One writer, so nothing to lock; FTS5 for search.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string SearchKey => "rowid";

    public override string ForUpdateOfFree => "";

    public override string ForUpdate(string of) => "";

    public override string[] SearchColumns => ["title", "words"];

    public override string Found(string parameter) => $"i.search MATCH @{parameter}";

    public override string Phrase(ImmutableArray<string> words, bool isBeginning, bool inTitle) =>
        $"{(inTitle ? "title : " : "")}\"{string.Join(' ', words)}\"{(isBeginning ? "*" : "")}";

    public override string Any(IEnumerable<string> queries) => $"({string.Join(" OR ", queries)})";

    public override string All(IEnumerable<string> queries) => $"({string.Join(" AND ", queries)})";

    public override string Without(string wanted, string unwanted) => $"({wanted} NOT {unwanted})";

    public override string[] Document(IReadOnlyList<string> title, IReadOnlyList<string> text) => [string.Join(' ', title), string.Join(' ', text)];

    public override string Indexed(string given) => given;
}
