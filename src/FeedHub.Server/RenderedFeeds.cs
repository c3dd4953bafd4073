using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using FeedHub.Publishing;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server;

/// <summary>Which page of which feed.</summary>
/// <param name="Path">Below the hub's address, without ending: <c>/feed</c>.</param>
/// <param name="FeedIds">Null: every source.</param>
/// <param name="Search">What is searched for; null: no search.</param>
/// <param name="Limit">Null: the catalog's window.</param>
/// <param name="Before">Null: the newest.</param>
public sealed record FeedPage(
    string Path, string PagePath, string Title, string Format, IReadOnlyCollection<string>? FeedIds = null, string? Search = null, int? Limit = null, long? Before = null)
{
    public string Query => string.Join('&', new[]
    {
        Search is null ? null : "q=" + Uri.EscapeDataString(Search),
        Limit is null ? null : string.Create(CultureInfo.InvariantCulture, $"limit={Limit}"),
        Before is null ? null : string.Create(CultureInfo.InvariantCulture, $"before={Before}"),
    }.Where(part => part is not null)) is { Length: > 0 } query ? "?" + query : "";
}

/// <summary>Bytes ready to be sent.</summary>
/// <param name="lastSequence">The newest story's that they know of.</param>
/// <param name="updatedAt">When a story in it last changed.</param>
public sealed class RenderedFeed(byte[] bytes, string contentType, long lastSequence, DateTimeOffset updatedAt)
{
    private static readonly string[] Encodings = ["gzip", "br"];

    /// <summary>
    /// Strong: a hash of the bytes, behind what a delta needs to know (RFC 3229): the newest sequence and the latest change.
    /// The same on every node and after every restart.
    /// </summary>
    private readonly string _tag = string.Create(
        CultureInfo.InvariantCulture, $"{lastSequence:x}.{updatedAt.ToUnixTimeMilliseconds():x}.{XxHash64.HashToUInt64(bytes):x16}");

    private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, stream => new GZipStream(stream, CompressionLevel.Optimal)));
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, stream => new BrotliStream(stream, CompressionLevel.Optimal)));

    public byte[] Bytes => bytes;

    public byte[] Gzip => _gzip.Value;

    public byte[] Brotli => _brotli.Value;

    public string ContentType => contentType;

    /// <summary>When its letters last changed as far as a client can tell: no two versions of a page share a second.</summary>
    public DateTimeOffset LastModified { get; private set; } = updatedAt;

    /// <summary>Of the bytes as they go over the wire: a compressed variant is another representation (RFC 9110 §8.8.3.3).</summary>
    /// <param name="encoding"><c>gzip</c>, <c>br</c>; null: as they are.</param>
    public string ETag(string? encoding) => encoding is null ? $"\"{_tag}\"" : $"\"{_tag}-{encoding}\"";

    /// <summary>True for the tag of any variant: whoever has one has the feed.</summary>
    public bool IsTaggedBy(string tag) => tag == ETag(null) || Encodings.Any(encoding => tag == ETag(encoding));

    /// <summary>This feed where <paramref name="previous"/> stood; before anybody else sees it.</summary>
    public RenderedFeed After(RenderedFeed previous, DateTimeOffset now)
    {
        if (bytes.AsSpan().SequenceEqual(previous.Bytes))
        {
            return previous;
        }

        // A story may come in with an older date than the last one had, or two within a second; a client that knows dates only must not miss it.
        var earliest = previous.LastModified.AddSeconds(1);
        LastModified = LastModified >= earliest ? LastModified : now > earliest ? now : earliest;
        return this;
    }

    /// <summary>What a client that sends one of our tags has seen; null: it is none of ours.</summary>
    public static (long Sequence, long UpdatedMs)? Seen(string tag)
    {
        var parts = tag.Trim().Trim('"').Split('.');
        return parts.Length == 3 && Hex(parts[0], out var sequence) && Hex(parts[1], out var updated) ? (sequence, updated) : null;

        static bool Hex(string text, out long number) =>
            long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> compressor)
    {
        var packed = new MemoryStream();
        using (var stream = compressor(packed))
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }
}

