using System.IO.Hashing;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>What one poll did, for logs, tables and metrics.</summary>
/// <param name="Reason">One plain sentence where the poll failed or something was repaired; null otherwise.</param>
public sealed record PollReport(
    string FeedId, PollResult Result, int? Status, string? Reason, int Entries, int Added, int Changed, long Bytes, TimeSpan Took, PollStages Stages, PollState State);

/// <summary>Where the time of one poll went.</summary>
/// <param name="Fetch">The wait for the host's turn included.</param>
/// <param name="Read">Parsing and cleaning, pages of excerpts included.</param>
public sealed record PollStages(TimeSpan Fetch, TimeSpan Read, TimeSpan Commit);

/// <summary>How a poll ended.</summary>
public enum PollResult
{
    Polled,
    Unchanged,
    Failed,
    Gone,

    /// <summary>Nothing was asked: its host's turn, or a place, did not come in time.</summary>
    PutOff,

    /// <summary>Another process took the feed over; nothing was stored.</summary>
    LeaseLost,
}

/// <summary>
/// START HERE. One poll of one feed, from the request to the committed articles:
/// (1) fetch, (2) stop if nothing changed, (3) parse, (4) say which entry is which, (5) clean what is new,
/// (6) fetch full texts, (7) plan the next poll, (8) commit everything in one transaction.
/// <c>StoryPipeline</c> goes on from there.
/// </summary>
public sealed class FeedPipeline(FeedFetcher fetcher, FeedStore feeds, ArticleStore articles, TimeProvider time) : IDisposable
{
    private const int LargeBodyBytes = 1024 * 1024;

    /// <summary>What reading and cleaning one body may take on the clock: sound feeds take milliseconds.</summary>
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(5);

    private readonly ArticlePages _pages = new(fetcher, articles, time);
    private readonly SemaphoreSlim _large = new(1, 1);

    public void Dispose() => _large.Dispose();

    /// <summary>Polls a feed whose lease this process holds. Throws only when the database does, or on cancellation.</summary>
    public async Task<PollReport> PollAsync(LeasedFeed leased, FeedSource source, FeedCatalog catalog, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var now = time.GetUtcNow();

        // (1) Fetch. What follows counts among the exchanges under way: however slow it is, bodies do not pile up.
        return await FetchAsync(leased.State, source, catalog, now, (fetched, held) => TakeInAsync(fetched, held, leased, source, catalog, PlanNext, now, startedAt, cancellationToken), cancellationToken);

        PollState PlanNext(PollOutcome outcome)
        {
            var before = source.WebSub == true ? leased.State : leased.State with { PushedUntil = null };
            return PollSchedule.Next(source.Id, before, outcome, source.PollEvery ?? catalog.PollEvery, now);
        }
    }

    /// <summary>Takes in what the feed's WebSub hub sent: steps (2) to (8) of a poll that nobody had to ask for. The lease is needed as for a poll.</summary>
    /// <param name="until">End of the hub's lease.</param>
    public Task<PollReport> TakePushAsync(
        LeasedFeed leased, FeedSource source, FeedCatalog catalog, ReadOnlyMemory<byte> body, string? contentType, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var address = AnswerHeaders.WithoutSecrets(leased.State.MovedTo ?? source.Url);

        // A hub may leave out what it has sent before.
        var pushed = new FetchResult.Fetched(body, contentType, address, IsDelta: true) { WireBytes = body.Length };
        return TakeInAsync(pushed, null, leased, source, catalog, outcome => PollSchedule.Pushed(leased.State, outcome, until, now), now, time.GetTimestamp(), cancellationToken);
    }

