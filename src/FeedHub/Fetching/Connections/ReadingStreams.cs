namespace FeedHub.Fetching;

/// <summary>A stream that can only be read.</summary>
internal abstract class ReadingStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Counts what is read and stops at a limit.</summary>
internal sealed class CountedStream(Stream inner, long limit) : ReadingStream(inner)
{
    private readonly Stream _inner = inner;

    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        return Count <= limit ? read : throw new TooManyBytesException();
    }
}

/// <summary>Lets the first two bytes be seen before they are read.</summary>
internal sealed class PeekedStream(Stream inner) : ReadingStream(inner)
{
    private readonly Stream _inner = inner;
    private readonly byte[] _start = new byte[2];
    private ReadOnlyMemory<byte> _left;

    /// <summary>−1 where the stream ended before.</summary>
    public async Task<(int First, int Second)> PeekAsync(CancellationToken cancellationToken)
    {
        var read = await _inner.ReadAtLeastAsync(_start, 2, throwOnEndOfStream: false, cancellationToken);
        _left = _start.AsMemory(0, read);
        return (read > 0 ? _start[0] : -1, read > 1 ? _start[1] : -1);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left.IsEmpty || buffer.IsEmpty)
        {
            return _inner.ReadAsync(buffer, cancellationToken);
        }

        var part = Math.Min(_left.Length, buffer.Length);
        _left[..part].CopyTo(buffer);
        _left = _left[part..];
        return ValueTask.FromResult(part);
    }
}
