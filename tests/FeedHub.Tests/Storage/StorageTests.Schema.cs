using System.Text.RegularExpressions;
using FeedHub.Cleaning;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task Many_processes_may_migrate_at_once()
    {
        await using var empty = await OpenEmptyAsync();
        var processes = Enumerable.Range(0, 4).Select(_ => OpenEmptyAgain()).ToArray();

        await Task.WhenAll(processes.Select(process => Task.Run(() => process.MigrateAsync(Cancel), Cancel)));

        foreach (var process in processes)
        {
            Assert.Equal(0, (await new StoryStore(process).MarkAsync(Cancel)).Version);
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_of_a_later_version_is_refused_and_left_alone()
    {
        await Database.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO schema_versions (scriptname, applied) VALUES ('9999-from-the-future.sql', CURRENT_TIMESTAMP)"), Cancel);
        await using var again = OpenAgain();

        var exception = await Assert.ThrowsAsync<NewerDatabaseException>(() => again.MigrateAsync(Cancel));

        Assert.Contains("9999-from-the-future.sql", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Run that version", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_keys_are_the_same_for_every_process_and_never_replaced()
    {
        await new FormKeys(Database).AddAsync("key-1", "<key/>", Cancel);
        await using var again = OpenAgain();

        await new FormKeys(again).AddAsync("key-1", "<other/>", Cancel);

        Assert.Equal(["<key/>"], await new FormKeys(again).ReadAsync(Cancel));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await PollAsync(Some.Article());

        await Database.MigrateAsync(Cancel);

        Assert.NotNull(await Articles.FindAsync("sana/1", Cancel));
    }

    /// <summary>English sentences, as releases before codes stored them.</summary>
    [Fact]
    public async Task Reasons_that_were_stored_as_sentences_become_codes()
    {
        var sentences = Enum.GetValues<MatchCode>().Where(code => code != MatchCode.Unknown)
            .Select(code => new MatchReason(code, [.. ((int[])[100, 7, 0])[..MatchReason.NumbersOf(code)]])).ToArray();
        var articles = sentences.Select((_, number) => Some.Article($"{number}")).ToArray();
        await PollAsync(articles);
        await MatchAsync();
        var script = SchemaUpgrade.ScriptsFor(Database.Engine).Single(one => one.Name.EndsWith("-reasons.sql", StringComparison.Ordinal));
        await Database.WriteAsync(
            async session =>
            {
                foreach (var (number, reason) in sentences.Index())
                {
                    await session.ExecuteAsync("UPDATE matches SET reason = @said WHERE match_seq = @match", new { said = EnglishReason.Say(reason), match = number + 1L });
                }

                await RunScriptAsync(session, script.Contents);
                return true;
            },
            Cancel);

        var stories = await Stories.ReadAsync(new StoryQuery { Limit = 100 }, Cancel);

        Assert.Equal(sentences, stories.OrderBy(story => story.Sequence).Select(story => Assert.Single(story.Copies).Reason));
    }

    /// <summary>From the schema as each earlier version left it to the present one.</summary>
    [Fact]
    public async Task Every_earlier_schema_is_brought_up_to_date()
    {
        var scripts = SchemaUpgrade.ScriptsFor(Database.Engine);
        for (var old = 1; old <= scripts.Count; old++)
        {
            await using var database = await OpenEmptyAsync();
            await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync(JournalTable);
                    foreach (var script in scripts.Take(old))
                    {
                        await RunScriptAsync(session, script.Contents);
                        await session.ExecuteAsync("INSERT INTO schema_versions (scriptname, applied) VALUES (@name, CURRENT_TIMESTAMP)", new { name = script.Name });
                    }

                    return true;
                },
                Cancel);

            await database.MigrateAsync(Cancel);

            Assert.Equal(await TablesAsync(Database), await TablesAsync(database));
        }
    }

    [Fact]
    public async Task Keys_of_what_is_stored_are_made_anew_where_the_matching_form_has_changed()
    {
        await PollAsync([.. Enumerable.Range(1, 1_001).Select(i => Some.Article($"{i}", title: $"مسئول {i}", text: "الشئون"))]);
        await Database.WriteAsync(session => session.ExecuteAsync("UPDATE articles SET content_key = 'old'"), Cancel);
        await Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM schema_versions WHERE scriptname = @name", new { name = ContentKeys.Name }), Cancel);
        await using var again = OpenAgain();

        await again.MigrateAsync(Cancel);

        Assert.Equal(0, await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM articles WHERE content_key = 'old'"), Cancel));
        Assert.Equal(ArticleCleaner.ContentKey("مسؤول 7", "الشؤون"), (await Articles.FindAsync("sana/7", Cancel))!.ContentKey);
    }

    [Fact]
    public void Both_engines_have_the_same_schema_scripts()
    {
        var sqlite = SchemaUpgrade.ScriptsFor("SQLite").Select(script => script.Name);
        var postgres = SchemaUpgrade.ScriptsFor("PostgreSQL").Select(script => script.Name);

        Assert.Equal(sqlite, postgres);
        Assert.All(sqlite, name => Assert.Matches(new Regex("^[0-9]{4}-[a-z-]+\\.sql$"), name));
    }

    private protected abstract string JournalTable { get; }

    private protected abstract Task<Database> OpenEmptyAsync();

    private protected abstract Database OpenEmptyAgain();

    /// <summary>Several statements.</summary>
    private protected abstract Task RunScriptAsync(DatabaseSession session, string sql);

    /// <summary>Every column of every table of ours, by name.</summary>
    private protected abstract Task<IReadOnlyList<string>> TablesAsync(Database database);
}
