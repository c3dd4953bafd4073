using FeedHub.Storage.Postgres;
using FeedHub.Storage.Sqlite;

namespace FeedHub.Storage;

/// <summary>
/// Where everything is kept: an engine. One suite of tests holds for both. All SQL runs through <see cref="ReadAsync"/>, <see cref="WriteAsync"/> and
/// <see cref="StreamAsync"/>; what the engines write differently is behind <see cref="AnyOf"/>, <c>List</c> and <see cref="SqlDialect"/>.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    protected Database(TimeProvider time) => Time = time;

    /// <summary><c>SQLite</c> or <c>PostgreSQL</c>.</summary>
    public abstract string Engine { get; }

    /// <summary>Several processes may use it at once; otherwise one does at a time.</summary>
    internal abstract bool IsShared { get; }

    internal abstract SqlDialect Dialect { get; }

    internal TimeProvider Time { get; }

    /// <summary>The reason why it is no connection string of <see cref="Open"/>; null: it is one.</summary>
    public static string? WhyNot(string connectionString) => PostgresDatabase.Refusal(connectionString);

    /// <summary>SQLite in <paramref name="dataFolder"/> where <paramref name="connectionString"/> is empty, else PostgreSQL.</summary>
    public static Database Open(string? connectionString, string dataFolder, TimeProvider time) =>
        string.IsNullOrWhiteSpace(connectionString)
            ? new SqliteDatabase(Path.Combine(dataFolder, SqliteDatabase.FileName), time)
            : new PostgresDatabase(connectionString, time);

    /// <summary>Creates or upgrades the schema under a lock; safe to call from many processes at once.</summary>
    /// <exception cref="NewerDatabaseException">A later FeedHub wrote it.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be reached or written.</exception>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs queries over one snapshot: whatever is committed meanwhile, they see one state. Never waits for writers.
    /// <paramref name="work"/> may run again after a dropped connection.
    /// </summary>
    public abstract Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction: committed and durable when this returns, without trace when it throws.
    /// It may run more than once (connection dropped, serialisation failure), must await nothing but the session, and must be short:
    /// on SQLite there is one writer.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// Nothing was stored (or, where a connection broke during COMMIT, perhaps all of it): what runs here must bear being run again later.
    /// </exception>
    public abstract Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Rows of one query as they come, over a snapshot; for reading more than fits in memory.</summary>
    public abstract IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? parameters, Func<System.Data.Common.DbDataReader, T> row, CancellationToken cancellationToken);

    /// <summary>SQL: the column's value is one of a list that <c>List</c> made: <c>AnyOf("feed_id", "feeds")</c> with <c>new { feeds = database.List(ids) }</c>.</summary>
    public abstract string AnyOf(string column, string parameter);

    /// <summary>A list as the parameter that <see cref="AnyOf"/> reads.</summary>
    public abstract object List(IEnumerable<string> values);

    /// <inheritdoc cref="List(IEnumerable{string})"/>
    public abstract object List(IEnumerable<long> values);

    /// <summary>Gives room of deleted rows back, in small steps; returns when done.</summary>
    internal abstract Task ShrinkAsync(CancellationToken cancellationToken);

    /// <summary>Writes a consistent copy to a new file.</summary>
    /// <exception cref="NotSupportedException">Other tools do that; the message says which.</exception>
    internal abstract void CopyTo(string file);

    /// <summary>For moving another database's rows to this one.</summary>
    /// <exception cref="NotSupportedException">Nothing moves to this engine.</exception>
    internal abstract Task<MoveTarget> OpenTargetAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
