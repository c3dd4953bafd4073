using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FeedHub.Cleaning;

/// <summary>The key under which one page is known, however its link was written.</summary>
public static class CanonicalUrl
{
    private const int MaxLength = 4_096;
    private const int MaxUnwraps = 3;

    /// <summary>Only what never names an article: cid, sid, id, ref, source and the like are article ids on Arabic PHP sites.</summary>
    private static readonly FrozenSet<string> Tracking = new[]
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "xtor", "xtref",
        "_ga", "_gl", "_hsenc", "_hsmi", "__twitter_impression", "at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3", "at_custom4", "at_link_id",
        "at_link_type", "at_link_origin", "at_format", "at_ptr_name", "at_bbc_team", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee",
        "ocid", "cmpid", "cmp", "wt_mc", "wt.mc_id", "wt_zmc", "oly_enc_id", "oly_anon_id", "vero_id", "vero_conv", "rb_clickid", "s_cid", "spm", "guccounter",
        "guce_referrer", "guce_referrer_sig", "gs_lcrp", "ved", "usqp", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "hootpostid", "trk",
        "trkcampaign", "sc_campaign", "sc_channel", "sc_content", "sc_medium", "sc_outcome", "sc_geo", "sc_country", "maca", "feature_source", "amp",
        "outputtype", "phpsessid", "jsessionid", "aspsessionid", "sessionid",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] TrackingPrefixes = ["utm_", "hsa_", "pk_", "piwik_", "mtm_", "matomo_", "oly_", "_branch_"];

    private static readonly FrozenSet<string> IndexFiles = new[]
    {
        "index.php", "index.html", "index.htm", "index.asp", "index.aspx", "index.jsp", "default.asp", "default.aspx", "default.htm", "default.html", "index.shtml",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>In a path these have a meaning when bare, so a percent-encoded one stays encoded.</summary>
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("/?#%&=+;:@!$,'()*[]\\ \"<>^`{|}");

    /// <summary>Empty where <paramref name="link"/> is no http(s) address.</summary>
    public static string Key(string? link)
    {
        if (string.IsNullOrWhiteSpace(link) || link.Length > MaxLength)
        {
            return "";
        }

        var address = Plain(link);
        for (var unwrapped = 0; unwrapped < MaxUnwraps && Unwrap(address) is { } inner; unwrapped++)
        {
            address = inner;
        }

        return Split(address) is { } parts && Host(parts.Authority) is { Length: > 0 } host
            ? host + Path(parts.Path) + Query(parts.Query)
            : "";
    }

    /// <summary>The link as it stands, without the parameters that <see cref="Key"/> leaves out for telling only how somebody came there.</summary>
    public static string WithoutTracking(string link)
    {
        ArgumentNullException.ThrowIfNull(link);
        var start = link.IndexOf('?', StringComparison.Ordinal);
        var fragment = link.IndexOf('#', StringComparison.Ordinal);
        if (start < 0 || (fragment >= 0 && fragment < start))
        {
            return link;
        }

        var end = fragment < 0 ? link.Length : fragment;
        var pairs = link[(start + 1)..end].Split('&');
        var kept = pairs.Where(pair => !IsTracking(pair.Split('=', 2)[0])).ToList();
        return kept.Count == pairs.Length ? link : $"{link[..start]}{(kept.Count == 0 ? "" : "?")}{string.Join('&', kept)}{link[end..]}";
    }

    private static string Plain(string link)
    {
        var plain = new StringBuilder(link.Length);
        foreach (var c in link.AsSpan().Trim())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static (string Authority, string Path, string Query)? Split(string address)
    {
        var rest = address.StartsWith("//", StringComparison.Ordinal) ? address[2..]
            : address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? address[7..]
            : address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? address[8..]
            : null;
        if (rest is null)
        {
            return null;
        }

        rest = rest.Split('#', 2)[0];
        var query = rest.Split('?', 2);
        var slash = query[0].IndexOfAny(['/', '\\']);
        return (slash < 0 ? query[0] : query[0][..slash], slash < 0 ? "" : query[0][slash..], query.Length > 1 ? query[1] : "");
    }

    /// <summary>Empty: no host.</summary>
    private static string Host(string authority)
    {
        var host = authority[(authority.LastIndexOf('@') + 1)..].ToLowerInvariant();
        var port = "";
        var colon = host.LastIndexOf(':');
        if (colon > 0 && host[^1] != ']')
        {
            (host, port) = (host[..colon], host[colon..]);
        }

        host = Ascii(host.TrimEnd('.'));
        foreach (var prefix in (string[])["www.", "m.", "mobile.", "amp.", "wap."])
        {
            if (host.StartsWith(prefix, StringComparison.Ordinal) && host.AsSpan().Count('.') >= 2)
            {
                host = host[prefix.Length..];
            }
        }

        return port is "" or ":" or ":80" or ":443" ? host : host + port;
    }

    private static string Ascii(string host)
    {
        try
        {
            return host.All(char.IsAscii) ? host : new IdnMapping { AllowUnassigned = true }.GetAscii(ArabicText.Compose(host));
        }
        catch (ArgumentException)
        {
            return host;
        }
    }

    private static string Path(string path)
    {
        var session = path.IndexOf(";jsessionid", StringComparison.OrdinalIgnoreCase);
        var decoded = Decode(session < 0 ? path : path[..session], isQuery: false);
        var segments = decoded.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (segments.Count > 0 && (segments[^1].Equals("amp", StringComparison.OrdinalIgnoreCase) || IndexFiles.Contains(segments[^1])))
        {
            segments.RemoveAt(segments.Count - 1);
        }

        return segments.Count == 0 ? "" : "/" + string.Join('/', segments);
    }

    private static string Query(string query)
    {
        var kept = query.Replace("&amp;", "&", StringComparison.Ordinal).Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !IsTracking(pair.Split('=', 2)[0]))
            .Select(pair => Decode(pair, isQuery: true))
            .Order(StringComparer.Ordinal)
            .ToList();
        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }

    private static bool IsTracking(string name) =>
        Tracking.Contains(name) || TrackingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Percent-encoded UTF-8 becomes letters; delimiters, and bytes that are not UTF-8, stay encoded, in capitals.</summary>
    private static string Decode(string text, bool isQuery)
    {
        var decoded = new StringBuilder(text.Length);
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
                continue;
            }

            Flush();
            decoded.Append(text[i] switch
            {
                ' ' => "%20",
                '+' when isQuery => "%20",
                '\\' => "/",
                var c => c.ToString(),
            });
        }

        Flush();
        return ArabicText.Compose(decoded.ToString());

        void Flush()
        {
            AppendDecoded(decoded, [.. bytes]);
            bytes.Clear();
        }
    }

    private static void AppendDecoded(StringBuilder decoded, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            var isLetter = status == OperationStatus.Done && (!rune.IsAscii || !(char.IsControl((char)rune.Value) || Delimiters.Contains((char)rune.Value)));
            if (isLetter && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control)
            {
                bytes = bytes[consumed..];
                continue;
            }

            if (isLetter)
            {
                decoded.Append(rune.ToString());
            }
            else
            {
                foreach (var unit in bytes[..consumed])
                {
                    decoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
                }
            }

            bytes = bytes[consumed..];
        }
    }

    /// <summary>What a redirector or an AMP cache wraps; null: the address itself.</summary>
    private static string? Unwrap(string address)
    {
        if (Split(address) is not { } parts)
        {
            return null;
        }

        var host = parts.Authority.ToLowerInvariant();
        if (host.EndsWith(".cdn.ampproject.org", StringComparison.Ordinal) || host == "cdn.ampproject.org")
        {
            return AfterMarker(parts, 2);
        }

        if (IsGoogle(host))
        {
            return parts.Path.StartsWith("/amp/", StringComparison.Ordinal) ? AfterMarker((parts.Authority, parts.Path["/amp".Length..], parts.Query), 0)
                : parts.Path == "/url" ? Parameter(parts.Query, "url") ?? Parameter(parts.Query, "q")
                : null;
        }

        string[] parameters = (host, parts.Path) switch
        {
            ("l.facebook.com" or "lm.facebook.com" or "l.instagram.com" or "l.messenger.com", _) or ("www.facebook.com", "/l.php") => ["u"],
            ("out.reddit.com" or "t.umblr.com" or "away.vk.com", _) => ["url", "z", "to"],
            ("www.youtube.com", "/redirect") => ["q"],
            ("www.bing.com", "/news/apiclick.aspx") => ["url"],
            _ => [],
        };
        return parameters.Select(name => Parameter(parts.Query, name)).FirstOrDefault(target => target is not null);
    }

    private static bool IsGoogle(string host) =>
        host is "google.com" or "www.google.com" || (host.StartsWith("www.google.", StringComparison.Ordinal) && host.Length <= "www.google.com.sa".Length);

    /// <summary>The address after <c>/c/s/</c> and the like: a letter for the kind, then perhaps <c>s</c> for https.</summary>
    private static string? AfterMarker((string Authority, string Path, string Query) parts, int atMost)
    {
        var segments = parts.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        for (var dropped = 0; dropped <= atMost && segments.Count > 0 && segments[0].Length == 1; dropped++)
        {
            segments.RemoveAt(0);
        }

        return segments.Count > 0 && segments[0].Contains('.', StringComparison.Ordinal)
            ? "https://" + string.Join('/', segments) + (parts.Query.Length > 0 ? "?" + parts.Query : "")
            : null;
    }

    private static string? Parameter(string query, string name)
    {
        var found = query.Split('&').FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal));
        var value = found is null ? null : Uri.UnescapeDataString(found[(name.Length + 1)..]);
        return value is not null && value.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? value : null;
    }
}
