using System.Data.Common;
using Dapper;

namespace FeedHub.Storage;

/// <summary>One open transaction or snapshot, as handed out by <see cref="Database"/>. Not to be kept.</summary>
public sealed class DatabaseSession
{
    private readonly PreparedStatements? _prepared;
    private readonly CancellationToken _cancellationToken;

    /// <param name="prepared">Of an SQLite connection; null on PostgreSQL, whose driver prepares by itself.</param>
    internal DatabaseSession(
        Database database, DbConnection connection, PreparedStatements? prepared, CancellationToken cancellationToken)
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
        : Task.FromResult(_prepared.Run(sql, parameters));

    /// <summary>Rows of one column.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await Connection.QueryAsync<T>(Define(sql, parameters))).AsList();

    /// <summary>Rows read by hand, for wide or many rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, Func<DbDataReader, T> row)
    {
        await using var reader = await ReadAsync(sql, parameters);
        var rows = new List<T>();
        while (await reader.ReadAsync(_cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>The first column of the first row; default where there is none or it is null.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var reader = await ReadAsync(sql, parameters);
        return await reader.ReadAsync(_cancellationToken) && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    }

    /// <summary>On SQLite: a statement prepared once per connection.</summary>
    /// <param name="names">Its parameters in the order of the values to come, without the at sign.</param>
    internal SqliteStatement Statement(string sql, params ReadOnlySpan<string> names) => _prepared!.Statement(sql, names);

    /// <summary>Parameters added one by one belong to a query put together for one reader: it is not kept.</summary>
    private async Task<DbDataReader> ReadAsync(string sql, object? parameters) => _prepared is null || parameters is DynamicParameters
        ? await Connection.ExecuteReaderAsync(Define(sql, parameters))
        : _prepared.Read(sql, parameters);

    private CommandDefinition Define(string sql, object? parameters) =>
        new(sql, parameters, commandType: System.Data.CommandType.Text, cancellationToken: _cancellationToken);
}
