using FeedHub.Fetching;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Fetching;

public sealed class RobotsCacheTests : IDisposable
{
    private const string File = "https://paper.example/robots.txt";

    private readonly FakeTimeProvider _time = new();
    private readonly FakeWeb _web = new();
    private readonly FeedFetcher _fetcher;
    private readonly RobotsCache _robots;

    public RobotsCacheTests()
    {
        _fetcher = new FeedFetcher(new FetchLimits(), _time, _web);
        _robots = new RobotsCache(_fetcher, _time);
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        _web.Dispose();
    }

    [Fact]
    public async Task A_host_is_asked_once_a_day()
    {
        _web.On(File, new WebAnswer(200, "User-agent: FeedHub\nDisallow: /private"));

        Assert.False(await AllowsAsync("/private/1"));
        Assert.True(await AllowsAsync("/news/1"));
        Assert.Single(_web.Requests);

        _time.Advance(TimeSpan.FromHours(25));
        Assert.True(await AllowsAsync("/news/2"));
        Assert.Equal(2, _web.Requests.Count);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    public async Task A_file_that_does_not_come_is_no_ban(int status, int askedInTwoHours)
    {
        _web.On(File, new WebAnswer(status));

        Assert.True(await AllowsAsync("/news/1"));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.True(await AllowsAsync("/news/2"));
        Assert.Equal(askedInTwoHours, _web.Requests.Count);
    }

    [Fact]
    public async Task A_user_agent_of_ones_own_obeys_its_own_group()
    {
        _web.On(File, new WebAnswer(200, "User-agent: Reader\nDisallow: /\n\nUser-agent: *\nDisallow:"));

        Assert.True(await AllowsAsync("/news/1"));
        Assert.False(await AllowsAsync("/news/1", "Reader/2.0 (+https://reader.example)"));
    }

    private Task<bool> AllowsAsync(string path, string? userAgent = null) =>
        _robots.AllowsAsync(new FetchRequest { Url = new Uri("https://paper.example" + path), IsPage = true, UserAgent = userAgent }, TestContext.Current.CancellationToken);
}
