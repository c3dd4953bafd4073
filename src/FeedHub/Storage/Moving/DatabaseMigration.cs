using System.Data.Common;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace FeedHub.Storage;

/// <summary>How far a move has come.</summary>
/// <param name="Table">Being copied.</param>
/// <param name="Copied">Rows of this table, those found in place already included.</param>
public sealed record MigrationProgress(string Table, long Copied, long Total);

/// <summary>What was moved and checked.</summary>
/// <param name="Rows">Per table.</param>
/// <param name="Written">How many of them had to be written in this run.</param>
public sealed record MigrationReport(IReadOnlyDictionary<string, long> Rows, long Written);

/// <summary>The copy differs from the original, or the target holds something else; the message says what to do.</summary>
public sealed class MigrationMismatchException : Exception
{
    public MigrationMismatchException()
    {
    }

    public MigrationMismatchException(string message)
        : base(message)
    {
    }

    public MigrationMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Moves everything from SQLite to PostgreSQL: ids, sequences and versions stay, so that feeds and ETags do too.</summary>
/// <remarks>
/// Each run takes one snapshot of SQLite and makes PostgreSQL equal to it, range of rows by range of rows: where count and hash agree there is
/// nothing to do, otherwise the range is replaced by COPY and read back. So a run that was interrupted is simply run again.
/// </remarks>
public static class DatabaseMigration
{
    private const int RowsPerRange = 2_000;

    /// <summary>Each with the column by which it is cut into ranges, and the order of its rows. The hub's row comes last: it says how far the copy is.</summary>
    private static readonly (string Name, string Key, string Order)[] Tables =
    [
        ("articles", "id", "id"),
        ("article_texts", "article_id", "article_id"),
        ("article_revisions", "article_id", "article_id, replaced_ms, title, text"),
        ("stories", "seq", "seq"),
        ("matches", "match_seq", "match_seq"),
        ("tombstones", "feed_id", "feed_id, entry_hash"),
        ("learned_lines", "feed_id", "feed_id"),
        ("pending", "article_id", "article_id"),
        ("feeds", "id", "id"),
        ("polls", "feed_id", "feed_id, slot"),
        ("subscriptions", "feed_id", "feed_id"),
        ("announced_feeds", "feed_id", "feed_id"),
        ("hub", "one", "one"),
    ];

    /// <summary>
    /// May run while the hub still writes to <paramref name="from"/>, and again after an interruption. A last run with the hub stopped takes
    /// over what was written meanwhile; it is quick, for only what differs is written.
    /// </summary>
    /// <exception cref="NotSupportedException">Not from SQLite to PostgreSQL.</exception>
    /// <exception cref="MigrationMismatchException">What was read back differs, or the target has gone further than the original.</exception>
    public static async Task<MigrationReport> RunAsync(
        Database from, Database to, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        if (from is not SqliteDatabase sqlite || to is not PostgresDatabase postgres)
        {
            throw new NotSupportedException($"Data moves from SQLite to PostgreSQL, not from {from.Engine} to {to.Engine}.");
        }

        await from.MigrateAsync(cancellationToken);
        await to.MigrateAsync(cancellationToken);
        await using var source = sqlite.Connect(readOnly: true);
        await using var target = await postgres.OpenAsync(cancellationToken);
        SqliteDatabase.Execute(source, "BEGIN");
        await RefuseOlderAsync(source, target);

        var rows = new Dictionary<string, long>();
        var written = 0L;
        foreach (var (name, key, order) in Tables)
        {
            var table = await TableCopy.OpenAsync(source, target, name, key, order);
            (rows[name], var changed) = await table.RunAsync(progress, cancellationToken);
            written += changed;
        }

        var last = await source.ExecuteScalarAsync<long?>("SELECT seq FROM sqlite_sequence WHERE name = 'articles'") ?? 0;
        await target.ExecuteAsync("SELECT setval(pg_get_serial_sequence('articles', 'id'), GREATEST(@last, 1), @last > 0)", new { last });
        if (written > 0)
        {
            await target.ExecuteAsync("INSERT INTO search_pending (story_seq, turn) SELECT seq, 1 FROM stories ON CONFLICT DO NOTHING", commandTimeout: 0);

            // Without statistics the first pages would be read by whole-table scans until autovacuum comes by.
            await target.ExecuteAsync("ANALYZE", commandTimeout: 0, commandType: System.Data.CommandType.Text);
        }

        return new MigrationReport(rows, written);
    }

    /// <summary>A target that has been in service since must not be overwritten with the state before.</summary>
    private static async Task RefuseOlderAsync(SqliteConnection source, NpgsqlConnection target)
    {
        const string sql = "SELECT version FROM hub";
        if (await target.ExecuteScalarAsync<long>(sql) > await source.ExecuteScalarAsync<long>(sql))
        {
            throw new MigrationMismatchException("The PostgreSQL database has gone further than the SQLite one: it is in use already. Name an empty one.");
        }
    }

    /// <summary>One table, both sides of it.</summary>
    private sealed class TableCopy
    {
        private readonly SqliteConnection _source;
        private readonly NpgsqlConnection _target;
        private readonly string _name;
        private readonly string _key;
        private readonly string _targetKey;
        private readonly string _select;
        private readonly string _targetOrder;
        private readonly string _order;
        private readonly IReadOnlyList<(string Name, NpgsqlDbType Type)> _columns;

