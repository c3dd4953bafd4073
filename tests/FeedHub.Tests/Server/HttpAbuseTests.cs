using System.Globalization;
using System.Net;
using System.Xml.Linq;
using FeedHub.Tests.Publishing;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>What strangers send to the web face.</summary>
public sealed class HttpAbuseTests(FilledHub filled) : IClassFixture<FilledHub>
{
    private static readonly string[] Pages = ["/", "/sources", "/sources/news", "/search?q=خبر", "/subscribe"];
    private static readonly string[] Feeds = ["/feed.atom", "/feed.rss", "/feed.json", "/tags/سياسة/feed.atom", "/sources/news/feed.rss", "/search/feed.json?q=خبر"];
    private static readonly string[] Others = ["/sources.json", "/sources.opml", "/health/live", "/health/ready", "/metrics"];

    public static TheoryData<string> Everything => [.. Pages, .. Feeds, .. Others];

    private RunningHub Hub => filled.Hub;

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Every_address_answers_reads_alike_and_nothing_else(string path)
    {
        using var got = await SendAsync("GET", path);
        using var head = await SendAsync("HEAD", path);

        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal(got.StatusCode, head.StatusCode);
        Assert.Equal(got.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        Assert.Equal(got.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND" })
        {
            using var answer = await SendAsync(method, path);
            Assert.True(answer.StatusCode == HttpStatusCode.MethodNotAllowed, $"{method} {path} gives {answer.StatusCode}");
            Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
            AssertSafe(answer);
        }
    }

    [Theory]
    [InlineData("/nothing", 404)]
    [InlineData("/feeds", 404)]
    [InlineData("/feed.xml", 404)]
    [InlineData("/feed.atom/", 200, 404)]
    [InlineData("/feed.atom/x", 404)]
    [InlineData("/tags/none/feed.atom", 404)]
    [InlineData("/sources/none/feed.rss", 404)]
    [InlineData("/sources/none", 404)]
    [InlineData("/sources/news?before=x", 400, 404)]
    [InlineData("/stories/none", 404)]
    [InlineData("/stories/0000000000000", 404)]
    [InlineData("/stories/%27%20OR%201=1--", 404)]
    [InlineData("/style.css", 404)]
    [InlineData("/.env", 404)]
    [InlineData("/feeds.json", 404)]
    [InlineData("/appsettings.json", 404)]
    [InlineData("/../feeds.json", 404)]
    [InlineData("/..%2ffeeds.json", 404)]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd", 404)]
    [InlineData("/sources/..%2f..%2fetc%2fpasswd", 404)]
    [InlineData("/sources/..%5c..%5cfeeds.json/feed.atom", 404)]
    [InlineData("/stories/%2f%2f", 404)]
    [InlineData("//feed.atom", 404, 200)]
    [InlineData("/tags/%00/feed.atom", 404, 400)]
    [InlineData("/stories/%00", 404, 400)]
    [InlineData("/stories/%ff%fe", 404, 400)]
    [InlineData("/stories/%", 404, 400)]
    [InlineData("/stories/%d8%", 404, 400)]
    [InlineData("/feed.atom?limit=0", 400)]
    [InlineData("/feed.atom?limit=-1", 400)]
    [InlineData("/feed.atom?limit=1001", 400)]
    [InlineData("/feed.atom?limit=99999999999999999999", 400)]
    [InlineData("/feed.atom?limit=1e3", 400)]
    [InlineData("/feed.atom?limit=%D9%A5", 400)]
    [InlineData("/feed.atom?limit=", 400)]
    [InlineData("/feed.atom?limit=5&limit=6", 400)]
    [InlineData("/feed.rss?before=0", 400)]
    [InlineData("/feed.rss?before=abc", 400)]
    [InlineData("/feed.rss?before=9223372036854775808", 400)]
    [InlineData("/feed.json?before=9223372036854775807", 200)]
    [InlineData("/feed.json?limit=5&unknown=1", 200)]
    [InlineData("/feed.json?before=1", 200)]
    [InlineData("/?before=x", 400)]
    [InlineData("/?tag=none", 404)]
    [InlineData("/?source=none", 404)]
    [InlineData("/search/feed.atom", 400)]
    [InlineData("/search/feed.atom?q=", 400)]
    [InlineData("/search/feed.atom?q=%20", 400)]
    [InlineData("/search?q=%00", 200, 400)]
    [InlineData("/search?q=%ED%A0%80", 200, 400)]
    [InlineData("/search?q=%22", 200)]
    [InlineData("/search?q=%22%22%22*()%20AND%20NOT%20-", 200)]
    [InlineData("/search?q=-", 200)]
    [InlineData("/search?q=tag:", 200)]
    [InlineData("/search?q=NEAR(a,b)", 200)]
    [InlineData("/search?q='%20OR%20'1'='1", 200)]
    [InlineData("/search?q=a&q=b", 200)]
    [InlineData("/search/feed.atom?q=%00%01", 200, 400)]
    [InlineData("/search/feed.rss?q=%EF%BF%BE%22%3Cx%3E", 200)]
    public async Task Wrong_input_gets_its_status_and_no_details(string path, params int[] allowed)
    {
        var (status, headers, body) = await RawAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        Assert.Contains(status, allowed);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Hub.Folder, body, StringComparison.Ordinal);
        if (body.Length > 0)
        {
            Assert.Contains("x-content-type-options: nosniff", headers, StringComparison.OrdinalIgnoreCase);
        }

        if (status == 200 && path.Contains("feed.", StringComparison.Ordinal) && !path.Contains("json", StringComparison.Ordinal))
        {
            Assert.NotNull(XDocument.Parse(body).Root);
        }
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/feed.atom?limit=0")]
    [InlineData("/tags/none/feed.atom")]
    [InlineData("/?before=x")]
    public async Task What_is_wrong_is_said_as_problem_details(string path)
    {
        using var answer = await SendAsync("GET", path);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"status\":", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task No_secret_stands_in_any_answer_and_every_answer_is_safe(string path)
    {
        using var answer = await SendAsync("GET", path);
        var body = await answer.Content.ReadAsStringAsync();

        AssertSafe(answer);
        Assert.DoesNotContain("secret-word", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Hub.Folder, body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task What_is_asked_again_is_answered_alike(string path)
    {
        if (path is "/metrics" or "/sources.json" || path == "/sources")
        {
            return;
        }

        using var first = await SendAsync("GET", path);
        using var second = await SendAsync("GET", path);
        using var third = await SendAsync("GET", path, ("Accept-Encoding", "br;q=0, gzip"));

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.Select(Header), second.Headers.Select(Header));
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.Equal(path.StartsWith("/health/", StringComparison.Ordinal) ? [] : ["gzip"], third.Content.Headers.ContentEncoding);

        static string Header(KeyValuePair<string, IEnumerable<string>> header) => header.Key == "Date" ? "Date" : $"{header.Key}: {string.Join(", ", header.Value)}";
    }

    [Fact]
    public async Task Feeds_and_the_list_of_sources_hold_to_the_validators_rules()
    {
        foreach (var feed in new[] { "/feed", "/tags/سياسة/feed", "/sources/news/feed", "/search/feed" })
        {
            var query = feed == "/search/feed" ? "?q=خبر" : "";
            Assert.Empty(FeedRules.OfAtom(await Hub.Http.GetByteArrayAsync($"{feed}.atom{query}")));
            Assert.Empty(FeedRules.OfRss(await Hub.Http.GetByteArrayAsync($"{feed}.rss{query}")));
            Assert.Empty(FeedRules.OfJson(await Hub.Http.GetByteArrayAsync($"{feed}.json{query}")));
        }

        Assert.Empty(FeedRules.OfOpml(await Hub.Http.GetByteArrayAsync("/sources.opml")));
    }

    [Fact]
    public async Task Pages_run_no_script_and_load_nothing_from_elsewhere()
    {
        foreach (var path in Pages)
        {
            using var answer = await SendAsync("GET", path);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" onclick", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_query_of_eight_kilobytes_is_refused_or_ignored()
    {
        var long8K = new string('a', 8_000);
        foreach (var (path, status) in new[] { ($"/search?q={long8K}", 400), ($"/search/feed.atom?q={long8K}", 400), ($"/feed.atom?x={long8K}", 200), ($"/stories/{long8K[..7000]}", 404), ($"/?tag={long8K}", 404) })
        {
            using var answer = await SendAsync("GET", path);
            Assert.True((int)answer.StatusCode == status, $"{path[..20]} gives {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil.example:80@127.0.0.1")]
    [InlineData("127.0.0.1\"><script>")]
    [InlineData("xn--99999")]
    [InlineData("xn--")]
    [InlineData("a..b")]
    [InlineData("[::1")]
    [InlineData("")]
    public async Task A_forged_host_gets_nothing(string host)
    {
        foreach (var path in new[] { "/feed.atom", "/", "/subscribe", "/sources.opml" })
        {
            var (status, _, body) = await RawAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            Assert.Equal(400, status);
            Assert.DoesNotContain("evil", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_stranger_says_of_forwarding_changes_no_letter()
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""", null, ("FeedHub:TrustedProxies", "none"));
        var expected = await hub.Http.GetStringAsync("/feed.atom");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed.atom");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Add("X-Original-URL", "/hangfire");
        request.Headers.Add("X-HTTP-Method-Override", "DELETE");
        request.Headers.Add("Forwarded", "host=evil.example;proto=https");
        using var answer = await hub.Http.SendAsync(request);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Header\r\n\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")]
    public async Task What_is_no_request_costs_an_answer_at_most(string raw)
    {
        var (status, _, _) = await RawAsync(raw);

        Assert.True(status is 400 or 405 or 505, $"It gives {status}.");
        Assert.Equal("ok", await Hub.Http.GetStringAsync("/health/live"));
    }

    [Theory]
    [InlineData("Accept-Encoding", "identity;q=0, *;q=0")]
    [InlineData("Accept-Encoding", "br;q=x, gzip;;;,,,")]
    [InlineData("If-None-Match", "\"")]
    [InlineData("If-None-Match", "W/,,,\"a\",*x")]
    [InlineData("If-Modified-Since", "yesterday")]
    [InlineData("If-Modified-Since", "Sun, 99 Foo 2026 99:99:99 GMT")]
    [InlineData("A-IM", "feed;;;,,vcdiff")]
    [InlineData("Range", "bytes=0-0,5-,-1")]
    [InlineData("Accept", "application/x-none")]
    [InlineData("Cookie", "a=\u0001b")]
    public async Task Headers_that_make_no_sense_are_ignored(string name, string value)
    {
        var (status, _, body) = await RawAsync($"GET /feed.json HTTP/1.1\r\nHost: 127.0.0.1\r\n{name}: {value}\r\nConnection: close\r\n\r\n");

        Assert.True(status is 200 || (status is 400 && value.Contains('\u0001', StringComparison.Ordinal)), $"It gives {status}.");
        Assert.NotEmpty(body);
    }

    [Fact]
    public async Task Each_variant_has_a_tag_of_its_own_and_any_of_them_is_answered_304()
    {
        var tags = new List<string>();
        foreach (var encoding in new[] { "identity", "gzip", "br" })
        {
            using var answer = await SendAsync("GET", "/feed.atom", ("Accept-Encoding", encoding));
            Assert.Equal(encoding == "identity" ? [] : [encoding], answer.Content.Headers.ContentEncoding);
            Assert.False(answer.Headers.ETag!.IsWeak);
            tags.Add(answer.Headers.ETag.Tag);
        }

        Assert.Equal(3, tags.Distinct().Count());
        foreach (var tag in tags.Append("W/" + tags[1]).Append("\"other\", " + tags[0]).Append("*"))
        {
            using var answer = await SendAsync("GET", "/feed.atom", ("If-None-Match", tag), ("Accept-Encoding", "gzip"));
            Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
            Assert.Equal(tags[1], answer.Headers.ETag!.Tag);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_date_is_answered_304_unless_it_is_older_or_a_tag_says_otherwise()
    {
        using var first = await SendAsync("GET", "/feed.rss");
        var date = first.Content.Headers.LastModified!.Value;

        using var same = await SendAsync("GET", "/feed.rss", ("If-Modified-Since", date.ToString("R", CultureInfo.InvariantCulture)));
        using var older = await SendAsync("GET", "/feed.rss", ("If-Modified-Since", date.AddSeconds(-1).ToString("R", CultureInfo.InvariantCulture)));
        using var tagged = await SendAsync("GET", "/feed.rss", ("If-None-Match", "\"other\""), ("If-Modified-Since", date.ToString("R", CultureInfo.InvariantCulture)));

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, older.StatusCode);
        Assert.Equal(HttpStatusCode.OK, tagged.StatusCode);
    }

    [Theory]
    [InlineData("/feed.atom")]
    [InlineData("/feed.atom?limit=7")]
    [InlineData("/tags/سياسة/feed.atom")]
    [InlineData("/sources/news/feed.atom?limit=60")]
    [InlineData("/search/feed.atom?q=خبر -غائب")]
    [InlineData("/search/feed.atom?limit=90&q=tag:سياسة")]
    public async Task The_chain_of_archive_pages_holds_every_story_and_each_page_is_valid(string first)
    {
        await Hub.WaitForAsync("/search/feed.json?limit=1000&q=خبر", answer => answer.Split("\"_feedhub\"").Length == FilledHub.Stories + 1);
        var found = new HashSet<string>();
        var next = first;
        var ids = new HashSet<string>();
        for (var page = 0; next is not null && page < 50; page++)
        {
            var bytes = await Hub.Http.GetByteArrayAsync(next);
            Assert.Empty(FeedRules.OfAtom(bytes));
            var feed = FeedRules.Load(bytes).Root!;
            ids.Add(feed.Element(FeedRules.Atom + "id")!.Value);
            found.UnionWith(feed.Elements(FeedRules.Atom + "entry").Select(entry => entry.Element(FeedRules.Atom + "title")!.Value));
            next = (string?)FeedRules.Links(feed, "prev-archive").SingleOrDefault()?.Attribute("href");
        }

        Assert.Null(next);
        Assert.Single(ids);
        Assert.Equal(FilledHub.Stories, found.Count);
    }

    private static void AssertSafe(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Hub.Http.SendAsync(request);
    }

    private Task<(int Status, string Headers, string Body)> RawAsync(string request) => RawHttp.AskAsync(Hub.Http.BaseAddress!.Port, request);
}
