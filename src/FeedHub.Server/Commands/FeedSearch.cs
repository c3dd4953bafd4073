using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>A feed that answered.</summary>
/// <param name="Address">As feeds.json shall have it.</param>
/// <param name="Others">Further feeds the page names, each of which answered.</param>
internal sealed record FoundFeed(string Address, Preview Preview, IReadOnlyList<Preview> Others);

/// <summary>Finds the feed behind an address: the address itself, the feeds of a well-known site, those a page names, or the usual places.</summary>
internal sealed class FeedSearch(FeedFetcher fetcher)
{
    /// <summary>Requests beyond the first.</summary>
    private const int MaxTries = 24;

    /// <summary>Further feeds that are read to be offered.</summary>
    private const int MaxOthers = 8;

    private readonly HashSet<string> _tried = [];
    private FoundFeed? _empty;

    /// <summary>Null and a sentence where there is none.</summary>
    public async Task<(FoundFeed? Feed, string? Error)> FindAsync(string address, CancellationToken cancellationToken)
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
        return found is not null ? (found, null)
            : page is null ? (null, error)
            : (null, $"No feed found at {Wording.Shown(address)}: the page names none, and none is at the usual places.");
    }

    /// <summary>There is such a file, or it may be an address of the web.</summary>
    public static bool IsAddress(string text) => File.Exists(text) || (WebAddress(text) is not null && !Directory.Exists(text));

    private static Uri? WebAddress(string address) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
            ? url
            : null;

    /// <summary>The address as it was typed; without a scheme first as a file, then https, then http.</summary>
    private async Task<(FoundFeed? Found, string? Error, FetchResult.Fetched? Page)> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var (url, mistake, suggestion) = FeedUrl.Parse(address, Environment.CurrentDirectory);
        string[] typed = url is not null ? [address]
            : !address.Contains(':', StringComparison.Ordinal) || mistake == "The address has no scheme." ? ["https://" + address, "http://" + address]
            : [];
        var error = $"{mistake} {suggestion}";
        foreach (var candidate in typed)
        {
            var preview = await PreviewAsync(candidate, cancellationToken);
            if (preview.Error is null)
            {
                return (new FoundFeed(candidate, preview, []), null, null);
            }

            if (preview.Page is not null)
            {
                return (null, preview.Error, preview.Page);
            }

            error = preview.Error;
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
