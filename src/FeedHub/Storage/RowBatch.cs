using System.Data.Common;
using Npgsql;

namespace FeedHub.Storage;

/// <summary>
/// One statement for many rows: on SQLite run at once with a command prepared once, on PostgreSQL sent together, so that a network is
/// crossed once per <see cref="MaxTogether"/> rows. No value may be null.
/// </summary>
internal sealed class RowBatch : IAsyncDisposable
{
    private const int MaxTogether = 500;

    private readonly string _sql;
    private readonly string[] _names;
    private readonly DbCommand? _command;
    private readonly NpgsqlBatch? _batch;

    private RowBatch(string sql, string[] names, DbCommand? command, NpgsqlBatch? batch)
    {
        _sql = sql;
        _names = names;
        _command = command;
        _batch = batch;
    }

    /// <summary>Flush before reading what it wrote.</summary>
    /// <param name="names">The statement's parameters, without the at sign, in the order of the values.</param>
    public static RowBatch Of(DatabaseSession session, string sql, params string[] names) => session.Connection is NpgsqlConnection connection
        ? new RowBatch(sql, names, null, connection.CreateBatch())
        : new RowBatch(sql, names, session.Prepared(sql, names), null);

    public async Task AddAsync(params object[] values)
    {
        if (_command is not null)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _command.Parameters[i].Value = values[i];
            }

            await _command.ExecuteNonQueryAsync();
            return;
        }

        var row = new NpgsqlBatchCommand(_sql);
        for (var i = 0; i < values.Length; i++)
        {
            row.Parameters.AddWithValue(_names[i], values[i]);
        }

        _batch!.BatchCommands.Add(row);
        if (_batch.BatchCommands.Count >= MaxTogether)
        {
            await FlushAsync();
        }
    }

    public async Task FlushAsync()
    {
        if (_batch is { BatchCommands.Count: > 0 })
        {
            await _batch.ExecuteNonQueryAsync();
            _batch.BatchCommands.Clear();
        }
    }

    public ValueTask DisposeAsync() => _batch?.DisposeAsync() ?? ValueTask.CompletedTask;
}
