using System.Data.Common;
using Dapper;

namespace FeedHub.Storage;

/// <summary>One open transaction or snapshot, as handed out by <see cref="Database"/>. Not to be kept.</summary>
public sealed class DatabaseSession
{
    private readonly Dictionary<string, DbCommand>? _prepared;
    private readonly CancellationToken _cancellationToken;

    /// <param name="prepared">Commands that live as long as the connection; null: made anew each time.</param>
    internal DatabaseSession(
        Database database, DbConnection connection, Dictionary<string, DbCommand>? prepared, CancellationToken cancellationToken)
    {
        Database = database;
        Connection = connection;
        _prepared = prepared;
        _cancellationToken = cancellationToken;
    }

    public Database Database { get; }

    /// <summary>For what the calls below cannot say; never begin, commit or close on it.</summary>
    public DbConnection Connection { get; }

    /// <summary>True when the transaction before ended without an answer, so that it may have been committed.</summary>
    internal bool MayHaveCommitted { get; init; }

    /// <summary>SQL: ends a SELECT whose rows are to be changed; SQLite has one writer and needs none.</summary>
    internal string ForUpdate => Database.IsPostgres ? "FOR UPDATE" : "";

    /// <summary>Returns how many rows were touched.</summary>
    /// <param name="parameters">An object with a property per <c>@name</c>.</param>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => _prepared is null
        ? Connection.ExecuteAsync(Define(sql, parameters))
        : Bound(sql, parameters).ExecuteNonQueryAsync(_cancellationToken);

    /// <summary>Rows of one column.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await Connection.QueryAsync<T>(Define(sql, parameters))).AsList();

    /// <summary>Rows read by hand, for wide or many rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, Func<DbDataReader, T> row)
    {
        await using var reader = await Connection.ExecuteReaderAsync(Define(sql, parameters));
        var rows = new List<T>();
        while (await reader.ReadAsync(_cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>The first column of the first row; default where there is none or it is null.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) => Connection.ExecuteScalarAsync<T>(Define(sql, parameters));

    /// <summary>A command that is prepared once per connection where the engine allows; set every parameter by position before running it.</summary>
    /// <param name="names">Its parameters, without the at sign.</param>
    internal DbCommand Prepared(string sql, params ReadOnlySpan<string> names)
    {
        if (_prepared is not null && _prepared.TryGetValue(sql, out var known))
        {
            return known;
        }

        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }

        _prepared?.Add(sql, command);
        return command;
    }

    /// <summary>Every poll writes the same few statements: parsing them takes longer than running them.</summary>
    private DbCommand Bound(string sql, object? parameters)
    {
        var properties = parameters?.GetType().GetProperties() ?? [];
        var command = Prepared(sql, [.. properties.Select(property => property.Name)]);
        foreach (var property in properties)
        {
            command.Parameters["@" + property.Name].Value = property.GetValue(parameters) ?? DBNull.Value;
        }

        return command;
    }

    private CommandDefinition Define(string sql, object? parameters) =>
        new(sql, parameters, commandType: System.Data.CommandType.Text, cancellationToken: _cancellationToken);
}
