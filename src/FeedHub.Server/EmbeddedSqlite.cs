using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace FeedHub.Server;

/// <summary>
/// SQLite's native library out of this program itself, where it was published as a single file for Linux: through memory, so that nothing has to be
/// extracted and neither a home nor a writable folder is needed. The host's own way of extracting ends the program of a user without a home.
/// </summary>
internal static partial class EmbeddedSqlite
{
    private const string Resource = "libe_sqlite3.so";
    private const string Imported = "e_sqlite3";

    /// <summary>Before the first database is opened; where nothing is embedded the library lies beside the program.</summary>
    public static void Use()
    {
        if (typeof(EmbeddedSqlite).Assembly.GetManifestResourceInfo(Resource) is not null)
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == Imported ? Loaded.Value : 0);
        }
    }

    private static readonly Lazy<nint> Loaded = new(() =>
    {
        using var file = CreateMemoryFile(Resource, 0);
        using var library = typeof(EmbeddedSqlite).Assembly.GetManifestResourceStream(Resource)!;
        var path = FormattableString.Invariant($"/proc/self/fd/{file.DangerousGetHandle()}");
        using (var memory = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            library.CopyTo(memory);
        }

        return NativeLibrary.Load(path);
    });

    /// <summary>memfd_create(2).</summary>
    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle CreateMemoryFile(string name, uint flags);
}