    /// <param name="held">What the fetch still holds: its place, and the body's memory; null: nothing.</param>
    private async Task<PollReport> TakeInAsync(
        FetchResult fetched, IDisposable? held, LeasedFeed leased, FeedSource source, FeedCatalog catalog, Func<PollOutcome, PollState> plan,
        DateTimeOffset now, long startedAt, CancellationToken cancellationToken)
    {
        var fetchedAt = time.GetTimestamp();

        // (2) to (5) Read what is new.
        var reading = await ReadAsync(fetched, leased.State, source, catalog, now, cancellationToken);

        // The body has been read: it need not wait for pages and for the disk.
        var outcome = WithoutBody(reading.Outcome);
        fetched = outcome.Fetch;

        // (6) Fetch the pages of excerpts, and what is owed of them from earlier polls.
        var isSound = fetched is FetchResult.Fetched or FetchResult.NotModified && outcome.NoFeed is null;
        var found = source.FullText && isSound
            ? await _pages.CompleteAsync(reading.Found, source, await LearnedLinesAsync(source, cancellationToken), catalog.Link, cancellationToken)
            : reading.Found;

        if (found.Count == 0)
        {
            // Nothing that could pile up: the next may be fetched meanwhile.
            held?.Dispose();
        }

        // (7) and (8) Plan the next poll, and commit.
        var readAt = time.GetTimestamp();
        outcome = outcome with { NewEntries = found.Count(article => article.Id == 0) };
        var state = plan(outcome);
        var stored = await feeds.CommitPollAsync(new PollCommit(leased, state, reading.Description, found), now, cancellationToken);
        return new PollReport(
            source.Id, ResultOf(outcome, stored), fetched.Status, (fetched as FetchResult.Failed ?? outcome.NoFeed)?.Reason ?? state.LastError,
            reading.Entries, stored.Added, stored.Changed, fetched.WireBytes, time.GetElapsedTime(startedAt),
            new PollStages(time.GetElapsedTime(startedAt, fetchedAt), time.GetElapsedTime(fetchedAt, readAt), time.GetElapsedTime(readAt)), state);
    }

