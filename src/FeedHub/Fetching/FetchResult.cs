using System.Collections.Immutable;

namespace FeedHub.Fetching;

/// <summary>One request for one feed, with all that limits it.</summary>
public sealed record FetchRequest
{
    /// <summary>As in feeds.json; a user and password in it become Basic authentication and go nowhere else.</summary>
    public required Uri Url { get; init; }

    /// <summary>Address adopted after a permanent move and asked instead; null: none. Credentials and headers stay with <see cref="Url"/>'s origin.</summary>
    public Uri? MovedTo { get; init; }

    public Validators Validators { get; init; } = Validators.None;

    public string? UserAgent { get; init; }

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Null: the process setting.</summary>
    public long? MaxBodyBytes { get; init; }

    /// <summary>Also addresses that are not globally routable, for <see cref="Url"/>'s own host only: a redirect elsewhere is checked as ever.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Where somebody can be reached, for the User-Agent; null: the process setting.</summary>
    public string? Contact { get; init; }

    /// <summary>The one certificate to trust at <see cref="Url"/>'s own host, <c>sha256/</c> and the base64 of its public key's SHA-256; null: those that this machine trusts.</summary>
    public string? Certificate { get; init; }

    /// <summary>A web page is wanted, not a feed.</summary>
    public bool IsPage { get; init; }
}

/// <summary>What a server gave to compare with later, byte for byte (RFC 9110 §8.8); null: not given.</summary>
public sealed record Validators(string? ETag, string? LastModified)
{
    public static Validators None { get; } = new(null, null);

    public bool IsEmpty => ETag is null && LastModified is null;
}

/// <summary>What came of one request. Matched by <c>switch</c>; there are no other cases.</summary>
public abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>HTTP status of the last hop; null where none was received.</summary>
    public int? Status { get; init; }

    public Validators Validators { get; init; } = Validators.None;

    /// <summary>How long the answer is fresh, from Cache-Control or Expires; null: not said.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>How long the server asked us to stay away (Retry-After); null: not said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where 301/308 alone led; null: no permanent move.</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>Bytes received, headers and redirects included.</summary>
    public long WireBytes { get; init; }

    /// <summary>
    /// What the pace counts from: when the server began to answer, or where it did not, when the request went out after waiting for its
    /// host's turn. However long a request is under way, the next is then never too early; null: none was sent.
    /// </summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When all was over; null: as <see cref="SentAt"/>.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>A body, decoded from its content encodings, whole and within limits.</summary>
    /// <param name="Body">Bytes as served.</param>
    /// <param name="ContentType">As sent, with its charset; null: not sent.</param>
    /// <param name="Url">Where it was found after redirects.</param>
    /// <param name="IsDelta">True for 226 IM Used (RFC 3229): only what is new.</param>
    public sealed record Fetched(ReadOnlyMemory<byte> Body, string? ContentType, Uri Url, bool IsDelta = false) : FetchResult
    {
        /// <summary>WebSub hub named in the headers, absolute; null: none.</summary>
        public string? Hub { get; init; }

        /// <summary>The feed's own address as the headers say it, absolute; null: not said.</summary>
        public string? Self { get; init; }

        /// <summary>The Link header as sent (RFC 8288), several joined by commas; null: not sent.</summary>
        public string? Links { get; init; }

        /// <summary>The same, no longer holding the bytes.</summary>
        public Fetched WithoutBody() => this with { Body = ReadOnlyMemory<byte>.Empty };
    }

    /// <summary>304.</summary>
    public sealed record NotModified : FetchResult;

    /// <summary>410: told to forget it.</summary>
    public sealed record Gone : FetchResult;

    /// <param name="Reason">One plain sentence for people; no secrets, no control characters.</param>
    public sealed record Failed(PollFailure Failure, string Reason) : FetchResult;
}
