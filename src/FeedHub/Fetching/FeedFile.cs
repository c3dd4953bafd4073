namespace FeedHub.Fetching;

/// <summary>A feed that is a file of this machine, fetched as if over HTTP: its change time and length are its validator.</summary>
public static class FeedFile
{
    private const long DefaultMaxBytes = 16 * 1024 * 1024;

    /// <summary>Never throws but on cancellation.</summary>
    /// <param name="maxBytes">Null: 16 MiB.</param>
    public static async Task<FetchResult> ReadAsync(Uri url, Validators validators, long? maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(url.LocalPath);
            if (!file.Exists)
            {
                return new FetchResult.Failed(FetchFailure.NotFound, $"There is no file {file.FullName}.");
            }

            var current = new Validators(FormattableString.Invariant($"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}"), null);
            if (current == validators)
            {
                return new FetchResult.NotModified { Validators = current };
            }

            if (file.Length > (maxBytes ?? DefaultMaxBytes))
            {
                return new FetchResult.Failed(FetchFailure.TooLarge, $"The file is larger than {maxBytes ?? DefaultMaxBytes} bytes.");
            }

            var body = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            return new FetchResult.Fetched(body, null, url) { Validators = current, WireBytes = body.Length };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FetchResult.Failed(FetchFailure.Unreachable, $"The file cannot be read: {exception.Message}");
        }
    }
}
