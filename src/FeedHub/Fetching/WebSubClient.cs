namespace FeedHub.Fetching;

/// <summary>Speaks to WebSub hubs, ours and those of publishers, over connections guarded as those of polls. Thread-safe.</summary>
public sealed class WebSubClient(FetchLimits limits) : IDisposable
{
    private const int MaxRedirects = 3;

    private readonly HttpMessageInvoker _web = new(
        WebConnections.Create(limits, new PublicAddresses(limits.AllowedPrivateNetworks, limits.AllowAllPrivateNetworks), WebConnections.ResolveAsync));

    /// <summary>Says that a feed has changed (W3C WebSub §6). Null: the hub has taken it; otherwise why not, in words.</summary>
    /// <param name="topic">Address of the feed.</param>
    public Task<string?> TellAsync(Uri hub, string topic, CancellationToken cancellationToken) =>

        // "hub.topic" is what the first versions called it; hubs of either kind find theirs.
        PostAsync(hub, [new("hub.mode", "publish"), new("hub.url", topic), new("hub.topic", topic)], cancellationToken);

    /// <summary>Asks to be sent what is new in a feed (W3C WebSub §5.1). Null: the hub will verify it; otherwise why not, in words.</summary>
    /// <param name="topic">What the feed calls itself.</param>
    /// <param name="callback">Where the hub is to verify and to send.</param>
    /// <param name="secret">What it is to sign with.</param>
    public Task<string?> SubscribeAsync(Uri hub, string topic, string callback, string secret, TimeSpan lease, CancellationToken cancellationToken) =>
        PostAsync(
            hub,
            [
                new("hub.mode", "subscribe"), new("hub.topic", topic), new("hub.callback", callback), new("hub.secret", secret),
                new("hub.lease_seconds", FormattableString.Invariant($"{lease.TotalSeconds:0}")),

                // Hubs of before WebSub want to know how they may verify.
                new("hub.verify", "async"),
            ],
            cancellationToken);

    public void Dispose() => _web.Dispose();

    private async Task<string?> PostAsync(Uri hub, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(limits.Timeout);
        try
        {
            for (var hops = 0; hops <= MaxRedirects; hops++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, AnswerHeaders.WithoutSecrets(hub)) { Content = new FormUrlEncodedContent(form) };
                request.Headers.TryAddWithoutValidation("User-Agent", FeedFetcher.UserAgent(limits.Contact));
                request.Headers.TryAddWithoutValidation("Accept", "*/*");
                using var answer = await _web.SendAsync(request, within.Token);
                if ((int)answer.StatusCode is not (307 or 308) || AnswerHeaders.Location(answer, hub) is not { } next)
                {
                    return answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode}";
                }

                if (next.Scheme != "https" && next.Scheme != hub.Scheme)
                {
                    return $"it redirects to a {next.Scheme}: address";
                }

                hub = next;
            }

            return "it redirects without end";
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
}
