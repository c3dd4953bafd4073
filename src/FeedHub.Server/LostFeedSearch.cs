using System.Net;
using System.Text.RegularExpressions;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Server.Commands;

namespace FeedHub.Server;

/// <summary>
/// Autodiscovery for a source that fails for good: which feed the site's own pages announce today. Asked are the page that the feed named as its own, the
/// folders above the feed, the home page, the site one name up, each as <c>add</c> asks a page, and at last the sitemap.
/// </summary>
internal sealed partial class LostFeedSearch(FeedFetcher fetcher)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private const int MaxFolders = 2;
    private const int MaxSitemaps = 2;
    private const int MaxOfSitemaps = 4;

    /// <summary>Null: the site names none that works and has entries, or is too slow to say.</summary>
    /// <param name="site">The page that the feed named as its own while it worked; null: not known.</param>
    /// <param name="language">Of several that a page names, the first in it is meant; the first of all where none is.</param>
    public async Task<Uri?> FindAsync(Uri lost, Uri? site, string language, CancellationToken cancellationToken)
    {
        if (lost.IsFile)
        {
            return null;
        }

        // A login for the feed is nobody else's business.
        lost = new UriBuilder(lost) { UserName = "", Password = "" }.Uri;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Within);
        try
        {
            return await OnPagesAsync(lost, site, language, deadline.Token) ?? await InSitemapsAsync(lost, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Uri?> OnPagesAsync(Uri lost, Uri? site, string language, CancellationToken cancellationToken)
    {
        // One search over all pages: however many there are, the requests are bounded.
        var search = new FeedSearch(fetcher);
        foreach (var page in PagesOf(lost, site))
        {
            var (found, _) = await search.FindAsync(page.AbsoluteUri, cancellationToken);
            var others = found?.Others.Prepend(found.Preview).Where(feed => IsAnother(feed, lost)).ToList() ?? [];
            if ((others.Find(feed => IsIn(language, feed)) ?? others.FirstOrDefault()) is { } announced)
            {
                return new Uri(announced.Input);
            }
        }

        return null;
    }

    /// <summary>Narrow before wide: a section's feed is not the whole paper's.</summary>
    internal static IReadOnlyList<Uri> PagesOf(Uri lost, Uri? site)
    {
        var root = new Uri(lost, "/");
        var pages = new List<Uri>();
        if (site is { Scheme: "http" or "https" } && site != lost)
        {
            pages.Add(site);
        }

        var folder = new Uri(lost, lost.AbsolutePath.EndsWith('/') ? "../" : "./");
        for (var i = 0; i < MaxFolders && folder != root; i++, folder = new Uri(folder, "../"))
        {
            pages.Add(folder);
        }

        pages.Add(root);
        if (NameAbove(lost.IdnHost) is { } above)
        {
            pages.Add(new UriBuilder(root) { Host = above }.Uri);
        }

        return [.. pages.Distinct()];
    }

    /// <summary><c>feeds.example.org</c> is part of <c>example.org</c>, and that of <c>www.example.org</c>; null: an address in numbers, or one name alone.</summary>
    private static string? NameAbove(string host)
    {
        var labels = host.Split('.');
        return IPAddress.TryParse(host, out _) || labels.Length < 2 ? null
            : labels.Length == 2 ? "www." + host
            : string.Join('.', labels[1..]);
    }

    private static bool IsAnother(Preview feed, Uri lost) => feed is { Error: null, Entries.Count: > 0 } && new Uri(feed.Input) != lost;

    private static bool IsIn(string language, Preview feed)
    {
        var titles = string.Join('\n', feed.Entries.Select(entry => entry.Title));
        return Primary(TextLanguage.Of(titles, "", feed.Feed!.Language ?? language, language)).Equals(Primary(language), StringComparison.OrdinalIgnoreCase);
    }

    private static string Primary(string language) => language.Split('-')[0];

    /// <summary>Sitemaps that robots.txt names (RFC 9309 allows them there), else the usual one: feeds that they list.</summary>
    private async Task<Uri?> InSitemapsAsync(Uri lost, CancellationToken cancellationToken)
    {
        var robots = await TextAsync(new Uri(lost, "/robots.txt"), cancellationToken);
        var named = SitemapLine().Matches(robots).Select(line => Resolve(lost, line.Groups["url"].Value)).OfType<Uri>();
        foreach (var sitemap in named.DefaultIfEmpty(new Uri(lost, "/sitemap.xml")).Take(MaxSitemaps))
        {
            var listed = Location().Matches(await TextAsync(sitemap, cancellationToken)).Select(match => Resolve(sitemap, WebUtility.HtmlDecode(match.Groups["url"].Value)));
            foreach (var candidate in listed.OfType<Uri>().Where(url => FeedAddress().IsMatch(url.PathAndQuery)).Take(MaxOfSitemaps))
            {
                var preview = await Preview.OfAsync(candidate.AbsoluteUri, fetcher, null, cancellationToken);
                if (IsAnother(preview, lost))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>Empty where nothing came.</summary>
    private async Task<string> TextAsync(Uri url, CancellationToken cancellationToken) =>
        await fetcher.DownloadAsync(new FetchRequest { Url = url }, cancellationToken) is FetchResult.Fetched fetched
            ? FeedText.Decode(fetched.Body.Span, fetched.ContentType, null, [])
            : "";

    private static Uri? Resolve(Uri from, string href) => Uri.TryCreate(from, href.Trim(), out var url) && url.Scheme is "http" or "https" ? url : null;

    [GeneratedRegex("""^\s*sitemap\s*:\s*(?<url>\S+)""", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SitemapLine();

    [GeneratedRegex("""<loc>(?<url>[^<]{1,2000})</loc>""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Location();

    [GeneratedRegex("""(?:^|[/.?&=_-])(?:feeds?|rss2?|atom|rdf)(?:[/.?&=_-]|$)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FeedAddress();
}
