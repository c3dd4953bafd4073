using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FeedHub.Storage.Sqlite;

/// <summary>Says in words what an engine error means for the person who runs the hub.</summary>
internal static class SqliteErrors
{
    /// <summary>The same exception, or the <see cref="StorageUnavailableException"/> that it amounts to.</summary>
    public static Exception Explain(Exception exception, string path) => exception switch
    {
        SqliteException sqlite when Reason(sqlite) is { } reason => new StorageUnavailableException($"{path}: {reason}", sqlite),
        IOException or UnauthorizedAccessException => new StorageUnavailableException($"{path}: {exception.Message}", exception),
        _ => exception,
    };

    private static string? Reason(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "the disk is full. Free some room; the hub goes on by itself.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program keeps the database locked. End it; the hub goes on by itself.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "the database cannot be written. Make the data folder writable, or name another with FeedHub:Data.",
        raw.SQLITE_CANTOPEN => "the database cannot be opened. See that the data folder exists and may be read and written, or name another with FeedHub:Data.",
        raw.SQLITE_IOERR => "the disk does not answer as it should (" + exception.Message + ").",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            "this is no sound SQLite database. Stop the hub and put a backup (feedhub backup) in its place.",
        raw.SQLITE_NOMEM => "there is too little memory.",
        _ => null,
    };
}
