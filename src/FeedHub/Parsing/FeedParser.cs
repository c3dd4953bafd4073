namespace FeedHub.Parsing;

/// <summary>What is known of a document beside its bytes.</summary>
public sealed record ParseOptions
{
    /// <summary>Where it was found; relative links are resolved against it.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>HTTP Content-Type as sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>Encoding to believe whatever the labels say.</summary>
    public string? Encoding { get; init; }

    /// <summary>For dates written without a zone; null: UTC.</summary>
    public TimeZoneInfo? TimeZone { get; init; }
}

/// <summary>The document is no feed. The only exception <see cref="FeedParser"/> throws, on any bytes.</summary>
public sealed class NotAFeedException : Exception
{
    public NotAFeedException()
    {
    }

    public NotAFeedException(string message)
        : base(message)
    {
    }

    public NotAFeedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Bytes as served become a <see cref="ParsedFeed"/>, in bounded time and memory.</summary>
public static class FeedParser
{
    /// <exception cref="NotAFeedException">The bytes hold no feed; the message says what they hold instead.</exception>
    public static ParsedFeed Parse(ReadOnlyMemory<byte> body, ParseOptions options, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();
}
