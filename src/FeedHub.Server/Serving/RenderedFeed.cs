using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;

namespace FeedHub.Server;

/// <summary>Bytes ready to be sent.</summary>
/// <param name="lastSequence">The newest story's that they know of.</param>
/// <param name="updatedAt">When a story in it last changed.</param>
/// <param name="cacheControl">How long others may keep it.</param>
/// <param name="link">The Link header; null: none.</param>
public sealed class RenderedFeed(
    byte[] bytes, string contentType, long lastSequence, DateTimeOffset updatedAt, string cacheControl = "public, max-age=60", string? link = null)
{

    /// <summary>
    /// Strong: a hash of the bytes, behind what a delta needs to know (RFC 3229): the newest sequence and the latest change.
    /// The same on every node and after every restart.
    /// </summary>
    private readonly string _tag = string.Create(
        CultureInfo.InvariantCulture, $"{lastSequence:x}.{updatedAt.ToUnixTimeMilliseconds():x}.{XxHash64.HashToUInt64(bytes):x16}");

    private (string Plain, string Gzip, string Brotli)? _tags;
    private string? _lastModified;

    private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, stream => new GZipStream(stream, CompressionLevel.Optimal)));
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, stream => new BrotliStream(stream, CompressionLevel.Optimal)));

    public byte[] Bytes => bytes;

    public byte[] Gzip => _gzip.Value;

    public byte[] Brotli => _brotli.Value;

    public string ContentType => contentType;

    public string CacheControl => cacheControl;

    /// <summary>Null: none.</summary>
    public string? Link => link;

    /// <summary>When its letters last changed as far as a client can tell: no two versions of a page share a second.</summary>
    public DateTimeOffset LastModified { get; private set; } = updatedAt;

    /// <summary>Of the bytes as they go over the wire: a compressed variant is another representation (RFC 9110 §8.8.3.3).</summary>
    /// <param name="encoding"><c>gzip</c>, <c>br</c>; null: as they are.</param>
    public string ETag(string? encoding) => encoding switch { null => Tags.Plain, "gzip" => Tags.Gzip, _ => Tags.Brotli };

    /// <summary>True for the tag of any variant: whoever has one has the feed.</summary>
    public bool IsTaggedBy(ReadOnlySpan<char> tag) => tag.SequenceEqual(Tags.Plain) || tag.SequenceEqual(Tags.Gzip) || tag.SequenceEqual(Tags.Brotli);

    /// <summary><see cref="LastModified"/> as a header has it.</summary>
    public string LastModifiedHeader => _lastModified ??= LastModified.ToString("R", CultureInfo.InvariantCulture);

    private (string Plain, string Gzip, string Brotli) Tags => _tags ??= ($"\"{_tag}\"", $"\"{_tag}-gzip\"", $"\"{_tag}-br\"");

    /// <summary>This feed where <paramref name="previous"/> stood, packed as that one was asked for; before anybody else sees it.</summary>
    public RenderedFeed After(RenderedFeed previous, DateTimeOffset now)
    {
        if (bytes.AsSpan().SequenceEqual(previous.Bytes))
        {
            return previous;
        }

        // A story may come in with an older date than the last one had, or two within a second; a client that knows dates only must not miss it.
        var earliest = previous.LastModified.AddSeconds(1);
        LastModified = LastModified >= earliest ? LastModified : now > earliest ? now : earliest;
        _ = previous._gzip.IsValueCreated ? Gzip : null;
        _ = previous._brotli.IsValueCreated ? Brotli : null;
        return this;
    }

    /// <summary>What a client that sends one of our tags has seen; null: it is none of ours.</summary>
    public static (long Sequence, long UpdatedMs)? Seen(string tag)
    {
        var parts = tag.Trim().Trim('"').Split('.');
        return parts.Length == 3 && Hex(parts[0], out var sequence) && Hex(parts[1], out var updated) ? (sequence, updated) : null;

        static bool Hex(string text, out long number) =>
            long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> compressor)
    {
        var packed = new MemoryStream();
        using (var stream = compressor(packed))
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }
}
