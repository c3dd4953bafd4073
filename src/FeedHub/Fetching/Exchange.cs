using System.Collections.Frozen;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>One fetch under way: where it stands, what it may still send, how much time it has left.</summary>
internal sealed class Exchange
{
    // Ours to decide: the connection's framing, and what makes a poll a poll.
    private static readonly FrozenSet<string> NotForSources = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Host", "If-Modified-Since", "If-None-Match", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    private static readonly FrozenSet<string> Replaceable = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "A-IM", "Accept", "Accept-Encoding", "Authorization", "User-Agent");

    private readonly FetchRequest _request;
    private readonly Uri _configured;
    private readonly Uri _start;
    private readonly HashSet<string> _visited = [];
    private readonly ExchangeCookies _cookies = new();

    public Exchange(FetchRequest request, FetchLimits limits)
    {
        _request = request;
        _configured = request.Url;
        MaxBodyBytes = request.MaxBodyBytes ?? limits.MaxBodyBytes;
        Contact = request.Contact ?? limits.Contact;
        Left = limits.Timeout;

        // Who waits for a page may get it with the next poll.
        Patience = (request.IsPage ? null : limits.Patience) ?? limits.Timeout * 2;

        // Headers and TLS take their part beside the body.
        Meter = new WireMeter(MaxBodyBytes + (MaxBodyBytes / 32) + (512 * 1024));
        _start = AnswerHeaders.WithoutSecrets(request.MovedTo ?? request.Url);
        Url = _start;
        _visited.Add(Url.AbsoluteUri);
    }

    /// <summary>What stays taken until the answer has been used.</summary>
    public FetchLease Lease { get; } = new();

    public FetchRequest Request => _request;

    public Uri Url { get; private set; }

    public long MaxBodyBytes { get; }

    public string? Contact { get; }

    public WireMeter Meter { get; }

    /// <summary>Of the whole exchange's time.</summary>
    public TimeSpan Left { get; set; }

    /// <summary>What is left of the time it may wait before being put off.</summary>
    public TimeSpan Patience { get; set; }

    public int Redirects { get; private set; }

    /// <summary>True while every redirect so far was 301 or 308.</summary>
    public bool OnlyPermanent { get; private set; } = true;

    /// <summary>The longest wait any answer asked for.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>When the first answer began, or until then, when the first request went out.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Where 301 and 308 alone led; null: nowhere else.</summary>
    public Uri? MovedTo => Redirects > 0 && OnlyPermanent && !Url.Equals(_start) ? Url : null;

    /// <summary>Somebody named this very host in feeds.json and allowed it its private address.</summary>
    public bool IsPrivateAllowed => _request.AllowPrivateNetwork && IsOwnHost;

    /// <summary>Null: those that this machine trusts.</summary>
    public string? Certificate => IsOwnHost ? _request.Certificate : null;

    public void Answered(DateTimeOffset now) => SentAt = Redirects == 0 ? now : SentAt;

    /// <summary>False: been there already, with the same cookies.</summary>
    /// <param name="cookies">The Set-Cookie headers that came with the redirect.</param>
    public bool TryFollow(Uri to, bool isPermanent, IEnumerable<string> cookies)
    {
        _cookies.Add(Url, cookies);
        Redirects++;
        OnlyPermanent &= isPermanent;
        Url = to;
        return _visited.Add($"{to.AbsoluteUri} {_cookies.For(to)}".TrimEnd());
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Get, Url);
        Add(message, "User-Agent", _request.UserAgent ?? FeedFetcher.UserAgent(Contact));
        Add(message, "Accept", _request.IsPage
            ? "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
            : "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1");
        Add(message, "Accept-Encoding", "gzip, br");
        AddValidators(message);
        if (IsOwnOrigin)
        {
            AddOwn(message);
        }

        AddCookies(message);
        return message;
    }

    /// <summary>Somebody named this very host in feeds.json.</summary>
    public bool IsOwnHost => string.Equals(Url.IdnHost, _configured.IdnHost, StringComparison.OrdinalIgnoreCase);

    private bool IsOwnOrigin =>
        IsOwnHost && Url.Scheme == _configured.Scheme && Url.Port == _configured.Port;

    private void AddValidators(HttpRequestMessage message)
    {
        if (_request.Validators.ETag is { } tag)
        {
            Add(message, "If-None-Match", tag);

            // RFC 3229: a server that can will send only what is new since that tag.
            if (!_request.IsPage)
            {
                Add(message, "A-IM", "feed");
            }
        }

        if (_request.Validators.LastModified is { } date)
        {
            Add(message, "If-Modified-Since", date);
        }
    }

    /// <summary>What only the origin named in feeds.json may see.</summary>
    private void AddOwn(HttpRequestMessage message)
    {
        if (_configured.UserInfo is { Length: > 0 } user)
        {
            var pair = Uri.UnescapeDataString(user);
            Add(message, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Contains(':', StringComparison.Ordinal) ? pair : pair + ":")));
        }

        foreach (var (name, value) in _request.Headers.Where(header => !NotForSources.Contains(header.Key)))
        {
            if (Replaceable.Contains(name))
            {
                message.Headers.Remove(name);
            }

            Add(message, name, value);
        }
    }

    /// <summary>One header (RFC 6265 §5.4), those of feeds.json first.</summary>
    private void AddCookies(HttpRequestMessage message)
    {
        if (_cookies.For(Url) is { Length: > 0 } cookies)
        {
            var own = AnswerHeaders.First(message.Headers, "Cookie");
            message.Headers.Remove("Cookie");
            Add(message, "Cookie", own is null ? cookies : $"{own}; {cookies}");
        }
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!AnswerHeaders.BreaksLine(value))
        {
            message.Headers.TryAddWithoutValidation(name, Wire(value));
        }
    }

    // Headers go out as Latin-1: what came so goes back byte for byte, and what Latin-1 lacks is written in UTF-8.
    private static string Wire(string value) =>
        value.AsSpan().ContainsAnyExceptInRange('\0', '\xFF') ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value)) : value;
}
