using System.Data.Common;
using FeedHub.Cleaning;
using static FeedHub.Storage.Columns<FeedHub.Cleaning.Article>;

namespace FeedHub.Storage;

/// <summary>The columns of an article, and of its text, which stands apart.</summary>
internal static class ArticleTable
{
    /// <summary>For <c>articles a JOIN article_texts t</c>.</summary>
    public static RowTable<Article> All { get; } = new("articles", "a", Blank,
    [
        Number("id", article => article.Id) with { IsGenerated = true },
        Text("feed_id", article => article.FeedId) with { IsFixed = true },
        Key("entry_id", article => article.EntryId) with { IsFixed = true },
        Key("url_key", article => article.UrlKey),
        Key("content_key", article => article.ContentKey),
        Hash("raw_hash", article => article.RawHash),
        Text("link", article => article.Link) with { IsShown = true },
        Text("title", article => article.Title) with { IsShown = true },
        // Two columns, one property: the first reads both.
        Of("text", ColumnType.Text, article => article.Text, StoredText.Fit, PackedText.Read) with { IsShown = true, Elsewhere = "t" },
        new Column<Article>("packed", ColumnType.Bytes, _ => null, (_, _, _) => { }) { IsGenerated = true, Elsewhere = "t" },
        Made("text_length", article => StoredText.Fit(article.Text).Length),
        Flag("is_truncated", article => article.IsTruncated) with { IsShown = true },
        InstantOrNull("published_ms", article => article.Published) with { IsShown = true },
        InstantOrNull("updated_ms", article => article.Updated) with { IsShown = true },
        Instant("first_seen_ms", article => article.FirstSeenAt) with { IsFixed = true },
        Instant("changed_ms", article => article.ChangedAt),
        Text("language", article => article.Language) with { IsShown = true },
        TextOrNull("author", article => article.Author) with { IsShown = true },
        Texts("categories", article => article.Categories) with { IsShown = true },
        Enclosures("enclosures", article => article.Enclosures) with { IsShown = true },
        TextOrNull("image_url", article => article.ImageUrl) with { IsShown = true },
        CountOrNull("page_tries", article => article.PageTries),
        Made("entry_hash", article => StoredText.Hash(article.EntryId)) with { IsDerived = true },
    ]);

    public static string Columns => All.Select;

    public const string Tables = "articles a JOIN article_texts t ON t.article_id = a.id";

    /// <summary>Of a poll: to the matcher's queue, unless it was here and is buried.</summary>
    public static RowInsert<Article> Fresh { get; } = Polled(All);

    /// <summary>Of long ago, past the matcher's queue.</summary>
    public static RowInsert<Article> Old { get; } = Polled(All) with { Unless = null, Beside = [WithText] };

    private static RowBeside WithText => new("article_texts (article_id, text)", "added.id, given.text");

    public static RowInsert<Article> Polled(RowTable<Article> table) => new(
        table,
        ["feed_id", "entry_id"],
        "EXISTS (SELECT 1 FROM tombstones WHERE tombstones.feed_id = given.feed_id AND tombstones.entry_hash = given.entry_hash)",
        [WithText, new("pending (article_id, turn)", "added.id, 1")]);

    public static Article Read(DbDataReader row) => All.Read(row);

    public static Article Read(DbDataReader row, int first) => All.Read(row, first);

    /// <summary>By their ids; unknown ones are left out.</summary>
    public static async Task<IReadOnlyDictionary<long, Article>> ReadAsync(DatabaseSession session, IEnumerable<long> ids) =>
        (await session.QueryAsync($"SELECT {Columns} FROM {Tables} WHERE {session.Database.AnyOf("a.id", "ids")}", new { ids = session.Database.List(ids) }, Read))
            .ToDictionary(article => article.Id);

    /// <summary><see cref="Article.Date"/> from its two columns.</summary>
    public static DateTimeOffset Date(DbDataReader row, int published, int firstSeen) =>
        row.InstantOrNull(published) is { } date && date < row.Instant(firstSeen) ? date : row.Instant(firstSeen);

    private static Article Blank() => new()
    {
        FeedId = "",
        EntryId = "",
        UrlKey = "",
        ContentKey = "",
        Link = "",
        Title = "",
        Text = "",
        Language = "",
        FirstSeenAt = default,
        ChangedAt = default,
    };
}
