using System.IO.Hashing;
using System.Runtime.InteropServices;

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
public sealed class MigrationMismatchException(string message) : Exception(message);

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
        ("merged_stories", "id", "id"),
        ("related", "article_id", "article_id, other_id"),
        ("tombstones", "feed_id", "feed_id, entry_hash"),
        ("learned_lines", "feed_id", "feed_id"),
        ("pending", "article_id", "article_id"),
        ("feeds", "id", "id"),
        ("polls", "feed_id", "feed_id, slot"),
        ("failed_polls", "feed_id", "feed_id, hour"),
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
        if (from.IsShared || !to.IsShared)
        {
            throw new NotSupportedException($"Data moves from SQLite to PostgreSQL, not from {from.Engine} to {to.Engine}.");
        }

        await from.MigrateAsync(cancellationToken);
        await to.MigrateAsync(cancellationToken);
        await using var target = await to.OpenTargetAsync(cancellationToken);
        return await from.ReadAsync(source => MoveAsync(source, target, progress, cancellationToken), cancellationToken);
    }

    private static async Task<MigrationReport> MoveAsync(
        DatabaseSession source, MoveTarget target, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        await RefuseOlderAsync(source, target);
        var rows = new Dictionary<string, long>();
        var written = 0L;
        foreach (var (name, key, order) in Tables)
        {
            var table = new TableCopy(source, target, name, key, order, await target.ColumnsAsync(name));
            (rows[name], var changed) = await table.RunAsync(progress, cancellationToken);
            written += changed;
        }

        await target.FinishAsync(await source.ScalarAsync<long>("SELECT seq FROM sqlite_sequence WHERE name = 'articles'"), written > 0);
        return new MigrationReport(rows, written);
    }

    /// <summary>A target that has been in service since must not be overwritten with the state before.</summary>
    private static async Task RefuseOlderAsync(DatabaseSession source, MoveTarget target)
    {
        const string sql = "SELECT version FROM hub";
        if ((long)(await target.RowsAsync(sql, new { }))[0][0] > await source.ScalarAsync<long>(sql))
        {
            throw new MigrationMismatchException("The PostgreSQL database has gone further than the SQLite one: it is in use already. Name an empty one.");
        }
    }

    /// <summary>One table, both sides of it.</summary>
    private sealed class TableCopy(DatabaseSession source, MoveTarget target, string name, string key, string order, IReadOnlyList<MovedColumn> columns)
    {
        private readonly string _select = string.Join(", ", columns.Select(column => column.Name));

        public async Task<(long Rows, long Written)> RunAsync(IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
        {
            var total = await source.ScalarAsync<long>($"SELECT COUNT(*) FROM {name}");
            var (copied, written) = (0L, 0L);
            object? after = null;
            while (await EndOfRangeAsync(after) is { } end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = await source.QueryAsync($"SELECT {_select} FROM {name} WHERE {Range(key, after)} ORDER BY {order}", new { after, end }, Values);
                var hash = Hash(rows);
                if (Hash(await TargetRowsAsync(after, end)) != hash)
                {
                    await target.ReplaceAsync(name, columns, rows, (Range(InByteOrder(key), after), Bounds(after, end)), cancellationToken);
                    written += rows.Count;
                    if (Hash(await TargetRowsAsync(after, end)) != hash)
                    {
                        throw new MigrationMismatchException($"The table {name} reads back differently from PostgreSQL. Is something else writing to it?");
                    }
                }

                copied += rows.Count;
                after = end;
                progress?.Report(new MigrationProgress(name, copied, total));
            }

            await target.ExecuteAsync(
                $"DELETE FROM {name} WHERE {(after is null ? "TRUE" : $"{InByteOrder(key)} > @after")}", after is null ? null : Bounds(after, after));
            return (copied, written);
        }

        private static string Range(string key, object? after) => after is null ? $"{key} <= @end" : $"{key} > @after AND {key} <= @end";

        private static SqlParameters Bounds(object? after, object end)
        {
            var bounds = new SqlParameters().Add("end", end, ColumnType.Text);
            return after is null ? bounds : bounds.Add("after", after, ColumnType.Text);
        }

        private static object[] Values(System.Data.Common.DbDataReader reader)
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            return row;
        }

        private static UInt128 Hash(IReadOnlyList<object[]> rows)
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

        private string InByteOrder(string column) =>
            columns.Any(known => known.Name == column && known.Type == ColumnType.Text) ? target.InByteOrder(column) : column;

        private async Task<object?> EndOfRangeAsync(object? after)
        {
            var sql = $"SELECT MAX({key}) FROM (SELECT {key} FROM {name} {(after is null ? "" : $"WHERE {key} > @after")} ORDER BY {key} LIMIT {RowsPerRange})";
            return (await source.QueryAsync(sql, new { after }, Values))[0][0] is var end and not DBNull ? end : null;
        }

        private Task<IReadOnlyList<object[]>> TargetRowsAsync(object? after, object end) => target.RowsAsync(
            $"SELECT {_select} FROM {name} WHERE {Range(InByteOrder(key), after)} ORDER BY {string.Join(", ", order.Split(", ").Select(InByteOrder))}", Bounds(after, end));
    }
}
