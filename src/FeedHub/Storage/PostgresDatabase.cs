using System.Data.Common;

namespace FeedHub.Storage;

internal sealed class PostgresDatabase(string connectionString, TimeProvider time) : Database(time)
{
    public override string Engine => "PostgreSQL";

    public override Task MigrateAsync(CancellationToken cancellationToken) => throw new NotImplementedException(connectionString);

    public override Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public override Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public override IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? parameters, Func<DbDataReader, T> row, CancellationToken cancellationToken) => throw new NotImplementedException();

    public override string AnyOf(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public override object List(IEnumerable<string> values) => values.ToArray();

    public override object List(IEnumerable<long> values) => values.ToArray();

    internal override Task ShrinkAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
