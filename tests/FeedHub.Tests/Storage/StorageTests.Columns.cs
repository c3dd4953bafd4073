using FeedHub.Cleaning;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    /// <summary>One line in the table and one migration: insert, update, read and compare follow.</summary>
    [Fact]
    public async Task A_column_added_to_the_article_table_is_written_changed_compared_and_read_back()
    {
        var subtitles = new Dictionary<string, string?>();
        var table = ArticleTable.All.With(
            new Column<Article>("subtitle", ColumnType.Text, article => subtitles.GetValueOrDefault(article.EntryId), (article, row, place) => subtitles["read"] = row.StringOrNull(place)) { IsShown = true });
        await Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE articles ADD COLUMN subtitle TEXT"), Cancel);

        subtitles["1"] = "عنوان فرعي";
        var ids = await Database.WriteAsync(session => session.InsertAsync(ArticleTable.Polled(table), [Some.Article("1"), Some.Article("2")]), Cancel);
        Assert.Equal("عنوان فرعي", await SubtitleAsync(ids[0]));
        Assert.Null(await SubtitleAsync(ids[1]));

        subtitles["2"] = "آخر";
        var parameters = table.Values(new SqlParameters().Add("id", ids[1]), Some.Article("2"));
        await Database.WriteAsync(session => session.ExecuteAsync($"UPDATE articles SET {table.Set} WHERE id = @id", parameters), Cancel);
        Assert.Equal("آخر", await SubtitleAsync(ids[1]));

        Assert.True(table.IsShownAlike(Some.Article("1"), Some.Article("1") with { RawHash = 9 }));
        Assert.False(table.IsShownAlike(Some.Article("1"), Some.Article("1") with { EntryId = "2" }));

        async Task<string?> SubtitleAsync(long? id)
        {
            var read = await Database.ReadAsync(
                session => session.QueryAsync($"SELECT {table.Select} FROM {ArticleTable.Tables} WHERE a.id = @id", new { id }, table.Read), Cancel);
            Assert.Single(read);
            return subtitles["read"];
        }
    }

    [Fact]
    public async Task Of_new_rows_each_gets_its_own_id_and_what_is_there_gets_none()
    {
        await PollAsync(Some.Article("here"));

        var ids = await Database.WriteAsync(
            session => session.InsertAsync(ArticleTable.Fresh, [Some.Article("a"), Some.Article("here"), Some.Article("b")]), Cancel);

        Assert.Equal([await IdOfAsync("a"), null, await IdOfAsync("b")], ids);
        Assert.Empty(await Database.WriteAsync(session => session.InsertAsync(ArticleTable.Fresh, []), Cancel));
    }
}
