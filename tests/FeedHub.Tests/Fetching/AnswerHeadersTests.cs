using FeedHub.Fetching;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Fetching;

public sealed class AnswerHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(900, "Cache-Control: max-age=900")]
    [InlineData(900, "Cache-Control: public, MAX-AGE = \"900\"")]
    [InlineData(600, "Cache-Control: max-age=900", "Age: 300")]
    [InlineData(900, "Cache-Control: max-age=900", "Expires: Sun, 01 Mar 2026 18:00:00 GMT")]
    [InlineData(900, "Cache-Control: s-maxage=5, max-age=900")]
    [InlineData(int.MaxValue, "Cache-Control: max-age=99999999999999999999")]
    [InlineData(3600, "Date: Sun, 01 Mar 2026 09:00:00 GMT", "Expires: Sun, 01 Mar 2026 10:00:00 GMT")]
    [InlineData(3600, "Date: Sun, 01 Mar 2026 09:00:00 GMT", "Expires: Sunday, 01-Mar-26 10:00:00 GMT")]
    [InlineData(3600, "Date: Sun, 01 Mar 2026 09:00:00 GMT", "Expires: Sun Mar  1 10:00:00 2026")]
    [InlineData(3601, "Expires: Sun, 01 Mar 2026 13:00:00 GMT")]
    [InlineData(null, "Cache-Control: no-cache, max-age=900")]
    [InlineData(null, "Cache-Control: no-store, max-age=900")]
    [InlineData(null, "Cache-Control: max-age=0", "Expires: Sun, 01 Mar 2026 18:00:00 GMT")]
    [InlineData(null, "Cache-Control: max-age=-5")]
    [InlineData(null, "Cache-Control: max-age=soon")]
    [InlineData(null, "Cache-Control: max-age=900", "Age: 1000")]
    [InlineData(null, "Expires: 0")]
    [InlineData(null, "Expires: -1")]
    [InlineData(null, "Expires: Sun, 01 Mar 2026 11:00:00 GMT")]
    [InlineData(null, "Pragma: no-cache")]
    public void Freshness_is_read_as_a_private_cache_reads_it(int? seconds, params string[] headers) =>
        Assert.Equal(seconds, (int?)AnswerHeaders.FreshFor(Answer(headers), Now)?.TotalSeconds);

    [Theory]
    [InlineData(120, "Retry-After: 120")]
    [InlineData(120, "Retry-After:  120 ")]
    [InlineData(int.MaxValue, "Retry-After: 99999999999999")]
    [InlineData(1801, "Retry-After: Sun, 01 Mar 2026 12:30:00 GMT")]
    [InlineData(1800, "Retry-After: Sun, 01 Mar 2026 12:30:00 GMT", "Date: Sun, 01 Mar 2026 12:00:00 GMT")]
    [InlineData(1800, "Retry-After: Sun, 01 Mar 2026 07:30:00 GMT", "Date: Sun, 01 Mar 2026 07:00:00 GMT")]
    [InlineData(1800, "Retry-After: Sunday, 01-Mar-26 12:30:00 GMT", "Date: Sun, 01 Mar 2026 12:00:00 GMT")]
    [InlineData(1800, "Retry-After: Mon, 01 Mar 2026 12:30:00 GMT", "Date: Sun, 01 Mar 2026 12:00:00 GMT")]
    [InlineData(null, "Retry-After: Sun, 01 Mar 2026 11:30:00 GMT")]
    [InlineData(null, "Retry-After: 0")]
    [InlineData(null, "Retry-After: -3")]
    [InlineData(null, "Retry-After: 1.5")]
    [InlineData(null, "Retry-After: later")]
    public void Retry_after_is_seconds_or_a_date_by_the_servers_clock(int? seconds, params string[] headers) =>
        Assert.Equal(seconds, (int?)AnswerHeaders.RetryAfter(Answer(headers), Now)?.TotalSeconds);

    [Fact]
    public void A_tag_too_long_to_send_back_is_no_tag() =>
        Assert.Equal(Validators.None, AnswerHeaders.Validators(Answer("ETag: \"" + new string('a', 5000) + "\"", "Last-Modified: ")));

    [Theory]
    [InlineData("https://hub.example/", "Link: <https://hub.example/>; rel=\"hub\"")]
    [InlineData("https://hub.example/", "Link: <https://hub.example/>;rel=hub")]
    [InlineData("https://hub.example/", "Link: <https://a.example/>; rel=\"self\", <https://hub.example/>; title=\"a, b\"; REL = \"up Hub\"")]
    [InlineData("https://hub.example/", "Link: <https://a.example/>; rel=self", "Link: < https://hub.example/ >; rel=hub; rel=self")]
    [InlineData("https://hub.example/1", "Link: <https://hub.example/1>; rel=hub, <https://hub.example/2>; rel=hub")]
    [InlineData("https://news.example/hub?a=1,2", "Link: </hub?a=1,2>; rel=hub")]
    [InlineData(null, "Link: <https://a.example/>; rel=\"hubs\"")]
    [InlineData(null, "Link: <https://a.example/>; title=hub")]
    [InlineData(null, "Link: <https://a.example/>; relation=hub")]
    [InlineData(null, "Link: <javascript:alert(1)>; rel=hub")]
    [InlineData(null, "Link: <http://[>; rel=hub, https://a.example; rel=hub, <; rel=hub")]
    public void The_first_link_of_a_relation_is_taken(string? link, params string[] headers) =>
        Assert.Equal(link, AnswerHeaders.Link(Answer(headers), "hub", new Uri("https://news.example/feed")));

    private static HttpResponseMessage Answer(params string[] headers) => new WebAnswer(200, "", headers).ToMessage(new HttpRequestMessage());
}
