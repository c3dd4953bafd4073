using System.Data.Common;

namespace FeedHub.Storage;

/// <summary>The database was written by a later FeedHub; the message says what to do.</summary>
public sealed class NewerDatabaseException(string message) : DbException(message);

/// <summary>
/// The database cannot be used just now: away, locked by another program, disk full, read-only. Nothing of the operation was stored;
/// the message says what to do. Callers pause and try again later.
/// </summary>
public sealed class StorageUnavailableException(string? message = null, Exception? innerException = null) : DbException(message, innerException);
