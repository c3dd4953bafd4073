using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage.Sqlite;

/// <summary>
/// One file in the data folder, in WAL mode: one writer that gathers the commits of many callers, and readers that nothing blocks.
/// </summary>
/// <remarks>
/// <c>synchronous=FULL</c>: a commit is on the disk before the caller goes on, so that neither a killed process nor a power cut
/// loses what was answered; commits are gathered, so that the flush is paid per batch.
/// </remarks>
internal sealed class SqliteDatabase : Database
{
    public const string FileName = "feedhub.db";

    public const string Name = "SQLite";

    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private readonly SqliteWriter _writer;
    private volatile bool _disposed;

    /// <summary>SQLite counts its memory for a figure that nobody asks for, under a lock that every connection waits for.</summary>
    static SqliteDatabase()
    {
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public SqliteDatabase(string path, TimeProvider time)
        : base(time)
    {
        FilePath = path;
        _writer = new SqliteWriter(this);
    }

    public override string Engine => Name;

    internal override bool IsShared => false;

    internal override SqlDialect Dialect { get; } = new SqliteDialect();

    public string FilePath { get; }

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _writer.AloneAsync(
            connection =>
            {
                SqliteSchema.Upgrade(connection);
                return true;
            },
            cancellationToken);
    }

    public override async Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = _idle.TryTake(out var idle) ? idle : new SqliteReader(Connect(readOnly: true));
        try
        {
            reader.Prepared.Run("BEGIN");
            var result = await work(new SqliteSession(this, reader.Connection, reader.Prepared, cancellationToken));
            reader.Prepared.Run("COMMIT");
            Return(reader);
            return result;
        }
        catch (Exception exception)
        {
            reader.Dispose();
            throw SqliteErrors.Explain(exception, FilePath);
        }
    }

    public override Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.WriteAsync(work, cancellationToken);

    public override async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? parameters, Func<DbDataReader, T> row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = Connect(readOnly: true);
        await using var command = PreparedStatements.Command(connection, sql, parameters);
        await using var reader = Explained(command.ExecuteReader);
        while (Explained(reader.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row(reader);
        }
    }

    public override string AnyOf(string column, string parameter) => $"{column} IN (SELECT value FROM json_each(@{parameter}))";

    public override object List(IEnumerable<string> values) => JsonSerializer.Serialize(values, JsonColumns.Default.IEnumerableString);

    public override object List(IEnumerable<long> values) => JsonSerializer.Serialize(values, JsonColumns.Default.IEnumerableInt64);

    internal override Task ShrinkAsync(CancellationToken cancellationToken) => _writer.ShrinkAsync(cancellationToken);

    internal override Task<MoveTarget> OpenTargetAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Data moves from SQLite to PostgreSQL, not to SQLite.");

    internal override void CopyTo(string file)
    {
        if (!File.Exists(FilePath))
        {
            throw new FileNotFoundException($"There is no database at {FilePath}. Name the data folder with --data.");
        }

        try
        {
            using var connection = Connect(readOnly: true);
            Execute(connection, "PRAGMA query_only=0");
            using var command = PreparedStatements.Command(connection, "VACUUM INTO @file", new { file });
            command.CommandTimeout = 0;
            command.ExecuteNonQuery();
        }
        catch (Exception exception)
        {
            throw SqliteErrors.Explain(exception, file);
        }
    }

    /// <summary>A connection with this hub's settings; the caller disposes it.</summary>
    internal SqliteConnection Connect(bool readOnly)
    {
        try
        {
            if (!readOnly)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(FilePath))!);
            }

            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = FilePath,
                Pooling = false,
                Mode = readOnly ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadWriteCreate,
                DefaultTimeout = readOnly ? 5 : SqliteWriter.LockAttemptSeconds,
            }.ToString());
            connection.Open();
            Execute(connection, readOnly ? "PRAGMA busy_timeout=1000; PRAGMA query_only=1; PRAGMA cache_size=-8192" : SqliteWriter.Settings);
            return connection;
        }
        catch (Exception exception)
        {
            throw SqliteErrors.Explain(exception, FilePath);
        }
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _writer.DisposeAsync();
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private T Explained<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception)
        {
            throw SqliteErrors.Explain(exception, FilePath);
        }
    }

    private void Return(SqliteReader reader)
    {
        if (_disposed)
        {
            reader.Dispose();
        }
        else
        {
            _idle.Add(reader);
        }
    }

    /// <summary>A connection for one snapshot after another.</summary>
    private sealed class SqliteReader(SqliteConnection connection) : IDisposable
    {
        public SqliteConnection Connection { get; } = connection;

        public PreparedStatements Prepared { get; } = new(connection);

        public void Dispose()
        {
            Prepared.Dispose();
            Connection.Dispose();
        }
    }
}
