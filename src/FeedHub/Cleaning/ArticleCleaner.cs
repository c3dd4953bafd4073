using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>A parsed entry becomes an <see cref="Article"/>. Pure; safe to call from many threads.</summary>
public static class ArticleCleaner
{
    private const int LongestTitle = 500;
    private const int LongestMadeTitle = 100;
    private const int LongestAuthor = 1_000;
    private const int LongestCategory = 100;
    private const int MaxCategories = 50;
    private const int MaxEnclosures = 50;

    /// <summary>Before it there was no web to publish on; epochs and year 1 of broken clocks are no dates.</summary>
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A wrong zone puts an entry hours ahead, a joke years.</summary>
    private static readonly TimeSpan LargestClockError = TimeSpan.FromHours(26);

    /// <summary>Null where the entry has nothing to show, or the source's include/exclude words leave it out.</summary>
    /// <param name="language">What to publish where the entry and its letters do not say otherwise (source, else feed, else hub).</param>
    /// <param name="learnedLines">Matching forms of lines to leave out of the text; empty unless the source opted in.</param>
    public static Article? Clean(
        IdentifiedEntry entry, FeedSource source, string language, DateTimeOffset seenAt, IReadOnlySet<string> learnedLines)
    {
        var parsed = entry.Entry;
        var body = BestBody(parsed, source.Cleaning);
        var text = WithoutLearned(body.Text, learnedLines);
        var link = WebAddress.Absolute(parsed.Link, null) ?? "";
        var enclosures = Enclosures(parsed);
        var image = Image(parsed, enclosures, body.ImageUrl, link);
        var title = Title(parsed, text, source.Cleaning);
        title = title.Length > 0 || text.Length > 0 ? title : NameOf(enclosures.FirstOrDefault()?.Url ?? image, link);
        if (title.Length == 0 && text.Length == 0)
        {
            return null;
        }

        using var form = MatchingForm(title, text);
        if (!WordFilter.Allows(form.Units, source.Include, source.Exclude))
        {
            return null;
        }

        return new Article
        {
            FeedId = source.Id,
            EntryId = entry.EntryId,
            Link = link,
            Title = title,
            Text = text,
            IsTruncated = body.IsTruncated,
            Published = Believable(parsed.Published ?? parsed.Updated, seenAt),
            Updated = Believable(parsed.Updated, seenAt),
            FirstSeenAt = seenAt,
            ChangedAt = seenAt,
            Author = Author(parsed, source.Cleaning),
            Categories = Categories(parsed, source.Cleaning),
            Enclosures = enclosures,
            ImageUrl = image,
            Language = TextLanguage.Of(title, text, parsed.Language ?? language, language),
            UrlKey = entry.UrlKey,
            ContentKey = ContentKey(form.Units),
            RawHash = parsed.RawHash,
        };
    }

    /// <summary>128-bit hash, hex, of title and text.</summary>
    internal static string ContentKey(string title, string text)
    {
        using var form = MatchingForm(title, text);
        return ContentKey(form.Units);
    }

