namespace FeedHub.Fetching;

/// <summary>Counts what one exchange receives on the wire, whatever it is: interim answers, headers, chunk extensions, trailers, bodies.</summary>
internal sealed class WireMeter(long limit)
{
    private static readonly AsyncLocal<WireMeter?> Ambient = new();

    private long _received;

    /// <summary>Meter of the exchange this asynchronous flow belongs to; null: between exchanges.</summary>
    public static WireMeter? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public long Received => Interlocked.Read(ref _received);

    /// <exception cref="TooManyBytesException">The exchange has had enough.</exception>
    public void Count(int bytes)
    {
        if (Interlocked.Add(ref _received, bytes) > limit)
        {
            throw new TooManyBytesException();
        }
    }
}

/// <summary>More came than the limits allow.</summary>
internal sealed class TooManyBytesException() : IOException("Too many bytes.");

/// <summary>A connection that reports to the <see cref="WireMeter"/> of whoever reads from it.</summary>
internal sealed class MeteredStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        WireMeter.Current?.Count(read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        WireMeter.Current?.Count(read);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
