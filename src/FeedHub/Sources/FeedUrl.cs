using System.Globalization;

namespace FeedHub.Sources;

/// <summary>A feed's address as people write it: http, https, or a file beside feeds.json.</summary>
public static class FeedUrl
{
    private const int MaxLength = 8_000;

    /// <summary>Of an address that may be meant for the web: <c>example.org</c>.</summary>
    public static Phrase NoScheme { get; } = new("The address has no scheme.", "العنوان بلا https:// في أوله.");

    /// <summary>An absolute http, https or file address; else a mistake and what to write.</summary>
    /// <param name="folder">Where relative files are looked for.</param>
    public static (Uri? Url, Phrase? Mistake, Phrase? Suggestion) Parse(string written, string folder)
    {
        var text = TrimInvisible(written);
        if (text.Length == 0)
        {
            return (null, new("The address is empty.", "العنوان فارغ."), new("Write the address of a feed: \"https://…\".", "اكتب عنوان خلاصة: \"https://…\"."));
        }

        if (text.Length > MaxLength || text.Any(char.IsControl))
        {
            return (null, new("This is no address.", "هذا ليس عنواناً."), new("Write the address of a feed: \"https://…\".", "اكتب عنوان خلاصة: \"https://…\"."));
        }

        var scheme = SchemeOf(text);
        return scheme switch
        {
            "http" or "https" => Web(text),
            "file" => File(text, folder),
            "feed" => (null, new("Addresses that start with feed: are for browsers.", "العناوين التي تبدأ بـ feed: للمتصفحات."), new($"Write \"{Shown(WithoutFeedScheme(text))}\".", $"اكتب \"{Shown(WithoutFeedScheme(text))}\".")),
            null => WithoutScheme(text, folder),
            _ when SameScheme(scheme) is { } near => (null, new($"There is no scheme \"{scheme}:\".", $"لا بروتوكول باسم \"{scheme}:\"."), new($"Did you mean \"{near}://…\"?", $"أتقصد \"{near}://…\"؟")),
            _ => (null, new($"Addresses that start with {Wording.Shown(scheme)}: cannot be followed.", $"لا يمكن تتبع عنوان يبدأ بـ {Wording.Shown(scheme)}:"), new("Write an address that starts with https:// or http://, or a file.", "اكتب عنواناً يبدأ بـ https:// أو http://، أو اسم ملف.")),
        };
    }

    /// <summary>The address of a file, whatever letters its name has: <see cref="Uri"/> alone takes <c>%41</c> in a path for an A.</summary>
    public static Uri OfFile(string path) =>
        OperatingSystem.IsWindows()
            ? new Uri(Path.GetFullPath(path))
            : new Uri("file://" + Uri.EscapeDataString(Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal));

    /// <summary>An absolute http(s) address, its host in ASCII.</summary>
    internal static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckWebAddress(string written)
    {
        var (url, mistake, suggestion) = Parse(written, "");
        return url is { IsFile: true } || (url is null && !written.Contains(':', StringComparison.Ordinal))
            ? (null, new($"\"{Wording.Shown(written)}\" is no web address.", $"ليس \"{Wording.Shown(written)}\" عنوان ويب."), new("Write one that starts with https://.", "اكتب عنواناً يبدأ بـ https://"))
            : url is null ? (null, mistake, suggestion)
            : (new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri, null, null);
    }

    /// <summary>Equal for two spellings of one address: http or https, any fragment, default ports, letters percent-encoded or not.</summary>
    public static string Key(Uri url) =>
        url.IsFile ? url.LocalPath : $"{url.UserInfo}@{Place(url)}{url.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped)}";

    /// <summary>Equal also where <c>www.</c> or a slash at the end is all that differs, which most servers take for the same.</summary>
    public static string Likeness(Uri url)
    {
        var key = Key(url).TrimEnd('/', '?');
        return key.Replace("@www.", "@", StringComparison.Ordinal);
    }

    private static string Place(Uri url) => url.IsDefaultPort ? url.IdnHost : FormattableString.Invariant($"{url.IdnHost}:{url.Port}");

    /// <summary>White space, direction marks and joiners that came along when copying.</summary>
    private static string TrimInvisible(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsInvisible(text[start]))
        {
            start++;
        }

