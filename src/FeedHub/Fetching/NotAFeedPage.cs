using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace FeedHub.Fetching;

/// <summary>Tells what a web page is that came where a feed was expected.</summary>
public static class NotAFeedPage
{
    /// <summary>A page says what it is in its first part.</summary>
    private const int LookedAtBytes = 256 * 1024;

    private const int MaxTitleLength = 80;

    /// <summary>A page that holds nothing but a question for people is short.</summary>
    private const int ShortPageCharacters = 16 * 1024;

    private const string GuardSection = "guard ";

    /// <summary>Compared in lower case and without quotes, the page's title written before it as "title:…".</summary>
    private static readonly WordFile Words = WordFile.Of("FeedHub.Fetching.not-a-feed.txt");

    private static readonly (string Guard, ImmutableArray<string> Signs)[] Challenges =
        [.. Words.Sections.Where(section => section.StartsWith(GuardSection, StringComparison.Ordinal)).Select(section => (section[GuardSection.Length..], Words[section]))];

    private static readonly ImmutableArray<string> Questions = Words["Questions"];
    private static readonly ImmutableArray<string> Consent = Words["Consent"];
    private static readonly ImmutableArray<string> Parked = Words["Parked"];
    private static readonly ImmutableArray<string> Suspended = Words["Suspended"];
    private static readonly ImmutableArray<string> Maintenance = Words["Maintenance"];
    private static readonly ImmutableArray<string> NotHere = Words["NotHere"];
    private static readonly ImmutableArray<string> ServerDefault = Words["ServerDefault"];
    private static readonly ImmutableArray<string> LoginTitles = Words["LoginTitles"];
    private static readonly ImmutableArray<string> LoginPaths = Words["LoginPaths"];
    private static readonly ImmutableArray<string> NotFoundTitles = Words["NotFoundTitles"];

    /// <summary>Names the cause; null: it is no web page.</summary>
    /// <param name="contentType">As sent.</param>
    /// <param name="url">Where it was found.</param>
    public static FetchResult.Failed? Describe(ReadOnlySpan<byte> body, string? contentType, Uri url)
    {
        var page = Decoded(body[..Math.Min(body.Length, LookedAtBytes)]);
        if (string.IsNullOrWhiteSpace(page.Trim('\uFEFF')))
        {
            return new FetchResult.Failed(PollFailure.Empty, $"{url.IdnHost} sent an empty answer.");
        }

        var text = page.ToLowerInvariant();
        if (!IsPage(text, contentType))
        {
            return null;
        }

        var host = url.IdnHost;
        var title = Title(page, text);
        var signs = Signs(title, text);
        var isShort = page.Length < ShortPageCharacters;
        return Standing(signs, host)
            ?? (FeedLink(page, text, url) is { } feed
                ? new(PollFailure.WebPage, $"This is a web page{Named(title)}, not a feed; the feed it names is {feed}")
                : InPlaceOfFeed(signs, title, url) ?? (isShort && HasAny(signs, Questions) ? Challenge("a check for robots", host) : new(PollFailure.WebPage, $"This is a web page{Named(title)}, not a feed.")));
    }

    /// <summary>What keeps everybody out, whatever the page may name besides; null: nothing.</summary>
    private static FetchResult.Failed? Standing(string signs, string host) =>
        GuardOf(signs) is { } guard ? Challenge(guard, host)
            : HasAny(signs, Parked) ? new(PollFailure.ParkedDomain, $"{host} shows a parking page; the domain may have expired or be for sale.")
            : HasAny(signs, Suspended) ? new(PollFailure.SuspendedSite, $"{host} was suspended by its hosting company.")
            : null;

    /// <summary>What a page shows instead of a feed for now, or to us; null: nothing that is known.</summary>
    private static FetchResult.Failed? InPlaceOfFeed(string signs, string title, Uri url)
    {
        var host = url.IdnHost;
        return HasAny(signs, Consent) || host.StartsWith("consent.", StringComparison.Ordinal)
                ? new(PollFailure.ConsentPage, $"{host} wants a consent to cookies before it shows the feed.")
            : IsLogin(signs, title, url) ? new(PollFailure.LoginPage, $"{host} shows a login page instead of the feed.")
            : HasAny(signs, NotHere) ? new(PollFailure.NotInThisCountry, $"{host} does not show this to the country we ask from.")
            : HasAny(signs, Maintenance) ? new(PollFailure.Maintenance, $"{host} is under maintenance.")
            : HasAny(signs, ServerDefault) ? new(PollFailure.WebPage, $"{host} shows the default page of its server; there is no feed.")
            : HasAny(title.ToLowerInvariant(), NotFoundTitles) ? new(PollFailure.NotFound, $"{host} shows a \"not found\" page instead of a feed.")
            : null;
    }

