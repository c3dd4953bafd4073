using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.IO.Compression;

namespace FeedHub.Storage;

/// <summary>An article's text in two columns: as it is, or, once it is seldom read, compressed (<see cref="Scsu"/>, then Brotli) with an empty text beside it.</summary>
internal static class PackedText
{
    /// <summary>SQL, for <c>article_texts t</c>: what <see cref="Read"/> reads.</summary>
    public const string Columns = "t.text, t.packed";

    private const string Changed = "The text of an article cannot be read: its bytes were changed.";

    private const int Quality = 4;
    private const int WindowBits = 18;
    private const int Header = sizeof(int);

    /// <summary>Of the first of the two columns.</summary>
    public static string Read(DbDataReader row, int place) =>
        row.IsDBNull(place + 1) ? row.GetString(place) : Unpack(row.GetFieldValue<byte[]>(place + 1));

    /// <summary>Null where it would not become shorter.</summary>
    /// <param name="text">Any UTF-16: it comes back unit for unit.</param>
    public static byte[]? Pack(string text)
    {
        var letters = ArrayPool<byte>.Shared.Rent(text.Length * Scsu.MaxBytesPerChar);
        try
        {
            var length = Scsu.Encode(text, letters);
            var packed = new byte[Header + BrotliEncoder.GetMaxCompressedLength(length)];
            BinaryPrimitives.WriteInt32LittleEndian(packed, length);
            return BrotliEncoder.TryCompress(letters.AsSpan(0, length), packed.AsSpan(Header), out var written, Quality, WindowBits) && Header + written < text.Length
                ? packed[..(Header + written)]
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(letters);
        }
    }

    /// <exception cref="InvalidDataException">These are not bytes that <see cref="Pack"/> made.</exception>
    public static string Unpack(byte[] packed)
    {
        var length = packed.Length > Header ? BinaryPrimitives.ReadInt32LittleEndian(packed) : -1;
        if (length < 0)
        {
            throw new InvalidDataException(Changed);
        }

        var letters = ArrayPool<byte>.Shared.Rent(length);
        var text = ArrayPool<char>.Shared.Rent(length);
        try
        {
            return BrotliDecoder.TryDecompress(packed.AsSpan(Header), letters.AsSpan(0, length), out var written) && written == length
                ? new string(text, 0, Scsu.Decode(letters.AsSpan(0, length), text))
                : throw new InvalidDataException(Changed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(letters);
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
