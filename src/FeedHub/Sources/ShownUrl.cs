namespace FeedHub.Sources;

/// <summary>What others may see of a feed's address: no user, no password, and no key or token of its query.</summary>
public static class ShownUrl
{
    private const string Hidden = "…";

    /// <summary>Endings of the names of query parameters that let their holder in, in small letters and without signs between.</summary>
    private static readonly string[] Secrets =
        ["key", "token", "secret", "password", "passwd", "passwort", "pass", "pwd", "pw", "auth", "authorization", "sig", "signature", "session", "sessionid", "sid", "jwt"];

    /// <summary>The address itself where nothing of it is secret.</summary>
    public static Uri Of(Uri url)
    {
        if (!url.IsAbsoluteUri || url.IsFile || (url.UserInfo.Length == 0 && url.Query.Length == 0))
        {
            return url;
        }

        var written = url.Query.Length == 0 ? "" : url.Query[1..];
        var query = string.Join('&', written.Split('&').Select(Shown));
        return url.UserInfo.Length == 0 && query == written ? url : new UriBuilder(url) { UserName = "", Password = "", Query = query }.Uri;
    }

    /// <summary>As text; of a file its name alone: where this machine keeps it is nobody's business.</summary>
    public static string TextOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsFile ? Path.GetFileName(url.LocalPath) : Of(url).ToString();
    }

    /// <summary>It was written by <see cref="Of"/> and lacks its key.</summary>
    public static bool IsMasked(Uri url) => Uri.UnescapeDataString(url.Query).Contains("=" + Hidden, StringComparison.Ordinal);

    private static string Shown(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < parameter.Length - 1 && IsSecret(Uri.UnescapeDataString(parameter[..equals])) ? parameter[..(equals + 1)] + Hidden : parameter;
    }

    private static bool IsSecret(string name)
    {
        var letters = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return Array.Exists(Secrets, secret => letters.EndsWith(secret, StringComparison.Ordinal));
    }
}
