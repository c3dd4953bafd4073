using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage;

/// <summary>What one SQLite connection has prepared: the hub runs the same few statements all day, and parsing them takes longer than running them. Not thread-safe.</summary>
internal sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _byPlace = [];
    private readonly Dictionary<string, (SqliteStatement Statement, PropertyInfo[] Properties)> _byName = [];
    private readonly Dictionary<string, (SqliteCommand Command, PropertyInfo[] Properties)> _reading = [];

    /// <param name="names">Its parameters in the order of the values to come, without the at sign.</param>
    public SqliteStatement Statement(string sql, params ReadOnlySpan<string> names)
    {
        if (!_byPlace.TryGetValue(sql, out var known))
        {
            _byPlace.Add(sql, known = new SqliteStatement(connection, sql, names));
        }

        return known;
    }

    /// <summary>Runs a statement that returns no rows; returns how many it touched.</summary>
    /// <param name="parameters">An object with a property per <c>@name</c>, of one type for one <paramref name="sql"/>; null: none.</param>
    public int Run(string sql, object? parameters = null)
    {
        if (!_byName.TryGetValue(sql, out var known))
        {
            var properties = PropertiesOf(parameters);
            _byName.Add(sql, known = (new SqliteStatement(connection, sql, [.. properties.Select(property => property.Name)]), properties));
        }

        return known.Statement.Run([.. known.Properties.Select(property => property.GetValue(parameters))]);
    }

    /// <inheritdoc cref="Run"/>
    /// <summary>Dispose the reader before the same query is run again.</summary>
    public DbDataReader Read(string sql, object? parameters)
    {
        if (!_reading.TryGetValue(sql, out var known))
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            known = (command, PropertiesOf(parameters));
            foreach (var property in known.Properties)
            {
                command.Parameters.Add(new SqliteParameter("@" + property.Name, null));
            }

            _reading.Add(sql, known);
        }

        for (var i = 0; i < known.Properties.Length; i++)
        {
            known.Command.Parameters[i].Value = known.Properties[i].GetValue(parameters) ?? DBNull.Value;
        }

        return known.Command.ExecuteReader();
    }

    public void Dispose()
    {
        foreach (var statement in _byPlace.Values.Concat(_byName.Values.Select(known => known.Statement)))
        {
            statement.Dispose();
        }

        foreach (var (command, _) in _reading.Values)
        {
            command.Dispose();
        }
    }

    private static PropertyInfo[] PropertiesOf(object? parameters) => parameters?.GetType().GetProperties() ?? [];
}