        private TableCopy(
            SqliteConnection source, NpgsqlConnection target, string name, string key, string order, IReadOnlyList<(string Name, NpgsqlDbType Type)> columns)
        {
            (_source, _target, _name, _key, _order, _columns) = (source, target, name, key, order, columns);
            _targetKey = InByteOrder(key);
            _targetOrder = string.Join(", ", order.Split(", ").Select(InByteOrder));
            _select = string.Join(", ", columns.Select(column => column.Name));
        }

        public static async Task<TableCopy> OpenAsync(SqliteConnection source, NpgsqlConnection target, string name, string key, string order)
        {
            var columns = await target.QueryAsync<(string, string)>(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = @name AND table_schema = current_schema() ORDER BY ordinal_position",
                new { name });
            return new TableCopy(source, target, name, key, order, [.. columns.Select(column => (column.Item1, TypeOf(column.Item2)))]);
        }

        public async Task<(long Rows, long Written)> RunAsync(IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
        {
            var total = await _source.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {_name}");
            var (copied, written) = (0L, 0L);
            object? after = null;
            while (await EndOfRangeAsync(after) is { } end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = await RowsAsync(_source, $"SELECT {_select} FROM {_name} WHERE {Range(_key, after)} ORDER BY {_order}", after, end);
                var hash = Hash(rows);
                if (Hash(await TargetRowsAsync(after, end)) != hash)
                {
                    await ReplaceAsync(rows, after, end, cancellationToken);
                    written += rows.Count;
                    if (Hash(await TargetRowsAsync(after, end)) != hash)
                    {
                        throw new MigrationMismatchException($"The table {_name} reads back differently from PostgreSQL. Is something else writing to it?");
                    }
                }

                copied += rows.Count;
                after = end;
                progress?.Report(new MigrationProgress(_name, copied, total));
            }

            await _target.ExecuteAsync($"DELETE FROM {_name} WHERE {(after is null ? "TRUE" : $"{_targetKey} > @after")}", new { after });
            return (copied, written);
        }

        private static string Range(string key, object? after) => after is null ? $"{key} <= @end" : $"{key} > @after AND {key} <= @end";

        private static NpgsqlDbType TypeOf(string type) => type switch
        {
            "bigint" => NpgsqlDbType.Bigint,
            "bytea" => NpgsqlDbType.Bytea,
            _ => NpgsqlDbType.Text,
        };

        private static async Task<List<object[]>> RowsAsync(DbConnection connection, string sql, object? after, object end)
        {
            await using var reader = await connection.ExecuteReaderAsync(sql, new { after, end });
            var rows = new List<object[]>();
            while (await reader.ReadAsync())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }

            return rows;
        }

        private static UInt128 Hash(List<object[]> rows)
        {
            var hash = new XxHash128();
            foreach (var value in rows.SelectMany(row => row))
            {
                var bytes = value switch
                {
                    long number => BitConverter.GetBytes(number),
                    string text => MemoryMarshal.AsBytes(text.AsSpan()),
                    byte[] blob => blob,
                    _ => [],
                };
                hash.Append([(byte)(value is DBNull ? 0 : 1), .. BitConverter.GetBytes(bytes.Length)]);
                hash.Append(bytes);
            }

            return hash.GetCurrentHashAsUInt128();
        }

        /// <summary>SQLite compares text byte by byte; PostgreSQL as its locale does, unless told.</summary>
        private string InByteOrder(string column) =>
            _columns.Any(known => known.Name == column && known.Type == NpgsqlDbType.Text) ? column + " COLLATE \"C\"" : column;

        private Task<object?> EndOfRangeAsync(object? after) =>
            _source.ExecuteScalarAsync<object?>(
                $"SELECT MAX({_key}) FROM (SELECT {_key} FROM {_name} {(after is null ? "" : $"WHERE {_key} > @after")} ORDER BY {_key} LIMIT {RowsPerRange})",
                new { after });

        private Task<List<object[]>> TargetRowsAsync(object? after, object end) =>
            RowsAsync(_target, $"SELECT {_select} FROM {_name} WHERE {Range(_targetKey, after)} ORDER BY {_targetOrder}", after, end);

        private async Task ReplaceAsync(List<object[]> rows, object? after, object end, CancellationToken cancellationToken)
        {
            await using var transaction = await _target.BeginTransactionAsync(cancellationToken);
            await _target.ExecuteAsync($"DELETE FROM {_name} WHERE {Range(_targetKey, after)}", new { after, end });
            await using (var copy = await _target.BeginBinaryImportAsync($"COPY {_name} ({_select}) FROM STDIN (FORMAT BINARY)", cancellationToken))
            {
                foreach (var row in rows)
                {
                    await copy.StartRowAsync(cancellationToken);
                    for (var i = 0; i < row.Length; i++)
                    {
                        await (row[i] is DBNull ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(row[i], _columns[i].Type, cancellationToken));
                    }
                }

                await copy.CompleteAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }
}
