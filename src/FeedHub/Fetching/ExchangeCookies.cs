using System.Net;

namespace FeedHub.Fetching;

/// <summary>
/// The cookies (RFC 6265) of one exchange: some sites set one and redirect to see whether it comes back. Each goes to the host that set it and to no
/// other, whatever domain it names, and is forgotten with the exchange.
/// </summary>
internal sealed class ExchangeCookies
{
    private readonly Dictionary<string, CookieContainer> _byHost = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="headers">Set-Cookie headers; what cannot be understood is passed over.</param>
    public void Add(Uri from, IEnumerable<string> headers)
    {
        foreach (var header in headers)
        {
            if (!_byHost.TryGetValue(from.IdnHost, out var cookies))
            {
                _byHost[from.IdnHost] = cookies = new CookieContainer();
            }

            try
            {
                cookies.SetCookies(from, header);
            }
            catch (CookieException)
            {
                // Browsers leave it out, too.
            }
        }
    }

    /// <summary>The Cookie header to send there; empty: none.</summary>
    public string For(Uri to) => _byHost.TryGetValue(to.IdnHost, out var cookies) ? cookies.GetCookieHeader(to) : "";
}
