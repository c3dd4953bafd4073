using System.Net;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Server.Pages;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>What FeedHub makes of one feed, stored nowhere.</summary>
/// <param name="Error">One plain sentence; null: it is a feed.</param>
internal sealed record Preview(string Input, string? Error, ParsedFeed? Feed, string? Title, IReadOnlyList<PreviewEntry> Entries)
{
    /// <summary>A web page that is no feed, for those who look for feeds in it; null otherwise.</summary>
    public FetchResult.Fetched? Page { get; init; }

    /// <summary>The error as people are told it; null: it is a feed.</summary>
    public Phrase? Why { get; init; }

    /// <summary>What kind the error is of; null: it is a feed, or nothing was asked.</summary>
    public PollFailure? Failure { get; init; }

    /// <summary>Never throws but on cancellation: what fails is the preview of this input alone.</summary>
    public static async Task<Preview> OfAsync(string input, FeedFetcher fetcher, FeedSource? source, CancellationToken cancellationToken)
    {
        try
        {
            if (input == InputFile.StandardInput)
            {
                var name = FeedUrl.OfFile(input);
                return await ReadAsync(input, name, await FeedFile.ReadAsync(StandardStreams.OpenInput(), name, null, cancellationToken), fetcher, source, cancellationToken);
            }

            // A file is meant before an address, whatever its name looks like.
            var (url, mistake, suggestion) = File.Exists(input)
                ? (FeedUrl.OfFile(input), null, null)
                : FeedUrl.Parse(input, Environment.CurrentDirectory);
            return url is null
                ? Failed(input, new($"{mistake?.English} {suggestion?.English}", $"{mistake?.Arabic} {suggestion?.Arabic}"))
                : await ReadAsync(input, url, await FetchAsync(url, fetcher, source, cancellationToken), fetcher, source, cancellationToken);
        }
        catch (IOException exception) when (input == InputFile.StandardInput)
        {
            return Failed(input, new(exception.Message, $"تعذرت القراءة: {exception.Message}"));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Failed(input, new(
                $"FeedHub failed on this feed, which is a defect: {exception.GetType().Name}: {exception.Message}",
                $"أخفق FeedHub في هذه الخلاصة، وهذا خلل فيه: {exception.GetType().Name}: {exception.Message}"));
        }
    }

    private static Task<FetchResult> FetchAsync(Uri url, FeedFetcher fetcher, FeedSource? source, CancellationToken cancellationToken) =>
        url.IsFile
            ? FeedFile.ReadAsync(url, Validators.None, source?.MaxBodyBytes, cancellationToken)
            : fetcher.DownloadAsync(SourceSettings.FeedRequest(source ?? Unlisted(url)), cancellationToken);

