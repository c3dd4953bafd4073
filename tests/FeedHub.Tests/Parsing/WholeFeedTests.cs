using System.Globalization;
using System.Text;
using FeedHub.Parsing;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Parsing;

/// <summary>
/// A whole feed of each dialect in <c>Fixtures/Parsing/Whole</c>, with what comes of it beside it. <c>FEEDHUB_APPROVE=1 dotnet test --filter
/// WholeFeedTests</c> writes what comes of them now; review the difference like code.
/// </summary>
public sealed class WholeFeedTests
{
    private static readonly string Folder = Repository.Folder("tests/FeedHub.Tests/Fixtures/Parsing/Whole");

    public static TheoryData<string> Feeds => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!).Where(name => !name.EndsWith(".approved.txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Feeds))]
    public void A_feed_gives_what_was_approved(string name)
    {
        var approved = Path.Combine(Folder, name + ".approved.txt");
        var actual = Write(FeedParser.Parse(File.ReadAllBytes(Path.Combine(Folder, name)), new ParseOptions { BaseUri = new Uri("https://news.test/feed/" + name) }));
        if (Environment.GetEnvironmentVariable("FEEDHUB_APPROVE") == "1")
        {
            File.WriteAllText(approved, actual);
        }

        Assert.True(File.Exists(approved), $"{name} has no approved output yet: run FEEDHUB_APPROVE=1 dotnet test --filter WholeFeedTests and review it.");
        Assert.True(
            File.ReadAllText(approved) == actual,
            $"{name} no longer gives what was approved. If this is meant, run FEEDHUB_APPROVE=1 dotnet test --filter WholeFeedTests and review the difference. It gives:\n{actual}");
    }

    private static string Write(ParsedFeed feed)
    {
        var text = new StringBuilder();
        Add(text, "", "format", feed.Format);
        Add(text, "", "id", feed.Id);
        Add(text, "", "title", feed.TitleHtml);
        Add(text, "", "link", feed.Link);
        Add(text, "", "self", feed.Self);
        Add(text, "", "hub", feed.Hub);
        Add(text, "", "description", feed.DescriptionHtml);
        Add(text, "", "language", feed.Language);
        Add(text, "", "image", feed.ImageUrl);
        Add(text, "", "updated", Instant(feed.Updated));
        Add(text, "", "ttl", feed.Ttl?.ToString("c", CultureInfo.InvariantCulture));
        foreach (var problem in feed.Problems)
        {
            Add(text, "", "problem", problem);
        }

        foreach (var entry in feed.Entries)
        {
            text.Append("entry\n");
            Add(text, "  ", "id", entry.Id);
            Add(text, "  ", "link", entry.Link);
            Add(text, "  ", entry.TitleIsText ? "title as text" : "title", entry.TitleHtml);
            Add(text, "  ", entry.ContentIsText ? "content as text" : "content", entry.ContentHtml);
            Add(text, "  ", "summary", entry.SummaryHtml);
            Add(text, "  ", "published", Instant(entry.Published));
            Add(text, "  ", "updated", Instant(entry.Updated));
            Add(text, "  ", "authors", List(entry.Authors));
            Add(text, "  ", "categories", List(entry.Categories));
            Add(text, "  ", "enclosures", List(entry.Enclosures.Select(file => $"{file.Url} {file.Type ?? "-"} {file.Length?.ToString(CultureInfo.InvariantCulture) ?? "-"}")));
            Add(text, "  ", "image", entry.ImageUrl);
            Add(text, "  ", "language", entry.Language);
            Add(text, "  ", "source", entry.SourceTitle);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string indent, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(indent).Append(name).Append(": ").Append(value.Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        }
    }

    private static string? Instant(DateTimeOffset? value) => value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? List(IEnumerable<string> values) => string.Join(" | ", values) is { Length: > 0 } list ? list : null;
}
