using System.Collections.Immutable;
using System.Net;
using FeedHub.Fetching;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Fetching;

/// <summary>A canary listens on an address that must never be reached.</summary>
public sealed class GuardedConnectionTests : IAsyncDisposable
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>";

    private static readonly IPAddress Canary = IPAddress.Loopback;
    private static readonly IPAddress Publisher = IPAddress.Parse("127.0.0.2");

    private readonly HostileOrigin _canary = new(connection => connection.SendAsync(Answer));

    public ValueTask DisposeAsync() => _canary.DisposeAsync();

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://localhost.:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://017700000001:{0}/")]
    [InlineData("http://127.0.0.1.:{0}/")]
    [InlineData("http://１２７.０.０.１:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/")]
    [InlineData("http://[2002:7f00:1::]:{0}/")]
    [InlineData("http://[::]:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://0:{0}/")]
    [InlineData("http://169.254.169.254:{0}/latest/meta-data/")]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("http://user:word@127.0.0.1:{0}/")]
    public async Task No_form_of_an_inside_address_is_connected_to(string url)
    {
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, string.Format(url, _canary.Port)));

        Assert.Equal(PollFailure.AddressNotAllowed, failed.Failure);
        Assert.Equal(0, _canary.Connections);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("//127.0.0.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://metadata.inside:{0}/")]
    public async Task No_redirect_leads_inside(string location)
    {
        await using var origin = new HostileOrigin(
            connection => connection.SendAsync($"HTTP/1.1 302 Found\r\nLocation: {string.Format(location, _canary.Port)}\r\nContent-Length: 0\r\n\r\n"), "127.0.0.2");
        using var fetcher = new FeedFetcher(Limits("127.0.0.2"), TimeProvider.System, Resolving(Canary));

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, origin.Url().AbsoluteUri));

        Assert.Equal(PollFailure.AddressNotAllowed, failed.Failure);
        Assert.Equal((1, 0), (origin.Connections, _canary.Connections));
    }

    [Fact]
    public async Task A_name_that_answers_otherwise_the_next_moment_gains_nothing()
    {
        await using var origin = new HostileOrigin(
            async connection =>
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<rss/>");
                connection.HangUp();
            },
            "127.0.0.2",
            _canary.Port);
        var asked = 0;
        using var fetcher = new FeedFetcher(
            Limits("127.0.0.2"), TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) % 2 == 1 ? Publisher : Canary]));

        var results = new List<FetchResult>();
        for (var i = 0; i < 6; i++)
        {
            results.Add(await FetchAsync(fetcher, $"http://rebind.example:{_canary.Port}/"));
        }

        Assert.Equal(3, results.Count(result => result is FetchResult.Fetched));
        Assert.Equal(3, results.Count(result => result is FetchResult.Failed { Failure: PollFailure.AddressNotAllowed }));
        Assert.Equal((6, 3, 0), (asked, origin.Connections, _canary.Connections));
    }

    [Fact]
    public async Task Of_a_name_with_addresses_inside_and_outside_only_those_outside_are_tried()
    {
        await using var origin = new HostileOrigin(connection => connection.SendAsync(Answer), "127.0.0.2", _canary.Port);
        using var fetcher = new FeedFetcher(Limits("127.0.0.2"), TimeProvider.System, Resolving(Canary, IPAddress.IPv6Loopback, Publisher));

        Assert.IsType<FetchResult.Fetched>(await FetchAsync(fetcher, $"http://mixed.example:{_canary.Port}/"));
        Assert.Equal((1, 0), (origin.Connections, _canary.Connections));
    }

    [Fact]
    public async Task What_one_feed_may_reach_its_connection_does_not_open_to_others()
    {
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);
        var inside = new FetchRequest { Url = _canary.Url(), AllowPrivateNetwork = true };

        Assert.IsType<FetchResult.Fetched>(await fetcher.DownloadAsync(inside, TestContext.Current.CancellationToken));
        Assert.IsType<FetchResult.Failed>(await fetcher.DownloadAsync(inside with { AllowPrivateNetwork = false }, TestContext.Current.CancellationToken));
        Assert.Single(_canary.Requests);
    }

    [Fact]
    public async Task A_feed_allowed_inside_may_not_redirect_elsewhere_inside()
    {
        await using var origin = new HostileOrigin(
            connection => connection.SendAsync($"HTTP/1.1 302 Found\r\nLocation: {_canary.Url()}\r\nContent-Length: 0\r\n\r\n"), "127.0.0.3");
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System);

        var result = await fetcher.DownloadAsync(new FetchRequest { Url = origin.Url(), AllowPrivateNetwork = true }, TestContext.Current.CancellationToken);

        Assert.Equal(PollFailure.AddressNotAllowed, Assert.IsType<FetchResult.Failed>(result).Failure);
        Assert.Equal(0, _canary.Connections);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_gives_way_to_the_next()
    {
        await using var origin = new HostileOrigin(connection => connection.SendAsync(Answer), "127.0.0.2", _canary.Port);
        using var fetcher = new FeedFetcher(
            Limits("127.0.0.0/8", "::1"), TimeProvider.System, Resolving(IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.9"), Publisher));

        Assert.IsType<FetchResult.Fetched>(await FetchAsync(fetcher, $"http://three.example:{_canary.Port}/"));
    }

    [Fact]
    public async Task All_addresses_refusing_is_one_failure()
    {
        using var fetcher = new FeedFetcher(
            Limits("127.0.0.0/8", "::1"), TimeProvider.System, Resolving(IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.9"), Publisher));

        Assert.Equal(PollFailure.Unreachable, Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, $"http://none.example:{_canary.Port}/")).Failure);
    }

    [Fact]
    public async Task A_name_nobody_knows_is_said_so()
    {
        using var fetcher = new FeedFetcher(Limits(), TimeProvider.System, Resolving());

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, "http://nobody.example/feed?token=secret"));

        Assert.Equal((PollFailure.Unreachable, "The name nobody.example is not known (DNS)."), (failed.Failure, failed.Reason));
    }

    [Fact]
    public async Task A_proxy_of_our_own_may_stand_inside_and_is_asked_for_the_world_only()
    {
        await using var proxy = new HostileOrigin(connection => connection.SendAsync(Answer), "127.0.0.4");
        using var fetcher = new FeedFetcher(Limits() with { Proxy = proxy.Url("/") }, TimeProvider.System);

        Assert.IsType<FetchResult.Fetched>(await FetchAsync(fetcher, "http://news.example/feed"));
        Assert.StartsWith("GET http://news.example/feed HTTP/1.1", Assert.Single(proxy.Requests), StringComparison.Ordinal);
        Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, $"http://127.0.0.1:{_canary.Port}/"));
        Assert.IsType<FetchResult.Failed>(await FetchAsync(fetcher, $"http://localhost:{_canary.Port}/"));
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task Headers_of_the_source_cannot_break_the_request()
    {
        using var fetcher = new FeedFetcher(Limits("127.0.0.1"), TimeProvider.System);
        var headers = ImmutableDictionary<string, string>.Empty
            .Add("X-Good", "قيمة").Add("X-Bad", "a\r\nX-Injected: b").Add("Bad Name", "x").Add("Host", "evil.example").Add("Content-Length", "5").Add("User-Agent", "mine");

        await fetcher.DownloadAsync(new FetchRequest { Url = _canary.Url(), Headers = headers }, TestContext.Current.CancellationToken);

        var head = Assert.Single(_canary.Requests);
        Assert.Contains("X-Good: \u00D9\u0082\u00D9\u008A\u00D9\u0085\u00D8\u00A9", head, StringComparison.Ordinal);
        Assert.Contains($"Host: 127.0.0.1:{_canary.Port}", head, StringComparison.Ordinal);
        Assert.Contains("User-Agent: mine", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Injected", head, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", head, StringComparison.Ordinal);
        Assert.DoesNotContain("FeedHub", head, StringComparison.Ordinal);
    }

    private static ResolveName Resolving(params IPAddress[] addresses) => (_, _) => Task.FromResult(addresses);

    private static FetchLimits Limits(params string[] allowed) => new() { Timeout = TimeSpan.FromSeconds(5), AllowedPrivateNetworks = allowed };

    private static Task<FetchResult> FetchAsync(FeedFetcher fetcher, string url) =>
        fetcher.DownloadAsync(new FetchRequest { Url = new Uri(url) }, TestContext.Current.CancellationToken);
}
