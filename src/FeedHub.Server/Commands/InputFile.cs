namespace FeedHub.Server.Commands;

/// <summary>A file that a verb was told to read; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    public const string StandardInput = "-";

    /// <summary>Null: it is there.</summary>
    public static string? Mistake(string path) =>
        path == StandardInput || File.Exists(path) ? null
        : Directory.Exists(path) ? $"{path} is a folder: name a file in it."
        : $"There is no file {path}.";

    public static Stream Open(string path) => path == StandardInput ? StandardStreams.OpenInput() : File.OpenRead(path);

    /// <summary>To its end; null: it is larger than <paramref name="maxBytes"/>.</summary>
    public static async Task<byte[]?> ReadAsync(Stream input, int maxBytes, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (body.Length > maxBytes)
            {
                return null;
            }
        }

        return body.ToArray();
    }
}
