using System.Collections.Immutable;

namespace FeedHub.Storage.Sqlite;

/// <summary>One writer, so nothing to lock; FTS5 for search.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string SearchKey => "rowid";

    public override string ForUpdateOfFree => "";

    public override string ForUpdate(string of) => "";

    public override string Found(string parameter) => $"i.words MATCH @{parameter}";

    public override string Phrase(ImmutableArray<string> words) => $"\"{string.Join(' ', words)}\"";

    public override string Any(IEnumerable<string> queries) => $"({string.Join(" OR ", queries)})";

    public override string Both(IEnumerable<string> queries) => string.Join(" AND ", queries);

    public override string Document(IReadOnlyList<string> words) => string.Join(' ', words);

    public override string Indexed(string given) => given;
}
