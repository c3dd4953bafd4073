using System.Buffers;
using System.IO.Compression;

namespace FeedHub.Fetching;

/// <summary>Reads a body to its end: counted on the wire, decoded under guard, and never larger in memory than it may be.</summary>
internal sealed class BodyReader(MemoryBudget memory)
{
    /// <summary>Up to here a body is read without asking whether there is room.</summary>
    public const int SmallBytes = 1024 * 1024;

    /// <summary>The same of a page, of which more come side by side.</summary>
    private const int SmallPageBytes = 256 * 1024;

    /// <summary>No feed shrinks like this; bombs do.</summary>
    private const int MaxRatio = 200;

    private const int MaxEncodings = 3;

    /// <summary>
    /// The bytes are lent until the exchange's lease is disposed: the next body is read into the same memory. Where the body is large, its share
    /// of the memory is kept with the lease.
    /// </summary>
    /// <exception cref="TooManyBytesException">More than the exchange may have, on the wire or decoded, or a decompression bomb.</exception>
    /// <exception cref="InvalidDataException">The encoding is broken or breaks off.</exception>
    /// <exception cref="IOException">The connection broke off, or ended before the length announced.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, Exchange exchange, CancellationToken cancellationToken)
    {
        var maxBytes = exchange.MaxBodyBytes;
        var length = content.Headers.NonValidated.TryGetValues("Content-Length", out _) ? content.Headers.ContentLength : null;
        if (length > maxBytes)
        {
            throw new TooManyBytesException();
        }

        await using var wire = new CountedStream(await content.ReadAsStreamAsync(cancellationToken), maxBytes);
        var encodings = Encodings(content);
        await using var decoded = await DecodeAsync(wire, encodings, cancellationToken);
        var expected = ReferenceEquals(decoded, wire) ? length : null;
        var share = memory.Open();
        exchange.Lease.Keep(share);
        var body = expected > 0 && expected <= Uncounted(exchange)
            ? await ReadExpectedAsync(decoded, Lent(exchange, (int)expected), cancellationToken)
            : await ReadWholeAsync(decoded, wire, exchange, share, cancellationToken);
        return IsGzip(body.Span) ? await UnzipAsync(body, exchange, share, cancellationToken) : body;
    }

