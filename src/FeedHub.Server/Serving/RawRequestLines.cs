using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace FeedHub.Server;

/// <summary>
/// Percent-encodes raw UTF-8 in request lines, which RFC 3986 does not allow and Kestrel refuses, but readers send: newsboat asks for
/// <c>/tags/سوريا/feed.atom</c> as it was typed. A middleware of the connection: a line of ASCII passes as it came, in the buffer it came in.
/// </summary>
/// <remarks>
/// Only what can be a request line is touched. Once a request of the connection may carry a body, everything passes as it is, since a body can
/// look like anything; so does what does not begin like HTTP/1: TLS, and the preface of HTTP/2.
/// </remarks>
internal sealed class RawRequestLines(PipeReader inner) : PipeReader
{
    /// <summary>What was read and encoded, and not consumed yet; empty: the inner reader's buffer is passed on.</summary>
    private ReadOnlySequence<byte> _encoded;

    private bool _isFirst = true;
    private bool _passes;
    private bool _isCompleted;

    /// <summary>The end of <see cref="_encoded"/> was examined: more must come before it is worth another look.</summary>
    private bool _wantsMore;

    public static async Task UseAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var lines = new RawRequestLines(transport.Input);
        connection.Features.Set(lines);
        connection.Transport = new Duplex(lines, transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    /// <summary>A request that may have a body ends the looking, before any of its body is read.</summary>
    public static Task MindBodiesAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false } && context.Features.Get<RawRequestLines>() is { } lines)
        {
            lines._passes = true;
        }

        return next(context);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_encoded.IsEmpty && !_wantsMore)
        {
            result = Held(false);
            return true;
        }

        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = Looked(result);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (!_encoded.IsEmpty && !_wantsMore)
        {
            return new(Held(false));
        }

        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(Looked(read.Result)) : LaterAsync(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_encoded.IsEmpty)
        {
            inner.AdvanceTo(consumed, examined);
            return;
        }

        _wantsMore = _encoded.Slice(examined).IsEmpty;
        _encoded = _encoded.Slice(consumed);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> LaterAsync(ValueTask<ReadResult> read) => Looked(await read);

    private ReadResult Held(bool isCanceled)
    {
        if (LengthOfRawLine(_encoded) is { } length)
        {
            _encoded = EncodeFirst(_encoded, length);
        }

        return new(_encoded, isCanceled, _isCompleted);
    }

    private ReadResult Looked(ReadResult read)
    {
        var buffer = read.Buffer;
        if (!_encoded.IsEmpty)
        {
            // Behind what is held already; all of it is ours now.
            _encoded = new(Join(_encoded, buffer));
        }
        else if (LengthOfRawLine(buffer) is { } length)
        {
            _encoded = EncodeFirst(buffer, length);
        }
        else
        {
            return read;
        }

        inner.AdvanceTo(buffer.End);
        _isCompleted = read.IsCompleted;
        _wantsMore = false;
        return Held(read.IsCanceled);
    }

    /// <summary>Null: the buffer does not begin with a whole request line that is to be encoded.</summary>
    private long? LengthOfRawLine(ReadOnlySequence<byte> buffer)
    {
        if (_passes || buffer.IsEmpty)
        {
            return null;
        }

        if (_isFirst)
        {
            _isFirst = false;
            _passes |= buffer.FirstSpan is not [>= (byte)'A' and <= (byte)'Z', ..] || buffer.FirstSpan.StartsWith("PRI"u8);
        }

        if (Ascii.IsValid(UpToLineEnd(buffer.FirstSpan)) && (buffer.IsSingleSegment || buffer.FirstSpan.Contains((byte)'\n')))
        {
            return null;
        }

        return !_passes && buffer.PositionOf((byte)'\n') is { } end && IsRequestLine(buffer.Slice(0, end)) ? buffer.Slice(0, end).Length : null;
    }

    private static ReadOnlySpan<byte> UpToLineEnd(ReadOnlySpan<byte> span) => span.IndexOf((byte)'\n') is >= 0 and var end ? span[..end] : span;

    /// <summary>A method and a space; a header has its colon before any space. What is ASCII alone needs nothing.</summary>
    private static bool IsRequestLine(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        var method = bytes.AsSpan().IndexOfAnyExceptInRange((byte)'A', (byte)'Z');
        return method > 0 && bytes[method] == ' ' && !Ascii.IsValid(bytes);
    }

    /// <param name="length">Of the line.</param>
    private static ReadOnlySequence<byte> EncodeFirst(ReadOnlySequence<byte> buffer, long length)
    {
        var encoded = new ArrayBufferWriter<byte>((int)length * 3);
        foreach (var one in buffer.Slice(0, length).ToArray())
        {
            if (one < 0x80)
            {
                encoded.Write([one]);
            }
            else
            {
                Encoding.ASCII.GetBytes($"%{one:X2}", encoded);
            }
        }

        return new(Join(new(encoded.WrittenMemory), buffer.Slice(length)));
    }

    private static byte[] Join(ReadOnlySequence<byte> first, ReadOnlySequence<byte> second)
    {
        var joined = new byte[first.Length + second.Length];
        first.CopyTo(joined);
        second.CopyTo(joined.AsSpan((int)first.Length));
        return joined;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
