using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>What the headers of an answer say, read from the bytes that were sent: typed headers mend dates and refuse odd tags.</summary>
internal static class AnswerHeaders
{
    /// <summary>Longer validators would make the next request be refused.</summary>
    private const int MaxValidatorLength = 2048;

    // RFC 9110 §5.6.7 without the weekday, which some get wrong: IMF-fixdate, RFC 850, asctime.
    private static readonly string[] DateFormats =
    [
        "d MMM yyyy H:mm:ss 'GMT'", "d MMM yyyy H:mm:ss 'UTC'", "d MMM yyyy H:mm:ss zzz", "d-MMM-yy H:mm:ss 'GMT'", "d-MMM-yyyy H:mm:ss 'GMT'",
        "MMM d H:mm:ss yyyy",
    ];

    public static Validators Validators(HttpResponseMessage answer) => new(
        Validator(First(answer.Headers, "ETag")), Validator(First(answer.Content.Headers, "Last-Modified")));

    public static string? ContentType(HttpResponseMessage answer) => First(answer.Content.Headers, "Content-Type");

    /// <summary>RFC 8288 §3; null: none.</summary>
    public static string? Links(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues("Link", out var values) ? Utf8(string.Join(", ", values)) : null;

    /// <summary>RFC 9111 §4.2.1, as a private cache: max-age, else Expires, both less the answer's age; null: nothing said, or not to be kept.</summary>
    public static TimeSpan? FreshFor(HttpResponseMessage answer, DateTimeOffset now)
    {
        var directives = Directives(answer).ToArray();
        if (Array.Exists(directives, directive => directive.Name is "no-store" or "no-cache"))
        {
            return null;
        }

        var maxAge = Array.Find(directives, directive => directive.Name == "max-age").Value;
        var lifetime = maxAge is null ? UntilExpires(answer, now) : Seconds(maxAge);
        var fresh = lifetime - (Seconds(First(answer.Headers, "Age")) ?? TimeSpan.Zero);
        return fresh > TimeSpan.Zero ? fresh : null;
    }

    /// <summary>RFC 9110 §10.2.3: seconds, or a date by the server's own clock; null: not said, or past.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now)
    {
        var text = First(answer.Headers, "Retry-After");
        var wait = Seconds(text) ?? Until(Date(text), answer, now);
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>An absolute web address without user, password and fragment; null: there is none to go to.</summary>
    public static Uri? Location(HttpResponseMessage answer, Uri from) =>
        First(answer.Headers, "Location") is { } location && Uri.TryCreate(from, Address(location.Trim()), out var to) ? WithoutSecrets(to) : null;

    /// <summary>RFC 6265 §4.1: each Set-Cookie as sent.</summary>
    public static IEnumerable<string> Cookies(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var values) ? values : [];

    /// <summary>RFC 8288 §3: the first link of that relation to a web address, absolute; null: none.</summary>
    public static string? Link(HttpResponseMessage answer, string relation, Uri from)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var link in values.SelectMany(Links))
        {
            var relations = link.Relations.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (relations.Contains(relation, StringComparer.OrdinalIgnoreCase)
                && Uri.TryCreate(from, Address(link.Target), out var to) && to.Scheme is "http" or "https")
            {
                return to.AbsoluteUri;
            }
        }

        return null;
    }