        while (end > start && IsInvisible(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static bool IsInvisible(char letter) =>
        char.IsWhiteSpace(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    /// <summary>RFC 3986 §3.1, lower-case; null: none. One letter is a Windows drive.</summary>
    private static string? SchemeOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isScheme = colon > 1 && char.IsAsciiLetter(text[0])
            && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeLetters) < 0
            && !(colon + 1 < text.Length && char.IsAsciiDigit(text[colon + 1]));
        return isScheme ? text[..colon].ToLowerInvariant() : null;
    }

    private static System.Buffers.SearchValues<char> SchemeLetters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-");

    private static string? SameScheme(string scheme) => Wording.Nearest(scheme, ["https", "http"]);

    private static (Uri? Url, Phrase? Mistake, Phrase? Suggestion) Web(string text)
    {
        var inner = text.FirstOrDefault(letter => char.IsWhiteSpace(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format);
        if (inner != '\0')
        {
            return (null, inner == ' ' ? new("The address holds a space.", "في العنوان مسافة.") : new($"The address holds an invisible character (U+{(int)inner:X4}).", $"في العنوان محرف خفي (U+{(int)inner:X4})."), new("Remove it, or copy the address again.", "احذف هذا المحرف أو انسخ العنوان ثانية."));
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || !text.Contains("://", StringComparison.Ordinal))
        {
            return (null, new($"\"{Shown(text)}\" is no address.", $"ليس \"{Shown(text)}\" عنواناً."), Slipped(text) is { } meant ? new($"Write \"{Shown(meant)}\".", $"اكتب \"{Shown(meant)}\".") : new("Write it as a browser shows it: \"https://example.org/feed\".", "اكتبه كما يظهر في المتصفح: \"https://example.org/feed\"."));
        }

        return (url, null, null);
    }

    private static (Uri? Url, Phrase? Mistake, Phrase? Suggestion) File(string text, string folder) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { IsFile: true, IsUnc: false }
            ? Existing(url.LocalPath, text)
            : Existing(Path.Combine(folder, text["file:".Length..]), text);

    private static (Uri? Url, Phrase? Mistake, Phrase? Suggestion) WithoutScheme(string text, string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, text));
        if (System.IO.File.Exists(path))
        {
            return Existing(path, text);
        }

        if (Slipped(text) is { } meant)
        {
            return (null, new($"\"{Shown(text)}\" is no address.", $"ليس \"{Shown(text)}\" عنواناً."), new($"Write \"{Shown(meant)}\".", $"اكتب \"{Shown(meant)}\"."));
        }

        var host = text.TrimStart('/').Split('/', '?')[0];
        return LooksLikeHost(host) && !text.StartsWith('.') && (!text.StartsWith('/') || text.StartsWith("//", StringComparison.Ordinal))
            ? (null, NoScheme, new($"Write \"{Shown("https://" + text.TrimStart('/'))}\".", $"اكتب \"{Shown("https://" + text.TrimStart('/'))}\"."))
            : Existing(path, text);
    }

    /// <summary><c>https:/a.example</c>, <c>https//a.example</c> or <c>http:\\a.example</c> as it was meant; null: something else.</summary>
    private static string? Slipped(string text)
    {
        var scheme = text.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? "https"
            : text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "http"
            : null;
        var rest = scheme is null ? "" : text[scheme.Length..].TrimStart(':', '/', '\\');
        return scheme is not null && text.Length > scheme.Length + rest.Length && LooksLikeHost(rest.Split('/', '?')[0])
            && !text.StartsWith(scheme + "://" + rest, StringComparison.OrdinalIgnoreCase)
            ? $"{scheme}://{rest}"
            : null;
    }

    private static bool LooksLikeHost(string host)
    {
        var name = host.Split(':')[0];
        var ending = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        return name == "localhost"
            || (name.Contains('.', StringComparison.Ordinal) && ending.Length >= 2 && ending is not ("xml" or "rss" or "atom" or "json" or "rdf" or "opml"));
    }

    private static (Uri? Url, Phrase? Mistake, Phrase? Suggestion) Existing(string path, string written) =>
        System.IO.File.Exists(path) ? (OfFile(path), null, null)
        : Directory.Exists(path) ? (null, new($"\"{Wording.Shown(written)}\" is a folder.", $"إن \"{Wording.Shown(written)}\" مجلد."), new("Name a file in it.", "سمّ ملفاً فيه."))
        : (null, new($"There is no file \"{Wording.Shown(written)}\".", $"لا وجود للملف \"{Wording.Shown(written)}\"."), new("Write an address that starts with https://, or the path of a file.", "اكتب عنواناً يبدأ بـ https:// أو مسار ملف."));

    private static string WithoutFeedScheme(string text)
    {
        var rest = text["feed:".Length..];
        return rest.StartsWith("//", StringComparison.Ordinal) ? "https:" + rest : rest;
    }

    /// <summary>Mistakes go to logs; passwords do not.</summary>
    private static string Shown(string text) => Wording.Shown(WithoutPassword(text));

    private static string WithoutPassword(string text)
    {
        var at = text.LastIndexOf('@');
        var slashes = text.IndexOf("//", StringComparison.Ordinal);
        return at > slashes && slashes > 0 ? text[..(slashes + 2)] + "…" + text[at..] : text;
    }
}
