using System.Buffers.Binary;
using System.Text;

namespace FeedHub.Stories;

/// <summary>
/// What the matcher asks storage to keep of an article, as bytes: everything that its state is made of, so that a restart ends where the run
/// before it stood, though the article may have been corrected since.
/// </summary>
/// <param name="Row">With its sketch, unless it is settled; what storage knows by itself and no correction changes (ids, story, feed, first sight) is left out.</param>
/// <param name="Filed">Hashes it is found under.</param>
/// <param name="Lines">As <see cref="LinesOfArticle.Lines"/>.</param>
/// <param name="Names">As <see cref="LinesOfArticle.Names"/>.</param>
internal sealed record SketchRecord(IndexRow Row, uint[] Filed, uint[] Lines, string[] Names)
{
    private const byte Version = 5;

    /// <summary>Without shingles and what it is found under: the window has passed it.</summary>
    private const byte VersionOfSettled = 6;

    /// <summary>The same without the mark of galleries; the one before it without recordings too.</summary>
    private const byte VersionWithoutGalleries = 4;

    private const byte VersionWithoutMedia = 3;

    public byte[] ToBytes() => ToBytes(isSettled: false);

    private byte[] ToBytes(bool isSettled)
    {
        using var stream = new MemoryStream((4 * (Row.Sketch!.Length + Filed.Length + Lines.Length)) + 64);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(isSettled ? VersionOfSettled : Version);
        writer.Write(Row.UrlKey);
        writer.Write(Row.ContentKey);
        writer.Write(Row.DateSeconds);
        writer.Write7BitEncodedInt((Row.TextLength << 2) | (Row.IsGallery ? 2 : 0) | (Row.IsTruncated ? 1 : 0));
        writer.Write7BitEncodedInt(Row.Ordinal);
        writer.Write(Row.Media);
        if (isSettled)
        {
            writer.Write(Row.Mould);
        }
        else
        {
            Write(Row.Sketch);
            Write(Filed);
        }

        Write(Lines);
        writer.Write7BitEncodedInt(Names.Length);
        foreach (var line in Names)
        {
            writer.Write(line);
        }

        return stream.ToArray();

        void Write(uint[] cells)
        {
            writer.Write7BitEncodedInt(cells.Length);
            Span<byte> bytes = stackalloc byte[4 * 64];
            for (var at = 0; at < cells.Length; at += 64)
            {
                var some = cells.AsSpan(at, Math.Min(64, cells.Length - at));
                for (var index = 0; index < some.Length; index++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * index)..], some[index]);
                }

                writer.Write(bytes[..(4 * some.Length)]);
            }
        }
    }

    /// <summary>The same bytes of an article that the window has passed, a fraction as many; null where there is nothing to take away.</summary>
    public static byte[]? Settled(ReadOnlyMemory<byte> bytes) =>
        !bytes.IsEmpty && bytes.Span[0] != VersionOfSettled && Read(bytes) is { } record ? record.ToBytes(isSettled: true) : null;

    /// <summary>Null where the bytes are of another version or none: the article is then known by its exact keys only.</summary>
    public static SketchRecord? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span[0] is not (Version or VersionOfSettled or VersionWithoutGalleries or VersionWithoutMedia))
        {
            return null;
        }

        var row = new IndexRow
        {
            UrlKey = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[1..]),
            ContentKey = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[9..]),
            DateSeconds = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[17..]),
        };
        var at = 21;
        var length = Number(bytes.Span, ref at);
        var hasGalleries = bytes.Span[0] is Version or VersionOfSettled;
        row.IsTruncated = (length & 1) != 0;
        row.IsGallery = hasGalleries && (length & 2) != 0;
        row.TextLength = hasGalleries ? length >>> 2 : length >>> 1;
        row.Ordinal = Number(bytes.Span, ref at);
        if (bytes.Span[0] != VersionWithoutMedia)
        {
            row.Media = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
            at += sizeof(uint);
        }

        uint[] filed = [];
        if (bytes.Span[0] == VersionOfSettled)
        {
            row.Mould = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
            at += sizeof(uint);
        }
        else
        {
            row.Sketch = Cells(bytes.Span, ref at);
            row.Mould = new Sketch(row.Sketch).Skeleton;
            filed = Cells(bytes.Span, ref at);
        }

        var lines = Cells(bytes.Span, ref at);
        var names = new string[Number(bytes.Span, ref at)];
        for (var index = 0; index < names.Length; index++)
        {
            var size = Number(bytes.Span, ref at);
            names[index] = Encoding.UTF8.GetString(bytes.Span.Slice(at, size));
            at += size;
        }

        return new(row, filed, lines, names);
    }

    private static uint[] Cells(ReadOnlySpan<byte> bytes, ref int at)
    {
        var cells = new uint[Number(bytes, ref at)];
        for (var index = 0; index < cells.Length; index++, at += 4)
        {
            cells[index] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        }

        return cells;
    }

    private static int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            number |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
