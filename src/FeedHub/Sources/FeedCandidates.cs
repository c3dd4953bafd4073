using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace FeedHub.Sources;

/// <summary>Where the feeds of a web page may be, the likeliest first.</summary>
public static partial class FeedCandidates
{
    /// <summary>Where programs that name themselves have their feed.</summary>
    private static readonly (string Name, string Path)[] SoftwareFeeds =
    [
        ("wordpress", "/feed/"),
        ("blogger", "/feeds/posts/default"),
        ("drupal", "/rss.xml"),
        ("joomla", "/index.php?format=feed&type=rss"),
        ("hugo", "/index.xml"),
        ("ghost", "/rss/"),
        ("jekyll", "/feed.xml"),
        ("discourse", "/latest.rss"),
        ("wix", "/blog-feed.xml"),
    ];

    private const int MaxPage = 2 * 1024 * 1024;
    private const int MaxCandidates = 20;

    private static readonly string[] FeedTypes =
        ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/x-rss+xml", "application/x.atom+xml", "application/x-atom+xml"];

    /// <summary>Kept by many sites, tried when a page names no feed of its own.</summary>
    private static readonly string[] UsualPaths =
        ["feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed/", "rss/", "feeds/posts/default", "?feed=rss2", "index.rdf", "feed.json"];