    private static async Task<Preview> ReadAsync(string input, Uri url, FetchResult result, FeedFetcher fetcher, FeedSource? source, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case FetchResult.Fetched fetched:
                try
                {
                    var now = TimeProvider.System.GetUtcNow();
                    var options = SourceSettings.Parsing(fetched, source, now) with { BaseUri = url.IsFile ? null : fetched.Url };
                    var feed = SourceSettings.Parse(fetched.Body, source, options, cancellationToken);
                    feed = feed.Parts.IsEmpty ? feed : await WithPartsAsync(feed, fetcher, source ?? Unlisted(url), now, cancellationToken);
                    return Of(input, feed.IsListing && source?.Items is null ? Sitemap.NewsOf(feed, null, now.AddDays(-FeedCatalog.DefaultKeepDays)) : feed, source ?? Unlisted(url));
                }
                catch (NotAFeedException exception)
                {
                    var failure = NotAFeedPage.Describe(fetched.Body.Span, fetched.ContentType, fetched.Url)?.Failure ?? PollFailure.NoFeed;
                    return Failed(input, ArabicState.Told(failure, exception.Message)) with { Page = fetched, Failure = failure };
                }

            case FetchResult.Failed failed:
                return Failed(input, ArabicState.Told(failed.Failure, failed.Reason)) with { Failure = failed.Failure };
            case FetchResult.Gone:
                return Failed(input, new("The feed is gone for good (410).", "أُغلقت الخلاصة نهائياً (410).")) with { Failure = PollFailure.Gone };
            default:
                return Failed(input, new("The server says that nothing changed (304), though nothing was known.", "يقول الخادم إن شيئاً لم يتغير (304)، ولم يُجلب منه شيء من قبل."));
        }
    }

    /// <summary>The entries of the parts that a first poll would read.</summary>
    private static async Task<ParsedFeed> WithPartsAsync(ParsedFeed index, FeedFetcher fetcher, FeedSource source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var feed = index;
        foreach (var part in Sitemap.PartsToRead(index.Parts, null, now.AddDays(-FeedCatalog.DefaultKeepDays)))
        {
            if (feed.Entries.Length < Sitemap.Newest && await fetcher.DownloadAsync(SourceSettings.PartRequest(source, new Uri(part.Url)), cancellationToken) is FetchResult.Fetched body)
            {
                var read = SourceSettings.Parse(body.Body, source, SourceSettings.Parsing(body, source, now), cancellationToken);
                feed = feed with { TitleHtml = feed.TitleHtml ?? read.TitleHtml, Language = feed.Language ?? read.Language, Entries = feed.Entries.AddRange(read.Entries) };
            }
        }

        return feed;
    }

    /// <summary>A page of which somebody says what it lists.</summary>
    public static Preview OfPage(string input, FetchResult.Fetched page, FeedSource source, CancellationToken cancellationToken) =>
        Of(input, SourceSettings.Parse(page.Body, source, SourceSettings.Parsing(page, source, TimeProvider.System.GetUtcNow()), cancellationToken), source);

    private static Preview Of(string input, ParsedFeed feed, FeedSource source)
    {
        var language = source.Language ?? feed.Language ?? "ar";
        var title = feed.TitleHtml is null ? null : HtmlText.CleanTitle(feed.TitleHtml, source.Cleaning);
        source = source.Named(title);
        var seenAt = TimeProvider.System.GetUtcNow();
        var entries = EntryIdentity.Identify(feed)
            .Select(entry => (Entry: entry, Article: ArticleCleaner.Clean(entry, source, language, seenAt, new HashSet<string>())))
            .ToList();
        var kept = EntryResolution.Resolve([.. entries.Select(entry => entry.Article).OfType<Article>()], [], []).Articles.Select(article => article.RawHash).ToHashSet();
        return new Preview(
            input, null, feed, title,
            [.. entries.Select(entry => PreviewEntry.Of(entry.Entry, entry.Article, entry.Article is { } article && kept.Remove(article.RawHash), source))]);
    }

    /// <summary>Defaults for a feed that feeds.json does not list.</summary>
    private static FeedSource Unlisted(Uri url) => new() { Id = "preview", Url = url };

    private static Preview Failed(string input, Phrase why)
    {
        var line = new Phrase(Wording.Line(why.English), Wording.Line(why.Arabic));
        return new Preview(input, line.English, null, null, []) { Why = line };
    }
}

/// <summary>An entry as it would be published.</summary>
/// <param name="Key">By which it is known among its feed's entries, whatever its id is worth.</param>
/// <param name="IsKept">False: FeedHub would not publish it (a second copy in the same feed, empty, or left out by include/exclude).</param>
internal sealed record PreviewEntry(string Key, string Link, string Title, string Text, string? Author, bool IsKept, ParsedEntry Written)
{
    /// <param name="article">Null: empty, or left out by include/exclude.</param>
    public static PreviewEntry Of(IdentifiedEntry entry, Article? article, bool isKept, FeedSource source)
    {
        var written = entry.Entry;
        return article is null
            ? new PreviewEntry(
                entry.EntryId, written.Link ?? "", TitleOf(written, source), TextOf(written, source), ArticleCleaner.Author(written, source.Cleaning), false, written)
            : new PreviewEntry(
                entry.EntryId, article.Link, TitleOf(written, source) is { Length: > 0 } title ? title : article.Title, article.Text, article.Author, isKept, written);
    }

    /// <summary>Whole, however long. A title of signs alone is none for a reader, but it is what is written.</summary>
    private static string TitleOf(ParsedEntry written, FeedSource source)
    {
        var html = written.TitleHtml ?? "";
        var title = ArticleCleaner.TitleText(written, source.Cleaning);
        return title.Length > 0 || html.Contains('<', StringComparison.Ordinal) ? title : WebUtility.HtmlDecode(html).Trim();
    }

    private static string TextOf(ParsedEntry written, FeedSource source) =>
        ArticleCleaner.BodyText(written, source.Cleaning)?.Text ?? "";
}
