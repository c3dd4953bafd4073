using System.Buffers.Binary;
using System.Text;

namespace FeedHub.Stories;

/// <summary>
/// What the matcher asks storage to keep of an article, as bytes: everything that its state is made of, so that a restart ends where the run
/// before it stood.
/// </summary>
/// <param name="Filed">Hashes it is found under.</param>
/// <param name="Lines">Its short lines, for its source's <see cref="SourceLines"/>.</param>
/// <param name="LearnedLines">The words of those that were learned when it came.</param>
internal sealed record SketchRecord(Sketch Sketch, uint[] Filed, uint[] Lines, string[] LearnedLines)
{
    private const byte Version = 1;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        Write(Sketch.Cells);
        Write(Filed);
        Write(Lines);
        writer.Write7BitEncodedInt(LearnedLines.Length);
        foreach (var line in LearnedLines)
        {
            writer.Write(line);
        }

        return stream.ToArray();

        void Write(uint[] cells)
        {
            writer.Write7BitEncodedInt(cells.Length);
            foreach (var cell in cells)
            {
                writer.Write(cell);
            }
        }
    }

    /// <summary>Null where the bytes are of another version or none: the article is then known by its exact keys only.</summary>
    public static SketchRecord? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span[0] != Version)
        {
            return null;
        }

        var at = 1;
        var sketch = new Sketch(Cells(bytes.Span, ref at));
        var filed = Cells(bytes.Span, ref at);
        var lines = Cells(bytes.Span, ref at);
        var learned = new string[Number(bytes.Span, ref at)];
        for (var index = 0; index < learned.Length; index++)
        {
            var length = Number(bytes.Span, ref at);
            learned[index] = Encoding.UTF8.GetString(bytes.Span.Slice(at, length));
            at += length;
        }

        return new(sketch, filed, lines, learned);
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
