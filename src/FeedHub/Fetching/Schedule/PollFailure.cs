namespace FeedHub.Fetching;

/// <summary>
/// Why a poll brought nothing usable: what the fetch met, what the body was instead of a feed, or that nothing was asked. The sentence beside it in the log
/// and in /sources.json is made where it is met: by <c>FetchFailures</c>, or <c>NotAFeedPage</c> of a body.
/// </summary>
public enum PollFailure
{
    Refused,
    NotFound,
    Unreachable,
    TimedOut,
    TooLarge,
    ServerError,
    RateLimited,
    Forbidden,
    TooManyRedirects,
    AddressNotAllowed,
    Truncated,
    Challenge,
    Tls,

    /// <summary>The answer was no HTTP, or nothing that can be read.</summary>
    Unreadable,

    Gone,
    Empty,

    /// <summary>A whole body, and neither a feed nor a web page of a kind below.</summary>
    NoFeed,
    WebPage,
    LoginPage,
    ConsentPage,
    ParkedDomain,
    SuspendedSite,
    Maintenance,
    NotInThisCountry,

    /// <summary>Its host was busy with other feeds all the time we could wait; nothing was asked.</summary>
    HostBusy,
}
