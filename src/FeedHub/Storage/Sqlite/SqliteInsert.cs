namespace FeedHub.Storage.Sqlite;

/// <summary>A <see cref="RowInsert{T}"/>, row by row with statements prepared once.</summary>
internal sealed class SqliteInsert<T>
{
    private readonly RowInsert<T> _insert;
    private readonly SqliteStatement? _unless;
    private readonly SqliteStatement _into;
    private readonly SqliteStatement[] _beside;

    public SqliteInsert(RowInsert<T> insert, PreparedStatements prepared)
    {
        _insert = insert;

        // The first value is the row's new id.
        string[] names = ["added_id", .. insert.Table.Given.Select(column => column.Name)];
        var inserted = insert.Table.Inserted.ToList();
        _unless = insert.Unless is null ? null : Prepare($"SELECT {insert.Unless}");
        _into = Prepare(
            $"INSERT INTO {insert.Table.Name} ({string.Join(", ", inserted)}) VALUES ({string.Join(", ", inserted.Select(name => "@" + name))}) "
            + $"ON CONFLICT ({string.Join(", ", insert.Key)}) DO NOTHING");
        _beside = [.. insert.Beside.Select(beside => Prepare($"INSERT INTO {beside.Into} VALUES ({beside.Values})"))];

        SqliteStatement Prepare(string sql) => prepared.Statement(
            sql.Replace("given.", "@", StringComparison.Ordinal).Replace("added.id", "@added_id", StringComparison.Ordinal), names);
    }

    public IReadOnlyList<long?> Run(IReadOnlyList<T> rows)
    {
        var ids = new long?[rows.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = Run(rows[i]);
        }

        return ids;
    }

    private long? Run(T row)
    {
        var given = _insert.Table.Given;
        var values = new object?[1 + given.Length];
        for (var i = 0; i < given.Length; i++)
        {
            values[1 + i] = given[i].Value(row);
        }

        if (_unless?.Number(values) is > 0 || _into.Run(values) == 0)
        {
            return null;
        }

        values[0] = _into.LastRow;
        foreach (var beside in _beside)
        {
            beside.Run(values);
        }

        return (long?)values[0];
    }
}