    private static string ContentKey(ReadOnlySpan<char> form) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(form)).ToString("x32", CultureInfo.InvariantCulture);

    private static UnitBuffer MatchingForm(string title, string text)
    {
        var form = new UnitBuffer(title.Length + 1 + text.Length);
        ArabicText.AppendMatchingForm(title, ref form);
        form.Append('\n');
        ArabicText.AppendMatchingForm(text, ref form);
        return form;
    }

    /// <summary>The content; where nothing is left of it the summary; then both with their tags merely cut out.</summary>
    private static CleanText BestBody(ParsedEntry entry, CleaningOptions options)
    {
        var content = BodyText(entry, options);
        if (content is { Text.Length: > 0 })
        {
            return content;
        }

        var summary = Body(entry.SummaryHtml, entry.SummaryIsText, entry.SummaryIsText, options);
        if (summary is { Text.Length: > 0 })
        {
            return summary with { ImageUrl = summary.ImageUrl ?? content?.ImageUrl };
        }

        var stripped = HtmlText.Strip(entry.ContentHtml, options);
        stripped = stripped.Text.Length > 0 ? stripped : HtmlText.Strip(entry.SummaryHtml, options);
        return stripped with { ImageUrl = content?.ImageUrl ?? summary?.ImageUrl };
    }

    /// <summary>The text of the content alone; null: the entry has none.</summary>
    public static CleanText? BodyText(ParsedEntry entry, CleaningOptions options)
    {
        var text = Body(entry.ContentHtml, entry.ContentIsText, entry.ContentIsDeclared, options);
        return text is not null && entry.ContentIsCut ? text with { IsTruncated = true } : text;
    }

    private static CleanText? Body(string? html, bool isText, bool isDeclared, CleaningOptions options) =>
        html is null ? null
        : isText ? HtmlText.CleanPlain(html, options)
        : isDeclared ? HtmlText.Clean(html, options with { DecodeDoubleEscaped = false })
        : HtmlText.CleanBody(html, options);

    internal static string WithoutLearned(string text, IReadOnlySet<string> learnedLines)
    {
        if (learnedLines.Count == 0)
        {
            return text;
        }

        var kept = text.Split('\n').Where(line => !learnedLines.Contains(ArabicText.MatchingForm(line))).ToList();
        return kept.Count > 0 ? string.Join('\n', kept) : text;
    }

    /// <summary>The entry's own title in one line; empty: it has none.</summary>
    public static string TitleText(ParsedEntry entry, CleaningOptions options) =>
        entry.TitleIsText ? HtmlText.CleanPlainTitle(entry.TitleHtml ?? "", options)
        : HtmlText.CleanTitle(entry.TitleHtml ?? "", entry.TitleIsDeclared ? options with { DecodeDoubleEscaped = false } : options);

    private static string Title(ParsedEntry entry, string text, CleaningOptions options)
    {
        var title = TitleText(entry, options);
        if (title.Length > 0)
        {
            return AtWord(title, LongestTitle);
        }

        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return AtWord(end < 0 ? text : text[..end], LongestMadeTitle);
    }

    /// <summary>A cartoon or a recording without a word: what its page or its file is called. Empty where there is neither file nor picture.</summary>
    private static string NameOf(string? file, string link)
    {
        if (file is null)
        {
            return "";
        }

        var named = Uri.TryCreate(link.Length > 0 ? link : file, UriKind.Absolute, out var address) ? Uri.UnescapeDataString(address.AbsolutePath) : file;
        var name = named.TrimEnd('/').Split('/')[^1].Replace('-', ' ').Replace('_', ' ');
        return AtWord(HtmlText.CleanPlainTitle(name, CleaningOptions.Default) is { Length: > 0 } title ? title : file, LongestTitle);
    }

    /// <summary>Cut between two words, with an ellipsis where something was cut.</summary>
    private static string AtWord(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', longest - 1);
        var end = space > longest / 2 ? space : longest - 1;
        end -= char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return text[..end].TrimEnd(' ', '،', ',', '؛', ':', '-', '–') + "…";
    }

    internal static DateTimeOffset? Believable(DateTimeOffset? date, DateTimeOffset seenAt) =>
        date >= Earliest && date <= seenAt + LargestClockError ? date.Value.ToUniversalTime() : null;

    /// <summary>Everybody who wrote the entry, in one line; null: nobody is named.</summary>
    public static string? Author(ParsedEntry entry, CleaningOptions options)
    {
        var names = Distinct(entry.Authors.Select(author => HtmlText.CleanTitle(author, options))).ToList();
        if (names.Count == 0)
        {
            return null;
        }

        var isArabic = names.Exists(name => name.Any(Characters.IsArabicLetter));
        return AtWord(string.Join(isArabic ? "، " : ", ", names), LongestAuthor);
    }

    private static ImmutableArray<string> Categories(ParsedEntry entry, CleaningOptions options) =>
        [.. Distinct(entry.Categories.Where(category => !IsAddress(category)).Select(category => AtWord(HtmlText.CleanTitle(category, options), LongestCategory))).Take(MaxCategories)];

    /// <summary>Blogger's kinds (<c>http://schemas.google.com/blogger/2008/kind#post</c>) and their like are no words.</summary>
    private static bool IsAddress(string category) =>
        category.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || category.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Distinct(IEnumerable<string> texts) =>
        texts.Where(text => text.Length > 0).DistinctBy(text => ArabicText.MatchingForm(text) is { Length: > 0 } form ? form : text, StringComparer.Ordinal);

    private static ImmutableArray<Enclosure> Enclosures(ParsedEntry entry) =>
        [.. entry.Enclosures
            .Select(enclosure => WebAddress.Absolute(enclosure.Url, null) is { } url ? enclosure with { Url = url } : null)
            .OfType<Enclosure>()
            .DistinctBy(enclosure => enclosure.Url, StringComparer.Ordinal)
            .Take(MaxEnclosures)];

    private static string? Image(ParsedEntry entry, ImmutableArray<Enclosure> enclosures, string? inBody, string link) =>
        AsPicture(entry.ImageUrl, link)
        ?? enclosures.FirstOrDefault(enclosure => enclosure.Type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true)?.Url
        ?? AsPicture(inBody, link);

    private static string? AsPicture(string? address, string link) =>
        address is not null && LeadImage.IsPicture(address) ? WebAddress.Absolute(address, link) : null;
}
