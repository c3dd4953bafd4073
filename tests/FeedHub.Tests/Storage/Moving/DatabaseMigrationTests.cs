using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Parsing;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public sealed class DatabaseMigrationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-move-").FullName;
    private string _name = "";
    private Database _from = null!;
    private Database _to = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _name = await postgres.CreateEmptyAsync();
        _from = Database.Open(null, _folder, TimeProvider.System);
        _to = Database.Open(postgres.ConnectionString(_name), "", TimeProvider.System);
        await _from.MigrateAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_to is not null)
        {
            await _from.DisposeAsync();
            await _to.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Everything_arrives_under_the_same_ids()
    {
        await FillAsync(_from, "a", 5);
        await FillAsync(_from, "ب", 4500);

        var report = await DatabaseMigration.RunAsync(_from, _to, null, Cancel);

        Assert.Equal(4505, report.Rows["articles"]);
        Assert.Equal(await EverythingAsync(_from), await EverythingAsync(_to));
        Assert.Equal(await new StoryStore(_from).MarkAsync(Cancel), await new StoryStore(_to).MarkAsync(Cancel));
    }

    [Fact]
    public async Task Compressed_texts_arrive_as_they_are()
    {
        var text = string.Concat(Enumerable.Repeat("نص طويل يُضغط حين يقدم. ", 50));
        await FillAsync(_from, "a", 2);
        await _from.WriteAsync(session => session.ExecuteAsync("UPDATE article_texts SET text = '', packed = @packed", new { packed = PackedText.Pack(text)! }), Cancel);

        await DatabaseMigration.RunAsync(_from, _to, null, Cancel);

        Assert.Equal(text, (await new ArticleStore(_to).FindAsync("a/1", Cancel))!.Text);
        Assert.Equal(await EverythingAsync(_from), await EverythingAsync(_to));
    }

    [Fact]
    public async Task The_hub_goes_on_in_PostgreSQL_with_the_next_ids()
    {
        await FillAsync(_from, "a", 3);
        await new ArticleStore(_from).ExpireAsync(Some.Now.AddDays(1), Cancel);
        await DatabaseMigration.RunAsync(_from, _to, null, Cancel);

        await FillAsync(_to, "a", 5);

        var stories = await new StoryStore(_to).ReadAsync(new StoryQuery(), Cancel);
        Assert.Equal([(5L, 5L), (4L, 4L)], stories.Select(story => (story.Sequence, story.Shown.Id)));
    }

    [Fact]
    public async Task A_second_run_writes_only_what_has_changed_since()
    {
        await FillAsync(_from, "a", 4000);
        await DatabaseMigration.RunAsync(_from, _to, null, Cancel);
        await FillAsync(_from, "b", 3);
        var corrected = (await new ArticleStore(_from).FindAsync("a/7", Cancel))!;
        await PollAsync(_from, "a", corrected with { Text = "صُحّح" });

        var progress = new List<MigrationProgress>();
        var second = await DatabaseMigration.RunAsync(_from, _to, new Immediate(progress), Cancel);
        var third = await DatabaseMigration.RunAsync(_from, _to, null, Cancel);

        Assert.InRange(second.Written, 1, 2 * 2000 + 3 * 3 + 100);
        Assert.Equal(0, third.Written);
        Assert.Equal(new MigrationProgress("articles", 4003, 4003), progress.Last(one => one.Table == "articles"));
        Assert.Equal(await EverythingAsync(_from), await EverythingAsync(_to));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_where_it_stopped()
    {
        await FillAsync(_from, "a", 4500);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var interrupted = new Immediate([], () => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatabaseMigration.RunAsync(_from, _to, interrupted, stop.Token));

        var report = await DatabaseMigration.RunAsync(_from, _to, null, Cancel);

        Assert.Equal(report.Rows.Values.Sum() - 2000, report.Written);
        Assert.Equal(await EverythingAsync(_from), await EverythingAsync(_to));
    }

    [Fact]
    public async Task What_was_expired_between_two_runs_is_gone_after_the_second()
    {
        await FillAsync(_from, "a", 10);
        await DatabaseMigration.RunAsync(_from, _to, null, Cancel);
        await new ArticleStore(_from).ExpireAsync(Some.Now.AddDays(1), Cancel);

        await DatabaseMigration.RunAsync(_from, _to, null, Cancel);

        Assert.Equal(await EverythingAsync(_from), await EverythingAsync(_to));
        Assert.Null(await new ArticleStore(_to).FindAsync("a/1", Cancel));
    }

    [Fact]
    public async Task A_database_in_service_is_not_overwritten_with_an_older_state()
    {
        await FillAsync(_from, "a", 2);
        await DatabaseMigration.RunAsync(_from, _to, null, Cancel);
        await FillAsync(_to, "b", 2);

        await Assert.ThrowsAsync<MigrationMismatchException>(() => DatabaseMigration.RunAsync(_from, _to, null, Cancel));
        await Assert.ThrowsAsync<NotSupportedException>(() => DatabaseMigration.RunAsync(_to, _from, null, Cancel));

        Assert.NotNull(await new ArticleStore(_to).FindAsync("b/1", Cancel));
    }

    private static async Task FillAsync(Database database, string feed, int articles)
    {
        await PollAsync(database, feed, [.. Enumerable.Range(1, articles).Select(i => Some.Article($"{i}", feed, published: Some.Now.AddMinutes(-i)) with
        {
            Categories = i % 3 == 0 ? ["سياسة"] : [],
            Enclosures = i % 5 == 0 ? [new Enclosure("https://a.example/x.mp3", null, 4)] : [],
            Author = i % 2 == 0 ? "كاتب" : null,
        })]);
        var stories = new StoryStore(database);
        await stories.HoldMatcherAsync("m", Some.Now, TimeSpan.FromHours(1), Cancel);
        var pending = (await stories.PendingAsync(100_000, Cancel)).Where(one => one.StoryId is null).ToArray();
        await stories.CommitAsync(
            new MatchBatch
            {
                Articles = [.. pending.Select(one => Some.Match(one.Article.Id, $"{feed}-{one.Article.EntryId}"))],
                Stories = [.. pending.Select(one => Some.NewStory($"{feed}-{one.Article.EntryId}", one.Article.Id))],
                LearnedLines = new MatchBatch().LearnedLines.Add(feed, [new LearnedLine("سطر", 7)]),
            },
            "m", Some.Now, Cancel);
    }

    private static async Task PollAsync(Database database, string feed, params Article[] articles)
    {
        var feeds = new FeedStore(database);
        var listed = (await feeds.HealthAsync(Cancel)).Select(one => Some.Source(one.FeedId)).Where(one => one.Id != feed);
        await feeds.SyncAsync([.. listed, Some.Source(feed)], Some.Now, Cancel);
        var leased = await feeds.LeaseAsync(Some.Now, TimeSpan.FromMinutes(1), 1, [feed], force: true, Cancel);
        var state = Some.State() with { Validators = new Validators("\"é\"", null) };
        await feeds.CommitPollAsync(new PollCommit(leased[0], state, new FeedDescription("rss-2.0", "عنوان", null, "ar", null, null, null), articles), Some.Now, Cancel);
        await new SubscriptionStore(database).AskedAsync(new Subscription(feed, "https://hub.example/", "عنوان", "https://me.example/t", feed, "secret", null, 1), Some.Now, Cancel);
    }

    /// <summary>Every row of every table, as text.</summary>
    private static async Task<IReadOnlyList<string>> EverythingAsync(Database database)
    {
        var all = new List<string>();
        foreach (var table in new[] { "feeds", "articles", "article_texts", "article_revisions", "tombstones", "pending", "stories", "matches", "merged_stories", "learned_lines", "subscriptions", "hub" })
        {
            var rows = await database.ReadAsync(session => session.QueryAsync($"SELECT * FROM {table}", null, Row), Cancel);
            all.AddRange(rows.Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        }

        return all;

        static string Row(System.Data.Common.DbDataReader row) =>
            string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) is byte[] blob ? Convert.ToHexString(blob) : $"{row.GetValue(i)}"));
    }

    private sealed class Immediate(List<MigrationProgress> all, Action? then = null) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            all.Add(value);
            then?.Invoke();
        }
    }
}
