using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace FeedHub.Storage.Postgres;

/// <summary>One transaction on one connection. Over a network, round trips cost more than rows: many rows go in one statement.</summary>
internal sealed class PostgresSession(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken) : DatabaseSession(database)
{
    /// <summary>Any number that nobody else takes.</summary>
    private const string OneAtATime = "SELECT pg_advisory_xact_lock(3333483)";

    public NpgsqlConnection Connection => connection;

    public override async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, Func<DbDataReader, T> row)
    {
        await using var command = Command(connection, sql, parameters);
        return await ReadAsync(command, row, cancellationToken);
    }

    /// <summary>A command with its parameters; the caller disposes it.</summary>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object? parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value, type) in SqlParameters.Of(parameters))
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter(name, TypeOf(type)) { Value = DBNull.Value } : new NpgsqlParameter(name, value));
        }

        return command;
    }

    internal override async Task<IReadOnlyList<long?>> InsertAsync<T>(RowInsert<T> insert, IReadOnlyList<T> rows)
    {
        var ids = new long?[rows.Count];
        if (rows.Count > 0)
        {
            await using var command = new NpgsqlCommand(InsertSql(insert), connection);
            foreach (var column in insert.Table.Given)
            {
                command.Parameters.Add(Values(column, rows));
            }

            foreach (var (place, id) in await ReadAsync(command, row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken))
            {
                ids[place - 1] = id;
            }
        }

        return ids;
    }

    internal override RowBatch Batch(string[] columns, string perRow, Func<string, string> together) => new PostgresBatch(connection, columns, together);

    internal override Task OneAtATimeAsync() => ExecuteAsync(OneAtATime);

    public static NpgsqlDbType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Number => NpgsqlDbType.Bigint,
        ColumnType.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Text,
    };

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlCommand command, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private static string InsertSql<T>(RowInsert<T> insert)
    {
        var given = insert.Table.Given.Select(column => column.Name).ToList();
        var inserted = string.Join(", ", insert.Table.Inserted);
        var key = string.Join(", ", insert.Key);
        var beside = insert.Beside.Select((beside, i) => $"beside{i} AS (INSERT INTO {beside.Into} SELECT {beside.Values} FROM added JOIN given USING ({key})),");
        return $"""
            WITH given AS (
                SELECT * FROM unnest({string.Join(", ", given.Select(name => "@" + name))}) WITH ORDINALITY AS g ({string.Join(", ", given)}, place)),
            added AS (
                INSERT INTO {insert.Table.Name} ({inserted}) SELECT {inserted} FROM given {(insert.Unless is null ? "" : $"WHERE NOT {insert.Unless}")}
                ORDER BY place ON CONFLICT ({key}) DO NOTHING RETURNING id, {key}),
            {string.Concat(beside)}
            placed AS (SELECT given.place, added.id FROM added JOIN given USING ({key}))
            SELECT place, id FROM placed
            """;
    }

    private static NpgsqlParameter Values<T>(Column<T> column, IReadOnlyList<T> rows) => column.Type == ColumnType.Number
        ? new NpgsqlParameter<long?[]>(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Bigint) { TypedValue = [.. rows.Select(row => (long?)column.Value(row))] }
        : new NpgsqlParameter<string?[]>(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = [.. rows.Select(row => (string?)column.Value(row))] };
}
