using System.Data.Common;
using Npgsql;

namespace FeedHub.Storage;

/// <summary>
/// One statement for many rows: on SQLite run for each with a command prepared once, on PostgreSQL run once for <see cref="MaxTogether"/> of them, since
/// round trips and statements cost more there than rows. No value may be null.
/// </summary>
internal sealed class RowBatch : IAsyncDisposable
{
    private const int MaxTogether = 500;

    private readonly DbCommand _command;
    private readonly string[] _columns;

    /// <summary>Of the rows not yet sent, a list per column; null: nothing is kept back.</summary>
    private readonly List<object>[]? _waiting;

    private RowBatch(DbCommand command, string[] columns, List<object>[]? waiting) => (_command, _columns, _waiting) = (command, columns, waiting);

    /// <summary>Flush before reading what it wrote.</summary>
    /// <param name="columns">Of the rows, in the order of the values.</param>
    /// <param name="sql">The statement, made of what is to stand behind FROM: the rows, as a table <c>given</c> with these columns.</param>
    public static RowBatch Of(DatabaseSession session, string[] columns, Func<string, string> sql)
    {
        if (session.Connection is not NpgsqlConnection connection)
        {
            var row = string.Join(", ", columns.Select(column => $"@{column} AS {column}"));
            return new RowBatch(session.Prepared(sql($"(SELECT {row}) given"), columns), columns, null);
        }

        var arrays = string.Join(", ", columns.Select(column => "@" + column));
        var command = new NpgsqlCommand(sql($"unnest({arrays}) AS given ({string.Join(", ", columns)})"), connection);
        return new RowBatch(command, columns, [.. columns.Select(_ => new List<object>())]);
    }

    public async Task AddAsync(params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (_waiting is null)
            {
                _command.Parameters[i].Value = values[i];
            }
            else
            {
                _waiting[i].Add(values[i]);
            }
        }

        if (_waiting is null)
        {
            await _command.ExecuteNonQueryAsync();
        }
        else if (_waiting[0].Count >= MaxTogether)
        {
            await FlushAsync();
        }
    }

    public async Task FlushAsync()
    {
        if (_waiting is not [{ Count: > 0 }, ..])
        {
            return;
        }

        _command.Parameters.Clear();
        for (var i = 0; i < _columns.Length; i++)
        {
            _command.Parameters.Add(Column(_columns[i], _waiting[i]));
            _waiting[i].Clear();
        }

        await _command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _waiting is null ? ValueTask.CompletedTask : _command.DisposeAsync();

    private static NpgsqlParameter Column(string name, List<object> values) => values[0] switch
    {
        long => new NpgsqlParameter<long[]>(name, [.. values.Cast<long>()]),
        byte[] => new NpgsqlParameter<byte[][]>(name, [.. values.Cast<byte[]>()]),
        _ => new NpgsqlParameter<string[]>(name, [.. values.Cast<string>()]),
    };
}
