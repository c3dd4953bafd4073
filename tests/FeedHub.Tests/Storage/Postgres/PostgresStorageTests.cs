using FeedHub.Storage;
using FeedHub.Tests.Storage;
using FeedHub.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace FeedHub.Tests.Storage;

public sealed class PostgresStorageTests(PostgresFixture postgres) : StorageTests
{
    private string _name = "";
    private string _empty = "";

    protected override async Task<Database> OpenNewAsync()
    {
        _name = await postgres.CreateAsync();
        return OpenAgain();
    }

    protected override Database OpenAgain() => Database.Open(postgres.ConnectionString(_name), "", Time);

    /// <summary>The whole server goes at the end; dropping a database costs a checkpoint.</summary>
    protected override Task DropAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_host_is_polled_by_one_process_at_a_time()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var other = OpenAgain();
        var (mine, others) = (new FeedStore(Database), new FeedStore(other));
        await mine.SyncAsync([Of("a", "one.example"), Of("b", "one.example"), Of("c", "two.example")], Some.Now, cancel);
        var first = Assert.Single(await mine.LeaseAsync(Some.Now, TimeSpan.FromMinutes(1), 1, null, force: false, cancel));

        var second = await others.LeaseAsync(Some.Now, TimeSpan.FromMinutes(1), 10, null, force: false, cancel);
        await mine.CommitPollAsync(new PollCommit(first, Some.State(), null, []), Some.Now, cancel);
        var third = await others.LeaseAsync(Some.Now, TimeSpan.FromMinutes(1), 10, null, force: false, cancel);

        Assert.Equal("a", first.FeedId);
        Assert.Equal(["c"], second.Select(feed => feed.FeedId));
        Assert.Equal(["b"], third.Select(feed => feed.FeedId));

        static FeedHub.Sources.FeedSource Of(string id, string host) => new() { Id = id, Url = new Uri($"https://{host}/{id}") };
    }

    private protected override string JournalTable =>
        "CREATE TABLE schema_versions (schemaversionsid serial PRIMARY KEY, scriptname varchar(255) NOT NULL, applied timestamp NOT NULL)";

    private protected override async Task<Database> OpenEmptyAsync()
    {
        _empty = await postgres.CreateEmptyAsync();
        return OpenEmptyAgain();
    }

    private protected override Database OpenEmptyAgain() => Database.Open(postgres.ConnectionString(_empty), "", Time);

    private protected override Task RunScriptAsync(DatabaseSession session, string sql) => session.ExecuteAsync(sql);

    private protected override Task<IReadOnlyList<string>> TablesAsync(Database database) => database.ReadAsync(
        session => session.QueryAsync<string>(
            """
            SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name <> 'schema_versions' ORDER BY 1
            """),
        TestContext.Current.CancellationToken);
}

/// <summary>One server for all tests of the run, started when the first of them asks; a database for each.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<(PostgresServer? Server, string Reason)>> _start = new(StartAsync);
    private int _made;

    /// <summary>A new database with the present schema; skips the test where there is no PostgreSQL.</summary>
    public async Task<string> CreateAsync()
    {
        var (server, reason) = await _start.Value;
        Assert.SkipWhen(server is null, reason);
        var name = $"test_{Interlocked.Increment(ref _made)}";
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE ready");
        return name;
    }

    /// <summary>A new database with nothing in it.</summary>
    public async Task<string> CreateEmptyAsync()
    {
        var (server, reason) = await _start.Value;
        Assert.SkipWhen(server is null, reason);
        var name = $"test_{Interlocked.Increment(ref _made)}";
        await server.ExecuteAsync($"CREATE DATABASE {name}");
        return name;
    }

    public string ConnectionString(string name) => _start.Value.Result.Server!.ConnectionString(name);

    public async ValueTask DisposeAsync()
    {
        if (_start.IsValueCreated && (await _start.Value).Server is { } server)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<(PostgresServer? Server, string Reason)> StartAsync()
    {
        var (server, reason) = await PostgresServer.StartAsync();
        if (server is not null)
        {
            await server.ExecuteAsync("CREATE DATABASE ready");
            await using var ready = Database.Open(server.ConnectionString("ready") + ";Pooling=false", "", TimeProvider.System);
            await ready.MigrateAsync(CancellationToken.None);
        }

        return (server, reason);
    }
}
