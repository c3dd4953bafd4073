namespace FeedHub.Fetching;

/// <summary>A feed that is a file of this machine, fetched as if over HTTP: its change time and length are its validator.</summary>
public static class FeedFile
{
    private const long DefaultMaxBytes = 16 * 1024 * 1024;
    private const int BufferBytes = 1 << 16;

    /// <summary>Never throws but on cancellation.</summary>
    /// <param name="maxBytes">Null: 16 MiB.</param>
    public static async Task<FetchResult> ReadAsync(Uri url, Validators validators, long? maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(url.LocalPath);
            if (!file.Exists)
            {
                return new FetchResult.Failed(PollFailure.NotFound, $"There is no file {file.FullName}.");
            }

            var current = new Validators(FormattableString.Invariant($"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}"), null);
            if (current == validators)
            {
                return new FetchResult.NotModified { Validators = current };
            }

            await using var stream = file.OpenRead();
            return await ReadAsync(stream, url, maxBytes, cancellationToken) with { Validators = current };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FetchResult.Failed(PollFailure.Unreachable, $"The file cannot be read: {exception.Message}");
        }
    }

    /// <summary>To its end; a pipe has no length to look at before.</summary>
    /// <param name="url">What the feed is known by.</param>
    /// <param name="maxBytes">Null: 16 MiB.</param>
    public static async Task<FetchResult> ReadAsync(Stream stream, Uri url, long? maxBytes, CancellationToken cancellationToken)
    {
        var atMost = maxBytes ?? DefaultMaxBytes;
        using var body = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > atMost)
            {
                return new FetchResult.Failed(PollFailure.TooLarge, $"The file is larger than {atMost} bytes.");
            }

            body.Write(buffer, 0, read);
        }

        return new FetchResult.Fetched(body.ToArray(), null, url) { WireBytes = body.Length };
    }
}