    /// <summary>The first bytes of a body that only explains a refusal; empty where they cannot be had.</summary>
    public static async Task<byte[]> ReadStartAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var wire = new CountedStream(await content.ReadAsStreamAsync(cancellationToken), maxBytes);
            await using var decoded = await DecodeAsync(wire, Encodings(content), cancellationToken);
            var start = new byte[maxBytes];
            var read = await decoded.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            return start[..read];
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or HttpRequestException)
        {
            return [];
        }
    }

    private static List<string> Encodings(HttpContent content)
    {
        if (!content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values))
        {
            return [];
        }

        return
        [
            .. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(encoding => encoding.ToLowerInvariant())
                .Where(encoding => encoding is "gzip" or "x-gzip" or "deflate" or "br"),
        ];
    }

    private static async Task<Stream> DecodeAsync(Stream wire, List<string> encodings, CancellationToken cancellationToken)
    {
        if (encodings.Count > MaxEncodings)
        {
            throw new InvalidDataException("Too many content encodings.");
        }

        var stream = wire;
        for (var i = encodings.Count - 1; i >= 0; i--)
        {
            if (encodings[i] == "br")
            {
                stream = new BrotliStream(stream, CompressionMode.Decompress);
                continue;
            }

            // Servers say gzip and send plain text, or say deflate and send it without its zlib wrapper.
            var peeked = new PeekedStream(stream);
            var (first, second) = await peeked.PeekAsync(cancellationToken);
            stream = (first, second) switch
            {
                (0x1F, 0x8B) => new GZipStream(peeked, CompressionMode.Decompress),
                _ when encodings[i] != "deflate" => peeked,
                (var cmf, var flags) when (cmf & 0x0F) == 8 && ((cmf << 8) + flags) % 31 == 0 => new ZLibStream(peeked, CompressionMode.Decompress),
                ('<' or '{' or 0xEF or 0xFE or 0xFF or -1, _) => peeked,
                _ => new DeflateStream(peeked, CompressionMode.Decompress),
            };
        }

        return stream;
    }

    // A feed.xml.gz served as a file, and bodies compressed once more than said.
    private static async Task<ReadOnlyMemory<byte>> UnzipAsync(ReadOnlyMemory<byte> body, Exchange exchange, MemoryShare share, CancellationToken cancellationToken)
    {
        await using var wire = new CountedStream(new MemoryStream(body.ToArray(), writable: false), exchange.MaxBodyBytes);
        await using var decoded = new GZipStream(wire, CompressionMode.Decompress);
        return await ReadWholeAsync(decoded, wire, exchange, share, cancellationToken);
    }

    private static int Uncounted(Exchange exchange) => exchange.Request.IsPage ? SmallPageBytes : SmallBytes;

    private static bool IsGzip(ReadOnlySpan<byte> body) => body is [0x1F, 0x8B, 0x08, ..];

    private static async Task<ReadOnlyMemory<byte>> ReadWholeAsync(
        Stream decoded, CountedStream wire, Exchange exchange, MemoryShare share, CancellationToken cancellationToken)
    {
        using var pieces = new Pieces();
        var before = share.Bytes;
        while (true)
        {
            var read = await decoded.ReadAsync(pieces.Room(), cancellationToken);
            if (read == 0)
            {
                var body = Lent(exchange, (int)pieces.Length);
                pieces.CopyTo(body.Span);
                return body;
            }

            pieces.Length += read;
            if (pieces.Length > exchange.MaxBodyBytes || (pieces.Length > SmallBytes && pieces.Length / MaxRatio > wire.Count))
            {
                throw new TooManyBytesException();
            }

            while (pieces.Length > Uncounted(exchange) && pieces.Length > share.Bytes - before)
            {
                await share.TakeAsync(SmallBytes, cancellationToken);
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadExpectedAsync(Stream stream, Memory<byte> body, CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(body, cancellationToken);

        // Reading on to the end lets the connection serve again.
        return await stream.ReadAsync(new byte[1], cancellationToken) == 0 ? body : throw new TooManyBytesException();
    }

    /// <summary>
    /// Room for a body. An array of its own would live just long enough to be moved by the collector, and be most of what it moves; large ones are rare.
    /// </summary>
    private static Memory<byte> Lent(Exchange exchange, int length)
    {
        if (length > SmallBytes)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        var rented = new Rented(length);
        exchange.Lease.KeepBuffer(rented);
        return rented.Bytes;
    }

    private sealed class Rented(int length) : IDisposable
    {
        private readonly byte[] _array = ArrayPool<byte>.Shared.Rent(length);

        public Memory<byte> Bytes => _array.AsMemory(0, length);

        public void Dispose() => ArrayPool<byte>.Shared.Return(_array);
    }

    /// <summary>A body that grows in pooled pieces and is copied once, when its length is known.</summary>
    private sealed class Pieces : IDisposable
    {
        private const int FirstBytes = 32 * 1024;
        private const int LargestBytes = 1024 * 1024;

        private readonly List<byte[]> _pieces = [];
        private int _used;

        private long _length;

        public long Length
        {
            get => _length;
            set
            {
                _used += (int)(value - _length);
                _length = value;
            }
        }

        public Memory<byte> Room()
        {
            if (_pieces.Count == 0 || _used == _pieces[^1].Length)
            {
                var size = _pieces.Count == 0 ? FirstBytes : Math.Min(_pieces[^1].Length * 2, LargestBytes);
                _pieces.Add(ArrayPool<byte>.Shared.Rent(size));
                _used = 0;
            }

            return _pieces[^1].AsMemory(_used);
        }

        public void CopyTo(Span<byte> whole)
        {
            var at = 0;
            foreach (var piece in _pieces)
            {
                var part = Math.Min(piece.Length, whole.Length - at);
                piece.AsSpan(0, part).CopyTo(whole[at..]);
                at += part;
            }
        }

        public void Dispose()
        {
            foreach (var piece in _pieces)
            {
                ArrayPool<byte>.Shared.Return(piece);
            }
        }
    }
}
