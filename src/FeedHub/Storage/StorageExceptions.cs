using System.Data.Common;

namespace FeedHub.Storage;

/// <summary>The database was written by a later FeedHub; the message says what to do.</summary>
public sealed class NewerDatabaseException : DbException
{
    public NewerDatabaseException()
    {
    }

    public NewerDatabaseException(string message)
        : base(message)
    {
    }

    public NewerDatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The database cannot be used just now: away, locked by another program, disk full, read-only. Nothing of the operation was stored;
/// the message says what to do. Callers pause and try again later.
/// </summary>
public sealed class StorageUnavailableException : DbException
{
    public StorageUnavailableException()
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