    /// <summary>RFC 9110 §4.2.4: a user and password in an address belong to no request line, no log and no link.</summary>
    public static Uri WithoutSecrets(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.UserInfo.Length == 0 && url.Fragment.Length == 0))
        {
            return url;
        }

        var bare = url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo & ~UriComponents.Fragment, UriFormat.UriEscaped);
        return Uri.TryCreate(bare, UriKind.Absolute, out var clean) ? clean : url;
    }

    /// <summary>True where a header of this value would end and begin another.</summary>
    public static bool BreaksLine(string value) => value.AsSpan().ContainsAny('\r', '\n', '\0');

    public static string? First(HttpHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            return value;
        }

        return null;
    }

    /// <summary>Null: no date.</summary>
    public static DateTimeOffset? Date(string? text)
    {
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var afterWeekday = text.AsSpan().Trim();
        if (!afterWeekday.IsEmpty && char.IsAsciiLetter(afterWeekday[0]))
        {
            afterWeekday = afterWeekday[Math.Max(0, afterWeekday.IndexOfAny(' ', ','))..].TrimStart(", ");
        }

        return DateTimeOffset.TryParseExact(afterWeekday, DateFormats, CultureInfo.InvariantCulture, Styles, out var date) ? date : null;
    }

    private static IEnumerable<(string Target, string Relations)> Links(string header)
    {
        for (int from = header.IndexOf('<', StringComparison.Ordinal), to; from >= 0 && (to = header.IndexOf('>', from)) >= 0; from = header.IndexOf('<', to))
        {
            var end = header.IndexOf('<', to);
            var parameters = header[(to + 1)..(end < 0 ? header.Length : end)].Split([';', ','], StringSplitOptions.TrimEntries);
            var relations = Array.Find(parameters, parameter => parameter.StartsWith("rel", StringComparison.OrdinalIgnoreCase) && parameter[3..].TrimStart().StartsWith('='));
            yield return (header[(from + 1)..to].Trim(), relations is null ? "" : relations[(relations.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim(' ', '\t', '"'));
        }
    }

    private static TimeSpan? UntilExpires(HttpResponseMessage answer, DateTimeOffset now) =>
        Until(Date(First(answer.Content.Headers, "Expires")), answer, now);

    // The server's dates are compared with its own clock; without it, with ours and a second for the one the format cuts off.
    private static TimeSpan? Until(DateTimeOffset? date, HttpResponseMessage answer, DateTimeOffset now) =>
        date - (Date(First(answer.Headers, "Date")) ?? now.AddSeconds(-1));

    private static IEnumerable<(string Name, string? Value)> Directives(HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Cache-Control", out var values))
        {
            yield break;
        }

        foreach (var part in values.SelectMany(value => value.Split(',')))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            yield return (pair[0].ToLowerInvariant(), pair.Length == 2 ? pair[1].Trim('"') : null);
        }
    }

    // Delta-seconds beyond what a TimeSpan holds mean "a very long time" (RFC 9111 §1.2.2).
    private static TimeSpan? Seconds(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return TimeSpan.FromSeconds(int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : int.MaxValue);
    }

    private static string? Validator(string? value) =>
        string.IsNullOrEmpty(value) || value.Length > MaxValidatorLength || BreaksLine(value) ? null : value;

    /// <summary>
    /// An address in raw bytes, as browsers take it: a host is read as UTF-8 (RFC 3987); what follows, UTF-8 or windows-1256 of which nothing
    /// tells, is percent-encoded as it is, so that the server gets back what it sent.
    /// </summary>
    private static string Address(string latin1)
    {
        var scheme = latin1.IndexOf("//", StringComparison.Ordinal);
        var host = scheme < 0 || latin1.AsSpan(0, scheme).ContainsAny('/', '?', '#') ? 0 : scheme + 2;
        var length = host == 0 ? 0 : latin1.AsSpan(host).IndexOfAny('/', '?', '#');
        var end = length < 0 ? latin1.Length : host + length;
        return Utf8(latin1[..end]) + string.Concat(latin1[end..].Select(letter => letter is > '\x7F' and <= '\xFF' ? Uri.HexEscape(letter) : letter.ToString()));
    }

    // Header bytes arrive as Latin-1; what is written in UTF-8 is read as that.
    private static string Utf8(string latin1) => AsUtf8(latin1) ?? latin1;

    /// <summary>Null: it is no UTF-8.</summary>
    private static string? AsUtf8(string latin1)
    {
        if (System.Text.Ascii.IsValid(latin1))
        {
            return latin1;
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
