using Npgsql;

namespace FeedHub.Storage.Postgres;

/// <summary>Takes rows in by COPY.</summary>
internal sealed class PostgresTarget(NpgsqlConnection connection) : MoveTarget
{
    public override async Task<IReadOnlyList<MovedColumn>> ColumnsAsync(string table) => await QueryAsync(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = @table AND table_schema = current_schema() ORDER BY ordinal_position",
        new { table },
        row => new MovedColumn((string)row[0], (string)row[1] switch { "bigint" => ColumnType.Number, "bytea" => ColumnType.Bytes, _ => ColumnType.Text }));

    /// <summary>SQLite compares text byte by byte; PostgreSQL as its locale does, unless told.</summary>
    public override string InByteOrder(string column) => column + " COLLATE \"C\"";

    public override Task<IReadOnlyList<object[]>> RowsAsync(string sql, object parameters) => QueryAsync(sql, parameters, row => row);

    public override async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var command = PostgresSession.Command(connection, sql, parameters);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public override async Task ReplaceAsync(
        string table, IReadOnlyList<MovedColumn> columns, IReadOnlyList<object[]> rows, (string Where, object Parameters) range, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync($"DELETE FROM {table} WHERE {range.Where}", range.Parameters);
        var names = string.Join(", ", columns.Select(column => column.Name));
        await using (var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                for (var i = 0; i < row.Length; i++)
                {
                    await (row[i] is DBNull ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(row[i], PostgresSession.TypeOf(columns[i].Type), cancellationToken));
                }
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public override async Task FinishAsync(long lastArticleId, bool isWritten)
    {
        await ExecuteAsync("SELECT setval(pg_get_serial_sequence('articles', 'id'), GREATEST(@last, 1), @last > 0)", new { last = lastArticleId });
        if (isWritten)
        {
            await ExecuteAsync("INSERT INTO search_pending (story_seq, turn) SELECT seq, 1 FROM stories ON CONFLICT DO NOTHING");

            // Without statistics the first pages would be read by whole-table scans until autovacuum comes by.
            await ExecuteAsync("ANALYZE");
        }
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, Func<object[], T> read)
    {
        await using var command = PostgresSession.Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(read(row));
        }

        return rows;
    }
}
