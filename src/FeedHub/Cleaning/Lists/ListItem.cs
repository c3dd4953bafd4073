using System.IO.Hashing;
using System.Runtime.InteropServices;
using AngleSharp.Dom;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Cleaning.Lists;

/// <summary>One item of a page's list becomes an entry: where the source does not say what is what, by what pages do.</summary>
/// <param name="address">Where relative links start; null: nowhere.</param>
internal sealed class ListItem(ItemSelectors items, ParseOptions options, string? address)
{
    private const int ShortestHeadline = 15;
    private const int FewestWords = 3;
    private const int ShortestSummary = 40;
    private const int LongestTitle = 300;
    private const int LongestDate = 40;
    internal const string Headings = "h1, h2, h3, h4, h5, h6";
    private const string Titles = "[class*=title], [class*=Title], [class*=headline], strong, b";
    private const string Dates = "time, [itemprop=datePublished], [class*=date], [class*=Date], [class*=time], [class*=Time], [data-date], [datetime], abbr[title]";

    private static readonly string[] DateAttributes = ["datetime", "content", "data-date", "data-time", "data-timestamp", "data-datetime", "title"];
    private static readonly string[] PictureAttributes = ["data-src", "data-lazy-src", "data-original", "data-lazy", "src"];
    private static readonly string[] PictureSets = ["data-srcset", "data-lazy-srcset", "srcset"];

    /// <summary>None where it leads nowhere; several where the element is a script that names them (schema.org).</summary>
    public IEnumerable<ParsedEntry> Read(IElement item)
    {
        if (item.LocalName == "script")
        {
            return ListedArticles.Of(item.TextContent, address, options);
        }

        var link = LinkOf(item);
        return Absolute(link) is { } target && Uri.TryCreate(target, UriKind.Absolute, out var uri) && !IsThisPage(uri) && Entry(item, link!, target) is { } entry ? [entry] : [];
    }

