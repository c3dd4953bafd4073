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
        var now = time.GetUtcNow();
        var owed = (await articles.OwedAsync(source.Id, cancellationToken)).ToDictionary(article => article.Id, article => article with { ChangedAt = now });
        var round = new Round(source, learnedLines, time.GetTimestamp());
        var whole = new List<Article>(found.Count);
        foreach (var article in found.Concat(owed.Values.ExceptBy(found.Select(article => article.Id), article => article.Id)))
        {
            whole.Add(await CompleteAsync(article, owed.GetValueOrDefault(article.Id)?.PageTries, round, cancellationToken));
        }

        return new CompletedArticles(whole, round.Refused);
    }

    /// <param name="tries">How often its page was asked for in vain; null: it is not owed.</param>
    private async Task<Article> CompleteAsync(Article article, int? tries, Round round, CancellationToken cancellationToken)
    {
        var done = article with { PageTries = null };
        if (IsWhole(article))
        {
            return done;
        }

        if (tries is null && await KeptAsync(article, cancellationToken) is { } kept)
        {
            return kept;
        }

        if (round.Faults >= EnoughFaults || time.GetElapsedTime(round.StartedAt) >= Within)
        {
            return article with { PageTries = round.Loops < EnoughFaults ? tries ?? 0 : null };
        }

        // A feed was listed by somebody; its pages were not.
        var request = SourceSettings.PageRequest(round.Source, new Uri(article.Link));
        if (!await robots.AllowsAsync(request, cancellationToken))
        {
            round.Refused.Add(new RefusedPage(article.Link, "its site's robots.txt does not let us"));
            return done;
        }

        // The lease of one answer is over before the next is asked for.
        using var answer = await fetcher.FetchAsync(request, cancellationToken);
        round.Count(answer.Result);
        return answer.Result is FetchResult.Fetched page
            ? await ReadAsync(done, page, round, cancellationToken)
            : StillOwed(article, tries ?? 0, answer.Result, round);
    }

    private static Article StillOwed(Article article, int tries, FetchResult answer, Round round)
    {
        int? left = answer switch
        {
            FetchResult.Failed { Failure: PollFailure.HostBusy } => tries,
            _ when IsPassingFault(answer) && tries + 1 < MaxTries => tries + 1,
            _ => null,
        };
        if (left is null && answer is FetchResult.Failed failed)
        {
            round.Refused.Add(new RefusedPage(article.Link, failed.Reason.TrimEnd('.')));
        }

        return article with { PageTries = left };
    }

    private static bool IsWhole(Article article) => article.Link.Length == 0 || (!article.IsTruncated && article.Text.Length >= WholeArticleCharacters);

    private static bool IsPassingFault(FetchResult? answer) => answer is FetchResult.Failed
    {
        Failure: PollFailure.TimedOut or PollFailure.ServerError or PollFailure.RateLimited or PollFailure.Unreachable or PollFailure.Truncated,
    };

    /// <summary>A corrected excerpt of an article whose page was read: with the text of that page, if the two still agree.</summary>
    private async Task<Article?> KeptAsync(Article article, CancellationToken cancellationToken) =>
        article.Id != 0 && await articles.FindAsync(article.Id.ToString(CultureInfo.InvariantCulture), cancellationToken) is { } stored ? FullText.Keep(article, stored) : null;

    private static async Task<Article> ReadAsync(Article article, FetchResult.Fetched page, Round round, CancellationToken cancellationToken)
    {
        using var core = await Gates.Processor.EnterAsync(cancellationToken);
        var reading = FullText.Read(article, page.Body, page.ContentType, round.Source.Cleaning, round.LearnedLines);
        if (reading.Reason is { } reason)
        {
            round.Refused.Add(new RefusedPage(article.Link, reason));
        }

        return reading.Article;
    }

    /// <summary>The pages of one poll, and how their host has answered so far.</summary>
    private sealed class Round(FeedSource source, IReadOnlySet<string> learnedLines, long startedAt)
    {
        public FeedSource Source => source;

        public IReadOnlySet<string> LearnedLines => learnedLines;

        /// <summary>A timestamp.</summary>
        public long StartedAt => startedAt;

        public List<RefusedPage> Refused { get; } = [];

        /// <summary>Pages in a row that did not come.</summary>
        public int Faults { get; private set; }

        /// <summary>Of these, pages that lead in circles.</summary>
        public int Loops { get; private set; }

        public void Count(FetchResult answer) => (Faults, Loops) = answer switch
        {
            FetchResult.Failed { Failure: PollFailure.HostBusy } => (Faults, Loops),
            FetchResult.Failed { Failure: PollFailure.TooManyRedirects } => (Faults + 1, Loops + 1),
            _ when IsPassingFault(answer) => (Faults + 1, 0),
            _ => (0, 0),
        };
    }
}

/// <param name="Refused">Pages that are no better than what the feed carries; they are not asked for again.</param>
internal sealed record CompletedArticles(IReadOnlyList<Article> Articles, IReadOnlyList<RefusedPage> Refused);
