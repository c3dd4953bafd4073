using Npgsql;

namespace FeedHub.Storage;

/// <summary>
/// One statement for many rows: on SQLite run for each with a statement prepared once, on PostgreSQL run once for <see cref="MaxTogether"/> of them, since
/// round trips and statements cost more there than rows. No value may be null. A row's values are called <c>given.column</c> in the SQL.
/// </summary>
internal sealed class RowBatch
{
    private const int MaxTogether = 500;

    private readonly string[] _columns;
    private readonly SqliteStatement? _statement;
    private readonly NpgsqlConnection? _connection;
    private readonly string _sql = "";

    /// <summary>Of the rows not yet sent, a list per column; SQLite keeps none back.</summary>
    private readonly List<object>[] _waiting;

    private RowBatch(DatabaseSession session, string[] columns, string sqlite, Func<string, string> postgres)
    {
        _columns = columns;
        _waiting = [.. columns.Select(_ => new List<object>())];
        if (session.Connection is NpgsqlConnection connection)
        {
            var arrays = string.Join(", ", columns.Select(column => "@" + column));
            _connection = connection;
            _sql = postgres($"unnest({arrays}) AS given ({string.Join(", ", columns)})");
        }
        else
        {
            _statement = session.Statement(sqlite.Replace("given.", "@", StringComparison.Ordinal), columns);
        }
    }

    /// <summary>Flush before reading what it wrote.</summary>
    /// <param name="columns">Of the rows, in the order of the values.</param>
    /// <param name="into">Table and columns.</param>
    /// <remarks>SQLite gets <c>VALUES</c>: before an <c>INSERT … SELECT</c> it copies every page that it is going to touch, to be able to take it back.</remarks>
    public static RowBatch Insert(DatabaseSession session, string[] columns, string into, string values, string onConflict = "") => new(
        session, columns, $"INSERT INTO {into} VALUES ({values}) {onConflict}", given => $"INSERT INTO {into} SELECT {values} FROM {given} {onConflict}");

    /// <inheritdoc cref="Insert"/>
    public static RowBatch Update(DatabaseSession session, string[] columns, string table, string set, string where) => new(
        session, columns, $"UPDATE {table} SET {set} WHERE {where}", given => $"UPDATE {table} SET {set} FROM {given} WHERE {where}");

    /// <inheritdoc cref="Insert"/>
    public static RowBatch Delete(DatabaseSession session, string[] columns, string table, string where) => new(
        session, columns, $"DELETE FROM {table} WHERE {where}", given => $"DELETE FROM {table} USING {given} WHERE {where}");

    public async Task AddAsync(params object[] values)
    {
        if (_statement is not null)
        {
            _statement.Run(values);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            _waiting[i].Add(values[i]);
        }

        if (_waiting[0].Count >= MaxTogether)
        {
            await FlushAsync();
        }
    }

    public async Task FlushAsync()
    {
        if (_connection is null || _waiting is not [{ Count: > 0 }, ..])
        {
            return;
        }

        // A command of its own each time: one that has been prepared goes on sending the parameters it was prepared with (Npgsql issue 3850).
        await using var command = new NpgsqlCommand(_sql, _connection);
        for (var i = 0; i < _columns.Length; i++)
        {
            command.Parameters.Add(Column(_columns[i], _waiting[i]));
            _waiting[i].Clear();
        }

        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Column(string name, List<object> values) => values[0] switch
    {
        long => new NpgsqlParameter<long[]>(name, [.. values.Cast<long>()]),
        byte[] => new NpgsqlParameter<byte[][]>(name, [.. values.Cast<byte[]>()]),
        _ => new NpgsqlParameter<string[]>(name, [.. values.Cast<string>()]),
    };
}
