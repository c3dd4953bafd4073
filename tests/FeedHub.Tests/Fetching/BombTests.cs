using FeedHub.Fetching;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Fetching;

/// <summary>Little that unpacks to much.</summary>
[Collection(nameof(Alone))]
public sealed class BombTests
{
    private const int MaxBody = 4 * 1024 * 1024;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("identity")]
    public async Task A_bomb_is_refused_before_it_fills_the_memory(string encoding)
    {
        var bomb = Compressed.With(new byte[64 * 1024 * 1024], encoding == "identity" ? "gzip" : encoding);
        await using var origin = HostileOrigin.Answering(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {bomb.Length}\r\nConnection: close\r\n\r\n", bomb);
        using var fetcher = new FeedFetcher(new FetchLimits { MaxBodyBytes = MaxBody, AllowedPrivateNetworks = ["127.0.0.0/8"] }, TimeProvider.System);
        var before = GC.GetTotalAllocatedBytes();

        var result = await fetcher.DownloadAsync(new FetchRequest { Url = origin.Url() }, TestContext.Current.CancellationToken);

        Assert.Equal(PollFailure.TooLarge, Assert.IsType<FetchResult.Failed>(result).Failure);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 3 * MaxBody);
    }
}
