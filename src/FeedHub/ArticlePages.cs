using System.Globalization;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>
/// The pages of articles that a feed carries as excerpts: each is asked for once, politely, and again only where the answer was a fault that
/// passes. What is owed waits for the next poll.
/// </summary>
internal sealed class ArticlePages(FeedFetcher fetcher, ArticleStore articles, TimeProvider time)
{
    /// <summary>An excerpt at least this long is taken for the article itself.</summary>
    private const int WholeArticleCharacters = 1_200;

    private const int MaxTries = 3;

    /// <summary>So many pages in a row that do not come speak for their host.</summary>
    private const int EnoughFaults = 3;

    /// <summary>No page is begun later than this: the poll's lease outlasts them all.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(25);

    /// <returns>The articles, with the text of their page where that is better, and whether a page is still owed.</returns>
    public async Task<(IReadOnlyList<Article> Articles, bool IsOwed)> CompleteAsync(
        IReadOnlyList<Article> found, FeedSource source, IReadOnlySet<string> learnedLines, string? contact, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var (whole, faults, isOwed) = (new List<Article>(found.Count), 0, false);
        foreach (var article in found)
        {
            if (IsWhole(article))
            {
                whole.Add(article);
                continue;
            }

            var stored = await StoredAsync(article, cancellationToken);
            var tries = stored is null ? 0 : TriesOf(stored.RawHash, article.RawHash);
            if (tries is null && FullText.Keep(article, stored!) is { } kept)
            {
                whole.Add(kept);
                continue;
            }

            var answer = faults < EnoughFaults && time.GetElapsedTime(startedAt) < Within ? await FetchAsync(article, source, contact, cancellationToken) : null;
            var inVain = IsPassingFault(answer);
            faults = inVain ? faults + 1 : answer is null ? faults : 0;
            var debt = 1 + (tries ?? 0) + (inVain ? 1 : 0);
            var owes = (inVain || answer is null or FetchResult.Failed { Failure: FetchFailure.HostBusy }) && debt <= MaxTries;
            isOwed |= owes;
            whole.Add(
                owes ? article with { RawHash = unchecked(article.RawHash + (ulong)debt) }
                : answer is FetchResult.Fetched page ? FullText.Improve(article, page.Body, page.ContentType, source.Cleaning, learnedLines)
                : article);
        }

        return (whole, isOwed);
    }

    private static bool IsWhole(Article article) => article.Link.Length == 0 || (!article.IsTruncated && article.Text.Length >= WholeArticleCharacters);

    private static bool IsPassingFault(FetchResult? answer) => answer is FetchResult.Failed
    {
        Failure: FetchFailure.TimedOut or FetchFailure.ServerError or FetchFailure.RateLimited or FetchFailure.Unreachable or FetchFailure.Truncated,
    };

    /// <summary>
    /// How often the page of a stored article was asked for in vain; null: it is not owed. The debt rides on the hash the article is stored under,
    /// a little above that of its entry, so that the entry counts as changed until it is paid.
    /// </summary>
    private static int? TriesOf(ulong storedHash, ulong entryHash) =>
        unchecked(storedHash - entryHash) is >= 1 and <= MaxTries and var debt ? (int)debt - 1 : null;

    private async Task<Article?> StoredAsync(Article article, CancellationToken cancellationToken) =>
        article.Id == 0 ? null : await articles.FindAsync(article.Id.ToString(CultureInfo.InvariantCulture), cancellationToken);

    private Task<FetchResult> FetchAsync(Article article, FeedSource source, string? contact, CancellationToken cancellationToken)
    {
        var link = new Uri(article.Link);
        return fetcher.FetchAsync(
            new FetchRequest
            {
                Url = link,
                IsPage = true,
                UserAgent = source.UserAgent,
                Contact = contact,

                // An entry may point anywhere; only the host named in feeds.json may be inside.
                AllowPrivateNetwork = source.AllowPrivateNetwork && link.IdnHost == source.Url.IdnHost,
            },
            cancellationToken);
    }
}
