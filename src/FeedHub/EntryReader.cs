using System.Collections.Immutable;
using System.IO.Hashing;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>Reads what one fetch brought: steps (2) to (5) of a poll, from the body to cleaned articles that are new or changed. Thread-safe.</summary>
/// <param name="threadTime">Processor time of the running thread.</param>
internal sealed class EntryReader(Gates gates, FeedStore feeds, ArticleStore articles, Func<TimeSpan> threadTime)
{
    private const int LargeBodyBytes = 1024 * 1024;

    /// <summary>
    /// Processor time that the entries of one body get for cleaning; sound feeds take milliseconds. A clock on the wall would punish them for what
    /// else the machine does. Parsing needs no such limit: it is linear in bytes, and ends after 2,000 entries.
    /// </summary>
    private static readonly TimeSpan CleanWithin = TimeSpan.FromSeconds(5);

    public async Task<Reading> ReadAsync(Poll poll, FetchResult fetched, CancellationToken cancellationToken)
    {
        // (2) Most polls end here: 304, an error, or the body of last time under new validators.
        var bodyHash = fetched is FetchResult.Fetched { IsDelta: false } whole ? Hash(whole.Body.Span) : null;
        if (fetched is not FetchResult.Fetched body || (bodyHash is not null && bodyHash == poll.Leased.State.BodyHash))
        {
            return Reading.Nothing(fetched, null, bodyHash);
        }

        // (3) Parse.
        using var large = body.Body.Length > LargeBodyBytes ? await gates.Large.EnterAsync(cancellationToken) : null;
        using var core = await Gates.Processor.EnterAsync(cancellationToken);
        ParsedFeed feed;
        try
        {
            feed = News(SourceSettings.Parse(body.Body, poll.Source, SourceSettings.Parsing(body, poll.Source, poll.Now), cancellationToken), poll);
        }
        catch (NotAFeedException exception)
        {
            return Reading.Nothing(fetched, Describe(exception, body, poll.Source), null);
        }

        // (4) Say which entry is which, and which of them are here already as they are.
        var entries = EntryIdentity.Identify(feed);
        var known = await articles.KnownAsync(poll.Source.Id, entries, cancellationToken);

        // (5) Clean what is new or changed, and say which of it is another entry.
        var (cleaned, left) = await CleanAsync(entries, known, feed, poll, cancellationToken);
        var resolved = await ResolveAsync(poll.Source, cleaned, known, cancellationToken);
        var outcome = new PollOutcome(body.WithoutBody(), null, bodyHash, new FeedPace(feed.Ttl, feed.UpdatePeriod, feed.SkipHours, feed.SkipDays), 0);
        return new Reading(left > 0 || feed.Parts.Length > 0 ? Again(outcome) : outcome, body.IsDelta ? null : Describe(feed, body, poll.Source), resolved, feed.Entries.Length, left)
        {
            IsListing = feed.IsListing,
            Parts = feed.Parts,
        };
    }

    /// <summary>Of a sitemap what is news; a feed as it is.</summary>
    private static ParsedFeed News(ParsedFeed feed, Poll poll)
    {
        if (!feed.IsListing || poll.Source.Items is not null)
        {
            return feed;
        }

        var (since, oldest) = (poll.Leased.State.LastSuccessAt, poll.Now.AddDays(-poll.Catalog.KeepDays));
        return Sitemap.NewsOf(feed, since, oldest) with { Parts = Sitemap.PartsToRead(feed.Parts, since, oldest) };
    }

    /// <summary>Why it is of no use: what its host shows instead, or of a page that is one, that its selectors find nothing.</summary>
    private static FetchResult.Failed Describe(NotAFeedException exception, FetchResult.Fetched body, FeedSource source)
    {
        var instead = NotAFeedPage.Describe(body.Body.Span, body.ContentType, body.Url);
        return instead is null || (source.Items is not null && instead.Failure == PollFailure.WebPage) ? new FetchResult.Failed(PollFailure.NoFeed, exception.Message) : instead;
    }

    /// <summary>Matching forms of lines to leave out; empty where the source did not ask for it.</summary>
    public async Task<IReadOnlySet<string>> LearnedLinesAsync(FeedSource source, CancellationToken cancellationToken) =>
        source.Cleaning.RemoveLearnedLines
            ? (await feeds.LearnedLinesAsync(source.Id, cancellationToken)).Select(line => line.Line).ToHashSet()
            : new HashSet<string>();

