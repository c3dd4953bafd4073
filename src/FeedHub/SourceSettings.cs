using FeedHub.Cleaning.Lists;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub;

/// <summary>What feeds.json says of a source, put to use: the same for polls, previews and the pages of its articles.</summary>
public static class SourceSettings
{
    public static FetchRequest FeedRequest(FeedSource source) => new()
    {
        Url = source.Url,
        UserAgent = source.UserAgent,
        Contact = source.Contact,
        Headers = source.Headers,
        MaxBodyBytes = source.MaxBodyBytes,
        AllowPrivateNetwork = source.AllowPrivateNetwork,
        Certificate = source.Certificate,
    };

    /// <summary>An entry may point anywhere: only the host named in feeds.json may be inside, or show the certificate named there.</summary>
    public static FetchRequest PageRequest(FeedSource source, Uri link)
    {
        var isOwnHost = string.Equals(link.IdnHost, source.Url.IdnHost, StringComparison.OrdinalIgnoreCase);
        return new FetchRequest
        {
            Url = link,
            IsPage = true,
            UserAgent = source.UserAgent,
            Contact = source.Contact,
            AllowPrivateNetwork = source.AllowPrivateNetwork && isOwnHost,
            Certificate = isOwnHost ? source.Certificate : null,
        };
    }

    /// <summary>A sitemap that the source's own names: as the source is asked for where that is of the same host, else without what is meant for that host alone.</summary>
    public static FetchRequest PartRequest(FeedSource source, Uri part) =>
        string.Equals(part.GetLeftPart(UriPartial.Authority), source.Url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            ? FeedRequest(source) with { Url = part }
            : PageRequest(source, part) with { IsPage = false, MaxBodyBytes = source.MaxBodyBytes };

    /// <summary>The body as what the source is: a page that lists articles, else a feed or a sitemap.</summary>
    /// <param name="source">Null: a feed that feeds.json does not list.</param>
    /// <exception cref="NotAFeedException">It is none.</exception>
    public static ParsedFeed Parse(ReadOnlyMemory<byte> body, FeedSource? source, ParseOptions options, CancellationToken cancellationToken) =>
        source?.Items is { } items ? ListPage.Read(body.Span, items, options) : FeedParser.Parse(body, options, cancellationToken);

    /// <param name="source">Null: a feed that feeds.json does not list.</param>
    public static ParseOptions Parsing(FetchResult.Fetched body, FeedSource? source, DateTimeOffset now) => new()
    {
        BaseUri = body.Url,
        ContentType = body.ContentType,
        Encoding = source?.Encoding,
        TimeZone = source?.TimeZone,
        Now = now,
    };
}
