using System.Globalization;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Benchmarks.Search;

/// <summary>An article of a corpus that lies outside; judgements know it by its address, as <see cref="WordHash.Long"/> writes it in hexadecimal.</summary>
internal sealed record JudgedArticle(string Address, string Title, string Text)
{
    public IReadOnlySet<string> Words { get; } = WordSplit.Of(Title + "\n" + Text).ToHashSet();

    public Article Stored => new()
    {
        FeedId = "news",
        EntryId = Address,
        UrlKey = Address,
        ContentKey = Address,
        Link = "https://news.example/" + Address,
        Title = Title,
        Text = Text,
        Language = "ar",
        FirstSeenAt = StorageBenchmarks.Now,
        ChangedAt = StorageBenchmarks.Now,
    };

    public static JudgedArticle Read(string line)
    {
        var article = JsonDocument.Parse(line).RootElement;
        string Of(string name) => article.GetProperty(name).GetString() ?? "";
        return new(WordHash.Long(Of("url")).ToString("x16", CultureInfo.InvariantCulture), Of("title"), Of("text"));
    }
}
