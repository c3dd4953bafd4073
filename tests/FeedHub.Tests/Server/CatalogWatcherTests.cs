using System.Text;
using FeedHub.Server;
using FeedHub.Server.Jobs;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeedHub.Tests.Server;

/// <summary>Edits of feeds.json, as editors, scripts and accidents make them.</summary>
public sealed class CatalogWatcherTests : IAsyncLifetime, ILogger<CatalogWatcher>
{
    private const string One = """{ "feeds": [ "https://one.example/feed" ] }""";
    private const string Two = """{ "feeds": [ "https://one.example/feed", "https://two.example/feed" ] }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-watch-").FullName;
    private readonly CurrentCatalog _current = new();
    private readonly PollSignal _signal = new();
    private readonly List<string> _log = [];
    private Database _database = null!;
    private CatalogWatcher _watcher = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Feeds => Path.Combine(_folder, "feeds.json");

    private string[] InForce => [.. _current.Catalog.Sources.Select(source => source.Id)];

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(null, _folder, TimeProvider.System);
        await _database.MigrateAsync(Cancel);
        await File.WriteAllTextAsync(Feeds, One, Cancel);
        _current.Accept(CatalogReader.Read(Encoding.UTF8.GetBytes(One), Feeds).Catalog!);
        _watcher = new CatalogWatcher(new HubOptions { Feeds = Feeds }, _current, new FeedStore(_database), _signal, new HubHealth(TimeProvider.System, NullLogger<HubHealth>.Instance), TimeProvider.System, this);
        await LookAsync(2);
        _log.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        _signal.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_stands_still_for_two_looks_is_in_force()
    {
        await File.WriteAllTextAsync(Feeds, Two, Cancel);

        await LookAsync(1);
        Assert.Single(InForce);
        await LookAsync(1);
        Assert.Equal(2, InForce.Length);
        Assert.Equal("feeds.json is in force: 2 sources.", Assert.Single(_log));
    }

    [Fact]
    public async Task An_editor_that_writes_another_file_and_renames_it_is_followed()
    {
        await File.WriteAllTextAsync(Feeds + "~", Two, Cancel);
        File.Move(Feeds + "~", Feeds, overwrite: true);

        await LookAsync(2);

        Assert.Equal(2, InForce.Length);
    }

    [Fact]
    public async Task A_file_that_is_emptied_first_and_written_slowly_counts_once_it_is_whole()
    {
        var text = Two.ReplaceLineEndings("\r\n");
        for (var length = 0; length <= text.Length; length += 9)
        {
            await File.WriteAllTextAsync(Feeds, text[..length], Cancel);
            await LookAsync(1);
            Assert.Single(InForce);
        }

        await File.WriteAllTextAsync(Feeds, text, Cancel);
        await LookAsync(2);

        Assert.Equal(2, InForce.Length);
        Assert.Empty(_current.Mistakes);
    }

    [Fact]
    public async Task A_link_that_is_turned_to_another_folder_is_followed()
    {
        foreach (var (name, text) in new[] { ("v1", One), ("v2", Two) })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            await File.WriteAllTextAsync(Path.Combine(_folder, name, "feeds.json"), text, Cancel);
        }

        var turned = Path.Combine(_folder, "current");
        Directory.CreateSymbolicLink(turned, "v1");
        File.Delete(Feeds);
        File.CreateSymbolicLink(Feeds, Path.Combine("current", "feeds.json"));
        await LookAsync(2);
        Assert.Single(InForce);

        Directory.Delete(turned);
        Directory.CreateSymbolicLink(turned, "v2");
        await LookAsync(2);

        Assert.Equal(2, InForce.Length);
    }

    [Fact]
    public async Task A_file_that_is_gone_for_a_while_costs_nothing()
    {
        File.Move(Feeds, Feeds + ".away");
        await LookAsync(3);
        Assert.Single(InForce);
        Assert.Contains("no such file", Assert.Single(_current.Mistakes).Message.English, StringComparison.Ordinal);

        File.Move(Feeds + ".away", Feeds);
        await LookAsync(2);

        Assert.Single(InForce);
        Assert.Empty(_current.Mistakes);
    }

    [Fact]
    public async Task What_cannot_be_read_keeps_the_last_good_list()
    {
        File.Delete(Feeds);
        Directory.CreateDirectory(Feeds);
        await LookAsync(2);
        Assert.Contains("This is a folder.", Assert.Single(_current.Mistakes).Message.English, StringComparison.Ordinal);

        Directory.Delete(Feeds);
        await using (var huge = File.Create(Feeds))
        {
            huge.SetLength(4L * 1024 * 1024 * 1024);
        }

        await LookAsync(2);
        Assert.Contains("larger than 16 MiB", Assert.Single(_current.Mistakes).Message.English, StringComparison.Ordinal);
        Assert.Single(InForce);
    }

    [Theory]
    [InlineData("{\n  \"feeds\": [\n    \"https://one.example/feed\"\n    \"https://two.example/feed\"\n  ]\n}", ":4:")]
    [InlineData("{ \"feeds\": [ \"https://one.example/feed\", \"https://one.example/feed\" ] }", ":1:42:")]
    [InlineData("{\r\n  \"feeds\": [ { \"url\": \"https://one.example/feed\", \"polEvery\": \"5m\" } ]\r\n}", ":2:51:")]
    [InlineData("{\n  // paces\n  \"pollEvery\": \"often\",\n  \"feeds\": []\n}", ":3:16:")]
    [InlineData("{ \"feeds\": [], \"feeds\": [] }", ":1:16:")]
    [InlineData("{ \"feeds\": [ nonsense ] }", ":1:14:")]
    [InlineData("", ":1:1:")]
    public async Task A_mistake_is_logged_with_its_place_and_the_last_good_list_stays(string text, string place)
    {
        await File.WriteAllTextAsync(Feeds, text, Cancel);

        await LookAsync(5);

        Assert.StartsWith("one-example", Assert.Single(InForce), StringComparison.Ordinal);
        Assert.StartsWith($"feeds.json: {Feeds}{place}", _log[0], StringComparison.Ordinal);
        Assert.Single(_log, line => line.Contains("last good list of 1 sources stays in force", StringComparison.Ordinal));
        Assert.All(_current.Mistakes, mistake => Assert.NotNull(mistake.Suggestion));
    }

    [Fact]
    public async Task A_mark_at_its_start_comments_and_trailing_commas_are_no_mistakes()
    {
        await File.WriteAllTextAsync(Feeds, "// mine\r\n{ \"feeds\": [\r\n \"https://one.example/feed\", /* the second */ \"https://two.example/feed\",\r\n], }", new UTF8Encoding(true), Cancel);

        await LookAsync(2);

        Assert.Equal((2, 0), (InForce.Length, _current.Mistakes.Length));
    }

    [Fact]
    public async Task Ten_thousand_sources_are_taken_within_seconds_and_left_out_again()
    {
        await File.WriteAllTextAsync(Feeds, $"{{ \"feeds\": [ {string.Join(",\n", Enumerable.Range(0, 10_000).Select(i => $"\"https://site{i}.example/feed\""))} ] }}", Cancel);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await LookAsync(2);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Busy.Allow(8));
        Assert.Equal(10_000, InForce.Length);

        await File.WriteAllTextAsync(Feeds, Two, Cancel);
        await LookAsync(2);

        var due = await new FeedStore(_database).LeaseAsync(TimeProvider.System.GetUtcNow().AddDays(1), TimeSpan.FromMinutes(1), 20_000, null, force: true, Cancel);
        Assert.Equal(InForce.Order(), due.Select(feed => feed.FeedId).Order());
    }

    [Fact]
    public async Task An_edit_made_while_the_program_started_is_not_overlooked()
    {
        await File.WriteAllTextAsync(Feeds, Two, Cancel);
        using var second = new CatalogWatcher(new HubOptions { Feeds = Feeds }, _current, new FeedStore(_database), _signal, new HubHealth(TimeProvider.System, NullLogger<HubHealth>.Instance), TimeProvider.System, this);

        await second.LookAsync(Cancel);
        await second.LookAsync(Cancel);

        Assert.Equal(2, InForce.Length);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add(formatter(state, exception));

    private async Task LookAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _watcher.LookAsync(Cancel);
        }
    }
}
