using System.Collections.Concurrent;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>
/// What hosts' robots.txt ask of us, each asked for once a day (RFC 9309 §2.4). A file that does not come is no ban: it is asked for again within
/// the hour. Thread-safe.
/// </summary>
public sealed class RobotsCache(FeedFetcher fetcher, TimeProvider time)
{
    private const int MaxHosts = 10_000;

    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Origin, string Agent), Known> _known = new();

    /// <summary>Fetches robots.txt first where it is not known: an exchange of its own, over before the page's begins, so that no place is held while waiting for another.</summary>
    /// <param name="page">The request for the page; the one for robots.txt is made of it.</param>
    public async Task<bool> AllowsAsync(FetchRequest page, CancellationToken cancellationToken) => (await RulesAsync(page, cancellationToken)).Allows(page.Url);

    /// <summary>The rules of the page's host for who sends the request.</summary>
    public async Task<RobotsRules> RulesAsync(FetchRequest page, CancellationToken cancellationToken)
    {
        var agent = ProductOf(page.UserAgent ?? FeedFetcher.UserAgent(page.Contact));
        var key = (page.Url.GetLeftPart(UriPartial.Authority), agent);
        if (!_known.TryGetValue(key, out var known) || known.Until <= time.GetUtcNow())
        {
            known = await AskAsync(page, agent, cancellationToken);
            if (_known.Count >= MaxHosts)
            {
                _known.Clear();
            }

            _known[key] = known;
        }

        return known.Rules;
    }

    private async Task<Known> AskAsync(FetchRequest page, string agent, CancellationToken cancellationToken)
    {
        var answer = await fetcher.DownloadAsync(page with { Url = new Uri(page.Url, "/robots.txt"), MaxBodyBytes = RobotsRules.MaxCharacters }, cancellationToken);
        return answer switch
        {
            FetchResult.Fetched file => new Known(RobotsRules.Parse(Encoding.UTF8.GetString(file.Body.Span), agent), time.GetUtcNow() + FreshFor),
            FetchResult.Failed { Status: >= 400 and < 500 and not 429 } or FetchResult.Gone => new Known(RobotsRules.None, time.GetUtcNow() + FreshFor),
            _ => new Known(RobotsRules.None, time.GetUtcNow() + RetryAfter),
        };
    }

    private static string ProductOf(string userAgent)
    {
        var end = userAgent.AsSpan().Trim().IndexOfAny('/', ' ');
        return end < 0 ? userAgent.Trim() : userAgent.Trim()[..end];
    }

    private sealed record Known(RobotsRules Rules, DateTimeOffset Until);
}
