using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private static readonly string Samples = Repository.Folder("tests/FeedHub.Tests/Fixtures/SampleFeeds/feeds.json");

    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task The_sample_feeds_are_six_stories_and_two_of_them_were_told_twice()
    {
        var poll = (await _feedhub.RunAsync("poll", "--feeds", Samples)).Ended(0);
        var export = (await _feedhub.RunAsync("export", "--feeds", Samples)).Ended(0);

        Assert.Equal(4, poll.Lines.Count(line => line.Contains("\tok\t2 new", StringComparison.Ordinal)));
        var stories = export.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1, 1, 1, 1, 2, 2], stories.Select(story => story.GetProperty("articles").GetArrayLength()).Order());
        Assert.All(stories, story => Assert.Equal(
            ["id", "title", "link", "text", "published", "updated", "firstSeen", "tags", "articles"], story.EnumerateObject().Select(member => member.Name)));
        var bridge = stories.Single(story => story.GetProperty("title").GetString()!.Contains("جسر الوادي", StringComparison.Ordinal));
        Assert.Equal(["sahl", "minaa"], bridge.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("feed").GetString()).OrderDescending());
        Assert.Equal(["جرائد", "وكالات"], bridge.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).Order());
        Assert.Equal(
            [
                "feed", "entryId", "link", "title", "text", "published", "firstSeen", "updated", "changed", "language", "author", "categories", "enclosures", "image",
                "truncated", "shown", "reason",
            ],
            bridge.GetProperty("articles")[0].EnumerateObject().Select(member => member.Name));
        Assert.Contains("افتتحت بلدية الوادي", export.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bounds_of_time_cut_it()
    {
        (await _feedhub.RunAsync("poll", "--feeds", Samples)).Ended(0);

        Assert.Equal(6, (await _feedhub.RunAsync("export", "--since", "1h")).Ended(0).Lines.Length);
        Assert.Empty((await _feedhub.RunAsync("export", "--until", "1h")).Ended(0).Lines);
        Assert.Empty((await _feedhub.RunAsync("export", "--since", "2999-01-01")).Ended(0).Lines);
        Assert.Equal(6, (await _feedhub.RunAsync("export", "--until", "2999-01-01T00:00+03:00")).Ended(0).Lines.Length);
    }

    [Fact]
    public async Task A_second_poll_changes_nothing()
    {
        (await _feedhub.RunAsync("poll", "--feeds", Samples)).Ended(0);
        var before = (await _feedhub.RunAsync("export")).Ended(0).Output;

        (await _feedhub.RunAsync("poll", "--feeds", Samples, "--force")).Ended(0);

        Assert.Equal(before, (await _feedhub.RunAsync("export")).Ended(0).Output);
    }

    [Fact]
    public async Task What_was_exported_goes_into_an_empty_hub_as_it_was_and_into_this_one_not_at_all()
    {
        (await _feedhub.RunAsync("poll", "--feeds", Samples)).Ended(0);
        var before = (await _feedhub.RunAsync("export")).Ended(0).Output;

        var moved = (await _feedhub.ShellAsync("\"$FEEDHUB\" export | \"$FEEDHUB\" import-history - --data new")).Ended(0);
        var again = (await _feedhub.RunWithInputAsync(before, "import-history", "-")).Ended(0);

        Assert.Equal("6 stories taken in, 0 were there already.", Assert.Single(moved.Lines));
        Assert.Equal("0 stories taken in, 6 were there already.", Assert.Single(again.Lines));
        Assert.Equal(before, (await _feedhub.RunAsync("export", "--data", "new")).Ended(0).Output);
        Assert.Equal(before, (await _feedhub.RunAsync("export")).Ended(0).Output);

        // The sources still carry what was taken in: nothing of it is told again.
        (await _feedhub.RunAsync("poll", "--feeds", Samples, "--data", "new")).Ended(0);
        Assert.Equal(before, (await _feedhub.RunAsync("export", "--data", "new")).Ended(0).Output);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{\"id\":\"x\"}", "a member is missing")]
    [InlineData("{\"id\":\"x\",\"articles\":[]}", "at least one article")]
    public async Task A_line_that_is_no_history_is_named(string line, string reason)
    {
        var result = (await _feedhub.RunWithInputAsync(line, "import-history", "-")).Ended(1);

        Assert.Contains("line 1 is not what feedhub export writes", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_pipe_ends_it_quietly()
    {
        (await _feedhub.RunAsync("poll", "--feeds", Samples)).Ended(0);

        var result = await _feedhub.ShellAsync("\"$FEEDHUB\" export | true");

        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task A_backup_holds_the_same_stories()
    {
        (await _feedhub.RunAsync("poll", "--feeds", Samples)).Ended(0);
        (await _feedhub.RunAsync("backup", "copy/feedhub.db")).Ended(2);
        Directory.CreateDirectory(Path.Combine(_feedhub.Folder, "copy"));

        (await _feedhub.RunAsync("backup", "copy/feedhub.db")).Ended(0);
        (await _feedhub.RunAsync("backup", "copy/feedhub.db")).Ended(2);

        Assert.Equal((await _feedhub.RunAsync("export")).Output, (await _feedhub.RunAsync("export", "--data", "copy")).Ended(0).Output);
    }
}
