using System.Buffers;
using System.Net;
using System.Text;
using AngleSharp.Html;

namespace FeedHub.Cleaning;

/// <summary>Mends, before it is read as HTML, what would cost a body its text.</summary>
internal static class MarkupSource
{
    /// <summary>Longer bodies are cut: no article is a megabyte of characters.</summary>
    public const int MaxLength = 1 << 20;

    private const string CommentStart = "<!--";
    private const int LongestTag = 2048;
    private const int LongestReference = 34;

    /// <summary>What the lead bytes of Arabic in UTF-8 look like as references to Latin letters.</summary>
    private static readonly SearchValues<string> LeadBytes = SearchValues.Create(["&Oslash;", "&Ugrave;", "&#216;", "&#217;"], StringComparison.Ordinal);

    private static readonly SearchValues<string> Oddities =
        SearchValues.Create(["]]>", "<![CDATA[", CommentStart, "&Oslash;", "&Ugrave;", "&#216;", "&#217;"], StringComparison.Ordinal);

    private static readonly SearchValues<char> Markup = SearchValues.Create(['<', '&', Characters.LiteralLess, Characters.LiteralAmpersand]);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly SearchValues<char> AsciiLettersAndDigits =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Bounded, repaired, without CDATA wrappers and comments that never end.</summary>
    public static string Prepare(string html)
    {
        if (html.Length > MaxLength)
        {
            html = Cut(html);
        }

        // Most bodies hold none of these, and one look is enough to say so.
        var isOdd = html.AsSpan().ContainsAny(Oddities);
        html = (isOdd ? RepairReferences(html) : null) ?? (MayBeMojibake(html) ? ArabicText.RepairMojibake(html) : html);
        html = html.Replace("\0", "", StringComparison.Ordinal);
        return isOdd ? EndComments(html.Replace("<![CDATA[", "", StringComparison.Ordinal).Replace("]]>", "", StringComparison.Ordinal)) : html;
    }

