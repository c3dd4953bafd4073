namespace FeedHub.Storage;

/// <summary>A consistent copy of the SQLite data while the hub runs.</summary>
public static class DatabaseBackup
{
    /// <summary>Writes the copy beside its final name first, so that a file of that name is always whole; returns its size in bytes.</summary>
    /// <param name="file">Must not exist yet.</param>
    /// <exception cref="IOException">There is such a file already, or its folder cannot be written.</exception>
    /// <exception cref="NotSupportedException">The data is in PostgreSQL, which has pg_dump for this.</exception>
    public static Task<long> WriteAsync(Database database, string file, CancellationToken cancellationToken) =>
        throw new NotImplementedException(database.Engine + file);
}