    private async Task<Reading> ReadAsync(
        FetchResult fetched, PollState state, FeedSource source, FeedCatalog catalog, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // (2) Most polls end here: 304, an error, or the body of last time under new validators.
        var bodyHash = fetched is FetchResult.Fetched { IsDelta: false } whole ? Hash(whole.Body.Span) : null;
        if (fetched is not FetchResult.Fetched body || (bodyHash is not null && bodyHash == state.BodyHash))
        {
            return new Reading(new PollOutcome(fetched, null, bodyHash, FeedPace.None, 0), null, [], 0);
        }

        // (3) Parse. Large bodies take turns: side by side they would need more memory than a small machine has.
        using var turn = body.Body.Length > LargeBodyBytes ? await LargeTurnAsync(cancellationToken) : null;
        using var core = await Cores.EnterAsync(cancellationToken);
        using var deadline = new CancellationTokenSource(ReadWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        ParsedFeed feed;
        try
        {
            feed = FeedParser.Parse(body.Body, OptionsFor(body, source), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Reading(new PollOutcome(fetched, new FetchResult.Failed(FetchFailure.TooSlowToRead, "The feed takes too long to read."), null, FeedPace.None, 0), null, [], 0);
        }
        catch (NotAFeedException exception)
        {
            var why = NotAFeedPage.Describe(body.Body.Span, body.ContentType, body.Url) ?? new FetchResult.Failed(FetchFailure.NoFeed, exception.Message);
            return new Reading(new PollOutcome(fetched, why, null, FeedPace.None, 0), null, [], 0);
        }

        // (4) Say which entry is which, and which of them are here already as they are.
        var entries = EntryIdentity.Identify(feed);
        var known = await articles.KnownAsync(source.Id, entries, cancellationToken);

        // (5) Clean what is new or changed.
        var cleaned = await CleanAsync(entries, known, feed, source, catalog, now, deadline.Token, cancellationToken);
        var outcome = new PollOutcome(fetched, null, bodyHash, new FeedPace(feed.Ttl, feed.UpdatePeriod, feed.SkipHours, feed.SkipDays), 0);
        return new Reading(deadline.IsCancellationRequested ? Again(outcome) : outcome, body.IsDelta ? null : Describe(feed, body, source), cleaned, feed.Entries.Length);
    }

    private static PollOutcome WithoutBody(PollOutcome outcome) =>
        outcome.Fetch is FetchResult.Fetched whole ? outcome with { Fetch = whole with { Body = ReadOnlyMemory<byte>.Empty } } : outcome;

    /// <summary>Something is left to do: it comes with the next poll, which must bring the same body.</summary>
    private static PollOutcome Again(PollOutcome outcome) => outcome with { Fetch = outcome.Fetch with { Validators = Validators.None }, BodyHash = null };

    private async Task<IDisposable> LargeTurnAsync(CancellationToken cancellationToken)
    {
        await _large.WaitAsync(cancellationToken);
        return new Turn(_large);
    }

    private static PollResult ResultOf(PollOutcome outcome, PollStored stored) => outcome switch
    {
        _ when !stored.Held => PollResult.LeaseLost,
        { Fetch: FetchResult.Failed { Failure: FetchFailure.HostBusy } } => PollResult.PutOff,
        { NoFeed: not null } or { Fetch: FetchResult.Failed } => PollResult.Failed,
        { Fetch: FetchResult.Gone } => PollResult.Gone,
        _ when stored is { Added: 0, Changed: 0 } => PollResult.Unchanged,
        _ => PollResult.Polled,
    };

    private static string Hash(ReadOnlySpan<byte> body) => XxHash128.HashToUInt128(body).ToString("x32", null);

    private static ParseOptions OptionsFor(FetchResult.Fetched body, FeedSource source) => new()
    {
        BaseUri = body.Url,
        ContentType = body.ContentType,
        Encoding = source.Encoding,
        TimeZone = source.TimeZone,
    };

    private static FeedDescription Describe(ParsedFeed feed, FetchResult.Fetched body, FeedSource source) => new(
        feed.Format,
        feed.TitleHtml is null ? null : HtmlText.CleanTitle(feed.TitleHtml, source.Cleaning),
        WebAddress.Absolute(feed.Link, null),
        feed.Language,
        feed.ImageUrl,
        body.Hub ?? feed.Hub,
        body.Self ?? feed.Self ?? body.Url.AbsoluteUri);

    private async Task<PollReport> FetchAsync(
        PollState state, FeedSource source, FeedCatalog catalog, DateTimeOffset now, Func<FetchResult, IDisposable?, Task<PollReport>> takeIn, CancellationToken cancellationToken) =>
        source.Url.IsFile
            ? await takeIn(await FeedFile.ReadAsync(source.Url, state.Validators, source.MaxBodyBytes, cancellationToken), null)
            : await fetcher.FetchAsync(
                new FetchRequest
                {
                    Url = source.Url,
                    MovedTo = state.MovedTo,
                    Validators = PollSchedule.ValidatorsToSend(state, now),
                    UserAgent = source.UserAgent,
                    Headers = source.Headers,
                    MaxBodyBytes = source.MaxBodyBytes,
                    AllowPrivateNetwork = source.AllowPrivateNetwork,
                    Contact = catalog.Link,
                },
                takeIn,
                cancellationToken);

    private async Task<IReadOnlyList<Article>> CleanAsync(
        IReadOnlyList<IdentifiedEntry> entries, IReadOnlyList<KnownArticle?> known, ParsedFeed feed, FeedSource source, FeedCatalog catalog,
        DateTimeOffset now, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var language = source.Language ?? feed.Language ?? catalog.Language;
        IReadOnlySet<string>? learned = null;
        var cleaned = new List<Article>();
        for (var i = 0; i < entries.Count && !deadline.IsCancellationRequested; i++)
        {
            if (known[i] is { } same && (same.ArticleId == 0 || same.RawHash == entries[i].Entry.RawHash))
            {
                continue;
            }

            learned ??= await LearnedLinesAsync(source, cancellationToken);
            if (ArticleCleaner.Clean(entries[i], source, language, now, learned) is { } article && IsWanted(article, catalog))
            {
                cleaned.Add(known[i] is { } before
                    ? article with { Id = before.ArticleId, EntryId = before.EntryId, FirstSeenAt = before.FirstSeenAt }
                    : article);
            }
        }

        return cleaned;
    }

    private static bool IsWanted(Article article, FeedCatalog catalog) =>
        catalog.OnlyLanguages.IsEmpty || catalog.OnlyLanguages.Any(language => IsLanguage(article.Language, language));

    private static bool IsLanguage(string tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == language.Length || tag[language.Length] == '-');

    private async Task<IReadOnlySet<string>> LearnedLinesAsync(FeedSource source, CancellationToken cancellationToken) =>
        source.Cleaning.RemoveLearnedLines
            ? (await feeds.LearnedLinesAsync(source.Id, cancellationToken)).Select(line => line.Line).ToHashSet()
            : new HashSet<string>();

    /// <summary>What one fetch held.</summary>
    /// <param name="Description">Null: no feed was read.</param>
    /// <param name="Found">Articles that are new or changed.</param>
    /// <param name="Entries">How many the feed has.</param>
    private sealed record Reading(PollOutcome Outcome, FeedDescription? Description, IReadOnlyList<Article> Found, int Entries);
}
