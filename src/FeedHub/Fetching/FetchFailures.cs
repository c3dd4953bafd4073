using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FeedHub.Fetching;

/// <summary>Says in one plain sentence what went wrong. Names hosts, never paths, queries or credentials.</summary>
internal static class FetchFailures
{
    public static FetchResult.Failed From(Exception exception, Exchange exchange)
    {
        var host = exchange.Url.IdnHost;
        return Inner<AddressNotAllowedException>(exception) is { } inside ? Inside(inside.Message)
            : Inner<CertificateException>(exception) is { } certificate ? Distrusted(certificate, exchange)
            : Inner<ClosedSilentlyException>(exception) is not null ? new(PollFailure.Truncated, $"{host} closed the connection without an answer.")
            : Inner<TooManyBytesException>(exception) is not null ? TooLarge(exchange.MaxBodyBytes)
            : Inner<InvalidDataException>(exception) is not null ? new(PollFailure.Truncated, $"The compressed answer of {host} is broken or was cut off.")
            : Inner<HttpRequestException>(exception) is { } request ? From(request, exchange)
            : Inner<SocketException>(exception) is { } socket ? From(socket, host)
            : Inner<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.ResponseEnded } ? CutOff(host)
            : Inner<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.InvalidResponse } ? Garbled(host)
            : exception is EndOfStreamException or IOException ? CutOff(host)
            : new(PollFailure.Unreadable, $"The answer of {host} cannot be read ({exception.GetType().Name}).");
    }

    public static FetchResult.Failed Inside(string why) => new(
        PollFailure.AddressNotAllowed, why + " Allow it with \"allowPrivateNetwork\": true, or FeedHub:AllowedPrivateNetworks, if it is yours.");

    public static FetchResult.Failed NotWeb(Exchange exchange) => new(
        PollFailure.AddressNotAllowed,
        exchange.Redirects == 0
            ? $"A {exchange.Url.Scheme}: address cannot be fetched; only http and https can."
            : $"The feed redirects to a {exchange.Url.Scheme}: address; only http and https are followed.");

    public static FetchResult.Failed TimedOut(Exchange exchange, TimeSpan timeout) => new(
        PollFailure.TimedOut,
        exchange.Meter.Received == 0
            ? $"{exchange.Url.IdnHost} did not answer within {Seconds(timeout)}."
            : $"{exchange.Url.IdnHost} sent only {exchange.Meter.Received} bytes within {Seconds(timeout)} and did not finish.");

    public static FetchResult.Failed Busy(string host) =>
        new(PollFailure.HostBusy, $"Other feeds of {host} are being polled; this one waits for its turn.");

    public static FetchResult.Failed Crowded() =>
        new(PollFailure.HostBusy, "Many other feeds are being polled; this one waits for its turn.");

    public static FetchResult.Failed Away(string host) =>
        new(PollFailure.HostBusy, $"{host} told other feeds that we ask too often (429); this one waits with them.");

    public static FetchResult.Failed PagesRest(string host) =>
        new(PollFailure.HostBusy, $"A page of {host} hung a moment ago; the others wait.");

    public static FetchResult.Failed TooManyRedirects(Exchange exchange, bool isLoop) => new(
        PollFailure.TooManyRedirects,
        isLoop ? $"The redirects of {exchange.Url.IdnHost} lead in a circle." : $"More than {FeedFetcher.MaxRedirects} redirects, the last to {exchange.Url.IdnHost}.");

    public static FetchResult.Failed TooLarge(long limit) => new(
        PollFailure.TooLarge, $"The feed is larger than {Size(limit)}; \"maxBytes\" allows more.");

    public static FetchResult.Failed FromStatus(int status, string host) => status switch
    {
        401 => new(PollFailure.Forbidden, $"{host} wants a user name and password (401)."),
        402 => new(PollFailure.Forbidden, $"{host} wants to be paid (402)."),
        403 => new(PollFailure.Forbidden, $"{host} refuses us (403); it may block programs, or this \"userAgent\"."),
        404 => new(PollFailure.NotFound, $"{host} has no feed at this address (404)."),
        408 => new(PollFailure.TimedOut, $"{host} gave up waiting for our request (408)."),
        429 => new(PollFailure.RateLimited, $"{host} says we ask too often (429)."),
        451 => new(PollFailure.Forbidden, $"{host} may not show this feed for legal reasons (451)."),
        204 or 205 => new(PollFailure.Unreadable, $"{host} answered without content ({Text(status)})."),
        206 => new(PollFailure.Truncated, $"{host} answered with a part only (206) though nobody asked for one."),
        304 => new(PollFailure.Unreadable, $"{host} answered \"not modified\" (304) though it was asked for the whole feed."),
        >= 300 and < 400 => new(PollFailure.Unreadable, $"{host} redirects without saying where to ({Text(status)})."),
        >= 500 and < 600 => new(PollFailure.ServerError, $"{host} has a problem of its own ({Text(status)})."),
        >= 400 and < 500 => new(PollFailure.Refused, $"{host} refused the request ({Text(status)})."),
        _ => new(PollFailure.Unreadable, $"{host} answered with the unusual status {Text(status)}."),
    };

    private static FetchResult.Failed From(HttpRequestException exception, Exchange exchange)
    {
        var host = exchange.Url.IdnHost;
        return exception.HttpRequestError switch
        {
            HttpRequestError.ConfigurationLimitExceeded => new(PollFailure.TooLarge, $"The headers of {host} are larger than 64 KiB."),
            HttpRequestError.ResponseEnded => CutOff(host),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError => Garbled(host),
            HttpRequestError.SecureConnectionError => new(PollFailure.Tls, $"No secure connection to {host}: {Tls(exception)}."),
            HttpRequestError.ProxyTunnelError => new(PollFailure.Unreachable, $"The proxy did not connect to {host}."),
            _ when Inner<SocketException>(exception) is { } socket => From(socket, host),
            HttpRequestError.NameResolutionError => NoSuchName(host),
            HttpRequestError.ConnectionError => new(PollFailure.Unreachable, $"No connection to {host}."),
            _ => CutOff(host),
        };
    }

    private static FetchResult.Failed From(SocketException exception, string host) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => NoSuchName(host),
        SocketError.TryAgain or SocketError.NoRecovery => new(PollFailure.Unreachable, $"The name {host} cannot be looked up at the moment (DNS)."),
        SocketError.ConnectionRefused => new(PollFailure.Unreachable, $"{host} refuses connections; its server may be down."),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => new(PollFailure.Unreachable, $"There is no way to {host}; the network or its server may be down."),
        SocketError.TimedOut => new(PollFailure.TimedOut, $"{host} did not answer."),
        _ => CutOff(host),
    };

    private static FetchResult.Failed Distrusted(CertificateException exception, Exchange exchange) => new(
        PollFailure.Tls,
        $"The certificate of {exchange.Url.IdnHost} cannot be trusted: {exception.Message}."
            + (exception.Pin is null || !exchange.IsOwnHost ? "" : $" If it is theirs, trust this very one with \"certificate\": \"{exception.Pin}\" (SHA-256 of its public key)."));

    private static FetchResult.Failed NoSuchName(string host) => new(PollFailure.Unreachable, $"The name {host} is not known (DNS).");

    private static FetchResult.Failed CutOff(string host) => new(PollFailure.Truncated, $"{host} broke the connection off before its answer was whole.");

    private static FetchResult.Failed Garbled(string host) => new(PollFailure.Unreadable, $"{host} does not speak HTTP.");

    private static string Tls(Exception exception) =>
        Inner<AuthenticationException>(exception) is null ? "the connection broke off during the handshake" : "no protocol or cipher in common";

    private static T? Inner<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");

    private static string Size(long bytes) =>
        bytes >= 1024 * 1024
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Why a certificate was refused, as an end of a sentence.</summary>
/// <param name="pin">What the certificate shown would be pinned as; null: none was shown.</param>
internal sealed class CertificateException(string message, string? pin) : AuthenticationException(message)
{
    public string? Pin => pin;
}