    /// <summary>The text holds a tag or a reference that whoever reads it as HTML would take for one.</summary>
    public static bool HoldsMarkup(ReadOnlySpan<char> text)
    {
        for (var i = NextMarkup(text, 0); i >= 0; i = NextMarkup(text, i + 1))
        {
            if (text[i] is '<' ? IsTag(text[i..]) : text[i] is '&' && IsReference(text[i..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Markup that is still in the text after reading was escaped twice. Returns HTML in which only that is live; null where there is none.</summary>
    public static string? Unescape(ReadOnlySpan<char> text)
    {
        StringBuilder? result = null;
        var live = false;
        var copied = 0;
        for (var i = NextMarkup(text, 0); i >= 0; i = NextMarkup(text, i + 1))
        {
            if (text[i] is '<' ? IsTag(text[i..]) : text[i] is '&' && IsReference(text[i..]))
            {
                live = true;
                continue;
            }

            result ??= new StringBuilder(text.Length + 64);
            result.Append(text[copied..i]).Append(text[i] is '<' or Characters.LiteralLess ? "&lt;" : "&amp;");
            copied = i + 1;
        }

        return !live ? null : result is null ? text.ToString() : result.Append(text[copied..]).ToString();
    }

    /// <summary>Not within a tag, nor between the halves of a pair.</summary>
    private static string Cut(string html)
    {
        var end = MaxLength - (char.IsHighSurrogate(html[MaxLength - 1]) ? 1 : 0);
        var lastTag = html.LastIndexOf('<', end - 1);
        var isWhole = lastTag < 0 || html.IndexOf('>', lastTag, end - lastTag) >= 0;
        return html[..(isWhole ? end : lastTag)];
    }

    private static int NextMarkup(ReadOnlySpan<char> text, int from)
    {
        var at = text[from..].IndexOfAny(Markup);
        return at < 0 ? -1 : from + at;
    }

    /// <summary>htmlentities() of old PHP took UTF-8 for Latin-1 and wrote each byte as a reference; null: it was not at work here.</summary>
    private static string? RepairReferences(string html)
    {
        if (!html.AsSpan().ContainsAny(LeadBytes))
        {
            return null;
        }

        var decoded = DecodeLatin(html);
        var repaired = ArabicText.RepairMojibake(decoded);
        return ReferenceEquals(repaired, decoded) ? null : repaired;
    }

    /// <summary>Quick: whatever Arabic was mistaken for, it shows accented letters, or alef and lam of UTF-8 as windows-1256.</summary>
    private static bool MayBeMojibake(string html) =>
        html.AsSpan().ContainsAnyInRange('\u00C0', '\u00FF')
        || html.Contains("ط§", StringComparison.Ordinal)
        || html.Contains("ظ„", StringComparison.Ordinal);

    /// <summary>Decodes the references to what a byte can be as windows-1252; markup stays escaped.</summary>
    private static string DecodeLatin(string html)
    {
        var result = new StringBuilder(html.Length);
        var copied = 0;
        for (var at = html.IndexOf('&', StringComparison.Ordinal); at >= 0; at = html.IndexOf('&', at + 1))
        {
            var end = ReferenceEnd(html.AsSpan(at));
            if (end > 0 && WebUtility.HtmlDecode(html.Substring(at, end)) is [>= '\u0080'] decoded)
            {
                result.Append(html, copied, at - copied).Append(decoded);
                copied = at + end;
            }
        }

        return result.Append(html, copied, html.Length - copied).ToString();
    }

    private static string EndComments(string html)
    {
        for (var start = html.IndexOf(CommentStart, StringComparison.Ordinal); start >= 0;)
        {
            var end = html.IndexOf("-->", start + 2, StringComparison.Ordinal);
            end = end >= 0 ? end : html.IndexOf("--!>", start + 2, StringComparison.Ordinal);
            if (end < 0)
            {
                return string.Concat(html.AsSpan(0, start), html[start..].Replace(CommentStart, "", StringComparison.Ordinal));
            }

            start = html.IndexOf(CommentStart, end + 1, StringComparison.Ordinal);
        }

        return html;
    }

    /// <summary>A tag of HTML, a comment or a CDATA wrapper; <c>&lt; 5</c> and <c>&lt;لا&gt;</c> are none.</summary>
    private static bool IsTag(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(CommentStart, StringComparison.Ordinal) || text.StartsWith("<![CDATA[", StringComparison.Ordinal))
        {
            return true;
        }

        var name = text[(text.Length > 1 && text[1] == '/' ? 2 : 1)..];
        var length = 0;
        Span<char> lower = stackalloc char[16];
        while (length < name.Length && length < lower.Length && char.IsAsciiLetterOrDigit(name[length]))
        {
            lower[length] = char.ToLowerInvariant(name[length]);
            length++;
        }

        return length > 0 && length < name.Length
            && (name[length] is '>' or '/' || (char.IsWhiteSpace(name[length]) && name[length..Math.Min(name.Length, length + LongestTag)].Contains('>')))
            && HtmlElement.Find(lower[..length]) != HtmlElement.Unknown;
    }

    private static bool IsReference(ReadOnlySpan<char> text)
    {
        var end = ReferenceEnd(text);
        return end > 0 && (text[1] == '#' || HtmlEntityProvider.Resolver.GetSymbol(text[1..end].ToString()) is not null);
    }

    /// <summary>Length of a character reference that is written in full, with its semicolon; 0: it is none.</summary>
    private static int ReferenceEnd(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestReference)].IndexOf(';');
        if (end < 2)
        {
            return 0;
        }

        var body = text[1..end];
        var isSound = body[0] != '#' ? !body.ContainsAnyExcept(AsciiLettersAndDigits)
            : body.Length > 2 && body[1] is 'x' or 'X' ? !body[2..].ContainsAnyExcept(HexDigits)
            : body.Length > 1 && !body[1..].ContainsAnyExceptInRange('0', '9');
        return isSound ? end + 1 : 0;
    }
}
