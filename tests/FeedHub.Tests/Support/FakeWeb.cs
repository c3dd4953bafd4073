using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace FeedHub.Tests.Support;

/// <summary>A web that answers what the test says, and remembers what it was asked.</summary>
internal sealed class FakeWeb(TimeProvider? time = null) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<WebRequest, CancellationToken, Task<WebAnswer>>> _pages = new();
    private readonly ConcurrentQueue<WebRequest> _requests = new();

    public IReadOnlyList<WebRequest> Requests => [.. _requests];

    public FakeWeb On(string url, WebAnswer answer) => On(url, _ => answer);

    public FakeWeb On(string url, Func<WebRequest, WebAnswer> answer) => On(url, (request, _) => Task.FromResult(answer(request)));

    public FakeWeb On(string url, Func<WebRequest, CancellationToken, Task<WebAnswer>> answer)
    {
        _pages[new Uri(url).AbsoluteUri] = answer;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = new WebRequest(
            request.RequestUri!,
            request.Headers.NonValidated.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            time?.GetUtcNow() ?? default);
        _requests.Enqueue(asked);
        var answer = _pages.TryGetValue(request.RequestUri!.AbsoluteUri, out var page)
            ? await page(asked, cancellationToken)
            : new WebAnswer(404);
        return answer.ToMessage(request);
    }
}

internal sealed record WebRequest(Uri Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset At)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    public bool IsConditional => this["If-None-Match"] is not null || this["If-Modified-Since"] is not null;
}

/// <param name="Headers">Name and value, as they would stand in the answer: <c>"ETag: \"a\""</c>.</param>
internal sealed record WebAnswer(int Status, string Body = "", params string[] Headers)
{
    public HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        var message = new HttpResponseMessage((HttpStatusCode)Status) { RequestMessage = request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        foreach (var header in Headers)
        {
            var (name, value) = header.Split(": ", 2) is [var first, var second] ? (first, second) : throw new ArgumentException(header);
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
