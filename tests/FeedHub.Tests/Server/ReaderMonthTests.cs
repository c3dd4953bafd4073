using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Server;
using FeedHub.Server.Endpoints;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Tests.Stories;
using FeedHub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server;

/// <summary>
/// A month of news (<see cref="LongRun"/>: else some days) from five sources, one of which floods: with late copies, corrections and dates from
/// the future. Readers of every kind come when they like, and none misses a story or is told one twice.
/// </summary>
public sealed class ReaderMonthTests : IAsyncLifetime
{
    private const int Window = 40;
    private static readonly int Days = LongRun.Or(4, 30);

    /// <summary>So long the sleeper who follows archives sleeps.</summary>
    private static readonly TimeSpan Sleep = TimeSpan.FromDays(LongRun.Or(2, 7));

    private static readonly string[] Sources = ["sana", "nahar", "third", "fourth", "flood"];

    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-month-").FullName;
    private readonly FakeTimeProvider _time = new(News.Noon);
    private readonly CurrentCatalog _current = new();
    private readonly List<Article> _told = [];
    private Database _database = null!;
    private StoryPipeline _pipeline = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(null, _folder, _time);
        await _database.MigrateAsync(Cancel);
        var stories = new StoryStore(_database);
        _pipeline = new(stories, _time);
        _current.Accept(new FeedCatalog { Window = new(0, Window, Window), Sources = [.. Sources.Select(id => News.Source(id))] });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_current);
        builder.Services.AddSingleton(new HubAddress(_current, new HubOptions()));
        builder.Services.AddSingleton(new RenderedFeeds(stories, new FeedStore(_database), new SearchIndex(_database), _current, new HubHealth(_time, NullLogger<HubHealth>.Instance), _time));
        builder.Services.AddSingleton<FeedFastPath>();
        _app = builder.Build();
        _app.Use(_app.Services.GetRequiredService<FeedFastPath>().ServeAsync);
        _app.UseRouting();
        _app.MapFeeds();
        await _app.StartAsync(Cancel);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_reader_sees_every_story_once(int seed)
    {
        var random = new Random(seed);
        Reader[] readers =
        [
            .. from format in (string[])["atom", "rss", "json"]
               from asksForDeltas in (bool[])[false, true]
               from longestPause in (int[])[3, 90]
               select new Reader(_http, format, asksForDeltas, longestPause),
        ];
        for (var end = News.Noon.AddDays(3 * Days); _time.GetUtcNow() < end;)
        {
            _time.Advance(TimeSpan.FromMinutes(random.Next(20, 300)));
            await PollAsync(random);
            await _pipeline.RunAsync(_current.Find, 90, Cancel);
            foreach (var reader in readers.Where(reader => random.Next(reader.LongestPause) == 0))
            {
                await reader.ReadAsync();
            }
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        var all = await new StoryStore(_database).ExportAsync(null, null, Cancel).Select(story => story.Story.Id).ToListAsync(Cancel);
        foreach (var reader in readers)
        {
            await reader.ReadAsync();
            Assert.Equal(all.Order(), reader.Seen.Order());
        }

        Assert.Equal(_told.Count, all.Count);
        Assert.All(readers.Where(reader => reader.AsksForDeltas && reader.LongestPause < 10), reader => Assert.InRange(reader.Deltas, 10, reader.Polls));
    }

    /// <summary>
    /// Readers that know neither archives nor deltas: whoever polls within the window's hours misses nothing, however late, in whatever bursts or
    /// backwards the sources deliver; a sleeper who follows the archives neither. What was old when it came stands on no first page.
    /// </summary>
    [Theory]
    [InlineData(12, 100, 500, 45, 0.25)]
    [InlineData(12, 100, 500, 45, 1)]
    [InlineData(12, 100, 500, 45, 12)]
    [InlineData(24, 100, 1000, 37.5, 24)]
    public async Task Whoever_polls_within_the_hours_of_the_window_sees_every_story_once(int hours, int entries, int most, double storiesAnHour, double pollEvery)
    {
        _current.Accept(_current.Catalog with { Window = new(hours, entries, most) });
        var random = new Random(7);
        var (told, archive) = (new HashSet<string>(), new HashSet<string>());
        var reader = new Reader(_http, "json", asksForDeltas: false, longestPause: 1) { FollowsArchives = false };
        var sleeper = new Reader(_http, "atom", asksForDeltas: false, longestPause: 1);
        var (nextRead, nextWake) = (_time.GetUtcNow().AddHours(pollEvery), _time.GetUtcNow() + Sleep);
        for (var end = News.Noon.AddDays(Days); _time.GetUtcNow() < end;)
        {
            var step = TimeSpan.FromMinutes(random.Next(1, 8) == 1 ? 60 : 15);
            var untilRead = nextRead - _time.GetUtcNow();
            _time.Advance(step < untilRead ? step : untilRead);
            var source = Sources[random.Next(Sources.Length)];
            var now = _time.GetUtcNow();
            var isArchive = random.Next(60) == 0;
            var count = isArchive ? 120 : Math.Max(1, (int)(storiesAnHour / 4 * random.NextDouble() * 1.4));
            var articles = Enumerable.Range(_told.Count, count).Select(number => News.Article($"خبر {number}", Text(number), source, entry: $"{source}-{number}") with
            {
                Published = isArchive ? now.AddDays(-random.Next(3, 60)) : random.Next(9) == 0 ? now.AddHours(-random.Next(1, 47)) : now.AddMinutes(-random.Next(0, 20)),
                FirstSeenAt = now,
                ChangedAt = now,
            }).OrderBy(_ => random.Next()).ToList();
            _told.AddRange(articles);
            (isArchive ? archive : told).UnionWith(articles.Select(article => article.Title));
            await CommitAsync(source, articles);
            await _pipeline.RunAsync(_current.Find, 90, Cancel);
            if (now >= nextRead)
            {
                await reader.ReadAsync();
                nextRead = nextRead.AddHours(pollEvery);
            }

            if (now >= nextWake)
            {
                await sleeper.ReadAsync();
                nextWake = now + Sleep;
            }
        }

        await reader.ReadAsync();
        await sleeper.ReadAsync();
        var all = await new StoryStore(_database).ExportAsync(null, null, Cancel).ToDictionaryAsync(story => story.Story.Id, story => story.Story.Shown.Title, comparer: null, Cancel);
        Assert.Equal(told.Count + archive.Count, all.Count);
        Assert.Equal(all.Keys.Order(), sleeper.Seen.Order());
        Assert.Empty(told.Except(reader.Seen.Select(id => all[id])));

        // The newest by date stand there in any case: an archive's while there was nothing else.
        Assert.InRange(reader.Seen.Count(id => archive.Contains(all[id])), 0, entries);
    }

    /// <summary>One source's poll: some news, now and then much of it, sometimes another's told again or its own corrected.</summary>
    private async Task PollAsync(Random random)
    {
        var now = _time.GetUtcNow();
        var source = Sources[random.Next(Sources.Length)];
        var much = source == "flood" && random.Next(4) == 0 ? random.Next(45, 140) : random.Next(1, 6);
        var articles = Enumerable.Range(_told.Count, much)
            .Select(number => News.Article($"خبر {number}", Text(number), source, entry: $"{source}-{number}") with
            {
                Published = now.AddMinutes(random.Next(-600, 900)),
                FirstSeenAt = now,
                ChangedAt = now,
            })
            .ToList();
        _told.AddRange(articles);
        if (random.Next(2) == 0)
        {
            var copied = _told[^random.Next(1, Math.Min(60, _told.Count))];
            articles.Add(copied with { FeedId = source, EntryId = $"copy-{_told.Count}", Link = $"https://{source}.example/{_told.Count}", UrlKey = $"{source}.example/{_told.Count}", FirstSeenAt = now, ChangedAt = now });
        }

        if (random.Next(3) == 0 && _told.Find(article => article.FeedId == source && now - article.FirstSeenAt < TimeSpan.FromDays(1)) is { } old
            && await new ArticleStore(_database).FindAsync($"{source}/{old.EntryId}", Cancel) is { } known)
        {
            articles.Add(known with { Text = known.Text + " " + Text(random.Next(10_000, 20_000)), ChangedAt = now, RawHash = known.RawHash + 1 });
        }

        await CommitAsync(source, [.. articles.DistinctBy(article => article.EntryId)]);
    }

    private async Task CommitAsync(string source, IReadOnlyList<Article> articles)
    {
        var now = _time.GetUtcNow();
        var feeds = new FeedStore(_database);
        await feeds.SyncAsync(_current.Catalog.Sources, now, Cancel);
        var leased = Assert.Single(await feeds.LeaseAsync(now, TimeSpan.FromMinutes(1), 1, [source], force: true, Cancel));
        await feeds.CommitPollAsync(new(leased, new PollState { NextPollAt = now, LastPollAt = now }, null, articles), now, Cancel);
    }

    private static string Text(int number)
    {
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, 50).Select(_ => string.Concat(Enumerable.Range(0, 6).Select(_ => "ابتجدرسعفقكلمنهوي"[random.Next(17)]))));
    }

    /// <summary>Reads the feed, then the archive from its link to the first page it has had (RFC 5005 §4); or only what is new (RFC 3229).</summary>
    private sealed class Reader(HttpClient http, string format, bool asksForDeltas, int longestPause)
    {
        private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
        private readonly HashSet<string> _archive = [];
        private string? _tag;

        public bool AsksForDeltas => asksForDeltas;

        public int LongestPause => longestPause;

        /// <summary>False: most feed readers, which know the first page alone.</summary>
        public bool FollowsArchives { get; init; } = true;

        public int Polls { get; private set; }

        public int Deltas { get; private set; }

        public HashSet<string> Seen { get; } = [];

        public async Task ReadAsync()
        {
            Polls++;
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/feed.{format}");
            request.Headers.TryAddWithoutValidation("If-None-Match", _tag);
            request.Headers.TryAddWithoutValidation("A-IM", asksForDeltas ? "feed" : null);
            using var answer = await http.SendAsync(request, Cancel);
            if (answer.StatusCode == HttpStatusCode.NotModified)
            {
                return;
            }

            var isDelta = answer.StatusCode == HttpStatusCode.IMUsed;
            Deltas += isDelta ? 1 : 0;
            Assert.True(isDelta || answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}");
            _tag = answer.Headers.ETag!.Tag;
            var older = Take(await answer.Content.ReadAsStringAsync(Cancel));
            while (FollowsArchives && !isDelta && older is not null && _archive.Add(older))
            {
                older = Take(await http.GetStringAsync(older, Cancel));
            }
        }

        /// <summary>Where the archive goes on.</summary>
        private string? Take(string text)
        {
            var (ids, older) = format == "json" ? OfJson(text) : OfXml(XDocument.Parse(text));
            Assert.Equal(ids.Distinct(), ids);
            Seen.UnionWith(ids.Select(id => id[(id.LastIndexOfAny([':', '/']) + 1)..]));
            return older;
        }

        private static (List<string> Ids, string? Older) OfJson(string text)
        {
            using var json = JsonDocument.Parse(text);
            return (
                [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)],
                json.RootElement.TryGetProperty("next_url", out var next) ? next.GetString() : null);
        }

        private static (List<string> Ids, string? Older) OfXml(XDocument xml) =>
            (
                [.. xml.Descendants(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value), .. xml.Descendants("guid").Select(guid => guid.Value)],
                xml.Descendants(Atom + "link").FirstOrDefault(link => (string?)link.Attribute("rel") == "prev-archive")?.Attribute("href")?.Value);
    }
}
