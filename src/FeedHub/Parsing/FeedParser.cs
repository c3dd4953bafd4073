using System.Buffers;
using System.IO.Compression;
using System.Xml;

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

    /// <summary>When it was read, for dates that count from there ("منذ 3 ساعات"); null: such a date is none.</summary>
    public DateTimeOffset? Now { get; init; }
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

/// <summary>
/// Bytes as served become a <see cref="ParsedFeed"/>, in bounded time and memory. Sound XML is read as it stands; what a strict reader refuses
/// is repaired first, and what was repaired is listed.
/// </summary>
public static class FeedParser
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\0\uFEFF\u200B");

    /// <exception cref="NotAFeedException">The bytes hold no feed; the message says what they hold instead.</exception>
    public static ParsedFeed Parse(ReadOnlyMemory<byte> body, ParseOptions options, CancellationToken cancellationToken = default)
    {
        var problems = new Problems();
        var bytes = Unzipped(body, problems);
        if (bytes.Length > MaxBytes)
        {
            throw new NotAFeedException("The document is larger than 16 MiB.");
        }

        var text = FeedText.Decode(bytes.Span, options.ContentType, options.Encoding, problems);
        var start = text.AsSpan().IndexOfAnyExcept(Blanks);
        if (start < 0)
        {
            throw new NotAFeedException("The document is empty.");
        }

        text = start == 0 ? text : text[start..];
        problems.MarkDecoded();
        return text[0] == '{' ? JsonFeedParser.Parse(text, options, problems) : ParseXml(text, options, problems, cancellationToken);
    }

    private static ParsedFeed ParseXml(string text, ParseOptions options, Problems problems, CancellationToken cancellationToken)
    {
        if (FeedRoot.Find(text) is not { } root)
        {
            throw new NotAFeedException(FeedRoot.Describe(text));
        }

        // Most feeds are sound; what a strict reader found is thrown away at its first complaint.
        if (root.IsWhole && !XmlCharacters.HasForbidden(text) && !XmlTraps.IsIn(text))
        {
            try
            {
                return Read(text);
            }
            catch (XmlException exception)
            {
                problems.Clear(keep: problems.OfDecoding);
                problems.Add($"The XML is not well-formed (line {exception.LineNumber}): {FirstSentence(exception.Message)}");
            }
        }

        var repaired = XmlRepair.Repair(text, root, problems);
        try
        {
            var feed = Read(repaired);

            // Web pages hold RDF about their drawings, and elements called "feed" or "entry".
            return root.IsWhole || feed.Entries.Length > 0 || feed.Parts.Length > 0 || feed.TitleHtml is not null || feed.Link is not null ? feed
                : throw new NotAFeedException(FeedRoot.Describe(text));
        }
        catch (XmlException exception)
        {
            throw new NotAFeedException($"The XML cannot be read (line {exception.LineNumber}): {FirstSentence(exception.Message)}", exception);
        }

        ParsedFeed Read(string xml) => root.IsSitemap
            ? new SitemapReader(options, problems, cancellationToken).Read(xml)
            : new FeedReader(options, problems, cancellationToken).Read(xml);
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }

    /// <summary>A gzip file served as it is, bounded.</summary>
    private static ReadOnlyMemory<byte> Unzipped(ReadOnlyMemory<byte> body, Problems problems)
    {
        if (body.Span is not [0x1F, 0x8B, ..])
        {
            return body;
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            var plain = new byte[Math.Min((long)body.Length * 200, MaxBytes + 1L)];
            var length = gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            problems.Add("The feed was a gzip file; it was unpacked.");
            return plain.AsMemory(0, length);
        }
        catch (InvalidDataException exception)
        {
            throw new NotAFeedException("The document is a damaged gzip file.", exception);
        }
    }
}