    private static readonly string[] UsualSitemapPaths =
        ["news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "googlenews.xml", "sitemap/news.xml", "sitemap.xml", "sitemap_index.xml"];

    /// <summary>Feeds of well-known sites, made from the address alone: no request finds them.</summary>
    public static IReadOnlyList<Uri> FromAddress(Uri page)
    {
        var path = page.AbsolutePath.Trim('/');
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var host = page.IdnHost.ToLowerInvariant();
        host = host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
        string?[] found = host switch
        {
            "youtube.com" or "m.youtube.com" => [YouTube(parts, page.Query)],
            "news.google.com" when parts is not ["rss", ..] => [$"https://news.google.com/rss{(parts is [] or ["home"] ? "" : "/" + path)}{page.Query}"],
            "t.me" or "telegram.me" => Telegram(parts),
            "reddit.com" or "old.reddit.com" when parts is ["r" or "user", _, ..] && !path.EndsWith(".rss", StringComparison.Ordinal) => [$"https://www.reddit.com/{path}/.rss"],
            "github.com" when parts is [_, _] => [$"https://github.com/{path}/releases.atom", $"https://github.com/{path}/commits.atom"],
            "medium.com" when parts is [_, ..] and not ["feed", ..] => [$"https://medium.com/feed/{parts[0]}"],
            "vimeo.com" when parts is [_] => [$"https://vimeo.com/{path}/videos/rss"],
            _ when host.EndsWith(".blogspot.com", StringComparison.Ordinal) => [$"https://{page.IdnHost}/feeds/posts/default"],
            _ when host.EndsWith(".tumblr.com", StringComparison.Ordinal) => [$"https://{page.IdnHost}/rss"],
            _ when host.EndsWith(".substack.com", StringComparison.Ordinal) => [$"https://{page.IdnHost}/feed"],
            _ => [],
        };
        return [.. found.OfType<string>().Where(address => address != page.AbsoluteUri).Select(address => new Uri(address))];
    }

    /// <summary>Feeds that the page's Link header names (RFC 8288); null: it had none.</summary>
    public static IReadOnlyList<Uri> FromHeader(string? links, Uri page) =>
        [.. Link().Matches(links ?? "")
            .Where(link => Relation().IsMatch(link.Groups["about"].Value) && FeedTypes.Any(type => link.Groups["about"].Value.Contains(type, StringComparison.OrdinalIgnoreCase)))
            .Select(link => Resolve(link.Groups["url"].Value, page))
            .OfType<Uri>().Where(uri => uri != page).Distinct().Take(MaxCandidates)];

    /// <summary>Feeds that the page names: its <c>link</c> elements first, then links that look like feeds, then what its software is known to serve.</summary>
    public static IReadOnlyList<Uri> FromPage(string html, Uri page)
    {
        var tags = TagsOf(html.Length > MaxPage ? html[..MaxPage] : html);
        var baseUri = tags.Where(tag => tag.Name == "base").Select(tag => Resolve(tag["href"], page)).OfType<Uri>().FirstOrDefault() ?? page;
        var language = tags.Find(tag => tag.Name == "html")?["lang"] ?? "";
        var declared = tags.Where(IsDeclared).OrderBy(Rank).ThenBy(tag => IsForeign(tag, language)).Select(tag => Resolve(tag["href"], baseUri));
        var linked = tags.Where(tag => tag.Name == "a" && LooksLikeFeed(tag)).OrderBy(Rank).ThenBy(tag => IsForeign(tag, language)).Select(tag => Resolve(tag["href"], baseUri));
        var software = FromSoftware(html, tags, page);
        return [.. declared.Concat(linked).Concat(software).OfType<Uri>().Where(uri => uri != page).Distinct().Take(MaxCandidates)];
    }

    /// <summary>Addresses that many sites keep a feed at: below the page, below its section (<c>/ar/feed</c>), then below the site's root.</summary>
    public static IReadOnlyList<Uri> Usual(Uri page)
    {
        var root = new Uri(page, "/");
        var folder = new Uri(page.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        Uri[] below = folder == root ? [] : [new Uri(folder, "feed/"), new Uri(folder, "rss"), new Uri(folder, "rss.xml"), new Uri(folder, "feed.xml")];
        Uri[] section = page.Segments is [_, var first, _, ..] && first.EndsWith('/') ? [new Uri(root, first + "feed/"), new Uri(root, first + "feed"), new Uri(root, first + "rss.xml")] : [];
        return [.. below.Concat(section).Concat(UsualPaths.Select(path => new Uri(root, path))).Where(uri => uri != page).Distinct()];
    }

    /// <summary>Where sites keep the sitemap of their news that robots.txt does not name.</summary>
    public static IReadOnlyList<Uri> UsualSitemaps(Uri page) => [.. UsualSitemapPaths.Select(path => new Uri(page, "/" + path))];

    /// <summary>The page that lists what an address is about: of a public channel on Telegram its preview, else the address itself.</summary>
    public static Uri PageOf(Uri address) =>
        address.IdnHost is "t.me" or "telegram.me" && address.Segments is [_, var channel] && channel is not (['+', ..] or "joinchat")
            ? new Uri($"https://t.me/s/{channel}")
            : address;

    /// <summary>Where a page sends browsers by itself; null: nowhere.</summary>
    public static Uri? Refresh(string html, Uri page) =>
        TagsOf(html.Length > MaxPage ? html[..MaxPage] : html)
            .Where(tag => tag.Name == "meta" && tag["http-equiv"].Equals("refresh", StringComparison.OrdinalIgnoreCase))
            .Select(tag => RefreshAddress().Match(tag["content"]))
            .Where(match => match.Success)
            .Select(match => Resolve(match.Groups["url"].Value, page))
            .FirstOrDefault();

    private static string? YouTube(string[] parts, string query) => parts switch
    {
        ["channel", var id, ..] => $"https://www.youtube.com/feeds/videos.xml?channel_id={id}",
        ["user", var name, ..] => $"https://www.youtube.com/feeds/videos.xml?user={name}",
        ["playlist"] when PlaylistId().Match(query) is { Success: true } match => $"https://www.youtube.com/feeds/videos.xml?playlist_id={match.Groups["list"].Value}",
        _ => null,
    };

    /// <summary>Telegram has no feeds; these public bridges make them of its public channels.</summary>
    private static string?[] Telegram(string[] parts)
    {
        var channel = parts is ["s", var name, ..] ? name : parts is [var first, ..] ? first : null;
        return channel is null or ['+', ..] or "joinchat" ? [] : [$"https://rsshub.app/telegram/channel/{channel}", $"https://tg.i-c-a.su/rss/{channel}"];
    }

    private static bool IsDeclared(Tag tag)
    {
        bool Is(string relation) => tag["rel"].Split(' ').Any(rel => rel.Equals(relation, StringComparison.OrdinalIgnoreCase));
        if (tag.Name != "link" || !(Is("alternate") || Is("feed")))
        {
            return false;
        }

        var type = tag["type"].Split(';')[0].Trim().ToLowerInvariant();
        return FeedTypes.Contains(type) || type is "text/xml" or "application/xml" || (Is("feed") && type is not "text/html")
            || (type is "application/json" or "" && FeedAddress().IsMatch(tag["href"]));
    }

    /// <summary>News before what is spoken or shown, and comments last.</summary>
    private static int Rank(Tag tag) => IsOfComments(tag) ? 2 : IsOfPodcast(tag) ? 1 : 0;

    private static bool IsOfPodcast(Tag tag) => Podcast().IsMatch(tag["href"]) || Podcast().IsMatch(tag["title"]) || Podcast().IsMatch(tag.Text);

    /// <summary>In another language than the page (<c>hreflang</c>).</summary>
    private static bool IsForeign(Tag tag, string language) =>
        tag["hreflang"] is { Length: > 0 } other && language.Length > 0 && !Primary(other).Equals(Primary(language), StringComparison.OrdinalIgnoreCase);

    private static string Primary(string language) => language.Split('-', '_')[0].Trim();

    /// <summary>Comments are not news: WordPress declares their feed beside the posts'.</summary>
    private static bool IsOfComments(Tag tag) =>
        tag["href"].Contains("comment", StringComparison.OrdinalIgnoreCase)
        || tag["title"].Contains("تعليق", StringComparison.Ordinal)
        || tag["title"].Contains("comments", StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeFeed(Tag tag) =>
        FeedAddress().IsMatch(tag["href"])
        || tag["type"].Contains("rss", StringComparison.OrdinalIgnoreCase)
        || FeedWords().IsMatch(tag.Text)
        || FeedWords().IsMatch(tag["title"]);

    private static IEnumerable<Uri?> FromSoftware(string html, List<Tag> tags, Uri page)
    {
        var generator = tags.FirstOrDefault(tag => tag.Name == "meta" && tag["name"].Equals("generator", StringComparison.OrdinalIgnoreCase))?["content"] ?? "";
        if (YouTubeChannel().Match(html) is { Success: true } channel && page.IdnHost.EndsWith("youtube.com", StringComparison.OrdinalIgnoreCase))
        {
            yield return new Uri($"https://www.youtube.com/feeds/videos.xml?channel_id={channel.Groups["id"].Value}");
        }

        var software = html.Contains("/wp-content/", StringComparison.Ordinal) ? "wordpress " + generator : generator;
        foreach (var (_, path) in SoftwareFeeds.Where(known => software.Contains(known.Name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new Uri(page, path);
        }
    }

    /// <summary>Also <c>feed:https://…</c> and <c>feed://…</c>, as browsers that read feeds wanted them.</summary>
    private static Uri? Resolve(string href, Uri from) =>
        Uri.TryCreate(from, WithoutFeedScheme(href.Trim()), out var uri) && uri.Scheme is "http" or "https" ? WithoutFragment(uri) : null;

    private static string WithoutFeedScheme(string href) =>
        href.StartsWith("feed://", StringComparison.OrdinalIgnoreCase) ? "https" + href[4..]
        : href.StartsWith("feed:", StringComparison.OrdinalIgnoreCase) ? href[5..]
        : href;

    private static Uri WithoutFragment(Uri uri) => uri.Fragment.Length == 0 ? uri : new Uri(uri.GetLeftPart(UriPartial.Query));

    /// <summary>In document order, linear in the page. Scripts and styles hold no tags.</summary>
    private static List<Tag> TagsOf(string html)
    {
        var tags = new List<Tag>();
        using var source = new TextSource(html);
        var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        Tag? open = null;
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token is HtmlTagToken { Type: HtmlTokenType.StartTag } start)
            {
                tokenizer.State = ModeWithin(start.Name);
                if (start.Name is "a" or "link" or "base" or "meta" or "html")
                {
                    var tag = new Tag(start.Name, start.Attributes.GroupBy(attribute => attribute.Name).ToDictionary(same => same.Key, same => same.First().Value));
                    tags.Add(tag);
                    open = start.Name == "a" ? tag : open;
                }
            }
            else if (token is HtmlTagToken { Type: HtmlTokenType.EndTag, Name: "a" })
            {
                open = null;
            }
            else if (token.Type == HtmlTokenType.Character && open is { Text.Length: < 200 })
            {
                open.Text += token.Data;
            }
        }

        return tags;
    }

    private static HtmlParseMode ModeWithin(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        _ => HtmlParseMode.PCData,
    };

    [GeneratedRegex("""(?:^|[/.?&=_-])(?:feeds?|rss2?|atom|rdf)(?:[/.?&=]|\.xml|$)|\.(?:rss|atom|rdf)(?:$|\?)|feedburner\.com/""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FeedAddress();

    [GeneratedRegex("""podcast|بودكاست|episodes|audio|video|فيديو""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Podcast();

    [GeneratedRegex("""(?:^|\W)(?:rss|atom|خلاصات|خلاصة الموقع)(?:\W|$)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FeedWords();

    [GeneratedRegex("""<(?<url>[^<>]*)>(?<about>(?:[^,<"]|"[^"]*")*)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("""\brel\s*=\s*"?[^";]*\b(?:alternate|feed)\b""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Relation();

    [GeneratedRegex("""url\s*=\s*['"]?(?<url>[^'"\s>]+)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex RefreshAddress();

    [GeneratedRegex("""[?&]list=(?<list>[\w-]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PlaylistId();

    [GeneratedRegex("""(?:"(?:channelId|externalId)"\s*:\s*"|/channel/)(?<id>UC[\w-]{22})""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex YouTubeChannel();

    private sealed class Tag(string name, Dictionary<string, string> attributes)
    {
        public string Name { get; } = name;

        /// <summary>What an anchor shows.</summary>
        public string Text { get; set; } = "";

        /// <summary>Empty where there is no such attribute.</summary>
        public string this[string attribute] => attributes.GetValueOrDefault(attribute) ?? "";
    }
}
