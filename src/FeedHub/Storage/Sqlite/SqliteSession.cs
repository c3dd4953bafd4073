using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage.Sqlite;

/// <summary>On one connection, with what it has prepared. Every task that it returns has ended: there is nothing to wait for, and the writer's thread waits for nothing.</summary>
internal sealed class SqliteSession(SqliteDatabase database, SqliteConnection connection, PreparedStatements prepared, CancellationToken cancellationToken)
    : DatabaseSession(database)
{
    public SqliteConnection Connection => connection;

    public override Task<int> ExecuteAsync(string sql, object? parameters = null) => Task.FromResult(prepared.Run(sql, parameters));

    public override Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, Func<DbDataReader, T> row) =>
        Task.FromResult(prepared.Query(sql, parameters, row, cancellationToken));

    internal override Task<IReadOnlyList<long?>> InsertAsync<T>(RowInsert<T> insert, IReadOnlyList<T> rows) => Task.FromResult(prepared.Insert(insert).Run(rows));

    internal override RowBatch Batch(string[] columns, string perRow, Func<string, string> together) =>
        new SqliteBatch(prepared.Statement(perRow.Replace("given.", "@", StringComparison.Ordinal), columns));

    /// <summary>There is one writer.</summary>
    internal override Task OneAtATimeAsync() => Task.CompletedTask;

    /// <summary>
    /// Row by row, each at once. An INSERT gets <c>VALUES</c>: before an <c>INSERT … SELECT</c> SQLite copies every page that it is going to touch, to be able
    /// to take it back.
    /// </summary>
    private sealed class SqliteBatch(SqliteStatement statement) : RowBatch
    {
        public override Task AddAsync(params object[] values)
        {
            statement.Run(values);
            return Task.CompletedTask;
        }

        public override Task FlushAsync() => Task.CompletedTask;
    }
}
