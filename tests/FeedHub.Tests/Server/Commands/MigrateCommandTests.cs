using FeedHub.Tests.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class MigrateCommandTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Everything_is_moved_and_exported_alike_and_a_second_run_moves_the_same()
    {
        using var feedhub = new FeedHubProcess();
        var samples = Repository.Folder("tests/FeedHub.Tests/Fixtures/SampleFeeds").Replace('\\', '/');
        feedhub.Write("feeds.json", $$"""{ "feeds": [ "{{samples}}/minaa.rss", "{{samples}}/nahr.rdf" ] }""");
        (await feedhub.RunAsync("poll")).Ended(0);
        var before = (await feedhub.RunAsync("export")).Ended(0);
        var connection = postgres.ConnectionString(await postgres.CreateEmptyAsync());

        var first = (await feedhub.RunAsync("migrate", "--to", connection)).Ended(0);
        var second = (await feedhub.RunAsync("migrate", "--to", connection)).Ended(0);
        feedhub.Environment["ConnectionStrings__FeedHub"] = connection;
        var after = (await feedhub.RunAsync("export")).Ended(0);

        Assert.StartsWith("Moved and checked: ", first.Output, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
        Assert.NotEmpty(before.Lines);
        Assert.Equal(before.Output, after.Output);
    }
}
