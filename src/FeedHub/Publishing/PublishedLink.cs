namespace FeedHub.Publishing;

/// <summary>A web address as RSS wants it (RFC 3986): ASCII only, an Arabic host in its ASCII form. Every reader can open it.</summary>
internal static class PublishedLink
{
    /// <summary>Null: it is no absolute address of the web.</summary>
    public static string? Of(string? link)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var user = uri.UserInfo.Length == 0 ? "" : uri.UserInfo + "@";
        var host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        var port = uri.IsDefaultPort ? "" : FormattableString.Invariant($":{uri.Port}");
        var rest = uri.GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment, UriFormat.UriEscaped);

        // System.Uri leaves brackets be, as in ?ids[]=1; RFC 3986 §3.4 does not.
        return $"{uri.Scheme}://{user}{host}{port}{rest.Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal)}";
    }
}
