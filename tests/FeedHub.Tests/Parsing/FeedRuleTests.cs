using System.Globalization;
using System.Text;
using FeedHub.Parsing;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Parsing;

/// <summary>
/// The rules of parsing, a file each, in <c>Fixtures/Parsing/Rules</c>. The file's name is the rule; its first lines say what must come out
/// (<c>entry.title: …</c>, <c>(none)</c> for null) or what is known beside the bytes (<c>@base</c>, <c>@type</c>, <c>@zone</c>); behind <c>---</c>
/// stand the document's bytes. <c>--- item</c> and <c>--- entry</c> put them into an RSS or an Atom feed first.
/// </summary>
public sealed class FeedRuleTests
{
    private const string RssHead =
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
        + "xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
        + "xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" "
        + "xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xmlns:georss=\"http://www.georss.org/georss\" xmlns:podcast=\"https://podcastindex.org/namespace/1.0\">"
        + "<channel><title>قناة</title><item>";

    private const string AtomHead = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><title>قناة</title><entry>";

    private static readonly string Folder = Repository.Folder("tests/FeedHub.Tests/Fixtures/Parsing/Rules");

    public static TheoryData<string> Rules => [.. Directory.EnumerateFiles(Folder, "*.feed").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_holds(string rule)
    {
        var (expected, options, document) = Read(File.ReadAllBytes(Path.Combine(Folder, rule + ".feed")));

        Assert.NotEmpty(expected);
        var actual = Facts(document, options);
        Assert.All(expected, line =>
        {
            var key = line.Key.TrimEnd('~');
            var found = actual.GetValueOrDefault(key, "(no such fact)");
            if (line.Key.EndsWith('~'))
            {
                Assert.Contains(line.Value, found, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal($"{key}: {line.Value}", $"{key}: {found}");
            }
        });
    }

    private static (List<KeyValuePair<string, string>> Expected, ParseOptions Options, byte[] Document) Read(byte[] file)
    {
        var mark = file.AsSpan().IndexOf("\n---"u8);
        var start = mark + 1 + file.AsSpan(mark + 1).IndexOf((byte)'\n') + 1;
        var kind = Encoding.UTF8.GetString(file.AsSpan(mark + 4, start - mark - 5)).Trim();
        var lines = Encoding.UTF8.GetString(file.AsSpan(0, mark)).Split('\n')
            .Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1].Replace("\\n", "\n", StringComparison.Ordinal))).ToList();
        string? Known(string name) => lines.Find(line => line.Key == name).Value;
        var options = new ParseOptions
        {
            BaseUri = Known("@base") is { } address ? new Uri(address) : null,
            ContentType = Known("@type"),
            Encoding = Known("@encoding"),
            TimeZone = Known("@zone") is { } hours ? TimeZoneInfo.CreateCustomTimeZone("of the source", TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture)), "source", "source") : null,
        };
        byte[] body = kind switch
        {
            "item" => [.. Encoding.UTF8.GetBytes(RssHead), .. file.AsSpan(start), .. "</item></channel></rss>"u8],
            "entry" => [.. Encoding.UTF8.GetBytes(AtomHead), .. file.AsSpan(start), .. "</entry></feed>"u8],
            _ => file[start..],
        };
        return (lines.FindAll(line => line.Key[0] != '@'), options, body);
    }

    private static Dictionary<string, string> Facts(byte[] document, ParseOptions options)
    {
        try
        {
            var feed = FeedParser.Parse(document, options);
            var facts = new Dictionary<string, string>
            {
                ["format"] = feed.Format,
                ["title"] = Text(feed.TitleHtml),
                ["id"] = Text(feed.Id),
                ["link"] = Text(feed.Link),
                ["description"] = Text(feed.DescriptionHtml),
                ["language"] = Text(feed.Language),
                ["hub"] = Text(feed.Hub),
                ["self"] = Text(feed.Self),
                ["image"] = Text(feed.ImageUrl),
                ["updated"] = Text(feed.Updated),
                ["ttl"] = Text(feed.Ttl?.ToString("c", CultureInfo.InvariantCulture)),
                ["period"] = Text(feed.UpdatePeriod?.ToString("c", CultureInfo.InvariantCulture)),
                ["skipHours"] = List(feed.SkipHours.Select(hour => hour.ToString(CultureInfo.InvariantCulture))),
                ["skipDays"] = List(feed.SkipDays.Select(day => day.ToString())),
                ["entries"] = feed.Entries.Length.ToString(CultureInfo.InvariantCulture),
                ["titles"] = List(feed.Entries.Select(entry => Text(entry.TitleHtml))),
                ["problems"] = List(feed.Problems),
            };
            for (var i = 0; i < feed.Entries.Length; i++)
            {
                AddEntry(facts, i == 0 ? "entry." : $"entry{i + 1}.", feed.Entries[i]);
            }

            return facts;
        }
        catch (NotAFeedException exception)
        {
            return new() { ["refused"] = exception.Message };
        }
    }

    private static void AddEntry(Dictionary<string, string> facts, string prefix, ParsedEntry entry)
    {
        facts[prefix + "id"] = Text(entry.Id);
        facts[prefix + "link"] = Text(entry.Link);
        facts[prefix + "title"] = Text(entry.TitleHtml);
        facts[prefix + "titleIsText"] = entry.TitleIsText ? "yes" : "no";
        facts[prefix + "content"] = Text(entry.ContentHtml);
        facts[prefix + "contentIsText"] = entry.ContentIsText ? "yes" : "no";
        facts[prefix + "summary"] = Text(entry.SummaryHtml);
        facts[prefix + "published"] = Text(entry.Published);
        facts[prefix + "updated"] = Text(entry.Updated);
        facts[prefix + "authors"] = List(entry.Authors);
        facts[prefix + "categories"] = List(entry.Categories);
        facts[prefix + "enclosures"] = List(entry.Enclosures.Select(file => $"{file.Url} {file.Type ?? "-"} {file.Length?.ToString(CultureInfo.InvariantCulture) ?? "-"}"));
        facts[prefix + "image"] = Text(entry.ImageUrl);
        facts[prefix + "language"] = Text(entry.Language);
        facts[prefix + "source"] = Text(entry.SourceTitle);
    }

    private static string Text(string? value) => value ?? "(none)";

    private static string Text(DateTimeOffset? value) => value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "(none)";

    private static string List(IEnumerable<string> values) => string.Join(" | ", values) is { Length: > 0 } list ? list : "(none)";
}
