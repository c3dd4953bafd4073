using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using FeedHub.Cleaning;
using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server;

/// <summary>
/// Feeds as they were last rendered. They are rendered when stories or the catalog change, not per request; while the database is away the last
/// ones stand. Thread-safe.
/// </summary>
public sealed class RenderedFeeds(
    StoryStore stories, FeedStore feeds, SearchIndex search, CurrentCatalog current, HubHealth health, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan MarkLife = TimeSpan.FromMilliseconds(250);

    /// <summary>A correction is dated by its poll, and may be published after a later one: deltas reach back this far for corrections.</summary>
    private static readonly TimeSpan CorrectionsWithin = TimeSpan.FromMinutes(10);

    /// <summary>Times what a page holds: enough to tell who over-fills it.</summary>
    private const int LookedAt = 3;

    /// <summary>Uncompressed.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private const int MostPages = 512;

    private readonly RevalidatedCache<(string Address, FeedPage Page), string, RenderedFeed> _pages = new(MostPages, MostBytes, feed => feed.Bytes.Length, time);
    private readonly SemaphoreSlim _oneMark = new(1, 1);

    /// <summary>The date of a feed in which nothing happened yet.</summary>
    private readonly DateTimeOffset _startedAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());

    private volatile State? _state;
    private long _markedAt;

    /// <summary>The WebSub hub, where it is told of this page; null: it is not.</summary>
    private string? HubOf(FeedPage page) => page is { Path: "/feed", Query: "" } ? current.Catalog.WebSubHub : null;

    /// <summary>The page as it is now.</summary>
    /// <exception cref="StorageUnavailableException">The database is away and the page was never rendered.</exception>
    public async Task<RenderedFeed> GetAsync(string address, FeedPage page, CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken);
        var kept = Kept(address, page);
        return state is null && kept.Last is { } last
            ? last
            : await kept.GetAsync(state?.Of(page, Today(page)) ?? "", previous => RenderAsync(address, page, previous), state).WaitAsync(cancellationToken);
    }

    /// <summary>Where the page is kept, to be asked again by <see cref="Ready"/>.</summary>
    internal Revalidated<string, RenderedFeed> Kept(string address, FeedPage page) => _pages.Of((address, page with { FeedIds = null }));

    /// <summary>The page that was handed out last, if it is known to stand still or somebody is at the next one already; null: ask for it.</summary>
    internal RenderedFeed? Ready(Revalidated<string, RenderedFeed> kept) =>
        _state is { } state && state.Catalog == current.Catalog
        && (kept.IsBeingMade || (ReferenceEquals(kept.Confirmed, state) && (IsFresh || _oneMark.CurrentCount == 0)))
            ? kept.Last
            : null;

    /// <summary>
    /// Everything that is new or changed since a client's tag; null: too much, or a page that stories may join behind its newest one, as those of
    /// a tag, a source or a search: send all of it.
    /// </summary>
    public async Task<byte[]?> DeltaAsync(string address, FeedPage page, (long Sequence, long UpdatedMs) seen, CancellationToken cancellationToken)
    {
        if (page is not { Before: null, IsNarrowed: false, IsDigest: false })
        {
            return null;
        }

        var most = WindowOf(page).Most;
        var later = await stories.ReadAsync(new StoryQuery { Limit = most + 1, AfterSequence = seen.Sequence, CameInAfter = DateTimeOffset.UnixEpoch }, cancellationToken);
        if (later.Count > most)
        {
            return null;
        }

        var corrected = seen.UpdatedMs - (long)CorrectionsWithin.TotalMilliseconds;
        var first = await ReadAsync(page, await FirstPageAsync(page, cancellationToken), cancellationToken);

        // What was old when it came in, and is among the newest all the same, stands in the page that others get whole.
        var missed = first.Where(story => story.Sequence > seen.Sequence || (story.UpdatedAt > story.FirstSeenAt && story.UpdatedAt.ToUnixTimeMilliseconds() > corrected));
        Story[] fresh = [.. later.UnionBy(missed, story => story.Id).OrderByDescending(story => story.Date).ThenByDescending(story => story.Sequence)];
        return Render(page, Publish(address, page, await EntriesAsync(fresh, cancellationToken), null)).Bytes;
    }

    /// <summary>Stories as they are shown, on pages too.</summary>
    public async Task<ImmutableArray<PublishedEntry>> EntriesAsync(IEnumerable<Story> stories, CancellationToken cancellationToken) =>
        Entries(stories, await SourcesAsync(cancellationToken));

    /// <inheritdoc cref="EntriesAsync"/>
    /// <param name="sources">As <see cref="SourcesAsync"/> has them.</param>
    public ImmutableArray<PublishedEntry> Entries(IEnumerable<Story> stories, IReadOnlyDictionary<string, PublishedSource> sources) =>
        [.. stories.Select(story => new PublishedEntry(current.Catalog.KeepTracking ? story : story.WithoutTracking(), sources))];

    /// <summary>Names of the sources, for pages too.</summary>
    public async Task<IReadOnlyDictionary<string, PublishedSource>> SourcesAsync(CancellationToken cancellationToken)
    {
        var described = (await feeds.HealthAsync(cancellationToken)).ToDictionary(feed => feed.FeedId);
        var listed = current.Catalog.Sources.ToDictionary(source => source.Id);
        return described.Keys.Union(listed.Keys).ToDictionary(
            id => id,
            id => new PublishedSource(
                id,
                listed.GetValueOrDefault(id)?.Title ?? described.GetValueOrDefault(id)?.Title ?? described.GetValueOrDefault(id)?.Description?.Title ?? listed.GetValueOrDefault(id)?.Url.Host ?? id,
                described.GetValueOrDefault(id)?.Description?.Link,
                listed.GetValueOrDefault(id)?.Url is { IsFile: false } url && ShownUrl.Of(url) is var shown && !ShownUrl.IsMasked(shown) ? shown.AbsoluteUri : null));
    }

    public void Dispose() => _oneMark.Dispose();

    /// <summary>For everybody who waits for it, so nobody's going away ends it.</summary>
    private async Task<RenderedFeed> RenderAsync(string address, FeedPage page, RenderedFeed? previous)
    {
        var published = page.IsDigest ? await DigestAsync(address, page, CancellationToken.None)
            : page.Before is { } before
            ? await ArchiveAsync(address, page, before, CancellationToken.None)
            : await NewestAsync(address, page, CancellationToken.None);
        var feed = Render(page, published);
        return previous is null ? feed : feed.After(previous, time.GetUtcNow());
    }

    private static RenderedFeed Render(FeedPage page, PublishedFeed published)
    {
        return new RenderedFeed(
            page.Format.Write(published),
            page.Format.MediaType + "; charset=utf-8",
            published.Entries.Select(entry => entry.Story.Sequence).DefaultIfEmpty(0).Max(),
            published.UpdatedAt,
            page.Before is null ? "public, max-age=60" : "public, max-age=3600",
            // W3C WebSub §4: subscribers look here first.
            published.Hub is { } hub ? $"<{hub}>; rel=\"hub\", <{published.Self(page.Format)}>; rel=\"self\"" : null);
    }

    private async Task<PublishedFeed> NewestAsync(string address, FeedPage page, CancellationToken cancellationToken)
    {
        var chosen = await FirstPageAsync(page, cancellationToken);
        var latest = await PlacesAsync(page, new StoryQuery { Limit = chosen.Length + 1 }, cancellationToken);
        return Publish(address, page, await EntriesAsync(await ReadAsync(page, chosen, cancellationToken), cancellationToken), ArchivePages.Before(latest, chosen));
    }

    /// <summary>The clock is the stories' own: as long as none comes in the page stands still, on every node and after every restart.</summary>
    private async Task<ImmutableArray<StoryPlace>> FirstPageAsync(FeedPage page, CancellationToken cancellationToken)
    {
        var window = WindowOf(page);
        var newest = await PlacesAsync(page, new StoryQuery { Limit = window.Entries, Order = StoryOrder.Dated }, cancellationToken);
        var latest = window.Hours == 0 ? [] : await PlacesAsync(page, new StoryQuery { Limit = 1 }, cancellationToken);
        var cameIn = latest is [var last]
            ? await PlacesAsync(page, new StoryQuery { Limit = window.Most * LookedAt, Order = StoryOrder.Dated, CameInAfter = last.FirstSeenAt.AddHours(-window.Hours) }, cancellationToken)
            : [];
        return FirstPage.Choose(newest, cameIn, window);
    }

    private FeedWindow WindowOf(FeedPage page) => page.Limit is { } limit ? new(0, limit, limit) : current.Catalog.Window;

    /// <summary>Of the whole feed a block of sequences, so that however a reader comes to it the page is the same; of the others so many stories.</summary>
    private async Task<PublishedFeed> ArchiveAsync(string address, FeedPage page, long before, CancellationToken cancellationToken)
    {
        if (page is { IsNarrowed: false, Limit: null })
        {
            var after = ArchivePages.After(before);
            var block = await stories.ReadAsync(new StoryQuery { BeforeSequence = before, AfterSequence = after }, cancellationToken);
            var next = await stories.PlacesAsync(new StoryQuery { Limit = 1, BeforeSequence = after + 1 }, cancellationToken);
            return Publish(address, page, await EntriesAsync(block, cancellationToken), next.Count > 0 ? ArchivePages.EndOfBlock(next[0].Sequence) : null);
        }

        var size = page.Limit ?? ArchivePages.Size;
        var found = await FindAsync(page, new StoryQuery { Limit = size, BeforeSequence = before }, cancellationToken);
        return Publish(address, page, await EntriesAsync(found, cancellationToken), found.Count == size ? found.Min(story => story.Sequence) : null);
    }

    /// <summary>Of so many days, or of those before a day that older pages begin at.</summary>
    private async Task<PublishedFeed> DigestAsync(string address, FeedPage page, CancellationToken cancellationToken)
    {
        var digest = new DailyDigest(stories, current.Catalog, time.GetUtcNow());
        var (first, last) = DailyDigest.Days(page.Before, page.Limit, digest.Latest);
        var sources = await SourcesAsync(cancellationToken);
        var days = await digest.ReadAsync(address, first, last, found => Entries(found, sources), cancellationToken);
        return Publish(address, page, days, await digest.IsAnythingBeforeAsync(first, cancellationToken) ? first.DayNumber : null);
    }

    private DateOnly? Today(FeedPage page) => page.IsDigest ? new DailyDigest(stories, current.Catalog, time.GetUtcNow()).Latest : null;

    private PublishedFeed Publish(string address, FeedPage page, ImmutableArray<PublishedEntry> entries, long? olderBefore)
    {
        var catalog = current.Catalog;
        return new PublishedFeed
        {
            Title = page.Title,
            Description = catalog.Description,
            Language = catalog.Language,
            Address = address,
            Path = page.Path,
            Narrowing = page.Narrowing,
            Query = page.Query,
            PagePath = page.PagePath,
            UpdatedAt = entries.Select(entry => entry.Story.UpdatedAt).DefaultIfEmpty(_startedAt).Max(),
            Hub = HubOf(page),
            OlderBefore = olderBefore,
            IsArchive = page.Before is not null,
            Entries = entries,
        };
    }

    private async Task<IReadOnlyList<Story>> FindAsync(FeedPage page, StoryQuery query, CancellationToken cancellationToken) =>
        await ReadAsync(page, await PlacesAsync(page, query, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<StoryPlace>> PlacesAsync(FeedPage page, StoryQuery query, CancellationToken cancellationToken) =>
        page.Search is { } searched
            ? await stories.PlacesAsync(await search.FindAsync(SearchQuery.Parse(searched), query, Names(await SourcesAsync(cancellationToken)), cancellationToken), cancellationToken)
            : await stories.PlacesAsync(query with { FeedIds = page.FeedIds, Outlets = page.Outlets }, cancellationToken);

    private async Task<IReadOnlyList<Story>> ReadAsync(FeedPage page, IEnumerable<StoryPlace> places, CancellationToken cancellationToken)
    {
        var found = await stories.ReadAsync([.. places.Select(place => place.Id)], page.FeedIds, cancellationToken);
        return page.Outlets is { } outlets ? [.. found.Select(story => Prominence.Reached(story, outlets)).OrderByDescending(story => story.Date)] : found;
    }

    /// <summary>Moves with everything a reader could see; null: the database is away, and was from the start.</summary>
    public async Task<long?> VersionAsync(CancellationToken cancellationToken) => (await StateAsync(cancellationToken))?.Mark.Version;

    public IReadOnlyCollection<string> FeedsOfTag(string tag) =>
        [.. current.Catalog.Sources.Where(source => source.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)).Select(source => source.Id)];

    /// <summary>What the names in a search stand for.</summary>
    /// <param name="sources">As <see cref="SourcesAsync"/> has them.</param>
    public SearchNames Names(IReadOnlyDictionary<string, PublishedSource> sources) => new()
    {
        FeedsOfTag = FeedsOfTag,
        FeedsOfSource = named => [.. sources.Values.Where(source => IsNamed(source, named)).Select(source => source.Id).DefaultIfEmpty(named)],
        StartOf = new PageClock(current.Catalog.Zone, time.GetUtcNow()).StartOf,
    };

    private static bool IsNamed(PublishedSource source, string named) =>
        source.Id.Equals(named, StringComparison.OrdinalIgnoreCase) || ArabicText.MatchingForm(source.Title) is { Length: > 0 } title && title == ArabicText.MatchingForm(named);

    private bool IsFresh => time.GetElapsedTime(Volatile.Read(ref _markedAt)) < MarkLife;

    private async Task<State?> StateAsync(CancellationToken cancellationToken)
    {
        if (_state is { } known && IsFresh && known.Catalog == current.Catalog)
        {
            return known;
        }

        if (!await _oneMark.WaitAsync(_state is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return _state;
        }

        try
        {
            var marked = new State(await stories.MarkAsync(cancellationToken), current.Catalog);
            _state = marked == _state ? _state : marked;
            health.DatabaseAnswered();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What was rendered last stands.
            health.DatabaseFailed(exception);
        }
        finally
        {
            Volatile.Write(ref _markedAt, time.GetTimestamp());
            _oneMark.Release();
        }

        return _state;
    }

    private sealed record State(StoryMark Mark, FeedCatalog Catalog)
    {
        /// <summary>As long as it is the same, the page is.</summary>
        /// <param name="day">Of the latest digest; null: of no concern.</param>
        public string Of(FeedPage page, DateOnly? day) => string.Create(
            CultureInfo.InvariantCulture,
            $"{day?.DayNumber}-{Mark.Version}-{RuntimeHelpers.GetHashCode(Catalog)}{(page.Search is not null && Mark.IsSearchBehind ? "-behind" : "")}");
    }
}