    private ParsedEntry? Entry(IElement item, IElement link, string target)
    {
        var title = TitleOf(item, link);
        var summary = SummaryOf(item, title);
        if (title.Length == 0 && summary is null)
        {
            return null;
        }

        var image = WebAddress.Absolute(ImageOf(item), address);
        return new ParsedEntry
        {
            Link = target,
            TitleHtml = title.Length > 0 ? title : null,
            TitleIsText = true,
            ContentHtml = summary?.InnerHtml,
            Published = DateOf(item),
            ImageUrl = image,
            RawHash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(string.Join('\n', target, title, summary?.TextContent, image).AsSpan())),
        };
    }

    private string? Absolute(IElement? link) => WebAddress.Absolute(link?.GetAttribute("href"), address);

    private bool IsThisPage(Uri target) =>
        options.BaseUri is { } page && Uri.Compare(target, page, UriComponents.HostAndPort | UriComponents.PathAndQuery, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>The link of the headline; null: there is none.</summary>
    private IElement? LinkOf(IElement item)
    {
        if (items.Link is { } selector)
        {
            var meant = item.Matches(selector) ? item : item.QuerySelector(selector);
            return meant is null || meant.HasAttribute("href") ? meant : meant.QuerySelector("a[href]") ?? meant.Closest("a[href]");
        }

        if (IsLink(item))
        {
            return item;
        }

        var links = item.QuerySelectorAll("a[href]").Where(IsLink).ToList();
        return links.Find(link => link.Closest(Headings) is { } heading && item.Contains(heading))
            ?? links.Find(link => link.QuerySelector(Headings) is not null)
            ?? links.Where(link => IsHeadline(link.TextContent)).MaxBy(link => Letters(link.TextContent))
            ?? links.Find(link => link.QuerySelector("time") is not null)
            ?? links.MaxBy(link => Letters(link.TextContent))
            ?? item.Closest("a[href]");
    }

    /// <summary>Words enough for a title: names of sections and authors are shorter.</summary>
    internal static bool IsHeadline(string text) => Letters(text) >= ShortestHeadline && Line(text).Count(' ') + 1 >= FewestWords;

    private bool IsLink(IElement element) =>
        element.LocalName == "a" && element.GetAttribute("href") is { } href && !href.AsSpan().TrimStart().StartsWith("#") && WebAddress.Absolute(href, address) is not null;

    private string TitleOf(IElement item, IElement link)
    {
        if (items.Title is { } selector)
        {
            return Line((item.Matches(selector) ? item : item.QuerySelector(selector))?.TextContent);
        }

        var heading = item.QuerySelectorAll(Headings).FirstOrDefault(heading => Letters(heading.TextContent) > 0)
            ?? (IsHeadline(link.TextContent) ? null : item.QuerySelectorAll(Titles).FirstOrDefault(title => IsHeadline(title.TextContent)));
        var lines = HtmlText.Clean((heading ?? link).InnerHtml, CleaningOptions.Default).Text.Split('\n');
        var title = heading is not null ? Line(string.Join(' ', lines)) : Line(lines.MaxBy(Letters));
        return Letters(title) > 0 && (heading is not null || ListDate.Parse(title, options.TimeZone, options.Now ?? DateTimeOffset.UnixEpoch) is null) ? title : NameOf(link);
    }

    /// <summary>Of a link that shows a picture alone.</summary>
    internal static string NameOf(IElement link) =>
        new[] { link.GetAttribute("title"), link.GetAttribute("aria-label"), link.QuerySelector("img[alt]")?.GetAttribute("alt") }
            .Select(Line).FirstOrDefault(name => Letters(name) > 0) ?? "";

    private IElement? SummaryOf(IElement item, string title)
    {
        if (items.Summary is { } selector)
        {
            return item.QuerySelector(selector);
        }

        // What is named so may stand around what is meant: the inmost is.
        var candidates = item.QuerySelectorAll("p, [class*=excerpt], [class*=summary], [class*=lead], [class*=desc], [class*=text], [class*=brief]").Where(element => IsSummary(element, title)).ToList();
        return candidates.Find(element => !candidates.Exists(other => other != element && element.Contains(other)));
    }

    /// <summary>A paragraph that is not the headline again; inside a link only where that is around the whole item.</summary>
    private static bool IsSummary(IElement element, string title) =>
        Letters(element.TextContent) >= ShortestSummary && Line(element.TextContent) != title && element.QuerySelector(Headings) is null && element.Closest(Headings) is null
        && (element.LocalName == "p" || element.Closest("a") is null);

    private DateTimeOffset? DateOf(IElement item)
    {
        var elements = items.Date is { } selector ? item.QuerySelectorAll(selector) : item.QuerySelectorAll(Dates);
        var found = elements.SelectMany(Written).Select(Date).FirstOrDefault(date => date is not null);
        return found is not null || items.Date is not null ? found : Lines(item).Select(Date).FirstOrDefault(date => date is not null);
    }

    private static IEnumerable<string> Written(IElement element) =>
        DateAttributes.Select(element.GetAttribute).OfType<string>().Append(element.TextContent);

    /// <summary>Short texts of the item, one of which may be its date; none of its headline's.</summary>
    private static IEnumerable<string> Lines(IElement item) =>
        item.Descendants<IText>().Where(text => text.Data.AsSpan().Trim().Length is > 2 and <= LongestDate && text.ParentElement?.Closest("p, " + Headings) is null).Select(text => text.Data.Trim());

    private DateTimeOffset? Date(string text) =>
        options.Now is { } now ? ListDate.Parse(text, options.TimeZone, now) : FeedDate.Parse(text, options.TimeZone);

    private string? ImageOf(IElement item)
    {
        var pictures = items.Image is { } selector ? item.QuerySelectorAll(selector) : item.QuerySelectorAll("img, picture source");
        return pictures.Select(PictureOf).FirstOrDefault(picture => picture is not null)
            ?? item.QuerySelectorAll("[style*=url]").Select(element => PictureIn(element.GetAttribute("style")!)).FirstOrDefault(picture => picture is not null);
    }

    private static string? PictureOf(IElement picture) =>
        PictureAttributes.Select(picture.GetAttribute).OfType<string>().Select(address => address.Trim()).FirstOrDefault(address => LeadImage.IsPicture(address))
        ?? PictureSets.Select(picture.GetAttribute).OfType<string>().Select(set => set.Trim().Split(' ', ',')[0]).FirstOrDefault(address => LeadImage.IsPicture(address))
        ?? (picture.GetAttribute("style") is { } style ? PictureIn(style) : null);

    /// <summary><c>background-image: url(…)</c>.</summary>
    private static string? PictureIn(string style)
    {
        var start = style.IndexOf("url(", StringComparison.OrdinalIgnoreCase) + "url(".Length;
        var end = start < "url(".Length ? -1 : style.IndexOf(')', start);
        var address = end < 0 ? "" : style[start..end].Trim(' ', '"', '\'');
        return LeadImage.IsPicture(address) ? address : null;
    }

    internal static int Letters(string? text) => text?.Count(char.IsLetter) ?? 0;

    internal static string Line(string? text)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestTitle ? line : line[..LongestTitle];
    }
}
