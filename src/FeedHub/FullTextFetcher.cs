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
internal sealed class FullTextFetcher(FeedFetcher fetcher, RobotsCache robots, ArticleStore articles, TimeProvider time)
{
    /// <summary>An excerpt at least this long is taken for the article itself.</summary>
    private const int WholeArticleCharacters = 1_200;

    private const int MaxTries = 3;

    /// <summary>So many pages in a row that do not come speak for their host; where they lead in circles, for all its pages.</summary>
    private const int EnoughFaults = 3;

    /// <summary>No page is begun later than this, so that no poll lasts for ever; what is owed comes with the next.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(25);

    /// <param name="found">New or changed in this poll.</param>
    /// <returns>The articles found, and those of earlier polls whose page was owed, with the text of their page where that is better.</returns>
    public async Task<CompletedArticles> CompleteAsync(
        IReadOnlyList<Article> found, FeedSource source, IReadOnlySet<string> learnedLines, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var now = time.GetUtcNow();
        var owed = (await articles.OwedAsync(source.Id, cancellationToken)).ToDictionary(article => article.Id, article => article with { ChangedAt = now });
        var (whole, refused, faults, loops) = (new List<Article>(found.Count), new List<RefusedPage>(), 0, 0);
        foreach (var article in found.Concat(owed.Values.ExceptBy(found.Select(article => article.Id), article => article.Id)))
        {
            var tries = owed.GetValueOrDefault(article.Id)?.PageTries;
            if (IsWhole(article))
            {
                whole.Add(article with { PageTries = null });
                continue;
            }

            if (tries is null && await KeptAsync(article, cancellationToken) is { } kept)
            {
                whole.Add(kept);
                continue;
            }

            var request = SourceSettings.PageRequest(source, new Uri(article.Link));
            var isTime = faults < EnoughFaults && time.GetElapsedTime(startedAt) < Within;

            // A feed was listed by somebody; its pages were not. The lease of one answer is over before the next is asked for.
            if (isTime && !await robots.AllowsAsync(request, cancellationToken))
            {
                refused.Add(new RefusedPage(article.Link, "its site's robots.txt does not let us"));
                whole.Add(article with { PageTries = null });
                continue;
            }

            using var answer = isTime ? await fetcher.FetchAsync(request, cancellationToken) : null;
            (faults, loops) = answer?.Result switch
            {
                null or FetchResult.Failed { Failure: PollFailure.HostBusy } => (faults, loops),
                FetchResult.Failed { Failure: PollFailure.TooManyRedirects } => (faults + 1, loops + 1),
                { } result when IsPassingFault(result) => (faults + 1, 0),
                _ => (0, 0),
            };
            if (answer?.Result is FetchResult.Fetched page)
            {
                var reading = await ReadAsync(article with { PageTries = null }, page, source, learnedLines, cancellationToken);
                whole.Add(reading.Article);
                refused.AddRange(reading.Reason is { } reason ? [new RefusedPage(article.Link, reason)] : []);
                continue;
            }

            var stillOwed = answer?.Result switch
            {
                null => loops < EnoughFaults ? tries ?? 0 : null,
                FetchResult.Failed { Failure: PollFailure.HostBusy } => tries ?? 0,
                { } result when IsPassingFault(result) && (tries ?? 0) + 1 < MaxTries => (tries ?? 0) + 1,
                _ => (int?)null,
            };
            whole.Add(article with { PageTries = stillOwed });
            refused.AddRange(stillOwed is null && answer?.Result is FetchResult.Failed failed ? [new RefusedPage(article.Link, failed.Reason.TrimEnd('.'))] : []);
        }

        return new CompletedArticles(whole, refused);
    }

    private static bool IsWhole(Article article) => article.Link.Length == 0 || (!article.IsTruncated && article.Text.Length >= WholeArticleCharacters);

    private static bool IsPassingFault(FetchResult? answer) => answer is FetchResult.Failed
    {
        Failure: PollFailure.TimedOut or PollFailure.ServerError or PollFailure.RateLimited or PollFailure.Unreachable or PollFailure.Truncated,
    };

    /// <summary>A corrected excerpt of an article whose page was read: with the text of that page, if the two still agree.</summary>
    private async Task<Article?> KeptAsync(Article article, CancellationToken cancellationToken) =>
        article.Id != 0 && await articles.FindAsync(article.Id.ToString(CultureInfo.InvariantCulture), cancellationToken) is { } stored ? FullText.Keep(article, stored) : null;

    private static async Task<PageReading> ReadAsync(
        Article article, FetchResult.Fetched page, FeedSource source, IReadOnlySet<string> learnedLines, CancellationToken cancellationToken)
    {
        using var core = await Gates.Processor.EnterAsync(cancellationToken);
        return FullText.Read(article, page.Body, page.ContentType, source.Cleaning, learnedLines);
    }
}

/// <param name="Refused">Pages that are no better than what the feed carries; they are not asked for again.</param>
internal sealed record CompletedArticles(IReadOnlyList<Article> Articles, IReadOnlyList<RefusedPage> Refused);
