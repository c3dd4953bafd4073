using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeedHub.Publishing;
using FeedHub.Sources;
using FeedHub.Tests.Papers;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>What every client of the web face may count on.</summary>
public sealed class HttpFaceTests(FilledHub filled) : IClassFixture<FilledHub>
{
    [Theory]
    [InlineData("/", "br")]
    [InlineData("/", "gzip")]
    [InlineData("/sources", "gzip")]
    [InlineData("/sources.json", "br")]
    [InlineData("/sources.opml", "gzip")]
    [InlineData("/openapi.json", "gzip")]
    [InlineData("/feeds.schema.json", "br")]
    [InlineData("/feed.atom", "br")]
    public async Task Pages_are_sent_compressed_to_whoever_takes_it(string path, string encoding)
    {
        var plain = await filled.Hub.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
        using var answer = await AskAsync(HttpMethod.Get, path, ("Accept-Encoding", encoding));
        var packed = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.True(packed.Length < plain.Length, $"{packed.Length} of {plain.Length} bytes");
        await using Stream unpacked = encoding == "br" ? new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress) : new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal(plain, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_a_client_has_is_not_sent_again_however_it_is_packed()
    {
        using var first = await AskAsync(HttpMethod.Get, "/subscribe", ("Accept-Encoding", "gzip"));
        using var again = await AskAsync(HttpMethod.Get, "/subscribe", ("Accept-Encoding", "br"), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("*/*", "application/problem+json")]
    [InlineData("application/json", "application/problem+json")]
    [InlineData("text/html;q=0", "application/problem+json")]
    [InlineData("nonsense", "application/problem+json")]
    [InlineData(null, "application/problem+json")]
    public async Task At_an_unknown_address_people_get_a_page_and_programs_get_details(string? accept, string contentType)
    {
        foreach (var path in (string[])["/nowhere", "/feed.txt", "/tags", "/%D8%B3", "/tags/unknown/feed.atom", "/sources/unknown/feed.json", "/sources/unknown", "/sources/unknown.json", "/stories/unknown", "/?tag=unknown", "/?source=unknown"])
        {
            using var answer = await AskAsync(HttpMethod.Get, path, accept is null ? [] : [("Accept", accept)]);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(contentType, answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("Accept", answer.Headers.Vary);
            Assert.Contains(contentType == "text/html" ? "<h1>لا " : "\"status\":404", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_source_tells_programs_of_its_last_polls()
    {
        using var answer = JsonDocument.Parse(await filled.Hub.Http.GetStringAsync("/sources/news.json", TestContext.Current.CancellationToken));
        var first = answer.RootElement.GetProperty("polls").EnumerateArray().Last();

        Assert.Equal("news", answer.RootElement.GetProperty("source").GetProperty("id").GetString());
        Assert.Equal("polled", first.GetProperty("result").GetString());
        Assert.Equal(200, first.GetProperty("status").GetInt32());
        Assert.Equal(FilledHub.Stories, first.GetProperty("added").GetInt32());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("failure").ValueKind);
        Assert.DoesNotContain("secret-word", answer.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.EndsWith("/a.xml", first.GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_has_the_icon()
    {
        foreach (var (path, type) in new[] { ("/icon.svg", "image/svg+xml"), ("/favicon.ico", "image/x-icon") })
        {
            using var icon = await AskAsync(HttpMethod.Get, path);
            Assert.Equal(type, icon.Content.Headers.ContentType?.MediaType);
            Assert.Equal(TimeSpan.FromDays(1), icon.Headers.CacheControl?.MaxAge);
            foreach (var page in (string[])["/", "/sources", "/search", "/subscribe", "/sources/news"])
            {
                Assert.Matches($"<link rel=\"icon\" href=\"{path}\"", await filled.Hub.Http.GetStringAsync(page, TestContext.Current.CancellationToken));
            }
        }

        Assert.Equal([0, 0, 1, 0, 1, 0, 32, 32], (await filled.Hub.Http.GetByteArrayAsync("/favicon.ico", TestContext.Current.CancellationToken))[..8]);
    }

    [Theory]
    [InlineData("/?tag=سياسة", "/tags/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/feed.{0}")]
    [InlineData("/?source=news", "/sources/news/feed.{0}")]
    [InlineData("/sources/news", "/sources/news/feed.{0}")]
    [InlineData("/search?q=خبر \"و\" -x", "/search/feed.{0}?q=%D8%AE%D8%A8%D8%B1%20%22%D9%88%22%20-x")]
    [InlineData("/", "/feed.{0}")]
    [InlineData("/search", "/feed.{0}")]
    public async Task A_page_announces_its_own_feeds_first(string page, string feed)
    {
        var html = await filled.Hub.Http.GetStringAsync(page, TestContext.Current.CancellationToken);
        var announced = System.Text.RegularExpressions.Regex.Matches(html, "<link rel=\"alternate\" type=\"([^\"]+)\" title=\"[^\"]+\" href=\"([^\"]+)\"").Select(link => (Type: WebUtility.HtmlDecode(link.Groups[1].Value), Address: WebUtility.HtmlDecode(link.Groups[2].Value))).ToList();

        Assert.Equal(FeedFormat.All.Select(format => string.Format(System.Globalization.CultureInfo.InvariantCulture, feed, format.Ending)), announced[..FeedFormat.All.Length].Select(link => link.Address));
        Assert.Contains("/feed.atom", announced.Select(link => link.Address));
        foreach (var (type, address) in announced)
        {
            using var answer = await AskAsync(HttpMethod.Get, address);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Every_format_has_its_address_its_type_and_its_page_link()
    {
        var page = await filled.Hub.Http.GetStringAsync("/subscribe", TestContext.Current.CancellationToken);
        foreach (var format in FeedFormat.All)
        {
            using var feed = await AskAsync(HttpMethod.Get, "/feed." + format.Ending);
            using var negotiated = await NegotiateAsync("/feed?limit=2", $"text/plain, {format.MediaType}, */*;q=0.1");

            Assert.Equal(HttpStatusCode.OK, feed.StatusCode);
            Assert.Equal(format.MediaType, feed.Content.Headers.ContentType?.MediaType);
            Assert.Equal("/feed." + format.Ending + "?limit=2", negotiated.Headers.Location?.OriginalString);
            Assert.Contains("Accept", negotiated.Headers.Vary);
            Assert.Contains($"/feed.{format.Ending}\"", page, StringComparison.Ordinal);
            Assert.Contains($"<dt>{format.Name}</dt>", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("*/*", "atom")]
    [InlineData("", "atom")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "atom")]
    [InlineData("application/atom+xml;q=0.5, application/rss+xml", "rss")]
    [InlineData("application/rss+xml;q=0, application/feed+json;q=0.1", "json")]
    [InlineData("not a media type", "atom")]
    public async Task An_address_without_ending_leads_to_the_format_a_client_likes_best(string accept, string ending)
    {
        foreach (var path in (string[])["/feed", "/tags/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/feed", "/sources/news/feed", "/search/feed?q=%D8%AE%D8%A8%D8%B1"])
        {
            using var answer = await NegotiateAsync(path, accept);
            var parts = path.Split('?');

            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.Equal(parts[0] + "." + ending + (parts.Length > 1 ? "?" + parts[1] : ""), answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task The_description_names_every_address_and_all_of_them_answer()
    {
        using var description = JsonDocument.Parse(await filled.Hub.Http.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken));
        var paths = description.RootElement.GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);

        Assert.StartsWith("3.", description.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.All(
            (string[])["/", "/feed.atom", "/feed.rss", "/feed.json", "/tags/{tag}/feed.atom", "/sources/{id}/feed.json", "/search/feed.rss", "/stories/{id}", "/search", "/sources", "/sources.json", "/sources.opml", "/feeds.schema.json"],
            path => Assert.Contains(path, paths.Keys));
        Assert.DoesNotContain(paths.Keys, path => path.StartsWith("/websub", StringComparison.Ordinal) || path.StartsWith("/hangfire", StringComparison.Ordinal));
        Assert.Contains("\"limit\"", paths["/feed.atom"].GetRawText(), StringComparison.Ordinal);
        foreach (var (path, operations) in paths)
        {
            Assert.False(string.IsNullOrEmpty(operations.GetProperty("get").GetProperty("summary").GetString()), path);
            var asked = path.Replace("{tag}", "سياسة", StringComparison.Ordinal).Replace("/sources/{id}", "/sources/news", StringComparison.Ordinal) + (path.StartsWith("/search/", StringComparison.Ordinal) ? "?q=خبر" : "");
            if (!asked.Contains('{', StringComparison.Ordinal))
            {
                foreach (var method in operations.EnumerateObject().Select(operation => operation.Name))
                {
                    using var answer = await AskAsync(new HttpMethod(method.ToUpperInvariant()), asked);
                    Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{method} {asked} gives {answer.StatusCode}.");
                }
            }
        }
    }

    [Fact]
    public async Task Every_address_of_the_description_stands_in_the_table_of_addresses()
    {
        using var description = JsonDocument.Parse(await filled.Hub.Http.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken));
        var table = Regex.Matches(Paper.Operations.Section("## Addresses"), "`(/[^`?]*)").Select(address => address.Groups[1].Value).ToHashSet();

        Assert.All(
            description.RootElement.GetProperty("paths").EnumerateObject().Select(path => Regex.Replace(path.Name, "/feed\\.(rss|json)$", "/feed.atom")),
            path => Assert.Contains(path, table));
    }

    [Fact]
    public async Task The_schema_of_feeds_json_is_served_and_lies_beside_the_program()
    {
        Assert.Equal(CatalogSchema.Text(), await filled.Hub.Http.GetStringAsync("/feeds.schema.json", TestContext.Current.CancellationToken));
        Assert.Equal(CatalogSchema.Text(), await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(FeedHubProcess.Program)!, "feeds.schema.json"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_a_word(string path)
    {
        Assert.Equal("ok", await filled.Hub.Http.GetStringAsync(path, TestContext.Current.CancellationToken));
        using var head = await AskAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        using var post = await AskAsync(HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    private async Task<HttpResponseMessage> NegotiateAsync(string path, string accept)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = filled.Hub.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await filled.Hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
