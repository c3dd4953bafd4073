using FeedHub.Cleaning.Lists;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>A feed that answered.</summary>
/// <param name="Address">As feeds.json shall have it.</param>
/// <param name="Others">Further feeds the page names, each of which answered.</param>
internal sealed record FoundFeed(string Address, Preview Preview, IReadOnlyList<Preview> Others)
{
    /// <summary>It is a page, and these are its articles; null: it is a feed or a sitemap.</summary>
    public ItemSelectors? Items { get; init; }
}

/// <summary>Finds the feed behind an address: the address itself, the feeds of a well-known site, those a page names, or the usual places.</summary>
/// <param name="alsoPages">Where there is none, the site's news sitemap, and at last the articles that the page itself lists.</param>
internal sealed class FeedSearch(FeedFetcher fetcher, bool alsoPages = false)
{
    /// <summary>Requests beyond the first.</summary>
    private const int MaxTries = 24;

    /// <summary>Further feeds that are read to be offered.</summary>
    private const int MaxOthers = 8;

    private const int MaxSitemaps = 12;

    /// <summary>A sitemap that tells of nothing newer is not one of news.</summary>
    private static readonly TimeSpan NewsWithin = TimeSpan.FromDays(14);

    private readonly HashSet<string> _tried = [];
    private FoundFeed? _empty;

    /// <summary>Null and a sentence where there is none.</summary>
    public async Task<(FoundFeed? Feed, Phrase? Error)> FindAsync(string address, CancellationToken cancellationToken)
    {
        var (found, error, page) = await OpenAsync(address, cancellationToken);
        if (found is not null)
        {
            return (found, null);
        }

        var known = page is null ? WebAddress(address) : page.Url;
        if (known is null)
        {
            return (null, error);
        }

        found = await FirstAsync(FeedCandidates.FromAddress(known), [], cancellationToken);
        if (found is null && page is not null)
        {
            found = await BehindPageAsync(page, followRefresh: true, cancellationToken);
        }

        found ??= _empty;
        if (found is not null || !alsoPages)
        {
            return found is not null ? (found, null)
                : page is null ? (null, error)
                : (null, new($"No feed found at {Wording.Shown(address)}: the page names none, and none is at the usual places.", $"لا خلاصة في {Wording.Shown(address)}: لا تذكرها الصفحة، ولا شيء في المواضع المعتادة."));
        }

        found = await SitemapAsync(known, cancellationToken);
        return found is not null ? (found, null) : page is null ? (null, error) : await ItemsOfAsync(page, new($"No feed found at {Wording.Shown(address)}", $"لا خلاصة في {Wording.Shown(address)}"), cancellationToken);
    }

    /// <summary>The articles that the page lists, whatever feeds it names.</summary>
    public async Task<(FoundFeed? Feed, Phrase? Error)> FindItemsAsync(string address, CancellationToken cancellationToken)
    {
        var (found, error, page) = await OpenAsync(address, cancellationToken);
        return page is not null ? await ItemsOfAsync(page, new($"{Wording.Shown(address)} cannot be followed as a page", $"لا يمكن تتبع {Wording.Shown(address)} صفحةً"), cancellationToken)
            : (null, found is null ? error : new($"{Wording.Shown(address)} is a feed, and lists no items of a page: leave --items out.", $"في {Wording.Shown(address)} خلاصة لا صفحة تسرد مقالات: احذف الخيار --items."));
    }

    /// <summary>A sitemap of news that the site's robots.txt names, or that is at a usual place; null: there is none.</summary>
    private async Task<FoundFeed?> SitemapAsync(Uri page, CancellationToken cancellationToken)
    {
        var rules = await new RobotsCache(fetcher, TimeProvider.System).RulesAsync(new FetchRequest { Url = page, IsPage = true }, cancellationToken);
        var named = rules.Sitemaps.Select(written => Uri.TryCreate(page, written, out var url) && url.Scheme is "http" or "https" ? url : null).OfType<Uri>()
            .OrderByDescending(url => url.AbsolutePath.Contains("news", StringComparison.OrdinalIgnoreCase));
        foreach (var candidate in named.Concat(FeedCandidates.UsualSitemaps(page)).DistinctBy(url => url.AbsoluteUri).Take(MaxSitemaps))
        {
            var preview = await PreviewAsync(candidate.AbsoluteUri, cancellationToken);
            if (preview is { Error: null, Feed: { IsListing: true } feed } && IsOfNews(feed))
            {
                return new FoundFeed(candidate.AbsoluteUri, preview, []);
            }
        }

        return null;
    }

    /// <summary>It names the paper and tells of the last days; other sitemaps list a site's every page.</summary>
    private static bool IsOfNews(ParsedFeed sitemap) =>
        !string.IsNullOrEmpty(sitemap.TitleHtml) && sitemap.Entries.Any(entry => entry.TitleHtml is not null && TimeProvider.System.GetUtcNow() - entry.Published < NewsWithin);

