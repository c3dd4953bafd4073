using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using DbUp;
using Npgsql;

namespace FeedHub.Storage.Postgres;

/// <summary>
/// A PostgreSQL that many processes share. A transaction that fails because the connection dropped, the server restarted or another
/// transaction was in the way is run again for a while before callers are told.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Any number that nobody else takes: "FeedHub" on a telephone's keys.</summary>
    private const long MigrationLock = 3_333_482;

    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly string _connectionString;
    private readonly string _where;

    public PostgresDatabase(string connectionString, TimeProvider time)
        : base(time)
    {
        var settings = WithDefaults(new NpgsqlConnectionStringBuilder(connectionString));
        _where = $"{settings.Host}:{settings.Port}/{settings.Database}";
        _connectionString = settings.ToString();
        _source = new NpgsqlDataSourceBuilder(_connectionString).Build();
    }

    public override string Engine => "PostgreSQL";

    internal override bool IsShared => true;

    internal override SqlDialect Dialect { get; } = new PostgresDialect();

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var guard = await _source.OpenConnectionAsync(cancellationToken);
                if (SchemaUpgrade.IsCurrent(Engine, await ExecutedAsync(guard, cancellationToken)))
                {
                    return;
                }

                await ExecuteAsync(guard, $"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
                SchemaUpgrade.Run(
                    DeployChanges.To.PostgresqlDatabase(_connectionString).JournalToPostgresqlTable(null, SchemaUpgrade.Journal).WithTransaction(),
                    Engine, _where);
                await ExecuteAsync(guard, $"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
                return;
            }
            catch (Exception exception) when (PostgresErrors.IsTransient(exception) && Stopwatch.GetElapsedTime(startedAt) < WritePatience)
            {
                await Task.Delay(200, cancellationToken);
            }
            catch (Exception exception) when (exception is DbException and not NewerDatabaseException)
            {
                throw PostgresErrors.Explain(exception, _where);
            }
        }
    }

    public override Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, IsolationLevel.RepeatableRead, ReadPatience, cancellationToken);

    public override Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, IsolationLevel.ReadCommitted, WritePatience, cancellationToken);

    public override async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? parameters, Func<DbDataReader, T> row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = PostgresSession.Command(connection, sql, parameters);
        command.CommandTimeout = 0;
        await using var reader = await ExplainedAsync(() => command.ExecuteReaderAsync(cancellationToken));
        while (await ExplainedAsync(() => reader.ReadAsync(cancellationToken)))
        {
            yield return row(reader);
        }
    }

    public override string AnyOf(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public override object List(IEnumerable<string> values) => values.ToArray();

    public override object List(IEnumerable<long> values) => values.ToArray();

    /// <summary>PostgreSQL's own autovacuum does this.</summary>
    internal override Task ShrinkAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal override async Task<MoveTarget> OpenTargetAsync(CancellationToken cancellationToken) => new PostgresTarget(await OpenAsync(cancellationToken));

    internal override void CopyTo(string file) => throw new NotSupportedException("The data is in PostgreSQL: back it up with pg_dump.");

    /// <summary>Why it is none of PostgreSQL's; null: it is one.</summary>
    public static string? Refusal(string connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host) ? "it names no Host" : null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        ExplainedAsync(() => _source.OpenConnectionAsync(cancellationToken).AsTask());

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlConnectionStringBuilder WithDefaults(NpgsqlConnectionStringBuilder settings)
    {
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 60);
        Default("Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 2);
        Default("Timeout", () => settings.Timeout = 5);
        Default("Keepalive", () => settings.KeepAlive = 15);
        Default("Maximum Pool Size", () => settings.MaxPoolSize = 30);
        Default("Application Name", () => settings.ApplicationName = "FeedHub");
        return settings;

        void Default(string name, Action set)
        {
            if (!settings.ShouldSerialize(name))
            {
                set();
            }
        }
    }

    private async Task<IEnumerable<string>> ExecutedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var session = new PostgresSession(this, connection, cancellationToken);
        return await session.ScalarAsync<bool>($"SELECT to_regclass('{SchemaUpgrade.Journal}') IS NOT NULL")
            ? await session.QueryAsync<string>($"SELECT scriptname FROM {SchemaUpgrade.Journal}")
            : [];
    }

    /// <summary>However long it takes.</summary>
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<T> ExplainedAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw PostgresErrors.Explain(exception, _where);
        }
    }

    private async Task<T> RunAsync<T>(
        Func<DatabaseSession, Task<T>> work, IsolationLevel isolation, TimeSpan patience, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(20);
        var mayHaveCommitted = false;
        while (true)
        {
            var committing = false;
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
                var session = new PostgresSession(this, connection, cancellationToken) { MayHaveCommitted = mayHaveCommitted };
                var result = await work(session);
                committing = true;
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            catch (Exception exception) when (PostgresErrors.IsTransient(exception) && Stopwatch.GetElapsedTime(startedAt) + pause < patience)
            {
                // An answer lost during COMMIT says nothing about the commit. And where one connection broke, its idle neighbours did too.
                mayHaveCommitted |= committing;
                if (exception is not PostgresException postgres || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal))
                {
                    _source.Clear();
                }

                await Task.Delay(pause, cancellationToken);
                pause *= 2;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                throw PostgresErrors.Explain(exception, _where);
            }
        }
    }
}
