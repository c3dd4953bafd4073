using System.Collections.Immutable;

namespace FeedHub.Parsing;

/// <summary>Which of a sitemap's thousands of pages are news. Pure.</summary>
public static class Sitemap
{
    /// <summary>So many of the newest are taken in any case: at first, and where the clocks do not agree.</summary>
    public const int Newest = 100;

    /// <summary>As many as are read of a feed.</summary>
    private const int Most = 2_000;

    /// <summary>Parts of an index read at one poll.</summary>
    private const int MostParts = 5;

    /// <summary>An index often says only the day.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>What an address says of its page, where the sitemap says nothing: its last part, in words. Null: it is a number.</summary>
    internal static string? NameOf(string address)
    {
        var part = Uri.UnescapeDataString(new Uri(address).AbsolutePath).TrimEnd('/');
        part = part[(part.LastIndexOf('/') + 1)..];
        var dot = part.LastIndexOf('.');
        var words = (dot > 0 && part.Length - dot <= 6 ? part[..dot] : part).Split(['-', '_', ' ', '+'], StringSplitOptions.RemoveEmptyEntries).Where(word => !word.All(char.IsAsciiDigit)).ToList();
        return words.Count == 0 ? null : string.Join(' ', words);
    }

    /// <summary>The sitemap's newest entries, newest first; of one that dates nothing the first, where sites put what is new.</summary>
    /// <param name="since">Everything dated after that is news too; null: it is the first time.</param>
    /// <param name="oldest">What is older is left out.</param>
    public static ParsedFeed NewsOf(ParsedFeed sitemap, DateTimeOffset? since, DateTimeOffset oldest)
    {
        var inOrder = sitemap.Entries.Where(entry => entry.Published is null || entry.Published >= oldest)
            .OrderByDescending(entry => entry.Published ?? DateTimeOffset.MinValue).ToList();
        var count = Math.Max(Newest, inOrder.Count(entry => entry.Published > since));
        return sitemap with { Entries = [.. inOrder.Take(Math.Min(count, Most))] };
    }

    /// <summary>The parts of an index worth asking for, the newest first: those changed since, of those that say nothing the ones named for news or today, else the last.</summary>
    public static ImmutableArray<SitemapPart> PartsToRead(IReadOnlyList<SitemapPart> parts, DateTimeOffset? since, DateTimeOffset oldest)
    {
        var after = since is { } time && time - Slack > oldest ? time - Slack : oldest;
        var dated = parts.Where(part => part.Changed >= after).OrderByDescending(IsOfNews).ThenByDescending(part => part.Changed);
        var undated = parts.Where(part => part.Changed is null).Reverse().OrderByDescending(IsOfNews);
        return [.. dated.Concat(undated).Take(MostParts)];
    }

    private static bool IsOfNews(SitemapPart part) => part.Url.Contains("news", StringComparison.OrdinalIgnoreCase) || part.Url.Contains("latest", StringComparison.OrdinalIgnoreCase) || part.Url.Contains("today", StringComparison.OrdinalIgnoreCase);
}
