using System.Collections.Frozen;
using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary>Finds an article by what a person has at hand: a file, a number or address known to the database, or the address of a page.</summary>
internal sealed partial class ArticleFinder(ParseResult parsed, bool allowPrivate) : IAsyncDisposable
{
    private readonly HubOptions _options = HubSettings.Read(HubSettings.Configuration(
    [
        new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds)),
        new("FeedHub:Data", parsed.GetValue(HubCommand.Data)),
    ]));

    private Database? _database;

    /// <summary>Null and a sentence where there is none.</summary>
    public async Task<(Article? Article, string? Mistake)> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (File.Exists(key))
        {
            return FromFile(await File.ReadAllBytesAsync(key, cancellationToken), key);
        }

        if (await OpenAsync(cancellationToken) is { } database && await new ArticleStore(database).FindAsync(key, cancellationToken) is { } stored)
        {
            return (stored, null);
        }

        return Uri.TryCreate(key, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? await FromPageAsync(url, cancellationToken)
            : (null, $"There is no article {Wording.Shown(key)}{(_database is null ? $", and no database in {_options.Data}" : "")}: name a file, a number or address from the hub, or the address of a page.");
    }

    /// <summary>What the hub decided of two of its articles; null: it has not, or they are none of its.</summary>
    public async Task<HubDecision?> DecisionAsync(Article a, Article b, CancellationToken cancellationToken) =>
        a.Id != 0 && b.Id != 0 && await OpenAsync(cancellationToken) is { } database ? await new StoryStore(database).DecisionAsync(a.Id, b.Id, cancellationToken) : null;

    /// <summary>By id, for their settings; empty where feeds.json cannot be read.</summary>
    public async Task<IReadOnlyDictionary<string, FeedSource>> SourcesAsync(CancellationToken cancellationToken)
    {
        var (catalog, _) = await CatalogFile.ReadAsync(_options.Feeds, cancellationToken);
        return (catalog?.Sources ?? []).ToDictionary(source => source.Id);
    }

    /// <summary>What each of the feeds was seen to repeat; nothing where the hub does not know it.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<LearnedLine>>> SourceLinesAsync(IEnumerable<string> feeds, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<string, IReadOnlyList<LearnedLine>>();
        foreach (var feed in feeds.Distinct())
        {
            lines[feed] = await OpenAsync(cancellationToken) is { } database ? await new FeedStore(database).LearnedLinesAsync(feed, cancellationToken) : [];
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>Null: there is no data yet, which is no mistake for files and pages.</summary>
    private async Task<Database?> OpenAsync(CancellationToken cancellationToken)
    {
        if (_database is null && (!string.IsNullOrEmpty(_options.ConnectionString) || OpenDatabase.HasData(_options.Data)))
        {
            _database = Database.Open(_options.ConnectionString, _options.Data, TimeProvider.System);
            await _database.MigrateAsync(cancellationToken);
        }

        return _database;
    }

    /// <summary>A feed, for its first entry; JSON with title and text (or html), an HTML page, or plain text whose first line is the title.</summary>
    private static (Article? Article, string? Mistake) FromFile(byte[] body, string path)
    {
        var text = FeedText.Decode(body, null, null, []);
        var entry = FirstOfFeed(body) ?? text.TrimStart() switch
        {
            ['{', ..] => FromJson(text),
            ['<', ..] => new ParsedEntry { ContentHtml = text },
            var plain => new ParsedEntry
            {
                TitleHtml = plain.Split('\n', 2)[0].Trim(),
                TitleIsText = true,
                ContentHtml = plain.Split('\n', 2) is [_, var rest] ? rest : "",
                ContentIsText = true,
            },
        };
        return entry is null
            ? (null, $"{path} is no JSON object with the texts \"title\" and \"text\".")
            : Cleaned(entry, path) is { } article ? (article, null)
            : (null, $"{path} holds no text.");
    }

    /// <summary>Null: it is no feed, or has no entry.</summary>
    private static ParsedEntry? FirstOfFeed(byte[] body)
    {
        try
        {
            return FeedParser.Parse(body, new ParseOptions()).Entries.FirstOrDefault();
        }
        catch (NotAFeedException)
        {
            return null;
        }
    }

    private static ParsedEntry? FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            string? Member(string name) =>
                document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return Member("text") is null && Member("html") is null && Member("title") is null ? null : new ParsedEntry
            {
                TitleHtml = Member("title"),
                TitleIsText = true,
                ContentHtml = Member("text") ?? Member("html"),
                ContentIsText = Member("text") is not null,
                Link = Member("link") ?? Member("url"),
                Published = FeedDate.Parse(Member("published") ?? Member("date")),
                SourceTitle = Member("source") ?? Member("feed"),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<(Article? Article, string? Mistake)> FromPageAsync(Uri url, CancellationToken cancellationToken)
    {
        var limits = _options.FetchLimits;
        using var fetcher = new FeedFetcher(limits with { AllowAllPrivateNetworks = allowPrivate || limits.AllowAllPrivateNetworks }, TimeProvider.System);
        var result = await fetcher.DownloadAsync(new FetchRequest { Url = url }, cancellationToken);
        if (result is not FetchResult.Fetched page)
        {
            return (null, result is FetchResult.Failed failed ? failed.Reason : $"Nothing came from {url}.");
        }

        var title = PageTitle().Match(FeedText.Decode(page.Body.Span, page.ContentType, null, [])).Groups["title"].Value;
        var empty = Cleaned(new ParsedEntry { TitleHtml = title.Trim().Length > 0 ? title : url.AbsoluteUri, Link = url.AbsoluteUri }, url.Host);
        var read = empty is null ? null : FullText.Read(empty, page.Body, page.ContentType, CleaningOptions.Default, FrozenSet<string>.Empty);
        return read is { Article.Text.Length: > 0 } ? (read.Article, null) : (null, $"No article found in {Wording.Shown(url.AbsoluteUri)}: {read?.Reason ?? "it holds no text"}.");
    }

    [GeneratedRegex("<title[^>]*>(?<title>[^<]*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PageTitle();

    /// <param name="from">Stands for the feed, so that two files count as two sources.</param>
    private static Article? Cleaned(ParsedEntry entry, string from)
    {
        var link = entry.Link ?? "";
        var identified = new IdentifiedEntry(entry, link.Length > 0 ? link : from, CanonicalUrl.Key(link));
        var source = new FeedSource { Id = entry.SourceTitle ?? from, Url = new Uri("https://files.invalid/") };
        return ArticleCleaner.Clean(identified, source, "ar", TimeProvider.System.GetUtcNow(), new HashSet<string>());
    }
}
