using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class SketchRecordTests
{
    private static readonly SketchRecord Record = new(
        new IndexRow
        {
            UrlKey = ulong.MaxValue - 1,
            ContentKey = 7,
            DateSeconds = 1_700_000_000,
            TextLength = 3_000,
            IsGallery = true,
            IsTruncated = true,
            Ordinal = 300,
            Media = 99,
            Sketch = [.. Enumerable.Range(1, 120).Select(cell => (uint)cell)],
        },
        [1, 2, 3],
        [4, 5],
        ["اشترك في القناة"]);

    [Fact]
    public void It_comes_back_as_it_was_written()
    {
        var read = SketchRecord.Read(Record.ToBytes())!;

        var known = Known(Record);
        known.Mould = Record.Row.Sketch![6];
        Assert.Equal(known, Known(read));
        Assert.Equal(Record.Row.Sketch, read.Row.Sketch);
        Assert.Equal(Record.Filed, read.Filed);
        Assert.Equal((Record.Lines, Record.Names), (read.Lines, read.Names), SameLists);
    }

    [Fact]
    public void Settled_it_keeps_all_but_what_finds_company()
    {
        var bytes = Record.ToBytes();
        var settled = SketchRecord.Settled(bytes)!;
        var read = SketchRecord.Read(settled)!;

        Assert.Equal(Known(SketchRecord.Read(bytes)!), Known(read));
        Assert.Null(read.Row.Sketch);
        Assert.Empty(read.Filed);
        Assert.Equal((Record.Lines, Record.Names), (read.Lines, read.Names), SameLists);
        Assert.InRange(settled.Length, 1, bytes.Length / 5);
        Assert.Null(SketchRecord.Settled(settled));
    }

    [Theory]
    [InlineData("")]
    [InlineData("010203")]
    public void What_it_does_not_know_has_nothing_to_take_away(string bytes) => Assert.Null(SketchRecord.Settled(Convert.FromHexString(bytes)));

    private static (ulong Url, ulong Content, uint Date, int Length, bool Gallery, bool Truncated, int Ordinal, uint Media, uint Mould) Known(SketchRecord record) => (
        record.Row.UrlKey, record.Row.ContentKey, record.Row.DateSeconds, record.Row.TextLength, record.Row.IsGallery, record.Row.IsTruncated, record.Row.Ordinal,
        record.Row.Media, record.Row.Mould);

    private static bool SameLists((uint[] Lines, string[] Names) one, (uint[] Lines, string[] Names) other) =>
        one.Lines.SequenceEqual(other.Lines) && one.Names.SequenceEqual(other.Names);
}
