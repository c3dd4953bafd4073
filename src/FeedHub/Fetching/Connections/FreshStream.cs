namespace FeedHub.Fetching;

/// <summary>The server closed a new connection without a word.</summary>
internal sealed class ClosedSilentlyException() : Exception("The connection was closed before an answer began.");

/// <summary>
/// A connection whose first request is never sent again: SocketsHttpHandler repeats a request up to three times within milliseconds where
/// the connection ends before an answer. That is right where an idle connection was closed meanwhile; a server that closes new ones has said no.
/// </summary>
internal sealed class FreshStream(Stream inner) : PassingStream(inner)
{
    private bool _isAnswering;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await Inner.ReadAsync(buffer, cancellationToken);
            if (read == 0 && !buffer.IsEmpty && !_isAnswering)
            {
                throw new ClosedSilentlyException();
            }

            _isAnswering |= read > 0;
            return read;
        }
        catch (IOException exception) when (!_isAnswering && exception is not (TooManyBytesException or AddressNotAllowedException))
        {
            // An IOException would be taken for a reason to try again.
            throw new ClosedSilentlyException();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await Inner.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException) when (!_isAnswering)
        {
            throw new ClosedSilentlyException();
        }
    }
}
