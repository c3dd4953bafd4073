using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class FeedFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"feedhub-{Guid.NewGuid():n}.xml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_file_is_read_once_and_again_when_it_changes()
    {
        await File.WriteAllTextAsync(_path, "<rss/>", TestContext.Current.CancellationToken);
        var first = Assert.IsType<FetchResult.Fetched>(await ReadAsync(Validators.None));
        Assert.IsType<FetchResult.NotModified>(await ReadAsync(first.Validators));

        await File.WriteAllTextAsync(_path, "<rss></rss>", TestContext.Current.CancellationToken);

        Assert.Equal("<rss></rss>"u8.ToArray(), Assert.IsType<FetchResult.Fetched>(await ReadAsync(first.Validators)).Body.ToArray());
    }

    [Fact]
    public async Task A_file_that_is_missing_or_too_large_is_a_failure()
    {
        Assert.Equal(PollFailure.NotFound, Assert.IsType<FetchResult.Failed>(await ReadAsync(Validators.None)).Failure);
        await File.WriteAllBytesAsync(_path, new byte[2000], TestContext.Current.CancellationToken);

        Assert.Equal(PollFailure.TooLarge, Assert.IsType<FetchResult.Failed>(await ReadAsync(Validators.None)).Failure);
    }

    private Task<FetchResult> ReadAsync(Validators validators) =>
        FeedFile.ReadAsync(new Uri(_path), validators, 1000, TestContext.Current.CancellationToken);
}