/// <summary>
/// Feeds as they were last rendered. They are rendered when stories or the catalog change, not per request; while the database is away the last
/// ones stand. Thread-safe.
/// </summary>
public sealed class RenderedFeeds(
    StoryStore stories, FeedStore feeds, SearchIndex search, CurrentCatalog current, HubHealth health, TimeProvider time)
    : IDisposable
{
    private const int MaxCached = 512;

    /// <summary>Uncompressed; whoever asks for every page under every name must not fill the memory.</summary>
    private const long MaxCachedBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan MarkLife = TimeSpan.FromMilliseconds(250);

    /// <summary>A correction is dated by its poll, and may be published after a later one: deltas reach back this far for corrections.</summary>
    private static readonly TimeSpan CorrectionsWithin = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Address, FeedPage Page), (string State, RenderedFeed Feed)> _cache = new();
    private readonly SemaphoreSlim _oneMark = new(1, 1);

    private volatile State? _state;
    private long _markedAt;

    /// <summary>The WebSub hub; null: none.</summary>
    public string? Hub => current.Catalog.WebSubHub;

    /// <summary>The page as it is now.</summary>
    /// <exception cref="StorageUnavailableException">The database is away and the page was never rendered.</exception>
    public async Task<RenderedFeed> GetAsync(string address, FeedPage page, CancellationToken cancellationToken)
    {
        var key = (address, page with { FeedIds = null });
        var state = await StateAsync(cancellationToken);
        var stateKey = state?.Of(page) ?? "";
        if (_cache.TryGetValue(key, out var cached) && (state is null || cached.State == stateKey))
        {
            return cached.Feed;
        }

        try
        {
            var published = page.Before is { } before ? await ArchiveAsync(address, page, before, cancellationToken) : await NewestAsync(address, page, cancellationToken);
            var feed = Render(page.Format, published);
            feed = cached.Feed is { } previous ? feed.After(previous, time.GetUtcNow()) : feed;
            if (_cache.Count >= MaxCached || _cache.Values.Sum(kept => (long)kept.Feed.Bytes.Length) > MaxCachedBytes)
            {
                _cache.Clear();
            }

            _cache[key] = (stateKey, feed);
            return feed;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && cached.Feed is not null)
        {
            return cached.Feed;
        }
    }

    /// <summary>
    /// Everything that is new or changed since a client's tag; null: too much, or a page that stories may join behind its newest one, as those of
    /// a tag, a source or a search: send all of it.
    /// </summary>
    public async Task<byte[]?> DeltaAsync(string address, FeedPage page, (long Sequence, long UpdatedMs) seen, CancellationToken cancellationToken)
    {
        if (page is not { Before: null, FeedIds: null, Search: null })
        {
            return null;
        }

        var size = page.Limit ?? current.Catalog.Window.Entries;
        var found = await FindAsync(page, size, cancellationToken);
        if (found.Count >= LookedAt(size) && found[^1].Sequence > seen.Sequence)
        {
            return null;
        }

        var corrected = seen.UpdatedMs - (long)CorrectionsWithin.TotalMilliseconds;
        var fresh = found.Where(story =>
            story.Sequence > seen.Sequence || (story.UpdatedAt > story.FirstSeenAt && story.UpdatedAt.ToUnixTimeMilliseconds() > corrected));
        return Render(page.Format, await PublishAsync(address, page, found, [.. fresh], null, cancellationToken)).Bytes;
    }

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
                described.GetValueOrDefault(id)?.Description?.Link));
    }

    public void Dispose() => _oneMark.Dispose();

    private static RenderedFeed Render(string format, PublishedFeed published)
    {
        var (bytes, type) = format switch
        {
            "atom" => (SyndicationWriter.WriteAtom(published), "application/atom+xml; charset=utf-8"),
            "rss" => (SyndicationWriter.WriteRss(published), "application/rss+xml; charset=utf-8"),
            _ => (JsonFeedWriter.Write(published), "application/feed+json; charset=utf-8"),
        };
        return new RenderedFeed(bytes, type, published.Entries.Select(entry => entry.Story.Sequence).DefaultIfEmpty(0).Max(), published.UpdatedAt);
    }

    private async Task<PublishedFeed> NewestAsync(string address, FeedPage page, CancellationToken cancellationToken)
    {
        var size = page.Limit ?? current.Catalog.Window.Entries;
        var found = await FindAsync(page, size, cancellationToken);
        var chosen = FairWindow.Choose(WithinHours(found, current.Catalog), size);
        return await PublishAsync(address, page, found, chosen, ArchivePages.Before(found, chosen), cancellationToken);
    }

    /// <summary>Of the whole feed a block of sequences, so that however a reader comes to it the page is the same; of the others so many stories.</summary>
    private async Task<PublishedFeed> ArchiveAsync(string address, FeedPage page, long before, CancellationToken cancellationToken)
    {
        if (page is { FeedIds: null, Search: null, Limit: null })
        {
            var after = ArchivePages.After(before);
            var block = await stories.ReadAsync(new StoryQuery { BeforeSequence = before, AfterSequence = after }, cancellationToken);
            var next = await stories.ReadAsync(new StoryQuery { Limit = 1, BeforeSequence = after + 1 }, cancellationToken);
            return await PublishAsync(address, page, block, block, next.Count > 0 ? ArchivePages.EndOfBlock(next[0].Sequence) : null, cancellationToken);
        }

        var size = page.Limit ?? ArchivePages.Size;
        var found = page.Search is { } query
            ? await SearchAsync(query, size, before, cancellationToken)
            : await stories.ReadAsync(new StoryQuery { Limit = size, FeedIds = page.FeedIds, BeforeSequence = before }, cancellationToken);
        return await PublishAsync(address, page, found, found, found.Count == size ? found[^1].Sequence : null, cancellationToken);
    }

    private async Task<PublishedFeed> PublishAsync(
        string address, FeedPage page, IReadOnlyList<Story> found, IReadOnlyList<Story> chosen, long? olderBefore, CancellationToken cancellationToken)
    {
        var catalog = current.Catalog;
        var sources = await SourcesAsync(cancellationToken);
        return new PublishedFeed
        {
            Title = page.Title,
            Description = catalog.Description,
            Language = catalog.Language,
            Address = address,
            Path = page.Path,
            Query = page.Query,
            PagePath = page.PagePath,
            UpdatedAt = found.Select(story => story.UpdatedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max(),
            Hub = catalog.WebSubHub,
            OlderBefore = olderBefore,
            IsArchive = page.Before is not null,
            Entries = [.. chosen.Select(story => new PublishedEntry(story, sources))],
        };
    }

    private Task<IReadOnlyList<Story>> FindAsync(FeedPage page, int size, CancellationToken cancellationToken) =>
        page.Search is { } query
            ? SearchAsync(query, LookedAt(size), null, cancellationToken)
            : stories.ReadAsync(new StoryQuery { Limit = LookedAt(size), FeedIds = page.FeedIds }, cancellationToken);

    /// <summary>More than fits tells whether the window over-fills, and who fills it.</summary>
    private static int LookedAt(int size) => Math.Min(size * 3, 3_000);

    private async Task<IReadOnlyList<Story>> SearchAsync(string query, int size, long? before, CancellationToken cancellationToken) =>
        await stories.ReadAsync(await search.FindAsync(query, size, before, FeedsOfTag, cancellationToken), cancellationToken);

    public IReadOnlyCollection<string> FeedsOfTag(string tag) =>
        [.. current.Catalog.Sources.Where(source => source.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)).Select(source => source.Id)];

    private IReadOnlyList<Story> WithinHours(IReadOnlyList<Story> found, FeedCatalog catalog) =>
        catalog.Window.Hours is { } hours ? [.. found.Where(story => story.FirstSeenAt > time.GetUtcNow().AddHours(-hours))] : found;

    private async Task<State?> StateAsync(CancellationToken cancellationToken)
    {
        if (_state is { } fresh && time.GetElapsedTime(Volatile.Read(ref _markedAt)) < MarkLife && fresh.Catalog == current.Catalog)
        {
            return fresh;
        }

        if (!await _oneMark.WaitAsync(_state is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return _state;
        }

        try
        {
            var mark = await stories.MarkAsync(cancellationToken);
            _state = new State(mark, current.Catalog);
            health.DatabaseAnswered();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What was rendered last stands.
            health.DatabaseFailed();
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
        public string Of(FeedPage page) => string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark.Version}-{RuntimeHelpers.GetHashCode(Catalog)}{(page.Search is not null && Mark.IsSearchBehind ? "-behind" : "")}");
    }
}
