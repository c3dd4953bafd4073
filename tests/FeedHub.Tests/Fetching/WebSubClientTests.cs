using FeedHub.Fetching;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Fetching;

/// <summary>Hubs are named by feeds, so they are trusted no more than feeds are.</summary>
public sealed class WebSubClientTests : IDisposable
{
    private readonly WebSubClient _hubs = new(new FetchLimits { AllowedPrivateNetworks = ["127.0.0.1"], Timeout = TimeSpan.FromSeconds(5) });

    public void Dispose() => _hubs.Dispose();

    [Fact]
    public async Task A_hub_inside_is_not_spoken_to_directly_or_by_redirect()
    {
        await using var canary = HostileOrigin.Answering("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", null, "127.0.0.2");
        await using var leads = HostileOrigin.Answering($"HTTP/1.1 307 Elsewhere\r\nLocation: {canary.Url()}\r\nContent-Length: 0\r\n\r\n");

        Assert.Contains("inside a private network", await AskAsync(canary.Url()), StringComparison.Ordinal);
        Assert.Contains("inside a private network", await AskAsync(leads.Url()), StringComparison.Ordinal);
        Assert.Equal(0, canary.Connections);
    }

    [Theory]
    [InlineData("202 Accepted\r\nContent-Length: 0", null)]
    [InlineData("204 No Content", null)]
    [InlineData("404 Not Found\r\nContent-Length: 0", "it answered 404")]
    [InlineData("302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0", "it answered 302")]
    [InlineData("307 Again\r\nContent-Length: 0", "it answered 307")]
    [InlineData("307 Again\r\nLocation: /again\r\nContent-Length: 0", "it redirects without end")]
    [InlineData("308 Again\r\nLocation: file:///etc/passwd\r\nContent-Length: 0", "it redirects to a file: address")]
    public async Task Its_answer_is_told_in_words(string answer, string? words)
    {
        await using var hub = new HostileOrigin(connection => connection.SendAsync($"HTTP/1.1 {answer}\r\nConnection: close\r\n\r\n"));

        Assert.Equal(words, await AskAsync(hub.Url()));
    }

    [Fact]
    public async Task A_user_in_its_address_goes_nowhere()
    {
        await using var hub = HostileOrigin.Answering("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");

        Assert.Null(await AskAsync(new Uri($"http://me:secret@127.0.0.1:{hub.Port}/hub")));

        Assert.DoesNotContain("secret", Assert.Single(hub.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", hub.Requests[0], StringComparison.OrdinalIgnoreCase);
    }

    private Task<string?> AskAsync(Uri hub) =>
        _hubs.SubscribeAsync(hub, "https://a.example/feed", "https://me.example/websub/x", "s", TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
}