    internal static FetchResult.Failed Challenge(string guard, string host) => new(
        PollFailure.Challenge, $"{host} is guarded by {guard}, which lets only browsers through; ask the publisher to let feed readers pass.");

    /// <summary>Who guards the site with a challenge page; null: it is none.</summary>
    internal static string? ChallengeIn(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        var page = Decoded(body);
        var text = page.ToLowerInvariant();
        return GuardOf(Signs(Title(page, text), text));
    }

    private static string? GuardOf(string signs) => Array.Find(Challenges, challenge => HasAny(signs, challenge.Signs)).Guard;

    private static string Signs(string title, string text) =>
        $"title:{title.ToLowerInvariant()}\n{text.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)}";

    /// <summary>UTF-8, or what old Arabic sites send without saying so. The last letter may be cut.</summary>
    private static string Decoded(ReadOnlySpan<byte> body)
    {
        const int LongestLetter = 4;
        var isUtf8 = false;
        for (var cut = 0; cut < LongestLetter && cut <= body.Length; cut++)
        {
            isUtf8 |= Utf8.IsValid(body[..^cut]);
        }

        return (isUtf8 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(1256)!).GetString(body);
    }

    private static bool IsPage(string text, string? contentType)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 2048)).TrimStart("\uFEFF \t\r\n");
        return start.StartsWith("<!doctype html") || start.StartsWith("<html") || start.StartsWith("<head") || start.StartsWith("<body")
            || (start.StartsWith('<') && (start.Contains("<!doctype html", StringComparison.Ordinal) || start.Contains("<html", StringComparison.Ordinal)))
            || (contentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true && !IsFeedRoot(start));
    }

    private static bool IsFeedRoot(ReadOnlySpan<char> start) =>
        start.StartsWith("<?xml") || start.StartsWith("<rss") || start.StartsWith("<feed") || start.StartsWith("<rdf") || start.StartsWith("{");

    private static bool IsLogin(string signs, string title, Uri url) =>
        signs.Contains("type=password", StringComparison.Ordinal) || HasAny(title.ToLowerInvariant(), LoginTitles)
        || url.AbsolutePath.ToLowerInvariant().Split('/').Any(LoginPaths.Contains);

    private static string Title(string page, string text)
    {
        var from = text.IndexOf("<title", StringComparison.Ordinal);
        from = from < 0 ? -1 : text.IndexOf('>', from);
        var to = from < 0 ? -1 : text.IndexOf("</title", from, StringComparison.Ordinal);
        return to < 0 ? "" : Shown(WebUtility.HtmlDecode(page[(from + 1)..to]), MaxTitleLength);
    }

    private static string Named(string title) => title.Length == 0 ? "" : $" (\"{title}\")";

    /// <summary>The first feed a page offers in its head, absolute; null: none.</summary>
    private static string? FeedLink(string page, string text, Uri url)
    {
        for (var at = text.IndexOf("<link", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<link", at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf('>', at);
            if (end < 0)
            {
                return null;
            }

            var tag = text[at..end];
            var isFeed = tag.Contains("application/rss+xml", StringComparison.Ordinal) || tag.Contains("application/atom+xml", StringComparison.Ordinal)
                || tag.Contains("application/feed+json", StringComparison.Ordinal);
            if (isFeed && tag.Contains("alternate", StringComparison.Ordinal) && Href(page[at..end]) is { } href
                && Uri.TryCreate(url, WebUtility.HtmlDecode(href), out var feed) && feed.Scheme is "http" or "https")
            {
                return Shown(AnswerHeaders.WithoutSecrets(feed).AbsoluteUri, 500);
            }

            at = end;
        }

        return null;
    }

    private static string? Href(string tag)
    {
        var at = tag.IndexOf("href=", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at + 5 >= tag.Length)
        {
            return null;
        }

        var value = tag[(at + 5)..].TrimStart();
        var end = value is ['"' or '\'', ..] ? value.IndexOf(value[0], 1) : value.AsSpan().IndexOfAny(" \t\r\n");
        return value is ['"' or '\'', ..] ? (end < 0 ? null : value[1..end]) : (end < 0 ? value : value[..end]);
    }

    // Shown to people in logs and pages: one line, no controls, nothing that turns the writing direction.
    private static string Shown(string text, int maxLength)
    {
        var shown = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if ((isSpace && (shown.Length == 0 || shown[^1] == ' ')) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format)
            {
                continue;
            }

            if (shown.Length >= maxLength)
            {
                return shown.ToString().TrimEnd() + "…";
            }

            shown.Append(isSpace ? " " : rune.ToString());
        }

        return shown.ToString().TrimEnd();
    }

    private static bool HasAny(string text, ImmutableArray<string> signs) => signs.Any(sign => text.Contains(sign, StringComparison.Ordinal));
}
