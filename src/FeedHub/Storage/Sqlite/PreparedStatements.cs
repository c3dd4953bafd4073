using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage.Sqlite;

/// <summary>What one SQLite connection has prepared: the hub runs the same few statements all day, and parsing them takes longer than running them. Not thread-safe.</summary>
internal sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _byPlace = [];
    private readonly Dictionary<string, SqliteStatement> _byName = [];
    private readonly Dictionary<string, SqliteCommand> _reading = [];
    private readonly Dictionary<object, object> _inserts = [];

    /// <param name="names">Its parameters in the order of the values to come, without the at sign.</param>
    public SqliteStatement Statement(string sql, params ReadOnlySpan<string> names)
    {
        if (!_byPlace.TryGetValue(sql, out var known))
        {
            _byPlace.Add(sql, known = new SqliteStatement(connection, sql, names));
        }

        return known;
    }

    public SqliteInsert<T> Insert<T>(RowInsert<T> insert)
    {
        if (!_inserts.TryGetValue(insert, out var known))
        {
            _inserts.Add(insert, known = new SqliteInsert<T>(insert, this));
        }

        return (SqliteInsert<T>)known;
    }

    /// <summary>Runs a statement that returns no rows; returns how many it touched.</summary>
    /// <param name="parameters">As <see cref="SqlParameters.Of"/> takes them, with the same names for one <paramref name="sql"/>.</param>
    public int Run(string sql, object? parameters = null)
    {
        var given = SqlParameters.Of(parameters);
        if (!_byName.TryGetValue(sql, out var known))
        {
            _byName.Add(sql, known = new SqliteStatement(connection, sql, [.. given.Select(parameter => parameter.Name)]));
        }

        return known.Run([.. given.Select(parameter => parameter.Value)]);
    }

    /// <inheritdoc cref="Run"/>
    /// <summary>Rows of a query, which is kept unless it was put together for one reader.</summary>
    public IReadOnlyList<T> Query<T>(string sql, object? parameters, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        using var once = parameters is SqlParameters ? Command(connection, sql, parameters) : null;
        using var reader = once?.ExecuteReader() ?? Read(sql, parameters);
        var rows = new List<T>();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <inheritdoc cref="Run"/>
    /// <summary>Dispose the reader before the same query is run again.</summary>
    public DbDataReader Read(string sql, object? parameters)
    {
        if (!_reading.TryGetValue(sql, out var known))
        {
            _reading.Add(sql, known = Command(connection, sql, parameters));
            return known.ExecuteReader();
        }

        var given = SqlParameters.Of(parameters);
        for (var i = 0; i < given.Count; i++)
        {
            known.Parameters[i].Value = given[i].Value ?? DBNull.Value;
        }

        return known.ExecuteReader();
    }

    /// <summary>A command with its parameters; the caller disposes it.</summary>
    public static SqliteCommand Command(SqliteConnection connection, string sql, object? parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in SqlParameters.Of(parameters))
        {
            command.Parameters.Add(new SqliteParameter("@" + parameter.Name, parameter.Value ?? DBNull.Value));
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var statement in _byPlace.Values.Concat(_byName.Values))
        {
            statement.Dispose();
        }

        foreach (var command in _reading.Values)
        {
            command.Dispose();
        }
    }
}