    /// <summary>One entry at least; what is left when the time is up comes with the next poll.</summary>
    private async Task<(IReadOnlyList<Article> Cleaned, int Left)> CleanAsync(
        IReadOnlyList<IdentifiedEntry> entries, IReadOnlyList<EntryKnowledge> known, ParsedFeed feed, Poll poll, CancellationToken cancellationToken)
    {
        var wanted = Enumerable.Range(0, entries.Count).Where(i => !known[i].IsSettled(entries[i].Entry.RawHash)).ToList();
        if (wanted.Count == 0)
        {
            return ([], 0);
        }

        var language = poll.Source.Language ?? feed.Language ?? poll.Catalog.Language;
        var source = poll.Source.Named(feed.TitleHtml is null ? null : HtmlText.CleanTitle(feed.TitleHtml, poll.Source.Cleaning));
        var learned = await LearnedLinesAsync(source, cancellationToken);
        var (cleaned, done, startedAt) = (new List<Article>(wanted.Count), 0, threadTime());
        while (done < wanted.Count && (done == 0 || threadTime() - startedAt < CleanWithin))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var i = wanted[done++];
            if (ArticleCleaner.Clean(entries[i], source, language, poll.Now, learned) is { } article && IsWanted(article, poll.Catalog))
            {
                cleaned.Add(known[i].Own is { } own ? article with { Id = own.ArticleId } : article);
            }
        }

        return (cleaned, wanted.Count - done);
    }

    private async Task<ResolvedEntries> ResolveAsync(
        FeedSource source, IReadOnlyList<Article> cleaned, IReadOnlyList<EntryKnowledge> known, CancellationToken cancellationToken)
    {
        if (cleaned.Count == 0)
        {
            return ResolvedEntries.None;
        }

        var ids = cleaned.Select(article => article.Id).Where(id => id != 0).Concat(known.SelectMany(entry => entry.AtPage).Select(article => article.ArticleId));
        var stored = await articles.AlikeAsync(source.Id, cleaned, [.. ids.Distinct()], cancellationToken);
        return EntryResolution.Resolve(cleaned, stored, known.Select(entry => entry.Own).OfType<KnownArticle>().Select(own => own.ArticleId), source.Series);
    }

    /// <summary>Something is left to do: it comes with the next poll, which must bring the same body.</summary>
    public static PollOutcome Again(PollOutcome outcome) => outcome with { Fetch = outcome.Fetch with { Validators = Validators.None }, BodyHash = null };

    private static string Hash(ReadOnlySpan<byte> body) => XxHash128.HashToUInt128(body).ToString("x32", null);

    private static FeedDescription Describe(ParsedFeed feed, FetchResult.Fetched body, FeedSource source) => new(
        feed.Format,
        feed.TitleHtml is null ? null : HtmlText.CleanTitle(feed.TitleHtml, source.Cleaning),
        WebAddress.Absolute(feed.Link, null),
        feed.Language,
        feed.ImageUrl,
        body.Hub ?? feed.Hub,
        body.Self ?? feed.Self ?? body.Url.AbsoluteUri);

    private static bool IsWanted(Article article, FeedCatalog catalog) =>
        catalog.OnlyLanguages.IsEmpty || catalog.OnlyLanguages.Any(language => IsLanguage(article.Language, language));

    private static bool IsLanguage(string tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == language.Length || tag[language.Length] == '-');
}

/// <summary>What one fetch brought.</summary>
/// <param name="Outcome">Holds no body.</param>
/// <param name="Description">Null: no feed was read.</param>
/// <param name="Found">Articles that are new or changed, and those whose id another took.</param>
/// <param name="Entries">How many the feed has.</param>
/// <param name="Left">How many new or changed ones were not read for want of time.</param>
internal sealed record Reading(PollOutcome Outcome, FeedDescription? Description, ResolvedEntries Found, int Entries, int Left)
{
    /// <summary>The articles are named, and their texts stand at their pages.</summary>
    public bool IsListing { get; init; }

    /// <summary>The sitemaps to read in place of this index.</summary>
    public ImmutableArray<SitemapPart> Parts { get; init; } = [];

    /// <summary>By the addresses of parts that were read to their end: what they are to be compared with, once what they brought is stored.</summary>
    public ImmutableDictionary<string, Validators> PartValidators { get; init; } = ImmutableDictionary<string, Validators>.Empty;

    /// <summary>True where the source answered as it should.</summary>
    public bool IsSound => Outcome is { NoFeed: null, Fetch: FetchResult.Fetched or FetchResult.NotModified };

    public static Reading Nothing(FetchResult fetched, FetchResult.Failed? why, string? bodyHash) =>
        new(new PollOutcome(fetched is FetchResult.Fetched lent ? lent.WithoutBody() : fetched, why, bodyHash, FeedPace.None, 0), null, ResolvedEntries.None, 0, 0);
}
