using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FeedHub.Storage.Sqlite;

/// <summary>
/// A statement parsed once, its values bound by position and straight to the engine: binding by name through ADO.NET takes longer than writing the row.
/// Not thread-safe; lives no longer than its connection.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <summary>Of each parameter in SQLite's own numbering; 0: the statement does not have it.</summary>
    private readonly int[] _places;

    /// <param name="names">Its parameters in the order of the values to come, without the at sign.</param>
    public SqliteStatement(SqliteConnection connection, string sql, ReadOnlySpan<string> names)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            _statement.Dispose();
            throw new ArgumentException("One statement at a time: the rest would be left out.", nameof(sql));
        }

        _places = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            _places[i] = raw.sqlite3_bind_parameter_index(_statement, "@" + names[i]);
        }
    }

    /// <summary>The row that the last INSERT of the connection made.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(_connection);

    /// <summary>Runs it and returns how many rows it touched.</summary>
    /// <param name="values">Null, long, int, string or byte[].</param>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Step(values, out _);
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>The first column of the first row; null where there is no row.</summary>
    /// <inheritdoc cref="Run"/>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        Step(values, out var number);
        return number;
    }

    public void Dispose() => _statement.Dispose();

    private void Step(ReadOnlySpan<object?> values, out long? number)
    {
        // Else what was bound last would be written again.
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _places.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (_places[i] > 0)
            {
                Check(Bind(_places[i], values[i]));
            }
        }

        try
        {
            var result = raw.sqlite3_step(_statement);
            number = result == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : null;
            if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            {
                SqliteException.ThrowExceptionForRC(result, _connection);
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    private int Bind(int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, place),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        string text => BindText(place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException($"A value of {value.GetType().Name} is not stored."),
    };

    private int BindText(int place, string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(_statement, place, buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _connection);
        }
    }
}