    private async Task<(FoundFeed? Feed, Phrase? Error)> ItemsOfAsync(FetchResult.Fetched page, Phrase failed, CancellationToken cancellationToken)
    {
        var listed = FeedCandidates.PageOf(page.Url);
        if (listed != page.Url && (await PreviewAsync(listed.AbsoluteUri, cancellationToken)).Page is { } preview)
        {
            page = preview;
        }

        if (!await new RobotsCache(fetcher, TimeProvider.System).AllowsAsync(new FetchRequest { Url = page.Url, IsPage = true }, cancellationToken))
        {
            return (null, new($"{failed.English}: the robots.txt of its site does not let us read the page.", $"{failed.Arabic}: لا يأذن robots.txt في الموقع بقراءة الصفحة."));
        }

        try
        {
            var html = FeedText.Decode(page.Body.Span, page.ContentType, null, []);
            var options = SourceSettings.Parsing(page, null, TimeProvider.System.GetUtcNow());
            if (ListFinder.Find(html, options) is [var list, ..])
            {
                var source = new FeedSource { Id = "preview", Url = page.Url, Items = list.Items };
                return (new FoundFeed(page.Url.AbsoluteUri, Preview.OfPage(page.Url.AbsoluteUri, page, source, cancellationToken), []) { Items = list.Items }, null);
            }

            return (null, ListFinder.NeedsScript(html)
                ? new($"{failed.English}: the page builds its list by script, and FeedHub runs none.", $"{failed.Arabic}: تبني الصفحة قائمتها ببرنامج نصي، ولا يشغّل FeedHub شيئاً منه.")
                : new(
                    $"{failed.English}: the site has no news sitemap, and the page lists no articles that FeedHub can tell. Write their CSS selector yourself: \"items\": {{ \"list\": \"article.card\" }}.",
                    $"{failed.Arabic}: ليس في الموقع خريطة أخبار، ولا في الصفحة قائمة مقالات يتبينها FeedHub. اكتب محدد CSS لها بنفسك: \"items\": {{ \"list\": \"article.card\" }}."));
        }
        catch (NotAFeedException exception)
        {
            return (null, new($"{failed.English}. {exception.Message}", $"{failed.Arabic}. {exception.Message}"));
        }
    }

    /// <summary>There is such a file, or it may be an address of the web.</summary>
    public static bool IsAddress(string text) => File.Exists(text) || (WebAddress(text) is not null && !Directory.Exists(text));

    private static Uri? WebAddress(string address) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
            ? url
            : null;

    /// <summary>The address as it was typed; without a scheme first as a file, then https, then http.</summary>
    private async Task<(FoundFeed? Found, Phrase? Error, FetchResult.Fetched? Page)> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var (url, mistake, suggestion) = FeedUrl.Parse(address, Environment.CurrentDirectory);
        string[] typed = url is not null ? [address]
            : !address.Contains(':', StringComparison.Ordinal) || mistake == FeedUrl.NoScheme ? ["https://" + address, "http://" + address]
            : [];
        var error = new Phrase($"{mistake?.English} {suggestion?.English}", $"{mistake?.Arabic} {suggestion?.Arabic}");
        foreach (var candidate in typed)
        {
            var preview = await PreviewAsync(candidate, cancellationToken);
            if (preview.Error is null)
            {
                return (new FoundFeed(candidate, preview, []), null, null);
            }

            if (preview.Page is not null)
            {
                return (null, preview.Why, preview.Page);
            }

            error = preview.Why;
        }

        return (null, error, null);
    }

    private async Task<FoundFeed?> BehindPageAsync(FetchResult.Fetched page, bool followRefresh, CancellationToken cancellationToken)
    {
        var html = FeedText.Decode(page.Body.Span, page.ContentType, null, []);
        var named = FeedCandidates.FromHeader(page.Links, page.Url).Concat(FeedCandidates.FromPage(html, page.Url)).Distinct().ToList();
        if (await FirstAsync(named, named, cancellationToken) is { } found)
        {
            return found;
        }

        if (followRefresh && FeedCandidates.Refresh(html, page.Url) is { } next && _tried.Add(next.AbsoluteUri))
        {
            var preview = await PreviewAsync(next.AbsoluteUri, cancellationToken);
            if (preview.Error is null)
            {
                return new FoundFeed(next.AbsoluteUri, preview, []);
            }

            if (preview.Page is not null)
            {
                return await BehindPageAsync(preview.Page, followRefresh: false, cancellationToken);
            }
        }

        return await FirstAsync(FeedCandidates.Usual(page.Url), [], cancellationToken);
    }

    /// <summary>The first that is a feed with entries; one without is remembered.</summary>
    private async Task<FoundFeed?> FirstAsync(IEnumerable<Uri> candidates, IReadOnlyList<Uri> all, CancellationToken cancellationToken)
    {
        foreach (var candidate in candidates)
        {
            if (_tried.Count >= MaxTries || !_tried.Add(candidate.AbsoluteUri))
            {
                continue;
            }

            var preview = await PreviewAsync(candidate.AbsoluteUri, cancellationToken);
            if (preview.Error is not null)
            {
                continue;
            }

            var found = new FoundFeed(candidate.AbsoluteUri, preview, []);
            if (preview.Entries.Count > 0)
            {
                return found with { Others = await AnsweringAsync(all.Where(other => other != candidate), cancellationToken) };
            }

            _empty ??= found;
        }

        return null;
    }

    /// <summary>Those that are feeds: nothing is offered unread.</summary>
    private async Task<IReadOnlyList<Preview>> AnsweringAsync(IEnumerable<Uri> candidates, CancellationToken cancellationToken)
    {
        var answering = new List<Preview>();
        foreach (var candidate in candidates.Where(candidate => !_tried.Contains(candidate.AbsoluteUri)).Take(MaxOthers))
        {
            if (_tried.Add(candidate.AbsoluteUri) && await PreviewAsync(candidate.AbsoluteUri, cancellationToken) is { Error: null } preview)
            {
                answering.Add(preview);
            }
        }

        return answering;
    }

    private Task<Preview> PreviewAsync(string address, CancellationToken cancellationToken) =>
        Preview.OfAsync(address, fetcher, null, cancellationToken);
}
