using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeedHub.Sources;

/// <summary>A feed to be written into feeds.json; only what is set is written.</summary>
public sealed record NewFeed(string Url)
{
    public string? Id { get; init; }

    public string? Title { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The address is a page; null: it is a feed or a sitemap.</summary>
    public ItemSelectors? Items { get; init; }
}

/// <summary>feeds.json does not read well enough to be edited; the mistakes say where.</summary>
public sealed class CatalogEditException(string message) : Exception(message);

/// <summary>Adds feeds to the text of a feeds.json, or gives one another address, and leaves every other character of it as it was: comments, order, indentation, line ends.</summary>
public static class CatalogEditor
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A first feeds.json.</summary>
    public const string Empty = "{\n  \"feeds\": [\n  ]\n}\n";

    /// <exception cref="CatalogEditException">The text is no feeds.json with a list of feeds.</exception>
    public static string Add(string text, IReadOnlyList<NewFeed> feeds)
    {
        var mistakes = new MistakeList(text, "");
        var root = JsoncParser.Parse(text, mistakes);
        if (!mistakes.IsEmpty || root.Kind != JsoncKind.Object)
        {
            throw new CatalogEditException("The file has mistakes: mend them first.");
        }

        if (feeds.Count == 0)
        {
            return text;
        }

        var entries = feeds.Select(Written).ToList();
        return root.Find("feeds") is not { } list ? WithList(text, root, entries)
            : list.Kind != JsoncKind.Array ? throw new CatalogEditException("The key \"feeds\" holds no list.")
            : list.Items.IsEmpty ? IntoEmpty(text, list, entries)
            : Behind(text, list, entries);
    }

    /// <summary>Gives a feed another address, and the id it had, which would change with it; the rest of its line stays.</summary>
    /// <param name="isMeant">Of an address as written.</param>
    /// <param name="id">Written where the feed has none of its own.</param>
    /// <exception cref="CatalogEditException">No feed is meant.</exception>
    public static string Move(string text, Func<string, bool> isMeant, string url, string id)
    {
        var list = JsoncParser.Parse(text, new MistakeList(text, "")).Find("feeds");
        var feed = list?.Items.FirstOrDefault(item => UrlOf(item) is { } written && isMeant(written.Text))
            ?? throw new CatalogEditException("The feed is not in the file any more.");
        if (feed.Kind == JsoncKind.Text)
        {
            return text[..feed.Start] + Written(new NewFeed(url) { Id = id }) + text[feed.End..];
        }

        var old = UrlOf(feed)!;
        var moved = text[..old.Start] + Quoted(url) + text[old.End..];
        var key = feed.Members.Last(member => member.Value == old).NameStart;
        return feed.Find("id") is null ? moved.Insert(key, $"\"id\": {Quoted(id)}, ") : moved;
    }

    /// <summary>The line of the first feed whose address, as written, is meant; null: none.</summary>
    public static int? LineOf(string text, Func<string, bool> isMeant)
    {
        var mistakes = new MistakeList(text, "");
        var list = JsoncParser.Parse(text, mistakes).Find("feeds");
        var found = list?.Items.Select(UrlOf).FirstOrDefault(url => url is not null && isMeant(url.Text));
        return found is null ? null : mistakes.LineOf(found.Start);
    }

    private static JsoncNode? UrlOf(JsoncNode feed) => feed.Kind == JsoncKind.Object ? feed.Find("url") : feed;

