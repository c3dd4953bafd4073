using System.Data.Common;

namespace FeedHub.Storage;

/// <summary>One open transaction or snapshot, as handed out by <see cref="Database"/>: the one language in which the stores speak to an engine. Not to be kept.</summary>
public abstract class DatabaseSession(Database database)
{
    public Database Database { get; } = database;

    /// <summary>True when the transaction before ended without an answer, so that it may have been committed.</summary>
    internal bool MayHaveCommitted { get; init; }

    /// <summary>SQL: ends a SELECT whose rows are to be changed.</summary>
    internal string ForUpdate => Database.Dialect.ForUpdate("");

    /// <summary>Returns how many rows were touched.</summary>
    /// <param name="parameters">An object with a property per <c>@name</c>.</param>
    public abstract Task<int> ExecuteAsync(string sql, object? parameters = null);

    /// <summary>Rows, each read by <paramref name="row"/>.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public abstract Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, Func<DbDataReader, T> row);

    /// <summary>Rows of one column.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) => QueryAsync(sql, parameters, row => row.GetFieldValue<T>(0));

    /// <summary>The first column of the first row; default where there is none or it is null.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null) =>
        await QueryAsync(sql, parameters, row => row.IsDBNull(0) ? default : row.GetFieldValue<T>(0)) is [var first, ..] ? first : default;

    /// <summary>Stores what is not there yet; of each row its new id, null where it was left out.</summary>
    /// <param name="rows">No two with the same key.</param>
    internal abstract Task<IReadOnlyList<long?>> InsertAsync<T>(RowInsert<T> insert, IReadOnlyList<T> rows);

    /// <param name="perRow">The statement for one row.</param>
    /// <param name="together">The statement for the rows of a FROM clause.</param>
    internal abstract RowBatch Batch(string[] columns, string perRow, Func<string, string> together);

    /// <summary>Till the transaction ends nobody else, in any process, gets past this.</summary>
    internal abstract Task OneAtATimeAsync();
}
