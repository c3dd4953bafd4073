using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    [Fact]
    public async Task Exported_history_comes_back_under_its_ids_in_its_order()
    {
        await PollAsync(Some.Article("1", published: Some.Now.AddDays(-1)), Some.Article("2"), Some.Article("3"));
        await PollAsync(Some.Article("1", feedId: "other"));
        await MatchAsync(article => article.EntryId);
        var exported = await Stories.ExportAsync(null, null, Cancel).ToListAsync(Cancel);
        var folder = Directory.CreateTempSubdirectory("feedhub-import-").FullName;
        await using (var empty = Database.Open(null, folder, Time))
        {
            await empty.MigrateAsync(Cancel);

            Assert.Equal(3, await HistoryImport.RunAsync(empty, exported.ToAsyncEnumerable(), Some.Now, Cancel));

            var again = await new StoryStore(empty).ExportAsync(null, null, Cancel).ToListAsync(Cancel);
            Assert.Equal(exported.Select(Essence), again.Select(Essence));
            Assert.Equal((3, 3), ((await new StoryStore(empty).MarkAsync(Cancel)).LastSequence, (await new StoryStore(empty).MarkAsync(Cancel)).Stories));
        }

        Assert.Equal(0, await HistoryImport.RunAsync(Database, exported.ToAsyncEnumerable(), Some.Now, Cancel));
        Assert.Equal(exported.Select(Essence), (await Stories.ExportAsync(null, null, Cancel).ToListAsync(Cancel)).Select(Essence));
        Directory.Delete(folder, recursive: true);

        static string Essence(ExportedStory one) => string.Join(
            '|',
            [one.Story.Id, $"{one.Story.Sequence} {one.Story.UpdatedAt}", one.Story.Shown.Link, .. one.Story.Copies.Select(copy => copy.Reason), .. one.Articles.Select(article => $"{article with { Id = 0, Categories = [], Enclosures = [] }}")]);
    }

    [Fact]
    public async Task Imported_history_goes_behind_what_is_here_and_changes_none_of_it()
    {
        await PollAsync(Some.Article("old"));
        await MatchAsync();
        var exported = await Stories.ExportAsync(null, null, Cancel).ToListAsync(Cancel);
        var renamed = exported[0] with
        {
            Story = exported[0].Story with { Id = "from-elsewhere" },
            Articles = [exported[0].Articles[0], Some.Article("new", title: "جديد")],
        };

        Assert.Equal(1, await HistoryImport.RunAsync(Database, new[] { renamed }.ToAsyncEnumerable(), Some.Now, Cancel));

        var stories = await Stories.ReadAsync(new StoryQuery(), Cancel);
        Assert.Equal([("from-elsewhere", 2, "جديد"), ("story-sana-old", 1, "عنوان old")], stories.Select(story => (story.Id, story.Sequence, story.Shown.Title)));
        Assert.Single(stories[0].Copies);
        await new SearchIndex(Database).IndexAsync(10, Cancel);
        Assert.Equal(["from-elsewhere"], await SearchAsync("جديد", new StoryQuery { Limit = 10 }));
    }
}