    /// <summary>A bare address where there is nothing more to say, else an object on one line.</summary>
    private static string Written(NewFeed feed)
    {
        var members = new List<string> { $"\"url\": {Quoted(feed.Url)}" };
        if (feed.Id is not null)
        {
            members.Insert(0, $"\"id\": {Quoted(feed.Id)}");
        }

        if (feed.Title is not null)
        {
            members.Add($"\"title\": {Quoted(feed.Title)}");
        }

        if (!feed.Tags.IsEmpty)
        {
            members.Add($"\"tags\": [{string.Join(", ", feed.Tags.Select(Quoted))}]");
        }

        if (feed.Items is { } items)
        {
            var parts = new (string Name, string? Selector)[] { ("list", items.List), ("link", items.Link), ("title", items.Title), ("summary", items.Summary), ("date", items.Date), ("image", items.Image) };
            members.Add($"\"items\": {{ {string.Join(", ", parts.Where(part => part.Selector is not null).Select(part => $"{Quoted(part.Name)}: {Quoted(part.Selector!)}"))} }}");
        }

        if (feed.AllowPrivateNetwork)
        {
            members.Add("\"allowPrivateNetwork\": true");
        }

        return members.Count == 1 ? Quoted(feed.Url) : "{ " + string.Join(", ", members) + " }";
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    private static string WithList(string text, JsoncNode root, List<string> entries)
    {
        var newLine = NewLineOf(text);
        var indent = root.Members.IsEmpty ? "  " : IndentAt(text, root.Members[^1].NameStart);
        var list = $"\"feeds\": [{Lines(entries, newLine, indent + Unit(indent))}{newLine}{indent}]";
        if (root.Members.IsEmpty)
        {
            var inside = text[(root.Start + 1)..(root.End - 1)].TrimEnd();
            return text[..(root.Start + 1)] + inside + newLine + indent + list + newLine + text[(root.End - 1)..];
        }

        var gap = Gap.After(text, root.Members[^1].Value.End, root.End - 1);
        return gap.Insert(text, newLine + indent + list, newLine);
    }

    private static string IntoEmpty(string text, JsoncNode list, List<string> entries)
    {
        var newLine = NewLineOf(text);
        var outer = IndentAt(text, list.Start);
        var inside = text[(list.Start + 1)..(list.End - 1)].TrimEnd();
        return text[..(list.Start + 1)] + inside + Lines(entries, newLine, outer + Unit(outer)) + newLine + outer + text[(list.End - 1)..];
    }

    private static string Behind(string text, JsoncNode list, List<string> entries)
    {
        var last = list.Items[^1];
        var gap = Gap.After(text, last.End, list.End - 1);
        var isOneLine = text.AsSpan(list.Start, last.Start - list.Start).IndexOfAny('\n', '\r') < 0 && gap.Tail.AsSpan().IndexOfAny('\n', '\r') < 0;
        if (isOneLine)
        {
            return gap.Insert(text, string.Concat(entries.Select((entry, i) => (i == 0 ? " " : ", ") + entry)), "");
        }

        var newLine = NewLineOf(text);
        return gap.Insert(text, Lines(entries, newLine, IndentAt(text, last.Start)), newLine + IndentAt(text, list.Start));
    }

    /// <summary>Each entry on a line of its own, commas between them.</summary>
    private static string Lines(IEnumerable<string> entries, string newLine, string indent) =>
        string.Join(",", entries.Select(entry => newLine + indent + entry));

    private static string NewLineOf(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The blanks at the start of the line on which <paramref name="offset"/> is.</summary>
    private static string IndentAt(string text, int offset)
    {
        var start = text.AsSpan(0, offset).LastIndexOfAny('\n', '\r') + 1;
        var end = start;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[start..end];
    }

    /// <summary>One step further in, as the file does it.</summary>
    private static string Unit(string indent) => indent.StartsWith('\t') ? "\t" : indent.Length is 4 or 8 ? "    " : "  ";

    /// <summary>What stands between the last entry of a list and its closing bracket.</summary>
    /// <param name="At">Behind the last entry.</param>
    /// <param name="HasComma">The list ends in a comma, and shall again.</param>
    /// <param name="TailStart">Behind that comma.</param>
    private sealed record Gap(int At, bool HasComma, int TailStart, int Close, string Tail)
    {
        public static Gap After(string text, int at, int close)
        {
            var comma = CommaIn(text, at, close);
            var tailStart = comma < 0 ? at : comma + 1;
            return new Gap(at, comma >= 0, tailStart, close, text[tailStart..close]);
        }

        /// <summary>Behind all comments of the list, whose order stays.</summary>
        /// <param name="beforeClose">Goes between the new entries and the bracket, where the tail did not hold a line break.</param>
        public string Insert(string text, string entries, string beforeClose)
        {
            var kept = Tail.TrimEnd();
            var blanks = Tail[kept.Length..];
            return text[..At]
                + (HasComma ? text[At..TailStart] : ",")
                + kept
                + entries
                + (HasComma ? "," : "")
                + (blanks.AsSpan().IndexOfAny('\n', '\r') >= 0 ? blanks : beforeClose.Length > 0 ? beforeClose : blanks)
                + text[Close..];
        }

        /// <summary>The trailing comma, which may stand behind a comment; -1: none.</summary>
        private static int CommaIn(string text, int at, int close)
        {
            while (at < close)
            {
                if (text[at] == ',')
                {
                    return at;
                }

                at = text.AsSpan(at).StartsWith("//") ? EndOfLine(text, at)
                    : text.AsSpan(at).StartsWith("/*") ? text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2
                    : at + 1;
            }

            return -1;
        }

        private static int EndOfLine(string text, int at)
        {
            var end = text.AsSpan(at).IndexOfAny('\n', '\r');
            return end < 0 ? text.Length : at + end;
        }
    }
}
