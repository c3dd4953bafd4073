namespace FeedHub.Fetching;

/// <summary>Counts what one exchange receives on the wire, whatever it is: interim answers, headers, chunk extensions, trailers, bodies.</summary>
internal sealed class WireMeter(long limit)
{
    private static readonly AsyncLocal<WireMeter?> Ambient = new();

    private long _received;

    /// <summary>Meter of the exchange this asynchronous flow belongs to; null: between exchanges.</summary>
    public static WireMeter? Current => Ambient.Value;

    public long Received => Interlocked.Read(ref _received);

    /// <summary>From here on this flow's bytes are counted here.</summary>
    public void Begin() => Ambient.Value = this;

    public static void End() => Ambient.Value = null;

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
internal sealed class MeteredStream(Stream inner) : PassingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken);
        WireMeter.Current?.Count(read);
        return read;
    }
}
