using System.Net;
using System.Text.RegularExpressions;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>The hub below a path of somebody else's host, behind a proxy.</summary>
public sealed partial class ProxyTests
{
    private const int Sources = 3;

    [Theory]
    [InlineData("/news", "/news/")]
    [InlineData("/a/b.c/~d", "/a/b.c/~d/")]
    [InlineData("/news/", "/news/")]
    [InlineData("news", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/a//b", "/")]
    [InlineData("/..", "/")]
    [InlineData("/\"><script>", "/")]
    [InlineData("/", "/")]
    public async Task A_trusted_proxy_says_where_the_hub_stands_below_its_host(string prefix, string front)
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");

        Assert.Contains($"<a class=\"brand\" href=\"{front}\">", await AskAsync(hub, "/", ("X-Forwarded-Prefix", prefix)), StringComparison.Ordinal);
        Assert.Contains("<a class=\"brand\" href=\"/\">", await AskAsync(hub, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_word_is_not_to_be_trusted_changes_nothing()
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""", null, ("FeedHub:TrustedProxies", "10.0.0.0/8;192.168.1.5"));

        var page = await AskAsync(hub, "/subscribe", ("X-Forwarded-Prefix", "/news"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "localhost"));

        Assert.Contains("<a class=\"brand\" href=\"/\">", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{hub.Http.BaseAddress}feed.atom\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://localhost", "/")]
    [InlineData("https://localhost/news", "/news/")]
    public async Task What_the_owner_said_stands_whatever_a_proxy_lets_through(string link, string front)
    {
        await using var hub = await RunningHub.StartAsync($$"""{ "link": "{{link}}", "feeds": [] }""");

        Assert.Contains($"<a class=\"brand\" href=\"{front}\">", await AskAsync(hub, "/", ("X-Forwarded-Prefix", "/evil")), StringComparison.Ordinal);
        Assert.DoesNotContain("/evil", await AskAsync(hub, "/feed.atom", ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-Proto", "http")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_way_in_has_pages_and_feeds_of_its_own()
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");
        for (var i = 0; i < 2; i++)
        {
            foreach (var (proto, prefix) in new (string, string)[] { ("http", ""), ("https", ""), ("https", "/news"), ("http", "/أخبار") })
            {
                var path = prefix == "/news" ? prefix : "";
                var feed = await AskAsync(hub, "/feed.json", ("X-Forwarded-Proto", proto), ("X-Forwarded-Host", "localhost"), ("X-Forwarded-Prefix", prefix));
                Assert.Contains($"\"feed_url\":\"{proto}://localhost{path}/feed.json\"", feed.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
                var page = await AskAsync(hub, "/subscribe", ("X-Forwarded-Proto", proto), ("X-Forwarded-Host", "localhost"), ("X-Forwarded-Prefix", prefix));
                Assert.Contains($"href=\"{proto}://localhost{path}/feed.atom\"", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_name_the_hub_does_not_go_by_is_refused_also_when_a_proxy_says_it()
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-Host", "evil.example");

        using var answer = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{ "link": "http://localhost/news", "feeds": [] }""", null, "/news")]
    [InlineData("""{ "feeds": [] }""", "/news", "/news")]
    [InlineData("""{ "link": "http://localhost/a/b.c/", "feeds": [] }""", null, "/a/b.c")]
    [InlineData("""{ "link": "http://localhost/أخبار", "feeds": [] }""", null, "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1")]
    public async Task The_path_may_be_taken_off_by_the_proxy_or_left_to_the_hub(string feeds, string? pathBase, string shown)
    {
        await using var hub = await RunningHub.StartAsync(feeds, null, pathBase is null ? [] : [("FeedHub:PathBase", pathBase)]);

        foreach (var path in (string[])["/", shown + "/", shown, "/sources", shown + "/sources", shown + "/nowhere"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(path.EndsWith("nowhere", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains($"<a class=\"brand\" href=\"{shown}/\">", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FeedHub__PathBase", "news")]
    [InlineData("FeedHub__PathBase", "/ne ws")]
    [InlineData("FeedHub__TrustedProxies", "proxy.example")]
    public async Task A_setting_that_makes_no_sense_is_misuse(string name, string value)
    {
        using var feedhub = new FeedHubProcess();
        feedhub.Write("feeds.json", "{ \"feeds\": [] }");
        feedhub.Environment[name] = value;

        Assert.Contains("write ", Assert.Single((await feedhub.RunAsync("serve")).Ended(2).Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the proxy takes the path off and says it", "/", "proxy_set_header X-Forwarded-Prefix /news;", null)]
    [InlineData("the proxy takes the path off and feeds.json has it in its link", "/", "", "https://127.0.0.1:{port}/news")]
    [InlineData("the proxy leaves the path", "", "", "https://127.0.0.1:{port}/news")]
    public async Task Every_link_answers_behind_nginx(string kind, string target, string header, string? link)
    {
        Assert.SkipUnless(NginxProxy.IsInstalled, "nginx is not installed.");
        await using var origin = await FeedOrigin.StartAsync();
        var port = FreePort.Next();
        var feeds = Enumerable.Range(1, Sources).Select(i =>
        {
            origin.Put($"/{i}.xml", FilledHub.Rss(Enumerable.Range(i * 100, 60)));
            return $$"""{ "id": "s{{i}}", "url": "{{origin.Url($"/{i}.xml")}}", "tags": ["وسم", "s{{i}}"] }""";
        });
        var written = link is null ? "" : $"\"link\": \"{link.Replace("{port}", $"{port}", StringComparison.Ordinal)}\",";
        await using var hub = await RunningHub.StartAsync($$"""{ {{written}} "feeds": [ {{string.Join(", ", feeds)}} ] }""");
        await hub.WaitForTitlesAsync(100);
        using var proxy = Nginx(port, hub.Http.BaseAddress!, target, header);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await proxy.UntilUpAsync(http);

        var asked = new HashSet<string>();
        var queue = new Queue<string>(["/news/"]);
        while (queue.TryDequeue(out var path) && asked.Count < 500)
        {
            if (!asked.Add(path))
            {
                continue;
            }

            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{kind}: {path} gives {answer.StatusCode}.");
            foreach (Match found in Address().Matches(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
            {
                var address = new Uri(new Uri(http.BaseAddress, path), WebUtility.HtmlDecode(found.Groups["url"].Value));
                if (address.Authority == http.BaseAddress.Authority)
                {
                    Assert.True(address.AbsolutePath.StartsWith("/news/", StringComparison.Ordinal), $"{kind}: {path} links to {address}.");
                    queue.Enqueue(address.PathAndQuery);
                }
            }
        }

        Assert.All(
            (string[])["/news/sources", "/news/search", "/news/feed.atom", "/news/tags/s1/feed.atom", "/news/sources.opml", "/news/sources/s1/feed.json"],
            path => Assert.Contains(path, asked));
        Assert.Contains(asked, path => path.StartsWith("/news/style.", StringComparison.Ordinal));
        Assert.True(asked.Count > 60, $"Only {asked.Count} addresses were found.");

        Assert.Contains($"https://127.0.0.1:{port}/news/sources/s1/feed.atom", await http.GetStringAsync("/news/sources/s1/feed.atom", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var hangfire = await http.GetAsync("/news/hangfire", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, hangfire.StatusCode);
        using var nowhere = await http.GetAsync("/news/nowhere", TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", nowhere.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>It asks for the hub by the name in proxy_pass, over HTTP/1.1 since 1.29.7, and says nothing of those who asked.</summary>
    [Theory]
    [InlineData("proxy_http_version 1.1; proxy_set_header Connection \"\";")]
    [InlineData("proxy_http_version 1.1;")]
    [InlineData("")]
    public async Task Behind_an_nginx_of_one_line_the_dashboard_is_off(string settings)
    {
        Assert.SkipUnless(NginxProxy.IsInstalled, "nginx is not installed.");
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");
        var port = FreePort.Next();
        using var proxy = Nginx(port, hub.Http.BaseAddress!, "/", settings, isTelling: false);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await proxy.UntilUpAsync(http);
        http.DefaultRequestHeaders.Add("Connection", "keep-alive");
        hub.Http.DefaultRequestHeaders.Add("Connection", "keep-alive");

        using var through = await http.GetAsync("/news/hangfire", TestContext.Current.CancellationToken);
        using var itself = await hub.Http.GetAsync("/hangfire", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, through.StatusCode);
        Assert.Equal(HttpStatusCode.OK, itself.StatusCode);
    }

    [Theory]
    [InlineData("https", "https")]
    [InlineData("HTTPS", "https")]
    [InlineData("javascript", "http")]
    [InlineData("wss", "http")]
    [InlineData("x-y", "http")]
    public async Task A_scheme_is_https_or_http_whatever_a_proxy_lets_through(string said, string scheme)
    {
        await using var hub = await RunningHub.StartAsync("""{ "feeds": [] }""");

        Assert.Contains($"href=\"{scheme}://127.0.0.1:", await AskAsync(hub, "/subscribe", ("X-Forwarded-Proto", said)), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(RunningHub hub, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, Uri.EscapeDataString(value) is var escaped && value.Any(char.IsLetter) && !value.All(char.IsAscii) ? escaped : value);
        }

        using var answer = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""(?:href|action|src)=['"](?<url>[^'"#][^'"]*)['"]""", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    /// <summary>A real nginx in a folder of its own, on loopback.</summary>

    /// <param name="target">Behind the hub's address in proxy_pass: / takes the location off, nothing leaves it.</param>
    /// <param name="isTelling">It says by which name and over what it was asked, and by whom.</param>
    private static NginxProxy Nginx(int port, Uri hub, string target, string header, bool isTelling = true)
    {
        var telling = isTelling ? "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https;" : "";
        return new($$"""
            server {
                listen 127.0.0.1:{{port}};
                location /news/ {
                    proxy_pass http://{{hub.Authority}}{{target}};
                    {{telling}}
                    {{header}}
                }
            }
            """);
    }
}
