using FeedHub.Fetching;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Fetching;

public sealed class RedirectTests : IDisposable
{
    private const string Feed = "https://news.example/a/feed";

    private readonly FakeTimeProvider _time = new();
    private readonly FakeWeb _web = new();
    private readonly FeedFetcher _fetcher;

    public RedirectTests() => _fetcher = new FeedFetcher(new FetchLimits { MaxPerHostPerSecond = 0 }, _time, _web);

    public void Dispose() => _fetcher.Dispose();

    [Theory]
    [InlineData(301, true)]
    [InlineData(302, false)]
    [InlineData(303, false)]
    [InlineData(307, false)]
    [InlineData(308, true)]
    public async Task Only_301_and_308_move_a_feed(int status, bool isMove)
    {
        Redirect(Feed, status, "https://other.example/feed");
        _web.On("https://other.example/feed", new WebAnswer(200, "<rss/>"));

        var result = Assert.IsType<FetchResult.Fetched>(await FetchAsync());

        Assert.Equal(new Uri("https://other.example/feed"), result.Url);
        Assert.Equal(isMove ? result.Url : null, result.MovedTo);
    }

    [Fact]
    public async Task One_temporary_redirect_in_the_chain_and_nothing_has_moved()
    {
        Redirect(Feed, 301, "/b");
        Redirect("https://news.example/b", 302, "/c");
        _web.On("https://news.example/c", new WebAnswer(200, "<rss/>"));

        Assert.Null((await FetchAsync()).MovedTo);
    }

    [Fact]
    public async Task A_304_behind_a_move_moves_too_and_every_hop_gets_the_validators()
    {
        Redirect(Feed, 308, "/b");
        Redirect("https://news.example/b", 301, "/c");
        _web.On("https://news.example/c", new WebAnswer(304));

        var result = await _fetcher.DownloadAsync(
            new FetchRequest { Url = new Uri(Feed), Validators = new Validators("\"a\"", null) }, TestContext.Current.CancellationToken);

        Assert.Equal(new Uri("https://news.example/c"), Assert.IsType<FetchResult.NotModified>(result).MovedTo);
        Assert.All(_web.Requests, request => Assert.Equal("\"a\"", request["If-None-Match"]));
    }

    [Theory]
    [InlineData("/b", "https://news.example/b")]
    [InlineData("b", "https://news.example/a/b")]
    [InlineData("../b?c=d", "https://news.example/b?c=d")]
    [InlineData("?page=2", "https://news.example/a/feed?page=2")]
    [InlineData("//cdn.example/b", "https://cdn.example/b")]
    [InlineData("https://news.example/b#top", "https://news.example/b")]
    [InlineData("https://user:word@news.example/b", "https://news.example/b")]
    [InlineData("HTTP://NEWS.EXAMPLE:80/b", "http://news.example/b")]
    [InlineData("/\u00D8\u00A3\u00D8\u00AE", "https://news.example/%D8%A3%D8%AE")]
    [InlineData("/%D8%A3", "https://news.example/%D8%A3")]
    [InlineData("/a b", "https://news.example/a%20b")]
    [InlineData("?q=\u00D8\u00A3", "https://news.example/a/feed?q=%D8%A3")]
    [InlineData("https://news.example/\u00D8\u00A3?x=\u00D8\u00AE", "https://news.example/%D8%A3?x=%D8%AE")]
    [InlineData("/\u00C3\u00CE\u00C8\u00C7\u00D1", "https://news.example/%C3%CE%C8%C7%D1")]
    [InlineData("https://news.example/%20?q=\u00C3\u00CE", "https://news.example/%20?q=%C3%CE")]
    public async Task Every_form_of_location_is_understood(string location, string address)
    {
        Redirect(Feed, 302, location);
        _web.On(address, new WebAnswer(200, "<rss/>"));

        Assert.Equal(address, Assert.IsType<FetchResult.Fetched>(await FetchAsync()).Url.AbsoluteUri);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://news.example/feed")]
    [InlineData("gopher://news.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/xml,<rss/>")]
    public async Task Only_the_web_is_followed(string location)
    {
        Redirect(Feed, 301, location);

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync());

        Assert.Equal(PollFailure.AddressNotAllowed, failed.Failure);
        Assert.Single(_web.Requests);
    }

