using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>
/// START HERE. One poll of one feed, from the request to the committed articles:
/// (1) fetch, (2) stop if nothing changed, (3) parse, (4) say which entry is which, (5) clean what is new,
/// (6) fetch full texts, (7) plan the next poll, (8) commit everything in one transaction.
/// <c>StoryPipeline</c> goes on from there. What is waited for on the way is listed in <see cref="Gates"/>.
/// </summary>
public sealed class FeedPipeline
{
    private readonly FeedFetcher _fetcher;
    private readonly FeedStore _feeds;
    private readonly TimeProvider _time;
    private readonly EntryReader _reader;
    private readonly RobotsCache _robots;
    private readonly SitemapParts _parts;
    private readonly FullTextFetcher _pages;

    public FeedPipeline(FeedFetcher fetcher, FeedStore feeds, ArticleStore articles, TimeProvider time)
        : this(fetcher, feeds, articles, time, () => ThreadTime.Now)
    {
    }

    /// <param name="threadTime">Processor time of the running thread.</param>
    internal FeedPipeline(FeedFetcher fetcher, FeedStore feeds, ArticleStore articles, TimeProvider time, Func<TimeSpan> threadTime)
    {
        (_fetcher, _feeds, _time) = (fetcher, feeds, time);
        _reader = new EntryReader(fetcher.Gates, feeds, articles, threadTime);
        _robots = new RobotsCache(fetcher, time);
        _parts = new SitemapParts(fetcher, _reader);
        _pages = new FullTextFetcher(fetcher, _robots, articles, time);
    }

    /// <summary>Polls a feed whose lease this process holds. Throws only when the database does, or on cancellation.</summary>
    public async Task<PollReport> PollAsync(LeasedFeed leased, FeedSource source, FeedCatalog catalog, CancellationToken cancellationToken)
    {
        PermitHolder.Begin();
        var poll = new Poll(leased, source, catalog, _time.GetUtcNow(), _time.GetTimestamp());

        // (1) Fetch. Until the answer is released it counts among the exchanges under way.
        using var answer = await FetchAsync(poll, cancellationToken);
        return await TakeInAsync(answer, poll, cancellationToken);
    }

    /// <summary>A feed was published for readers like us; a page was not, so its robots.txt is asked first.</summary>
    private async Task<FetchLease> FetchAsync(Poll poll, CancellationToken cancellationToken) =>
        poll.Source.Url.IsFile
            ? FetchLease.Of(await FeedFile.ReadAsync(poll.Source.Url, poll.Leased.State.Validators, poll.Source.MaxBodyBytes, cancellationToken))
        : poll.Source.Items is not null && !await _robots.AllowsAsync(SourceSettings.FeedRequest(poll.Source) with { Url = poll.Request.MovedTo ?? poll.Source.Url }, cancellationToken)
            ? FetchLease.Of(new FetchResult.Failed(PollFailure.Forbidden, "The robots.txt of its site does not let us read this page."))
        : await _fetcher.FetchAsync(poll.Request, cancellationToken);

    /// <summary>Takes in what the feed's WebSub hub sent: steps (2) to (8) of a poll that nobody had to ask for. The lease is needed as for a poll.</summary>
    public async Task<PollReport> TakePushAsync(LeasedFeed leased, FeedSource source, FeedCatalog catalog, Push push, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        PermitHolder.Begin();
        var poll = new Poll(leased, source, catalog, _time.GetUtcNow(), _time.GetTimestamp()) { Push = push };
        var address = AnswerHeaders.WithoutSecrets(leased.State.MovedTo ?? source.Url);

        // A hub may leave out what it has sent before.
        using var pushed = FetchLease.Of(new FetchResult.Fetched(push.Body, push.ContentType, address, IsDelta: true) { WireBytes = push.Body.Length });
        return await TakeInAsync(pushed, poll, cancellationToken);
    }

    private async Task<PollReport> TakeInAsync(FetchLease answer, Poll poll, CancellationToken cancellationToken)
    {
        // (2) to (5) Read what is new.
        var fetchedAt = _time.GetTimestamp();
        var reading = await _reader.ReadAsync(poll, answer.Result, cancellationToken);
        answer.ReleaseBody();
        if (poll.Source.FullText || reading.IsListing || reading.Found.Articles.IsEmpty)
        {
            // Nothing is held while pages are waited for, nor where nothing could pile up before the disk.
            answer.Dispose();
        }

        // A sitemap index names others, each an exchange of its own.
        reading = reading.Parts.IsEmpty ? reading : await _parts.ReadAsync(poll, reading, cancellationToken);

        // (6) Fetch the pages of excerpts, and what is owed of them from earlier polls.
        var (found, refused) = (poll.Source.FullText || reading.IsListing) && reading.IsSound
            ? await _pages.CompleteAsync(
                reading.Found.Articles, poll.Source.Named(reading.Description?.Title), await _reader.LearnedLinesAsync(poll.Source, cancellationToken), cancellationToken)
            : new CompletedArticles(reading.Found.Articles, []);

        // (7) Plan the next poll.
        var readAt = _time.GetTimestamp();
        var state = poll.Plan(reading, found);

        // (8) Commit.
        using var writing = await _fetcher.Gates.Writer.EnterAsync(cancellationToken);
        var commit = new PollCommit(poll.Leased, state, reading.Description, found)
        {
            Displaced = reading.Found.Displaced,
            Entries = reading.Entries,
            Log = stored => poll.Logged(reading, state, stored, _time.GetElapsedTime(poll.StartedAt)),
        };
        var stored = await _feeds.CommitPollAsync(commit, poll.Now, cancellationToken);
        _parts.Remember(poll.Source.Id, reading, stored);
        var stages = new PollStages(_time.GetElapsedTime(poll.StartedAt, fetchedAt), _time.GetElapsedTime(fetchedAt, readAt), _time.GetElapsedTime(readAt));
        return PollReport.Of(poll.Source.Id, poll.Logged(reading, state, stored, _time.GetElapsedTime(poll.StartedAt)), stages, state) with { RefusedPages = refused };
    }
}
