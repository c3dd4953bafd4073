using System.Net.Http.Headers;

namespace FeedHub.Fetching;

/// <summary>Tells a WebSub hub that a feed has changed (W3C WebSub §6), over connections guarded as those of polls. Thread-safe.</summary>
public sealed class HubPing(FetchLimits limits) : IDisposable
{
    private readonly HttpMessageInvoker _web = new(
        WebConnections.Create(limits, new PublicAddresses(limits.AllowedPrivateNetworks, limits.AllowAllPrivateNetworks), WebConnections.ResolveAsync));

    /// <summary>Null: the hub has taken it; otherwise why not, in words.</summary>
    /// <param name="topic">Address of the feed.</param>
    public async Task<string?> TellAsync(Uri hub, string topic, CancellationToken cancellationToken)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(limits.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, hub)
        {
            // "hub.topic" is what the first versions called it; hubs of either kind find theirs.
            Content = new FormUrlEncodedContent([new("hub.mode", "publish"), new("hub.url", topic), new("hub.topic", topic)]),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", FeedFetcher.UserAgent(limits.Contact));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        try
        {
            using var answer = await _web.SendAsync(request, within.Token);
            return answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return (exception.InnerException ?? exception).Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {limits.Timeout.TotalSeconds:0} s";
        }
    }

    public void Dispose() => _web.Dispose();
}
