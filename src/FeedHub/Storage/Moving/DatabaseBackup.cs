namespace FeedHub.Storage;

/// <summary>A consistent copy of the SQLite data while the hub runs.</summary>
public static class DatabaseBackup
{
    /// <summary>
    /// Writes the copy beside its final name first, so that a file of that name is always whole; returns its size in bytes. Writers go on
    /// meanwhile; the copy holds what was committed when it began. To restore: put it in the data folder as <c>feedhub.db</c>.
    /// </summary>
    /// <param name="file">Must not exist yet.</param>
    /// <exception cref="IOException">There is such a file already, its folder cannot be written, or there is nothing to copy.</exception>
    /// <exception cref="NotSupportedException">The data is in PostgreSQL, which has pg_dump for this.</exception>
    /// <exception cref="StorageUnavailableException">The disk is full, or the database cannot be read.</exception>
    public static async Task<long> WriteAsync(Database database, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        RefuseToOverwrite(file);
        var partial = file + ".partial";
        File.Delete(partial);
        try
        {
            await Task.Run(() => Copy(database, partial), cancellationToken);
            RefuseToOverwrite(file);
            File.Move(partial, file, overwrite: false);
        }
        finally
        {
            File.Delete(partial);
        }

        return new FileInfo(file).Length;
    }

    private static void RefuseToOverwrite(string file)
    {
        if (File.Exists(file) || Directory.Exists(file))
        {
            throw new IOException($"{file} exists already. Choose another name, or remove it first.");
        }
    }

    private static void Copy(Database database, string file)
    {
        database.CopyTo(file);
        using var copy = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }
}