    [Fact]
    public async Task Ten_redirects_are_followed_and_no_eleventh()
    {
        for (var i = 0; i < 11; i++)
        {
            Redirect($"https://news.example/{i}", 302, $"/{i + 1}");
        }

        _web.On("https://news.example/11", new WebAnswer(200, "<rss/>"));

        Assert.IsType<FetchResult.Fetched>(await FetchAsync("https://news.example/1"));
        Assert.Equal(PollFailure.TooManyRedirects, Assert.IsType<FetchResult.Failed>(await FetchAsync("https://news.example/0")).Failure);
        Assert.Equal(11 + 11, _web.Requests.Count);
    }

    [Fact]
    public async Task A_hop_that_used_up_the_time_of_the_exchange_is_the_last()
    {
        _web.On(Feed, _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(21));
            return new WebAnswer(302, "", "Location: /b");
        });
        _web.On("https://news.example/b", new WebAnswer(200, "<rss/>"));

        Assert.Equal(PollFailure.TimedOut, Assert.IsType<FetchResult.Failed>(await FetchAsync()).Failure);
        Assert.Single(_web.Requests);
    }

    [Fact]
    public async Task A_circle_is_left_when_it_closes()
    {
        Redirect(Feed, 302, "/b");
        Redirect("https://news.example/b", 302, "/a/feed");

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync());

        Assert.Equal(PollFailure.TooManyRedirects, failed.Failure);
        Assert.Contains("circle", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _web.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_that_leads_nowhere_is_a_failure()
    {
        _web.On(Feed, new WebAnswer(302));

        Assert.Equal(PollFailure.Unreadable, Assert.IsType<FetchResult.Failed>(await FetchAsync()).Failure);
    }

    [Fact]
    public async Task Gone_behind_a_move_is_gone_but_behind_a_detour_it_is_not()
    {
        _web.On("https://news.example/gone", new WebAnswer(410));
        Redirect(Feed, 301, "/gone");
        Redirect("https://news.example/detour", 302, "/gone");

        Assert.IsType<FetchResult.Gone>(await FetchAsync());
        Assert.IsType<FetchResult.Failed>(await FetchAsync("https://news.example/detour"));
    }

    [Fact]
    public async Task An_adopted_address_is_asked_without_the_credentials_of_the_old_one()
    {
        _web.On("https://other.example/feed", new WebAnswer(200, "<rss/>"));

        await _fetcher.DownloadAsync(
            new FetchRequest { Url = new Uri("https://user:word@news.example/feed"), MovedTo = new Uri("https://other.example/feed") },
            TestContext.Current.CancellationToken);

        var request = Assert.Single(_web.Requests);
        Assert.Equal("other.example", request.Url.Host);
        Assert.Null(request["Authorization"]);
    }

    [Fact]
    public async Task A_redirect_that_asks_to_wait_is_heard()
    {
        _web.On(Feed, new WebAnswer(302, "", "Location: /b", "Retry-After: 90"));
        _web.On("https://news.example/b", new WebAnswer(200, "<rss/>"));

        Assert.Equal(TimeSpan.FromSeconds(90), (await FetchAsync()).RetryAfter);
    }

    [Fact]
    public async Task A_site_that_sets_a_cookie_and_sends_us_to_the_same_address_is_followed()
    {
        _web.On(Feed, request => request["Cookie"] == "seen=1; lang=ar,\"SA\""
            ? new WebAnswer(200, "<rss/>")
            : new WebAnswer(302, "", $"Location: {Feed}", "Set-Cookie: seen=1; Path=/a; HttpOnly", "Set-Cookie: lang=ar,\"SA\"; Secure; SameSite=None; Expires=Wed, 21 Oct 2099 07:28:00 GMT"));

        Assert.IsType<FetchResult.Fetched>(await FetchAsync());
        Assert.IsType<FetchResult.Fetched>(await FetchAsync());

        Assert.Equal([null, "seen=1; lang=ar,\"SA\"", null, "seen=1; lang=ar,\"SA\""], _web.Requests.Select(request => request["Cookie"]));
    }

    [Fact]
    public async Task Cookies_go_to_no_other_host_whatever_domain_they_name()
    {
        _web.On(Feed, new WebAnswer(302, "", "Location: https://www.news.example/b", "Set-Cookie: a=1; Domain=.news.example", "Set-Cookie: b=2; Domain=news.example; Path=/", "Set-Cookie: c=3"));
        Redirect("https://www.news.example/b", 302, "https://other.example/c");
        Redirect("https://other.example/c", 302, "https://news.example/a/d");
        _web.On("https://news.example/a/d", new WebAnswer(200, "<rss/>"));

        Assert.IsType<FetchResult.Fetched>(await FetchAsync());

        Assert.Equal([null, null, null], _web.Requests.Take(3).Select(request => request["Cookie"]));
        Assert.Contains("c=3", _web.Requests[3]["Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_cookie_is_passed_over_and_a_secure_one_is_not_sent_in_the_clear()
    {
        _web.On("https://news.example/x", new WebAnswer(302, "", "Location: http://news.example/y", "Set-Cookie: =;;", "Set-Cookie: ", "Set-Cookie: a b=c", "Set-Cookie: s=1; Secure; Path=/", "Set-Cookie: open=1; Path=/", $"Set-Cookie: long={new string('x', 9000)}"));
        _web.On("http://news.example/y", new WebAnswer(200, "<rss/>"));

        Assert.IsType<FetchResult.Fetched>(await FetchAsync("https://news.example/x"));

        Assert.DoesNotContain("s=1", _web.Requests[1]["Cookie"], StringComparison.Ordinal);
        Assert.Contains("open=1", _web.Requests[1]["Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_sets_another_cookie_each_time_is_left_after_ten_redirects()
    {
        var count = 0;
        _web.On(Feed, _ => new WebAnswer(302, "", $"Location: {Feed}", $"Set-Cookie: n={++count}"));

        Assert.Equal(PollFailure.TooManyRedirects, Assert.IsType<FetchResult.Failed>(await FetchAsync()).Failure);
        Assert.Equal(11, count);
    }

    [Fact]
    public async Task A_site_that_sets_the_same_cookie_for_ever_leads_in_a_circle()
    {
        _web.On(Feed, new WebAnswer(302, "", $"Location: {Feed}", "Set-Cookie: seen=1"));

        Assert.Contains("circle", Assert.IsType<FetchResult.Failed>(await FetchAsync()).Reason, StringComparison.Ordinal);
        Assert.Equal(2, _web.Requests.Count);
    }

    [Fact]
    public async Task A_cookie_of_feeds_json_stays_beside_those_of_the_site()
    {
        Redirect(Feed, 302, "/b");
        _web.On(Feed, new WebAnswer(302, "", "Location: /b", "Set-Cookie: seen=1; Path=/"));
        _web.On("https://news.example/b", new WebAnswer(200, "<rss/>"));

        await _fetcher.DownloadAsync(
            new FetchRequest { Url = new Uri(Feed), Headers = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("Cookie", "mine=1") }, TestContext.Current.CancellationToken);

        Assert.Equal("mine=1; seen=1", _web.Requests[1]["Cookie"]);
    }

    private void Redirect(string from, int status, string to) => _web.On(from, new WebAnswer(status, "", $"Location: {to}"));

    private Task<FetchResult> FetchAsync(string url = Feed) =>
        _fetcher.DownloadAsync(new FetchRequest { Url = new Uri(url) }, TestContext.Current.CancellationToken);
}
