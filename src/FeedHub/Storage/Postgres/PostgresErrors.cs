using Npgsql;

namespace FeedHub.Storage.Postgres;

/// <summary>Which errors pass by themselves, and what the others mean for the person who runs the hub.</summary>
internal static class PostgresErrors
{
    /// <summary>Worth running the transaction again: the connection or the server went away, or another transaction was in the way.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
            || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or System.Net.Sockets.SocketException or TimeoutException,
        _ => false,
    };

    /// <summary>The same exception, or the <see cref="StorageUnavailableException"/> that it amounts to.</summary>
    public static Exception Explain(Exception exception, string where) => Reason(exception) is { } reason
        ? new StorageUnavailableException($"PostgreSQL at {where}: {reason}", exception)
        : exception;

    private static string? Reason(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState switch
        {
            PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => $"{postgres.MessageText}. The hub goes on by itself when there is room again.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "it is read-only (a standby?). Name the primary in ConnectionStrings:FeedHub.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"{postgres.MessageText}. Correct user name and password in ConnectionStrings:FeedHub.",
            PostgresErrorCodes.InvalidCatalogName => $"{postgres.MessageText}. Create it with createdb, or correct ConnectionStrings:FeedHub.",
            PostgresErrorCodes.InsufficientPrivilege => $"{postgres.MessageText}. Let the user of ConnectionStrings:FeedHub own the database.",
            _ when IsTransient(postgres) => $"{postgres.MessageText}. The hub goes on by itself when it is back.",
            _ => null,
        },
        NpgsqlException => $"{exception.Message}. The hub goes on by itself when it is back.",
        TimeoutException => "no answer in time. The hub goes on by itself when it is back.",
        _ => null,
    };
}
