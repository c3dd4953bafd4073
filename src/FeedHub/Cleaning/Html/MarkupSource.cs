using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html;

namespace FeedHub.Cleaning;

/// <summary>Mends, before it is read as HTML, what would cost a body its text.</summary>
internal static partial class MarkupSource
{
    /// <summary>Longer bodies are cut: no article is a megabyte of characters.</summary>
    public const int MaxLength = 1 << 20;

    private const string CommentStart = "<!--";
    private const int LongestTag = 2048;
    private const int LongestReference = 34;

    /// <summary>What the lead bytes of Arabic in UTF-8 look like as references to Latin letters.</summary>
    private static readonly SearchValues<string> LeadBytes = SearchValues.Create(["&Oslash;", "&Ugrave;", "&#216;", "&#217;"], StringComparison.Ordinal);

    private static readonly SearchValues<string> Oddities =
        SearchValues.Create(["]]>", "<![CDATA[", CommentStart, "&Oslash;", "&Ugrave;", "&#216;", "&#217;", "&#55", "&#56", "&#xD"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Markup = SearchValues.Create(['<', '&', Characters.LiteralLess, Characters.LiteralAmpersand]);

    /// <summary>What says whether a tag is one: its end, another's beginning, or an attribute.</summary>
    private static readonly SearchValues<char> WithinTag = SearchValues.Create("<>\"'=");

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
        html = isOdd ? EndComments(JoinHalves(html.Replace("<![CDATA[", "", StringComparison.Ordinal).Replace("]]>", "", StringComparison.Ordinal))) : html;
        return html.LastIndexOf('<') > html.LastIndexOf('>') ? EscapeStray(html) : html;
    }

    /// <summary>The same of what is no markup.</summary>
    public static string PreparePlain(string text)
    {
        text = text.Length > MaxLength ? text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] : text;
        return MayBeMojibake(text) ? ArabicText.RepairMojibake(text) : text;
    }

    /// <summary>There is a tag in it, written out or escaped once more.</summary>
    public static bool MayHoldTag(string html)
    {
        for (var i = html.IndexOf('<', StringComparison.Ordinal); i >= 0; i = html.IndexOf('<', i + 1))
        {
            if (IsTag(html.AsSpan(i)))
            {
                return true;
            }
        }

        return html.Contains("&lt;", StringComparison.OrdinalIgnoreCase) || html.Contains("&#60;", StringComparison.Ordinal) || html.Contains("&#x3c;", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Markup that is still in the text after reading was escaped twice. Returns HTML in which only that is live; null where there is none.</summary>
    public static string? Unescape(string text)
    {
        StringBuilder? result = null;
        var live = false;
        var copied = 0;
        var ends = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = NextMarkup(text, 0); i >= 0; i = NextMarkup(text, i + 1))
        {
            if (text[i] is '<' ? IsMeantTag(text, i, open, ends) : text[i] is '&' && IsReference(text.AsSpan(i)))
            {
                live = true;
                continue;
            }

            result ??= new StringBuilder(text.Length + 64);
            result.Append(text.AsSpan(copied, i - copied)).Append(text[i] is '<' or Characters.LiteralLess ? "&lt;" : "&amp;");
            copied = i + 1;
        }

        return !live ? null : result is null ? text : result.Append(text.AsSpan(copied)).ToString();
    }

    /// <summary>A tag that takes no end, has one behind it, or ends what stood before it: one that never closes is spoken of, not written.</summary>
    /// <param name="open">How many of a name are open.</param>
    /// <param name="ends">Where the next end tag of a name stands; each is looked for once.</param>
    private static bool IsMeantTag(string text, int at, Dictionary<string, int> open, Dictionary<string, int> ends)
    {
        if (!IsTag(text.AsSpan(at)))
        {
            return false;
        }

        var (isEnd, start) = text[at + 1] == '/' ? (true, at + 2) : (false, at + 1);
        var length = text.AsSpan(start).IndexOfAnyExcept(AsciiLettersAndDigits);
        var name = length > 0 ? text.Substring(start, length) : "";
        var element = HtmlElement.Find(name.ToLowerInvariant());
        var count = open.GetValueOrDefault(name);
        if (element == HtmlElement.Unknown || element.Is(Traits.Void) || (isEnd && element == HtmlElement.P))
        {
            return true;
        }

        if (isEnd)
        {
            open[name] = Math.Max(0, count - 1);
            return count > 0;
        }

        var isClosed = IsEnded(text, at, name, ends)
            || (element.HasOptionalEnd && (count > 0 || text.IndexOf("<" + name, start, StringComparison.OrdinalIgnoreCase) >= 0));
        open[name] = isClosed ? count + 1 : count;
        return isClosed;
    }

    /// <param name="ends">Where the next end of each name stands, so that a text is searched once for each.</param>
    private static bool IsEnded(string text, int at, string name, Dictionary<string, int> ends)
    {
        if (!ends.TryGetValue(name, out var end) || end < at)
        {
            end = text.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase) is >= 0 and var found ? found : int.MaxValue;
            ends[name] = end;
        }

        return end != int.MaxValue;
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

    /// <summary>A pair of UTF-16 written as two references (<c>&amp;#55357;&amp;#56832;</c>) is one character.</summary>
    private static string JoinHalves(string html) => Halves().Replace(html, static match =>
    {
        var (high, low) = (Half(match.Groups["high"].ValueSpan), Half(match.Groups["low"].ValueSpan));
        return char.IsHighSurrogate(high) && char.IsLowSurrogate(low) ? new string([high, low]) : match.Value;
    });

    private static char Half(ReadOnlySpan<char> number) => (char)(number[0] is 'x' or 'X'
        ? ushort.Parse(number[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>What opens like a tag and does not close before the next one opens, or at all, is text (<c>if a&lt;b then c</c>); a tag that was cut off at the end is none.</summary>
    public static string EscapeStray(string html)
    {
        var result = new StringBuilder(html.Length + 16);
        var copied = 0;
        for (var open = html.IndexOf('<', StringComparison.Ordinal); open >= 0 && open + 1 < html.Length;)
        {
            var end = html.AsSpan(open + 1).IndexOfAny(WithinTag) is >= 0 and var found ? open + 1 + found : html.Length;
            var isStray = char.IsAsciiLetter(html[open + 1]) && (end == html.Length ? !IsCutName(html.AsSpan(open + 1)) : html[end] == '<');
            if (isStray)
            {
                result.Append(html, copied, open - copied).Append("&lt;");
                copied = open + 1;
            }

            end = end < html.Length && html[end] is not '<' ? html.IndexOf('>', end) : end;
            open = end < 0 || end == html.Length ? -1 : html.IndexOf('<', end);
        }

        return copied == 0 ? html : result.Append(html, copied, html.Length - copied).ToString();
    }

    /// <summary>A name of several letters alone: <c>نص &lt;strong</c>, where the variable of a comparison has one.</summary>
    private static bool IsCutName(ReadOnlySpan<char> rest)
    {
        var name = rest.TrimEnd(" /");
        return name.Length is > 1 and < 16 && HtmlElement.Find(name.ToString().ToLowerInvariant()) != HtmlElement.Unknown;
    }

    [GeneratedRegex("&#(?<high>x[0-9a-f]{4}|[0-9]{5});&#(?<low>x[0-9a-f]{4}|[0-9]{5});", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Halves();

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
