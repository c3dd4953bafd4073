using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Sources;

/// <summary>The name of a source that has none: made from its address alone, so that neither its neighbours nor its place in the file change it.</summary>
public static class FeedId
{
    internal const string Pattern = "^[a-z0-9](-?[a-z0-9])*$";

    internal const int MaxLength = 80;

    private const int MaxSlug = 40;

    /// <summary>Words of an address that say nothing of whose it is.</summary>
    private static readonly HashSet<string> Plain = ["www", "feed", "feeds", "rss", "xml", "atom", "index", "php", "aspx", "default", "com", "net", "org", "html"];

    /// <summary><c>https://www.enabbaladi.net/feed</c> gives <c>enabbaladi-</c> and 8 characters. Secrets in passwords and queries do not show; http or https is the same.</summary>
    /// <param name="folder">Of feeds.json: files are known by their path from there.</param>
    public static string From(Uri url, string folder)
    {
        var known = url.IsFile
            ? Path.GetRelativePath(folder, url.LocalPath).Replace('\\', '/')
            : FormattableString.Invariant($"{url.IdnHost}{(url.IsDefaultPort ? "" : ":" + url.Port)}{url.PathAndQuery}");
        var words = url.IsFile ? known : url.IdnHost + "/" + url.AbsolutePath;
        var user = url.UserInfo.Split(':')[0];
        return Slug(words) + "-" + Hash(user.Length == 0 ? known : user + "@" + known);
    }

    internal static (string? Value, Phrase? Mistake, Phrase? Suggestion) Check(string id)
    {
        if (id.Length <= MaxLength && id.All(IsLetter) && id[0] != '-' && id[^1] != '-' && !id.Contains("--", StringComparison.Ordinal))
        {
            return (id, null, null);
        }

        var slug = Slug(id);
        return (null, new($"\"{Wording.Shown(id)}\" is no id.", $"لا يصلح \"{Wording.Shown(id)}\" معرّفاً."), slug == "feed" ? new("Write small letters a-z, digits and single -.", "اكتب أحرفاً لاتينية صغيرة a-z وأرقاماً وشرطات - مفردة.") : new($"Write \"{slug}\": small letters a-z, digits and single -.", $"اكتب \"{slug}\": أحرف لاتينية صغيرة a-z وأرقام وشرطات - مفردة."));
    }

    private static bool IsLetter(char letter) => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';

    private static string Slug(string text)
    {
        var words = new string([.. text.ToLowerInvariant().Select(letter => IsLetter(letter) ? letter : '-')])
            .Split('-', StringSplitOptions.RemoveEmptyEntries);
        var telling = words.Where(word => !Plain.Contains(word)).ToList();
        var slug = string.Join('-', telling.Count > 0 ? telling : [.. words]);
        slug = slug.Length > MaxSlug ? slug[..MaxSlug].TrimEnd('-') : slug;
        return slug.Length == 0 ? "feed" : slug;
    }

    /// <summary>40 bits: among ten thousand feeds of one host two are alike once in twenty thousand lists.</summary>
    private static string Hash(string text)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Concat(Enumerable.Range(0, 8).Select(i => Letters[(int)((hash.Take(5).Aggregate(0UL, (sum, next) => (sum << 8) | next) >> (i * 5)) & 31)]));
    }
}
