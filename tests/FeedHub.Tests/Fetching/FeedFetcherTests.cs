using System.Collections.Immutable;
using System.Text;
using FeedHub.Fetching;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Fetching;

public sealed class FeedFetcherTests : IDisposable
{
    private const string Feed = "https://news.example/feed";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeWeb _web = new();
    private readonly FeedFetcher _fetcher;

    public FeedFetcherTests() => _fetcher = new FeedFetcher(new FetchLimits(), _time, _web);

    public void Dispose() => _fetcher.Dispose();

    [Theory]
    [InlineData("\"abc\"", "Sun, 01 Mar 2026 08:00:00 GMT")]
    [InlineData("W/\"weak\"", "Sunday, 01-Mar-26 08:00:00 GMT")]
    [InlineData("unquoted", "Sun Mar  1 08:00:00 2026")]
    [InlineData("\"with, comma\" and more", "yesterday, more or less")]
    [InlineData("\"caf\u00e9\"", "0")]
    [InlineData("*", "-1")]
    public async Task Validators_go_back_byte_for_byte(string tag, string modified)
    {
        _web.On(Feed, new WebAnswer(200, "<rss/>", $"ETag: {tag}", $"Last-Modified: {modified}"));

        var first = await FetchAsync();
        await FetchAsync(first.Validators);

        Assert.Equal(new Validators(tag, modified), first.Validators);
        Assert.Equal(tag, _web.Requests[1]["If-None-Match"]);
        Assert.Equal(modified, _web.Requests[1]["If-Modified-Since"]);
    }

    [Fact]
    public async Task A_body_stays_as_it_was_when_the_next_is_read()
    {
        _web.On(Feed, _ => new WebAnswer(200, _web.Requests.Count > 1 ? "<rss>two</rss>" : "<rss>one</rss>"));

        var first = Assert.IsType<FetchResult.Fetched>(await FetchAsync());
        var second = Assert.IsType<FetchResult.Fetched>(await FetchAsync());

        Assert.Equal("<rss>one</rss>", Encoding.UTF8.GetString(first.Body.Span));
        Assert.Equal("<rss>two</rss>", Encoding.UTF8.GetString(second.Body.Span));
    }

    [Fact]
    public async Task Bodies_in_use_side_by_side_do_not_share_their_memory()
    {
        string[] bodies = [.. Enumerable.Range(0, 32).Select(number => $"<rss>{number}{new string((char)('a' + number % 26), number * 500)}</rss>")];
        for (var number = 0; number < bodies.Length; number++)
        {
            _web.On($"https://host{number}.example/feed", new WebAnswer(200, bodies[number]));
        }

        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        var read = await Task.WhenAll(bodies.Select(async (_, number) =>
        {
            using var answer = await _fetcher.FetchAsync(new FetchRequest { Url = new Uri($"https://host{number}.example/feed") }, TestContext.Current.CancellationToken);
            if (Interlocked.Increment(ref arrived) == bodies.Length)
            {
                all.SetResult();
            }

            await all.Task;
            return Encoding.UTF8.GetString(((FetchResult.Fetched)answer.Result).Body.Span);
        }));

        Assert.Equal(bodies, read);
    }

    [Fact]
    public async Task Who_is_done_with_a_body_may_give_its_place_to_the_next()
    {
        _web.On(Feed, new WebAnswer(200, "<rss/>"));
        _web.On("https://other.example/feed", new WebAnswer(200, "<rss/>"));
        using var fetcher = new FeedFetcher(new FetchLimits { MaxConcurrent = 1 }, _time, _web);

        var first = await fetcher.FetchAsync(new FetchRequest { Url = new Uri(Feed) }, TestContext.Current.CancellationToken);
        var next = fetcher.DownloadAsync(new FetchRequest { Url = new Uri("https://other.example/feed") }, TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        first.Dispose();

        Assert.IsType<FetchResult.Fetched>(await next.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_validators_nothing_conditional_is_sent()
    {
        _web.On(Feed, new WebAnswer(200, "<rss/>"));

        var result = await FetchAsync();

        Assert.False(_web.Requests[0].IsConditional);
        Assert.Null(_web.Requests[0]["A-IM"]);
        Assert.True(result.Validators.IsEmpty);
    }

    [Fact]
    public async Task A_304_may_bring_new_validators_and_leaves_the_others()
    {
        _web.On(Feed, new WebAnswer(304, "", "ETag: \"new\"", "Cache-Control: max-age=900"));

        var result = await FetchAsync(new Validators("\"old\"", "Sun, 01 Mar 2026 08:00:00 GMT"));

        Assert.IsType<FetchResult.NotModified>(result);
        Assert.Equal(new Validators("\"new\"", "Sun, 01 Mar 2026 08:00:00 GMT"), result.Validators);
        Assert.Equal(TimeSpan.FromMinutes(15), result.FreshFor);
    }

    [Fact]
    public async Task A_304_nobody_asked_for_is_a_failure()
    {
        _web.On(Feed, new WebAnswer(304));

        Assert.Equal(PollFailure.Unreadable, Assert.IsType<FetchResult.Failed>(await FetchAsync()).Failure);
    }

    [Fact]
    public async Task A_delta_is_asked_for_with_a_tag_only_and_known_by_226()
    {
        _web.On(Feed, new WebAnswer(226, "<rss/>", "IM: feed", "ETag: \"b\""));

        var result = await FetchAsync(new Validators("\"a\"", null));

        Assert.Equal("feed", _web.Requests[0]["A-IM"]);
        Assert.True(Assert.IsType<FetchResult.Fetched>(result).IsDelta);
    }

    [Fact]
    public async Task The_request_says_who_asks_and_nothing_more()
    {
        _web.On(Feed, new WebAnswer(200, "<rss/>", "Set-Cookie: id=1"));

        await FetchAsync();
        await FetchAsync(contact: "https://hub.example/");

        Assert.Equal(["Accept", "Accept-Encoding", "User-Agent"], _web.Requests[0].Headers.Keys.Order());
        Assert.Matches(@"^FeedHub/\d+\.\d+\.\d+ \(\+https://hub\.example/; feed aggregator\)$", _web.Requests[1]["User-Agent"]);
        Assert.Equal("gzip, br", _web.Requests[1]["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_user_in_the_address_becomes_basic_authentication_and_shows_nowhere_else()
    {
        _web.On(Feed, new WebAnswer(302, "", "Location: /feed2"));
        _web.On("https://news.example/feed2", new WebAnswer(302, "", "Location: http://news.example/feed3"));
        _web.On("http://news.example/feed3", new WebAnswer(200, "<rss/>"));

        var result = await _fetcher.DownloadAsync(Request("https://reader:s3cr%40t@news.example/feed") with
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("X-Key", "s3cret"),
        }, TestContext.Current.CancellationToken);

        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:s3cr@t"));
        Assert.Equal([basic, basic, null], _web.Requests.Select(request => request["Authorization"]));
        Assert.Equal(["s3cret", "s3cret", null], _web.Requests.Select(request => request["X-Key"]));
        Assert.DoesNotContain("s3cr", result.ToString(), StringComparison.Ordinal);
        Assert.All(_web.Requests, request => Assert.Equal("", request.Url.UserInfo));
    }

    private static FetchRequest Request(string url = Feed) => new() { Url = new Uri(url) };

    private Task<FetchResult> FetchAsync(Validators? validators = null, string? contact = null) =>
        _fetcher.DownloadAsync(Request() with { Validators = validators ?? Validators.None, Contact = contact }, TestContext.Current.CancellationToken);
}
