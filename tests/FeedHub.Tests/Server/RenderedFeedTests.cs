using System.IO.Compression;
using System.Text;
using FeedHub.Server;

namespace FeedHub.Tests.Server;

public sealed class RenderedFeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_bytes_have_the_same_tag_whoever_renders_them_and_other_bytes_another()
    {
        Assert.Equal(Feed("a", Now).ETag(null), Feed("a", Now).ETag(null));
        Assert.NotEqual(Feed("a", Now).ETag(null), Feed("b", Now).ETag(null));
        Assert.NotEqual(Feed("a", Now).ETag("gzip"), Feed("a", Now).ETag("br"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("br")]
    public void A_tag_says_what_its_holder_has_seen(string? encoding)
    {
        var tag = Feed("a", Now).ETag(encoding);

        Assert.Equal((7L, Now.ToUnixTimeMilliseconds()), RenderedFeed.Seen(tag));
        Assert.True(Feed("a", Now).IsTaggedBy(tag));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a.b\"")]
    [InlineData("\"x.y.z\"")]
    [InlineData("*")]
    public void A_tag_of_others_says_nothing(string tag) => Assert.Null(RenderedFeed.Seen(tag));

    [Fact]
    public void The_variants_unpack_to_the_same_bytes()
    {
        var feed = Feed(new string('خ', 500), Now);

        Assert.Equal(feed.Bytes, Unpacked(new GZipStream(new MemoryStream(feed.Gzip), CompressionMode.Decompress)));
        Assert.Equal(feed.Bytes, Unpacked(new BrotliStream(new MemoryStream(feed.Brotli), CompressionMode.Decompress)));
    }

    [Fact]
    public void A_page_that_did_not_change_keeps_its_date()
    {
        var before = Feed("a", Now);

        Assert.Same(before, Feed("a", Now.AddMinutes(1)).After(before, Now.AddHours(1)));
    }

    [Fact]
    public void No_two_versions_of_a_page_share_a_second()
    {
        var first = Feed("a", Now);
        var withOlderDate = Feed("b", Now.AddMinutes(-9)).After(first, Now.AddSeconds(30));
        var withinTheSecond = Feed("c", Now).After(withOlderDate, Now.AddSeconds(30));
        var later = Feed("d", Now.AddHours(1)).After(withinTheSecond, Now.AddHours(2));

        Assert.Equal(Now.AddSeconds(30), withOlderDate.LastModified);
        Assert.Equal(Now.AddSeconds(31), withinTheSecond.LastModified);
        Assert.Equal(Now.AddHours(1), later.LastModified);
    }

    private static RenderedFeed Feed(string text, DateTimeOffset updatedAt) => new(Encoding.UTF8.GetBytes(text), "application/atom+xml", 7, updatedAt);

    private static byte[] Unpacked(Stream packed)
    {
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        packed.Dispose();
        return whole.ToArray();
    }
}
