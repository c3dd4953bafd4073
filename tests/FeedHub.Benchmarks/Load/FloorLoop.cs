using System.Diagnostics;
using System.IO.Hashing;
using System.Net;
using System.Threading.Channels;
using System.Xml;
using AngleSharp.Html.Parser;
using Microsoft.Data.Sqlite;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>floor URLS DATABASE [concurrency] [hash]</c>: the least a .NET poller can do, to measure FeedHub against. Conditional GET, XmlReader,
/// AngleSharp's TextContent, SQLite rows; no schedule, limits, repair, cleaning, matching or rendering. Cold when the database is missing, warm otherwise.
/// With <c>hash</c> bodies are only hashed: the least to do where all of them are those of last time.
/// </summary>
internal static class FloorLoop
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
        XmlResolver = null,
    };

    public static async Task<int> MainAsync(string[] args)
    {
        var urls = await File.ReadAllLinesAsync(args[0]);
        var concurrency = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 16;
        var watch = Stopwatch.StartNew();
        using var database = new SqliteConnection($"Data Source={args[1]};Pooling=False");
        await database.OpenAsync();
        Execute(database, """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE IF NOT EXISTS feed(url TEXT PRIMARY KEY, etag TEXT) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS article(id INTEGER PRIMARY KEY, feed TEXT, guid TEXT, title TEXT, link TEXT, text TEXT, published TEXT, UNIQUE(feed, guid));
            """);
        var tags = Tags(database);
        var polled = Channel.CreateBounded<Polled>(64);
        var writer = Task.Run(() => WriteAsync(database, polled.Reader));
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 2, UseCookies = false, AutomaticDecompression = DecompressionMethods.All };
        using var http = new HttpMessageInvoker(handler);
        var hashes = args is [.., "hash"];
        var unchanged = 0;
        await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (url, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (tags.TryGetValue(url, out var tag))
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                Interlocked.Increment(ref unchanged);
                return;
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (hashes)
            {
                Interlocked.Add(ref unchanged, XxHash128.HashToUInt128(body) == UInt128.Zero ? 0 : 1);
                return;
            }

            var items = Items(body);
            await polled.Writer.WriteAsync(new Polled(url, response.Headers.ETag?.ToString() ?? "", items), cancellationToken);
        });
        polled.Writer.Complete();
        var stored = await writer;
        Console.WriteLine(FormattableString.Invariant($"floor: {urls.Length} feeds, {unchanged} unchanged, {stored} entries, {watch.Elapsed.TotalSeconds:F2} s"));
        return 0;
    }

    private static Dictionary<string, string> Tags(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT url, etag FROM feed";
        using var reader = command.ExecuteReader();
        var tags = new Dictionary<string, string>();
        while (reader.Read())
        {
            tags[reader.GetString(0)] = reader.GetString(1);
        }

        return tags;
    }

    private static async Task<int> WriteAsync(SqliteConnection database, ChannelReader<Polled> polled)
    {
        var stored = 0;
        await foreach (var first in polled.ReadAllAsync())
        {
            await using var transaction = database.BeginTransaction(deferred: false);
            using var article = Insert(database, transaction, "INSERT OR IGNORE INTO article(feed, guid, title, link, text, published) VALUES ($0, $1, $2, $3, $4, $5)", 6);
            using var feed = Insert(database, transaction, "INSERT OR REPLACE INTO feed VALUES ($0, $1)", 2);
            var one = first;
            var batched = 0;
            do
            {
                foreach (var item in one.Items)
                {
                    Run(article, one.Url, item.Id, item.Title, item.Link, item.Body, item.Date);
                    stored++;
                }

                Run(feed, one.Url, one.Tag);
            }
            while (++batched < 32 && polled.TryRead(out one!));
            await transaction.CommitAsync();
        }

        return stored;
    }

    private static SqliteCommand Insert(SqliteConnection database, SqliteTransaction transaction, string sql, int parameters)
    {
        var command = database.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? "";
        }

        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<Item> Items(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), Settings);
        var html = new HtmlParser(new HtmlParserOptions { SkipScriptText = true, SkipRawText = true, SkipComments = true, DisableElementPositionTracking = true });
        var items = new List<Item>();
        Item? item = null;
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "item" or "entry")
            {
                items.Add(item = new Item());
            }
            else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName is "item" or "entry")
            {
                item!.Body = html.ParseDocument((item.Body ?? item.Summary ?? "").AsMemory()).Body!.TextContent;
                item = null;
            }
            else if (item is not null && reader.NodeType == XmlNodeType.Element && Field(reader, item))
            {
                continue;
            }

            reader.Read();
        }

        return items;
    }

    /// <summary>True where the reader has moved past the element.</summary>
    private static bool Field(XmlReader reader, Item item)
    {
        switch (reader.LocalName)
        {
            case "title": item.Title = reader.ReadElementContentAsString(); return true;
            case "guid" or "id": item.Id = reader.ReadElementContentAsString(); return true;
            case "link" when reader.GetAttribute("href") is { } href: item.Link ??= href; return false;
            case "link": item.Link = reader.ReadElementContentAsString(); return true;
            case "pubDate" or "date" or "published": item.Date = reader.ReadElementContentAsString(); return true;
            case "description" or "summary": item.Summary = reader.ReadElementContentAsString(); return true;
            case "encoded": item.Body = reader.ReadElementContentAsString(); return true;
            case "content": item.Body = reader.GetAttribute("type") == "xhtml" ? reader.ReadInnerXml() : reader.ReadElementContentAsString(); return true;
            default: return false;
        }
    }

    private sealed record Polled(string Url, string Tag, List<Item> Items);

    private sealed class Item
    {
        public string? Title { get; set; }

        public string? Id { get; set; }

        public string? Link { get; set; }

        public string? Date { get; set; }

        public string? Summary { get; set; }

        public string? Body { get; set; }
    }
}
