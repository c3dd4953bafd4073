namespace FeedHub.Parsing;

/// <summary>Where in a text the feed begins.</summary>
/// <param name="Start">Of its root element.</param>
/// <param name="IsWhole">True where nothing but declarations, comments and white space stands before the root.</param>
/// <param name="IsSitemap">It lists pages (sitemaps.org).</param>
internal readonly record struct FeedRoot(int Start, bool IsWhole, bool IsSitemap)
{
    private const int DescribedCharacters = 4_096;

    /// <summary>Null: there is no root of a feed anywhere.</summary>
    public static FeedRoot? Find(string text)
    {
        var isOpen = false;
        for (var at = 0; at >= 0 && at < text.Length;)
        {
            var open = text.IndexOf('<', at);
            if (open < 0)
            {
                return null;
            }

            if (SkipMarkup(text, open, isOpen) is { } after)
            {
                // A declaration that never ends: the feed begins somewhere behind its name.
                isOpen |= after < 0;
                at = after < 0 ? open + "<!".Length : after;
                continue;
            }

            var name = LocalName(text, open + 1);
            var isSitemap = name.Equals("urlset", StringComparison.OrdinalIgnoreCase) || name.Equals("sitemapindex", StringComparison.OrdinalIgnoreCase);
            if (isSitemap || IsRoot(name))
            {
                return new FeedRoot(open, IsProlog(text, open), isSitemap);
            }

            at = open + 1;
        }

        return null;
    }

    /// <summary>What a document without a feed is, for people.</summary>
    public static string Describe(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, DescribedCharacters));
        if (head.Contains("<html", StringComparison.OrdinalIgnoreCase) || head.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase))
        {
            return "The address answered with a web page, not a feed.";
        }

        return head.TrimStart() is ['[', ..] ? "The document is JSON, but no JSON Feed."
            : head.Contains("<opml", StringComparison.OrdinalIgnoreCase) ? "The document is an OPML list of feeds: import it with 'feedhub import'."
            : head.TrimStart() is ['<', ..] ? "The document is XML, but no feed."
            : "The document is no feed.";
    }

    private static bool IsRoot(ReadOnlySpan<char> name) =>
        name.Equals("rss", StringComparison.OrdinalIgnoreCase) || name.Equals("rdf", StringComparison.OrdinalIgnoreCase)
        || name.Equals("feed", StringComparison.OrdinalIgnoreCase) || name.Equals("entry", StringComparison.OrdinalIgnoreCase) || name.Equals("channel", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> LocalName(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is ':' or '-' or '_' or '.'))
        {
            end++;
        }

        var name = text.AsSpan(start, end - start);
        return name is [':', ..] ? default : name[(name.IndexOf(':') + 1)..];
    }

    /// <summary>The end of a comment, instruction or declaration that begins at <paramref name="open"/>; negative: it has none; null: it is an element.</summary>
    /// <param name="isOpen">A declaration before did not end: no other is looked for.</param>
    private static int? SkipMarkup(string text, int open, bool isOpen)
    {
        var end = text.AsSpan(open).StartsWith("<!--", StringComparison.Ordinal) ? End("-->")
            : text.AsSpan(open).StartsWith("<?", StringComparison.Ordinal) ? End(">")
            : text.AsSpan(open).StartsWith("<!", StringComparison.Ordinal) ? (isOpen ? -1 : EndOfDeclaration(text, open))
            : (int?)null;
        return end;

        int End(string mark) => text.IndexOf(mark, open, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : text.Length;
    }

    private static int EndOfDeclaration(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (text[i] == '>' && depth <= 0)
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static bool IsProlog(string text, int root)
    {
        var at = 0;
        while (at < root)
        {
            if (char.IsWhiteSpace(text[at]) && at > 0)
            {
                at++;
                continue;
            }

            if (text[at] != '<' || SkipMarkup(text, at, isOpen: false) is not (>= 0 and var after))
            {
                return false;
            }

            at = after;
        }

        return true;
    }
}
