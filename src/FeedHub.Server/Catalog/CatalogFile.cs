using FeedHub.Sources;

namespace FeedHub.Server;

/// <summary>feeds.json on disk.</summary>
public static class CatalogFile
{
    /// <summary>Larger files are not looked into.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Never throws on a bad or missing file: that is a mistake with a place and a suggestion too.</summary>
    public static async Task<CatalogResult> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path))
            {
                return Directory.Exists(path)
                    ? Wrong("This is a folder.", "Name the file in it with --feeds.")
                    : Wrong("There is no such file.", "Create it, or name another one with --feeds.");
            }

            // Through links, whose own length says nothing.
            if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length > MaxBytes : new FileInfo(path).Length > MaxBytes)
            {
                return Wrong("The file is larger than 16 MiB.", "A feeds.json lists feeds; is this another file?");
            }

            return CatalogReader.Read(await File.ReadAllBytesAsync(path, cancellationToken), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Wrong(exception.Message, "Make it readable.");
        }

        CatalogResult Wrong(string message, string suggestion) => new(null, [new CatalogMistake(path, 1, 1, message, suggestion)]);
    }
}
