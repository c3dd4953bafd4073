namespace FeedHub.Server;

/// <summary>Another hub is at work on the same data folder.</summary>
public sealed class DataFolderInUseException(string message) : Exception(message);

/// <summary>
/// Holds a data folder for one serving process, so that leases found there at start belong to the dead. The lock goes with the process,
/// however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>What the operating systems say of a file that another process has locked: EAGAIN on Linux, EWOULDBLOCK on macOS, a sharing violation on Windows.</summary>
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="DataFolderInUseException">Another process holds it.</exception>
    /// <exception cref="BadSettingException">It cannot be made or written.</exception>
    public static DataFolder Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadSettingException($"The data folder {path} cannot be made ({exception.Message.TrimEnd('.')}): name another one with --data.");
        }

        try
        {
            return new DataFolder(new FileStream(Path.Combine(path, "serve.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new BadSettingException($"This user may not write to the data folder {path}: give it the right to, or name another folder with --data.");
        }
        catch (IOException exception) when (!HeldByAnother.Contains(exception.HResult))
        {
            throw new BadSettingException($"The data folder {path} cannot be written ({exception.Message.TrimEnd('.')}): make room or make it writable, or name another folder with --data.");
        }
        catch (IOException)
        {
            throw new DataFolderInUseException($"Another FeedHub is serving from {path}: stop it, or give this one a folder of its own with --data.");
        }
    }

    public void Dispose() => _lock.Dispose();
}
