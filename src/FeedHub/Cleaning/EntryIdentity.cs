using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>An entry and the keys under which it is known within its feed.</summary>
/// <param name="EntryId">Never empty.</param>
/// <param name="UrlKey">Empty where the entry has no link of its own (none, or one that most of the feed shares).</param>
public sealed record IdentifiedEntry(ParsedEntry Entry, string EntryId, string UrlKey);

/// <summary>Says which entry is which, against the traps of real guids: shared, rotating, re-used, missing.</summary>
public static class EntryIdentity
{
    /// <summary>A key that so many entries in a hundred share names none of them.</summary>
    private const int SharedPercent = 30;

    /// <summary>Longer ids are kept as a hash.</summary>
    private const int LongestId = 512;

    private const string OfUrl = "url:";
    private const string OfText = "text:";

    private static readonly string[] NotAnId = ["", "0", "-", "null", "none", "undefined", "nil", "n/a", "#"];

    /// <summary>Every entry, in document order. Two may carry one id: <see cref="EntryResolution"/> says whether they are one entry.</summary>
    public static IReadOnlyList<IdentifiedEntry> Identify(ParsedFeed feed)
    {
        var home = CanonicalUrl.Key(feed.Link);
        var keys = feed.Entries.Select(entry => ReadKeys(entry, home)).ToArray();
        var sharedIds = Shared(keys, key => key.Id, IsSharedId);
        var sharedUrls = Shared(keys, key => key.Url, group => group.Select(key => key.Id).Distinct(StringComparer.Ordinal).Skip(1).Any() || group[0].Id.Length == 0);
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        var identified = new List<IdentifiedEntry>(keys.Length);
        foreach (var key in keys)
        {
            var url = sharedUrls.Contains(key.Url) ? "" : key.Url;
            var id = sharedIds.Contains(key.Id) ? "" : key.Id;

            // Two ids that mean one (http and https, a slash) are written as the first of them is.
            var entryId = id.Length == 0 ? url.Length > 0 ? OfUrl + url : OfText + TextKey(key.Entry)
                : written.TryGetValue(id, out var first) ? first
                : written[id] = key.Written;
            identified.Add(new IdentifiedEntry(key.Entry, entryId, url));
        }

        return identified;
    }

    /// <summary>True for an id made here because the publisher gives none: in other company the same entry may get another.</summary>
    public static bool IsMade(string entryId) => entryId.StartsWith(OfUrl, StringComparison.Ordinal) || entryId.StartsWith(OfText, StringComparison.Ordinal);

    /// <summary>A made id for an entry whose words stand at another address too.</summary>
    public static string AtPage(string entryId, string page) => $"{entryId}#{Hash(page)}";

    private static Keys ReadKeys(ParsedEntry entry, string home)
    {
        var url = CanonicalUrl.Key(entry.Link ?? entry.Id);
        var written = string.Join(' ', (entry.Id ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new Keys(entry, written.Length <= LongestId ? written : "id:" + Hash(written), ReadId(written), url == home ? "" : url, ArabicText.MatchingForm(entry.TitleHtml ?? ""));
    }

    /// <summary>An id that is an address is compared by its key, so that http and https, a slash and tracking make no second entry.</summary>
    private static string ReadId(string id)
    {
        if (NotAnId.Contains(id, StringComparer.OrdinalIgnoreCase))
        {
            return "";
        }

        var isAddress = id.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || id.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var key = isAddress ? CanonicalUrl.Key(id) : "";
        id = key.Length > 0 ? "url:" + key + Fragment(id) : id;
        return id.Length <= LongestId ? id : "id:" + Hash(id);
    }

    /// <summary>Posts of a live page differ in their fragment only; <c>#xtor=RSS-1</c> is tracking.</summary>
    private static string Fragment(string address)
    {
        var at = address.IndexOf('#', StringComparison.Ordinal);
        return at < 0 || at + 1 == address.Length || address.IndexOf('=', at) >= 0 ? "" : address[at..];
    }

    /// <summary>The keys that stand for different entries, and so identify none.</summary>
    private static HashSet<string> Shared(Keys[] keys, Func<Keys, string> select, Func<List<Keys>, bool> isShared) =>
        keys.Where(key => select(key).Length > 0)
            .GroupBy(select, StringComparer.Ordinal)
            .Select(group => (group.Key, Entries: group.ToList()))
            .Where(group => group.Entries.Count > 1 && HasDifferentTitles(group.Entries))
            .Where(group => group.Entries.Count * 100 > keys.Length * SharedPercent || isShared(group.Entries))
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);

    private static bool HasDifferentTitles(List<Keys> entries) => entries.Exists(entry => entry.Title != entries[0].Title);

    /// <summary>Below the share that speaks for a useless id, other links under other titles do.</summary>
    private static bool IsSharedId(List<Keys> entries) =>
        entries.Select(entry => entry.Url).Where(url => url.Length > 0).Distinct(StringComparer.Ordinal).Skip(1).Any();

    private static string TextKey(ParsedEntry entry) =>
        Hash(TextForm(entry.TitleHtml) + "\n" + TextForm(entry.ContentHtml ?? entry.SummaryHtml));

    private static string TextForm(string? html) => ArabicText.MatchingForm(HtmlText.Clean(html ?? "", CleaningOptions.Default).Text);

    private static string Hash(string text) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan())).ToString("x32", CultureInfo.InvariantCulture);

    private sealed record Keys(ParsedEntry Entry, string Written, string Id, string Url, string Title);
}
